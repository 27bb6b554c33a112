"""Where a bag is written to: names and files go in, their digests come out, and a folder or a zip under a draft's name.

A draft lies beside the place of the bag and gets the bag's name when it is whole, by one call of the system.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from pipeline.bags.layout import Digests
from pipeline.bags.streams import digested, opened
from pipeline.bags.zipped import ZipWriter


class Writer(Protocol):
    """Takes the files of a bag, one after the other."""

    def add(self, name: str, source: Path | bytes) -> Digests:
        """Copies a file in, under its name in the bag."""
        ...

    def finish(self, name: str) -> None:
        """Ends the draft of the bag that will be called so: all of it is on the disk."""
        ...

    def close(self) -> None:
        """Lets go of the draft, whether it is whole or not."""
        ...


class FolderWriter:
    """Writes a folder."""

    def __init__(self, draft: Path) -> None:
        self._draft = draft
        self._files: list[Path] = []
        self._folders: set[Path] = {draft}
        draft.mkdir()

    def add(self, name: str, source: Path | bytes) -> Digests:
        target = self._draft / name
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.update(target.parents[: len(target.relative_to(self._draft).parts)])
        with opened(source) as stream, target.open("xb") as file:
            found = digested(stream, file.write)
        self._files.append(target)
        return found

    def finish(self, name: str) -> None:
        # All at the end and side by side: the system writes them in one go.
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(settle, (*self._files, *self._folders)))

    def close(self) -> None:
        pass


class ZipFileWriter:
    """Writes a zip; ``length`` is how long the bag's name will be."""

    def __init__(self, draft: Path, length: int) -> None:
        self._file = draft.open("xb")
        self._zip = ZipWriter(self._file, length)

    def add(self, name: str, source: Path | bytes) -> Digests:
        return self._zip.add(name, source)

    def finish(self, name: str) -> None:
        self._zip.finish(name)
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


class NoWriter:
    """Writes nothing: tells what the digests would be."""

    def add(self, name: str, source: Path | bytes) -> Digests:
        with opened(source) as stream:
            return digested(stream)

    def finish(self, name: str) -> None:
        pass

    def close(self) -> None:
        pass


def settle(path: Path) -> None:
    """Waits until a file's bytes, or the names in a folder, are on the disk. OSError where the disk fails a file."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():  # some systems know it for files alone
            raise
    finally:
        os.close(handle)
