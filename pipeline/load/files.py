"""The files that a meeting names: a name as it was typed goes in, its path comes out, or what is wrong with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path, PureWindowsPath

from pipeline.errors import PapersError
from pipeline.findings import Key
from pipeline.findings.hints import near
from pipeline.load.problems import Problems
from pipeline.officefile.kinds import recognise


class Files:
    """Finds the files of one meeting, none of which is enclosed twice."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        self._folder, self._problems = folder, problems
        self._seen: dict[Path, Key] = {}

    def enclosed(
        self, name: str, key: Key, *, read: bool = True, missing: str = "file-missing", unlocked: bool = False
    ) -> Path | None:
        """The file, where it is one that can be enclosed, as far as that can be told without its being ``read``.

        ``missing`` is the code for one that is not there; ``unlocked``, whether its password has a place.
        """
        path = self.found(name, key, missing)
        if path is None:
            return None
        if path in self._seen and self._seen[path][:4] != key[:4]:
            self._problems.wrong(key, "file-twice", name=name, line=self._problems.at(self._seen[path]).line or 0)
        self._seen.setdefault(path, key)
        try:
            if read:
                recognise(path)
        except PapersError as error:
            self._problems.of_a_file(each for each in error.findings if not (unlocked and each.code == "locked"))
        return path

    def found(self, name: str, key: Key, missing: str = "file-missing") -> Path | None:
        """The file, where it is there and in the meeting's folder."""
        try:
            path = (self._folder / name).resolve()
            found = path.is_file()
        except (OSError, RuntimeError):  # a name that is too long; a link to itself
            path, found = self._folder / name, False
        elsewhere = not found and PureWindowsPath(name).is_absolute()
        if elsewhere or not path.is_relative_to(self._folder.resolve()):
            self._problems.wrong(key, "file-outside", name=name)
            return None
        if not found:
            # A Mac takes accents apart, and Windows knows no capitals: what only that sets apart is the same file.
            alike = [each for each in self._present if _folded(each) == _folded(name)]
            if len(alike) == 1:
                return self.found(alike[0], key, missing)
            hidden = next((each for each in self._present if _ending_hidden(name, each)), None)
            if hidden:
                self._problems.wrong(key, "file-ending", name=name, present=hidden)
            else:
                composed = [unicodedata.normalize("NFC", each) for each in self._present]
                self._problems.wrong(key, missing, name=name, near=near(unicodedata.normalize("NFC", name), composed))
            return None
        return path

    @cached_property
    def _present(self) -> Sequence[str]:
        """The files of the folder, looked for once, and only where one is missing."""
        return [str(file.relative_to(self._folder)) for file in self._folder.rglob("*") if file.is_file()]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/")).casefold()


def _ending_hidden(name: str, present: str) -> bool:
    """Whether a file has the name that was typed and one more ending, which Windows hides, or is typed without its own.

    >>> _ending_hidden("enclosures/agenda.docx", "enclosures/agenda.docx.docx"), _ending_hidden("a", "a.pdf")
    (True, True)
    """
    return present.casefold() != name.casefold() and present.casefold().rpartition(".")[0] == name.casefold()
