"""A pool of LibreOffice offices: a document goes in, its PDF as LibreOffice writes it comes out.

This module is imported before all others, so that the offices start while Python still imports the rest: it imports
little itself. What can go wrong with an office stays in here: one that hangs or dies is ended and replaced, and the
document is tried once more.
"""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from pipeline.convert import fontconfig, profile
from pipeline.files import remove_tree, write_whole
from pipeline.findings import Finding, Place, Reason
from pipeline.fonts import Fonts, system_folders
from pipeline.libreoffice import own_fonts
from pipeline.suffixes import SHEETS, SLIDES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Literal, Self, TypeAlias

    Form: TypeAlias = Literal["pdf", "xlsx", "pptx"]
    """What an office makes of a document; anything but a PDF is a package."""

START_LIMIT = 60.0
"""Seconds that an office may take to start."""

_LETTERS_A_LIMIT = 10
"""How many letters that are converted together may take as long as one document, whose limit is far beyond what a
letter takes: an office that hangs is not waited for as often as there are letters. They count as one document too
where an office is replaced after so many, as what it keeps of a document it keeps once for all of its letters."""

_FEW, _PATIENCE = 12, 2.0
"""How many documents one office is asked for, and seconds that somebody waits for it, before another is started."""
_LONGEST_END = 5.0
"""Seconds that whoever waits for an office's answer may take to hear that it has ended."""

_LONGEST_POLL = 2**31 - 1
"""In milliseconds: what the system can count, 24 days."""

FILTERS = {**dict.fromkeys(SHEETS, "calc_pdf_Export"), **dict.fromkeys(SLIDES, "impress_pdf_Export")}
"""LibreOffice's PDF filter for a suffix; ``writer_pdf_Export`` for all others."""


def version(program: Path) -> str:
    """Which LibreOffice lies in ``program``: its version and its build, read from its files without starting it.

    A security update of a distribution may change neither; the size of the library tells it apart.
    """
    types = _head(program / "types.rdb", 200)
    number = re.search(rb"LibreOffice ([\d.]+)", types) or re.search(
        rb"LibreOffice ([\d.]+)", _head(program / "bootstraprc")
    )
    build = re.search(rb"^buildid=(.*)$", _head(program / "versionrc"), re.MULTILINE)
    library = program / "libmergedlo.so"
    size = library.stat().st_size if library.exists() else 0
    words = (match.group(1).decode("ascii", "replace").strip() if match else "?" for match in (number, build))
    return " ".join(("LibreOffice", *words, str(size)))


def settings() -> dict[str, object]:
    """All that decides what a PDF made here looks like, besides the document and LibreOffice's :func:`version`."""
    groups = {"office": profile.OFFICE, "inet": profile.INET, "setup": profile.SETUP}
    return {"pdf": dict(profile.PDF), "without": profile.UNUSED, **{name: dict(each) for name, each in groups.items()}}


_ROOM = 4 * 1024 * 1024
"""What the folder for temporary files must have left, in bytes: a PDF's worth."""


def _no_room(folder: Path, error: OSError) -> Exception:
    from pipeline.errors import ConfigError  # noqa: PLC0415 - see the module

    values = {"reason": error.strerror or str(error)}
    return ConfigError(Finding("temporary-folder", Place(str(folder)), values))


@dataclass(frozen=True, slots=True)
class _Given:
    """What an office is to read, and to make of it."""

    source: Path
    data: bytes | None = None
    suffix: str = ""
    letters: int = 1
    form: Form = "pdf"


class _FailedError(Exception):
    """The office did not make the PDF."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why.code)
        self.why = why


class _Office:
    """One child process, with its profile in a folder of its own. Serves one document at a time."""

    def __init__(
        self,
        program: Path,
        folder: Path,
        services: Path | None,
        fonts: str,
        *,
        kit: bool,
        way: str,
        readable: list[str],
    ) -> None:
        self.folder = folder
        self.served = 0
        self.ready = False
        environment = profile.write(folder, services, fonts)
        child = str(Path(__file__).with_name("child.py"))
        told = (str(program), str(folder), profile.options(), "kit" if kit else "command", way, *readable)
        here, there = os.pipe(), os.pipe()
        actions = (
            (os.POSIX_SPAWN_DUP2, here[0], 0),
            (os.POSIX_SPAWN_DUP2, there[1], 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        )
        words = (sys.executable, "-I", "-S", child, *told)
        self.pid = os.posix_spawn(sys.executable, words, environment, file_actions=actions)
        os.close(here[0])
        os.close(there[1])
        self._to, self._from = here[1], there[0]

    def export(self, given: _Given, time_limit: float) -> bytes:
        self.start()
        self.served += -(-given.letters // _LETTERS_A_LIMIT)
        source, data = given.source, given.data
        copy, made = self.folder / "in" / (source.name + given.suffix), self.folder / f"made.{given.form}"
        name = FILTERS.get(source.suffix.lower(), "writer_pdf_Export")
        try:
            copy.write_bytes(source.read_bytes() if data is None else data)
        except OSError as error:
            raise _FailedError(Reason("office-no-copy", {"reason": error.strerror or Reason("no-reason")})) from None
        try:
            options = f"\t{profile.options(profile.LETTERS)}" if given.letters > 1 else ""
            answer = self._ask(
                f"{name}\t{copy.as_uri()}\t{given.form}{options}\n", time_limit * -(-given.letters // _LETTERS_A_LIMIT)
            )
        finally:
            copy.unlink(missing_ok=True)
        if answer != "ok":
            raise _FailedError(Reason("office-says", {"answer": answer}))
        file = made.read_bytes() if made.exists() else b""
        made.unlink(missing_ok=True)
        # ISO 32000-1, 7.5.2 and 7.5.5: the header opens a file, the end-of-file marker closes it
        whole = file.startswith(b"%PDF-") and file.rstrip().endswith(b"%%EOF")
        if not (whole if given.form == "pdf" else file.startswith(b"PK")):
            raise _FailedError(Reason("office-no-pdf"))
        return file

    def start(self) -> None:
        """Wait until the office can serve."""
        if not self.ready:
            self._answer(START_LIMIT)
            self.ready = True

    def kill(self) -> None:
        """End the child and all that it started, without waiting until they have gone."""
        for end in (os.killpg, os.kill):  # it may not lead its own group yet
            try:
                end(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def close(self) -> None:
        """End the child and all that it started, and remove its folder."""
        self.kill()
        os.waitpid(self.pid, 0)
        os.close(self._to)
        os.close(self._from)
        remove_tree(self.folder)

    def _ask(self, request: str, time_limit: float) -> str:
        try:
            os.write(self._to, request.encode())
        except BrokenPipeError:
            raise _FailedError(Reason("office-stopped")) from None
        return self._answer(time_limit)

    def _answer(self, time_limit: float) -> str:
        end = time.monotonic() + time_limit
        pipe = select.poll()
        pipe.register(self._from, select.POLLIN)
        line = b""
        while not line.endswith(b"\n"):
            if not pipe.poll(min(max(0.0, end - time.monotonic()) * 1000, _LONGEST_POLL)):
                raise _FailedError(Reason("office-slow", {"seconds": f"{time_limit:g}"}))
            piece = os.read(self._from, 4096)
            if not piece:
                raise _FailedError(Reason("office-stopped"))
            line += piece
        return line.decode().rstrip("\n")


class Offices:
    """``count`` offices, to be asked from any number of threads.

    The ``first`` of them start at once, all where nothing is said, and each other when somebody has waited for two
    seconds, or when more than a dozen documents have come: a package of few takes one office, as another would take
    longer to load what each loads than it saves.

    ``time_limit`` is in seconds a document; after ``documents_each`` documents an office is replaced by a fresh one.
    Without ``kit``, or where LibreOfficeKit does not start, each document costs a start of LibreOffice. A ``program``
    of None is an error only when a document asks for an office. The offices see ``fonts`` and no others; without
    them, those that documents may use in a house that says nothing. ``confinement`` is one of the ways of
    :mod:`pipeline.workers.confinement`, or ``none``; without it, the best that the system allows.
    """

    def __init__(
        self,
        program: Path | None,
        *,
        count: int,
        first: int | None = None,
        time_limit: float = 60.0,
        documents_each: int = 300,
        kit: bool = True,
        fonts: Fonts | None = None,
        confinement: str = "",
    ) -> None:
        self._program = program
        self._confinement = confinement
        self._readable: list[str] = []
        self._count, self._first = count, min(first or count, count)
        self._time_limit = time_limit
        self._documents_each = documents_each
        self._kit = kit
        self.fonts = fonts or Fonts((*system_folders(Path.home()), *own_fonts(program)))
        """What the documents are set with."""
        self._configuration = ""
        self.folder: Path | None = None
        """Where the offices keep their profiles; None while there are none."""
        self._services: Path | None = None
        self._made = self._asked = 0
        self._all: set[_Office] = set()
        self._free: list[_Office] = []
        self._ending: set[_Office] = set()
        """Those that were at work when the pool was closed."""
        self._change = threading.Condition()
        self._ended = False
        """Whether none is started again."""
        self._no_more: tuple[Path, OSError] | None = None
        """Where an office could not be replaced, and why."""

    @property
    def confinement(self) -> str:
        """How they are confined; ``none`` where they are not."""
        from pipeline.workers.confinement import used  # noqa: PLC0415 - loads ctypes

        return used(self._confinement)

    def start(self) -> None:
        """Start the offices without waiting until they can serve. Does nothing when they are started."""
        with self._change:
            if self._ended:
                from pipeline.errors import CancelledError  # noqa: PLC0415 - see the module

                raise CancelledError
            if self.folder is not None or self._program is None:
                return
            base = Path(os.environ.get("TMPDIR") or "/tmp")  # noqa: S108 - made below, for this user alone
            self.folder = base.absolute() / f"papers-{os.getpid()}-{os.urandom(6).hex()}"
            try:
                self.folder.mkdir(mode=0o700)
                caches = (*map(Path, fontconfig.SYSTEM_CACHES), Path.home() / ".cache/fontconfig")
                self._configuration = fontconfig.configuration(self.fonts, caches)
                self._services = profile.services(self._program, self.folder / "services")
                self._readable = [str(self.folder / "services"), *map(str, caches), *self._fonts_elsewhere()]
                self._free = [self._new() for _ in range(self._first)]
            except OSError as error:
                self._free = list(self._all)
                self.close()
                raise _no_room(base, error) from None

    def pids(self) -> list[int]:
        """The process of each office; for tests."""
        with self._change:
            return sorted(office.pid for office in self._all)

    def export(
        self, source: Path, data: bytes | None = None, suffix: str = "", letters: int = 1, form: Form = "pdf"
    ) -> bytes:
        """The PDF of ``source``, or it in another ``form``. ConverterError when LibreOffice fails twice, each time in
        another office.

        The office reads ``data`` in its stead, where it is given, as a file whose name has ``suffix`` too. More
        ``letters`` than one are told apart by destinations, and each ten may take as long as a document. The error
        names LibreOffice, not ``source``, when it fails with a line of text too. ConfigError when it is not there, or
        when the folder for temporary files can't be used.
        """
        from pipeline.errors import ConfigError, ConverterError  # noqa: PLC0415 - see the module

        if self._program is None:
            raise ConfigError(Finding("office-missing", Place("LibreOffice")))
        self.start()
        try:
            return self._exported(_Given(source, data, suffix, letters, form), self._time_limit)
        except _FailedError as error:
            why = error.why
        try:
            self._exported(_Given(self._a_line()), START_LIMIT)
        except _FailedError as error:
            raise ConverterError(Finding("office-broken", Place("LibreOffice"), {"why": error.why})) from None
        raise ConverterError(Finding("office-failed", Place(str(source)), {"why": why}))

    def convert(self, source: Path, target: Path) -> None:
        """Write the PDF of ``source`` to ``target``, which appears only when it is whole."""
        write_whole(target, self.export(source))

    def end(self) -> None:
        """Close the pool for good: a document that comes later is told that the work was stopped."""
        with self._change:
            self._ended = True
        self.close()

    def close(self) -> None:
        """End all offices and remove their profiles.

        An office that is at work is closed by whoever waits for its answer, and hears now that there is none: a pipe
        that is closed while another thread reads it may be another file by then.
        """
        with self._change:
            folder, self.folder = self.folder, None
            for office in self._all:
                office.kill()
            for office in self._free:
                office.close()
            at_work = self._all.difference(self._free)
            self._ending |= at_work
            self._all.clear()
            self._free.clear()
            self._change.notify_all()
            if not self._change.wait_for(lambda: at_work.isdisjoint(self._ending), _LONGEST_END):
                for office in at_work & self._ending:
                    self._leave(office)
            if folder is not None:
                remove_tree(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _exported(self, given: _Given, time_limit: float) -> bytes:
        for last in (False, True):
            office = self._take(given.letters)
            try:
                made = office.export(given, time_limit)
            except _FailedError:
                self._kit = self._kit and office.ready
                self._replace(office)
                if last:
                    raise
            except BaseException:
                self._replace(office)
                raise
            else:
                self._give(office)
                return made
        raise AssertionError

    def _a_line(self) -> Path:
        """A text that any LibreOffice can convert. ConfigError when there is no room for it, and for a PDF."""
        assert self.folder is not None
        line = self.folder / "line.txt"
        try:
            line.write_bytes(bytes(_ROOM))
            line.write_text("A line of text.\n", encoding="utf-8")
        except OSError as error:
            raise _no_room(self.folder.parent, error) from None
        return line

    def _new(self) -> _Office:
        assert self._program is not None and self.folder is not None  # noqa: PT018 - start() saw to it
        self._made += 1
        folder = self.folder / str(self._made)
        office = _Office(
            self._program,
            folder,
            self._services,
            self._configuration,
            kit=self._kit,
            way=self._confinement or "best",
            readable=self._readable,
        )
        self._all.add(office)
        return office

    def _fonts_elsewhere(self) -> list[str]:
        """The files of fonts that do not lie where a confined office may read anyway."""
        paths = {str(path) for files in self.fonts.files.values() for path in files}
        return sorted(path for path in paths if not path.startswith(("/usr/share/", "/usr/lib/")))

    def _take(self, letters: int) -> _Office:
        with self._change:
            self._asked += letters
            while not self._is_free():
                if len(self._all) == self._count:
                    self._change.wait_for(self._is_free)
                elif self._asked > _FEW or not self._change.wait_for(self._is_free, _PATIENCE):
                    self._start_another()
            if self._no_more is not None:
                raise _no_room(*self._no_more)
            if not self._free:  # the pool was closed meanwhile
                from pipeline.errors import CancelledError  # noqa: PLC0415 - see the module

                raise CancelledError
            return self._free.pop()

    def _is_free(self) -> bool:
        """Whether nobody needs to wait any longer."""
        return bool(self._free or self._no_more or self.folder is None)

    def _start_another(self) -> None:
        if len(self._all) < self._count:
            try:
                self._free.append(self._new())
            except OSError:  # there is no room for more than work already
                self._count = len(self._all)

    def _give(self, office: _Office) -> None:
        if office.served >= self._documents_each:
            self._replace(office)
            return
        with self._change:
            if office in self._all:
                self._free.append(office)
                self._change.notify()
            else:
                self._leave(office)

    def _leave(self, office: _Office) -> None:
        """Closes an office of a pool that was closed."""
        if office in self._ending:
            self._ending.remove(office)
            office.close()
            self._change.notify_all()

    def _replace(self, office: _Office) -> None:
        with self._change:
            if office not in self._all:
                self._leave(office)
            else:
                self._all.remove(office)
                office.close()
                try:
                    self._free.append(self._new())
                except OSError as error:
                    assert self.folder is not None
                    self._no_more = (self.folder.parent, error)
                self._change.notify_all()


def _head(path: Path, size: int = 4096) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""
