"""What makes a preview, and where that lies which it is made of, go in; a page that is renewed at each save comes out.

Files are looked at, ten times a second: a save by Word is several steps (a new file beside the old one, then names that
change), and some shares of an office tell of none of them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from pipeline.errors import CancelledError, PapersError
from pipeline.preview.html import page_of, pages_of
from pipeline.preview.results import Preview
from pipeline.preview.serving import Server, Shown
from pipeline.preview.words import say
from pipeline.speaking import words_of_findings

Make: TypeAlias = Callable[[Callable[[Preview], object]], Preview]
"""Makes a preview; calls what it is given with the pages as soon as they are drawn."""

_LOOK, _SETTLED, _LONGEST = 0.1, 0.05, 2.0
"""In seconds: from one look to the next, between two that are the same when a save is done, and until one is believed
in which a file is gone that was there."""
_REST = 10
"""How many times as long as a look takes it is waited for the next: a meeting may have thousands of files."""
_PASSING = ("~", ".~", ".#")
"""What the names of files begin with that editors have for a while: ``~$letter.docx``, ``~WRD0001.tmp``."""

Looks: TypeAlias = dict[str, tuple[int, int, int]]


class Watched:
    """A preview that is served on this machine, and renewed at each save, as long as it is held."""

    def __init__(
        self, make: Make, cancel: Callable[[], object], root: Path, places: Sequence[Path], language: str
    ) -> None:
        self._make, self._cancel, self._root, self._places = make, cancel, root, places
        self._stopped = threading.Event()
        self._server = Server(say(words_of_findings(root, language), "first").words)
        self._thread = threading.Thread(target=self._watch, name="preview", daemon=True)

    @property
    def address(self) -> str:
        """Where a browser of this machine finds it; it has a key that no other run has."""
        return self._server.address

    def wait(self) -> None:
        """Until somebody stops it."""
        while self._thread.is_alive():
            self._thread.join(0.5)

    def close(self) -> None:
        self._stopped.set()
        self._cancel()
        self._server.close()
        if self._thread.ident is not None:
            self._thread.join()

    def __enter__(self) -> Self:
        self._server.start()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _watch(self) -> None:
        seen = self._looks()
        while not self._stopped.is_set():
            try:
                self._show(self._make(self._show))
            except CancelledError:
                return
            except PapersError as error:
                if self._looks() == seen:  # else it was read while it was written
                    told = "\n".join(str(each) for each in error.findings)
                    self._server.tell(told.replace(f"{self._root}/", ""))
            seen = self._settled(seen)

    def _show(self, preview: Preview) -> None:
        pictures: dict[str, Path] = {}

        def address(picture: Path) -> str:
            name = f"{sha256(picture.read_bytes()).hexdigest()[:16]}.png"
            pictures[name] = picture
            return f"picture/{name}"

        words = words_of_findings(self._root, preview.language)
        pages = pages_of(preview, self._root, words, picture=address)
        contents = {name: path.read_bytes() for name, path in pictures.items()}
        self._server.show(Shown(page_of(preview, self._root, words, picture=address, watched=True), pages, contents))

    def _settled(self, before: Looks) -> Looks:
        """How all looks once something was saved, and nothing is being written any more."""
        began = time.monotonic()
        while (now := self._looks()) == before:
            took = time.monotonic() - began
            if self._stopped.wait(max(_LOOK, took * _REST)):
                return now
            began = time.monotonic()
        until = time.monotonic() + _LONGEST
        while not self._stopped.wait(_SETTLED):
            later = self._looks()
            if later == now and (before.keys() <= now.keys() or time.monotonic() > until):
                break
            now = later
        return now

    def _looks(self) -> Looks:
        """The size, time and number of each file."""
        found: Looks = {}
        for path in self._files():
            try:
                status = path.stat()
            except OSError:
                continue
            found[str(path)] = (status.st_size, status.st_mtime_ns, status.st_ino)
        return found

    def _files(self) -> Iterator[Path]:
        for place in self._places:
            for path in place.rglob("*") if place.is_dir() else [place]:
                if not path.name.startswith(_PASSING) and path.suffix != ".tmp":
                    yield path
