"""A session: a house goes in, and is checked and built from, again and again, by warm offices; nothing is left behind.

This loads in a few milliseconds: the offices of the first build start while the rest is loaded.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.building.guess import nothing_changed
from pipeline.building.office import unchecked_office_settings
from pipeline.building.order import Order
from pipeline.errors import CancelledError, ConfigError, PapersError
from pipeline.executor.cancel import Cancellation
from pipeline.findings import Finding, Place
from pipeline.folders import DRAFT
from pipeline.machine import processors, read_machine, with_secrets
from pipeline.settings import read_settings
from pipeline.toml import with_lines

if TYPE_CHECKING:
    from datetime import date
    from types import TracebackType
    from typing import Self

    from pipeline.building.office import OfficeSettings
    from pipeline.building.staff import Staff
    from pipeline.executor.events import Kind, OnEvent
    from pipeline.executor.local import Executor
    from pipeline.executor.tools import Tools
    from pipeline.house import House
    from pipeline.preview.results import Enclosed, Preview, Previewed
    from pipeline.preview.watching import Watched
    from pipeline.results import Build, Contents, ConvertedFile, Findings, Shown, Vocabulary


class Session:
    """Offices, readers and auditors that serve a house until it is closed; to be used from any number of threads.

    ``jobs`` is how many documents are worked on at once, all processors where it is not given. ``environment`` says
    where the machine's own settings are, and is where passwords of enclosures may be: the process's own where it is not
    given. Without ``warm`` the offices end with the last document of a build, which is for programs that build once.
    ``scheduler`` is the address of Dask's, ``tls://…`` or ``tcp://…``, whose workers convert instead of offices here
    (``docs/scale.md``). ConfigError for settings of the machine that are wrong.
    """

    def __init__(
        self,
        house: House,
        *,
        jobs: int | None = None,
        environment: Mapping[str, str] | None = None,
        warm: bool = True,
        scheduler: str | None = None,
    ) -> None:
        self.house = house
        self._environment = os.environ if environment is None else environment
        self._machine = read_machine(self._environment)
        self._jobs, self._warm = jobs or processors(), warm
        self._elsewhere = None if scheduler is None else partial(_elsewhere, scheduler)
        self._known_staff: Staff | None = None
        self._lock = threading.Lock()
        self._builds: set[Cancellation] = set()
        self._closed = False

    def check(
        self,
        meeting: str | Path,
        *,
        secrets: Mapping[str, str] | None = None,
        on_event: OnEvent = lambda _event: None,
        cancellation: Cancellation | None = None,
    ) -> Findings:
        """Everything that is wrong with a meeting, at once, on its pages too: what is not converted yet is, as for a
        build, which then finds it made. Nothing is published; beside that, nothing is written but a workbook of the
        rows of its list of recipients that are wrong: :attr:`Findings.marked`. ``secrets`` are as for :meth:`build`."""
        began, environment = time.time_ns(), with_secrets(self._environment, secrets)
        folder = self.house.find(meeting)
        try:
            order = self._to_check(folder, began, environment)
        except ConfigError:
            from pipeline.check import check  # noqa: PLC0415 - see the module

            return check(folder, environment)
        if (known := self._last_checked(order)) is not None:
            return known
        if not nothing_changed(order.out):
            self._staff().begin(order.root, order.settings.data)
        from pipeline.check import check_all  # noqa: PLC0415 - the offices start before it is loaded

        token = cancellation or Cancellation()
        with self._at_work(token):
            return check_all(order, self._staff(), on_event, token, _behind)

    def checked(self, meeting: str | Path) -> Findings | None:
        """What :meth:`check` would tell at once, since all looks as it did when the meeting was checked; None where it
        would have to look. Nothing is begun."""
        folder = self.house.find(meeting)
        try:
            return self._last_checked(self._to_check(folder, time.time_ns(), self._environment))
        except ConfigError:
            return None

    def accept(self, meeting: str | Path, number: int, *, reason: str, by: str, on: date) -> Findings:
        """Accepts what has a number in :attr:`Findings.groups`, in all of its places: adds to ``meeting.toml``, and
        checks again. UsageError for a number that nothing has, and for what can't be accepted."""
        from pipeline.accepting import accept_number  # noqa: PLC0415

        accept_number(self.house.find(meeting), self.check(meeting).groups, number, reason=reason, by=by, on=on)
        return self.check(meeting)

    def vocabulary(self, meeting: str | Path, language: str) -> Vocabulary:
        """Every placeholder that a template may use, with its value in a language. Raises what loading raises."""
        from pipeline.vocabulary import vocabulary  # noqa: PLC0415

        return vocabulary(self.house.find(meeting), language)

    def contents(self, meeting: str | Path, language: str) -> Contents:
        """The enclosures as the list in a language has them, placeholders filled in. Raises what loading raises."""
        from pipeline.vocabulary import contents  # noqa: PLC0415

        return contents(self.house.find(meeting), language)

    def show_letterhead(self, name: str, out: Path | None = None) -> Shown:
        """Draws a letterhead in each of its languages, as a letter on it is set: pictures, and a page that shows them.

        ``out`` is where to, ``build/letterheads/<name>`` of the house if not given. ConfigError for a letterhead that
        is not there, and what a build raises.
        """
        from pipeline.letterheads import draw, sample_house  # noqa: PLC0415 - see the module

        out = self.house.root / "build" / "letterheads" / name if out is None else out
        with sample_house(self.house.root, name) as (root, meeting):
            house = replace(self.house, root=root)
            with type(self)(house, jobs=self._jobs, environment=self._environment, warm=False) as session:
                built = session.build(meeting)
            bundles = {each["language"]: each["path"] for each in built.manifest["outputs"] if each["role"] == "bundle"}
            return draw(name, {language: built.out / path for language, path in bundles.items()}, out)

    def pseudo(
        self,
        meeting: str | Path,
        *,
        source: str | None = None,
        out: Path | None = None,
        on_event: OnEvent = lambda _event: None,
    ) -> Build:
        """Builds a draft whose words are longer and accented, to see where a layout breaks before anybody translates.

        The words are those of ``source``, the language that is translated from; ``out`` is where to,
        ``build/<slug>/pseudo`` if not given. Nobody gets a letter of it. Raises what a build raises.
        """
        from pipeline.translating.pseudo import pseudo_house  # noqa: PLC0415 - see the module

        folder = self.house.find(meeting)
        out = self.house.root / "build" / folder.name / "pseudo" if out is None else out
        with pseudo_house(folder, source) as (root, own, language):
            house = replace(self.house, root=root)
            with type(self)(house, jobs=self._jobs, environment=self._environment, warm=False) as session:
                return session.build(own, languages=(language,), out=out, draft=True, on_event=on_event)

    def build(
        self,
        meeting: str | Path,
        *,
        languages: Iterable[str] = (),
        out: Path | None = None,
        force: bool = False,
        draft: bool = False,
        sample: bool = False,
        secrets: Mapping[str, str] | None = None,
        on_event: OnEvent = lambda _event: None,
        cancellation: Cancellation | None = None,
    ) -> Build:
        """Builds a meeting's package, in all its languages or those named: only what has changed is made anew.

        ``out`` is where to, ``build/<slug>`` of the house if not given; ``force`` makes everything anew. A ``draft``
        lies in ``draft/`` there, says on every page that it is one, and may have what must not go out. With ``sample``
        nothing is made but ten letters to recipients, as one PDF to look at. ``secrets`` are passwords of enclosures,
        by the variables in which the meeting says that they are; they count for this build, before the environment's,
        and are written nowhere. ``on_event`` is called in this thread with all that happens. PapersError, with all that
        was found, when it can't be built: what stood before then still stands. CancelledError when it was told to stop,
        or the session was closed.
        """
        began, environment = time.time_ns(), with_secrets(self._environment, secrets)
        folder = self.house.find(meeting)
        out = self.house.root / "build" / folder.name if out is None else out
        out = out / DRAFT if draft else out
        token = cancellation or Cancellation()
        with self._at_work(token):
            settings = read_settings(self.house.root)
            if sample:
                self._staff().begin(self.house.root, settings.data)
                from pipeline.building.sample import build_sample  # noqa: PLC0415 - the offices start before it is loaded

                of_it = Order(folder, out, settings, tuple(languages), force, environment)
                return build_sample(of_it, self._staff(), on_event, token)
            order = Order(folder, out, settings, tuple(languages), force, environment, draft, began)
            if force or not nothing_changed(out):
                self._staff().begin(order.root, settings.data, binds=True)
            elif (built := self._nothing_to_do(order, on_event, token)) is not None:
                return built
            from pipeline.building.build import build  # noqa: PLC0415 - the offices start before it is loaded

            return build(order, self._staff(), on_event, token)

    def preview(
        self,
        meeting: str | Path,
        *,
        language: str,
        against: str | None = None,
        instrument: str | None = None,
        parts: Iterable[str] = ("letter",),
        out: Path | None = None,
        on_event: OnEvent = lambda _event: None,
        on_pages: Callable[[Preview], object] | None = None,
        explained: bool = True,
        cancellation: Cancellation | None = None,
    ) -> Preview:
        """Shows papers as they would go out: pages as pictures, where each word is from, and a page of HTML with both.

        ``parts`` are ``letter``, ``index``, the number of an enclosure, or ``all``; ``against`` is another language, to
        be shown beside. Everything lies in ``out``, ``build/<slug>/preview`` if not given; nothing of a build is
        touched, and only what has changed is made anew. ``on_pages`` is called, in this thread, with the pages as soon
        as they are drawn, before it is known where their words are from. Without ``explained`` these are all, and the
        page of HTML stays as it was. Raises what a build raises.
        """
        languages = tuple(dict.fromkeys(filter(None, (language, against))))
        with self._to_look_at(meeting, out, languages, cancellation) as (order, staff, token):
            from pipeline.building.preview import build_preview  # noqa: PLC0415 - the offices start before it is loaded

            return build_preview(order, against, instrument, tuple(parts), staff, on_event, token, on_pages, explained)

    def letter(
        self,
        meeting: str | Path,
        key: str,
        *,
        out: Path | None = None,
        on_event: OnEvent = lambda _event: None,
        cancellation: Cancellation | None = None,
    ) -> Previewed:
        """The letter to one recipient of a meeting's list, by their key, as it will go out: its pages as pictures, in
        ``out`` as for :meth:`preview`. UsageError for a key that no sound row has; else what a build raises."""
        with self._to_look_at(meeting, out, (), cancellation) as (order, staff, token):
            from pipeline.building.letter import build_letter  # noqa: PLC0415 - the offices start before it is loaded

            return build_letter(order, key, staff, on_event, token)

    def convert(
        self,
        source: Path,
        target: Path,
        *,
        language: str = "",
        on_event: OnEvent = lambda _event: None,
        cancellation: Cancellation | None = None,
    ) -> ConvertedFile:
        """Writes the PDF of one file to ``target``, as it would be as an enclosure, of no meeting.

        ``language`` is the one that it is written in, where that is known. MeetingError for a file that is not taken,
        ConverterError for one of which the office makes none; ``target`` then stands as it stood.
        """
        token = cancellation or Cancellation()
        with self._at_work(token):
            settings = read_settings(self.house.root)
            self._staff().begin(self.house.root, settings.data)
            from pipeline.building.single import convert_file  # noqa: PLC0415 - the offices start before it is loaded

            return convert_file(
                settings,
                source,
                target,
                language=language,
                staff=self._staff(),
                environment=self._environment,
                on_event=on_event,
                cancellation=token,
            )

    def enclosed(
        self,
        meeting: str | Path,
        position: int,
        *,
        language: str,
        out: Path | None = None,
        on_event: OnEvent = lambda _event: None,
        cancellation: Cancellation | None = None,
    ) -> Enclosed:
        """One enclosure in a language, by its position from 1: its first page as a picture, in ``out`` as for
        :meth:`preview`, and what is told of it alone. UsageError for one that is not printed; else what a build
        raises."""
        with self._to_look_at(meeting, out, (language,), cancellation) as (order, staff, token):
            from pipeline.building.enclosed import build_enclosed  # noqa: PLC0415 - offices start before it is loaded

            return build_enclosed(order, position, staff, on_event, token)

    def watch(
        self,
        meeting: str | Path,
        *,
        language: str,
        against: str | None = None,
        instrument: str | None = None,
        parts: Iterable[str] = ("letter",),
        out: Path | None = None,
    ) -> Watched:
        """Serves a :meth:`preview` on this machine alone, and renews it whenever a file that it is made of is saved.

        To be used as a context: it ends with that. Where the papers can't be made, the page keeps the last that could,
        and says what is wrong.
        """
        from pipeline.preview.watching import Watched  # noqa: PLC0415

        folder, parts = self.house.find(meeting), tuple(parts)
        languages = tuple(filter(None, (language, against)))
        places = (
            self.house.root / "config.toml",
            *(self.house.root / "templates" / each for each in languages),
            self.house.root / "letterheads",
            folder,
        )

        token = Cancellation()

        def made(on_pages: Callable[[Preview], object]) -> Preview:
            return self.preview(
                folder,
                language=language,
                against=against,
                instrument=instrument,
                parts=parts,
                out=out,
                on_pages=on_pages,
                cancellation=token,
            )

        return Watched(made, token.cancel, self.house.root, places, language)

    def sign(
        self,
        meeting: str | Path,
        *,
        instrument: str,
        language: str,
        scan: Path,
        out: Path | None = None,
        secrets: Mapping[str, str] | None = None,
        on_event: OnEvent = lambda _event: None,
        cancellation: Cancellation | None = None,
    ) -> Build:
        """Binds the package of a language once more, with the scan of the letter that was signed by hand.

        The scan, a PDF or a picture, is kept with the meeting, so that later builds and the archive have it too. Raises
        what :meth:`build` raises, BundleError for a scan with another number of pages or of another letter than the one
        that is built in ``out``, and UsageError for a letter that is not built, or a draft; nothing is kept then.
        """
        from pipeline.signing import kept  # noqa: PLC0415

        folder = self.house.find(meeting)
        built = self.house.root / "build" / folder.name if out is None else out
        with kept(folder, built, instrument=instrument, language=language, scan=scan):
            return self.build(
                folder, languages=(language,), out=out, secrets=secrets, on_event=on_event, cancellation=cancellation
            )

    def pids(self) -> list[int]:
        """The processes that are at its service; for tests."""
        return self._known_staff.pids() if self._known_staff else []

    def close(self) -> None:
        """Stops what goes on, and ends all that was started. Closing a closed session does nothing."""
        with self._lock:
            self._closed = True
            for token in self._builds:
                token.cancel()
        if self._known_staff:
            self._known_staff.close()

    @contextmanager
    def _at_work(self, token: Cancellation) -> Iterator[None]:
        """Lets a closed session begin nothing, and one that is closed meanwhile stop it."""
        with self._lock:
            if self._closed:
                raise CancelledError
            self._builds.add(token)
        try:
            yield
        except PapersError as error:
            error.findings = with_lines(error.findings)
            raise
        finally:
            with self._lock:
                self._builds.discard(token)

    @contextmanager
    def _to_look_at(
        self, meeting: str | Path, out: Path | None, languages: tuple[str, ...], cancellation: Cancellation | None
    ) -> Iterator[tuple[Order, Staff, Cancellation]]:
        """The order of papers to be looked at, in ``build/<slug>/preview`` where ``out`` is not given; who makes them,
        whose offices have begun to start; and what stops that."""
        folder = self.house.find(meeting)
        out = self.house.root / "build" / folder.name / "preview" if out is None else out
        token = cancellation or Cancellation()
        with self._at_work(token):
            settings, staff = read_settings(self.house.root), self._staff()
            staff.begin(self.house.root, settings.data)
            yield Order(folder, out, settings, languages, environment=self._environment), staff, token

    def _to_check(self, folder: Path, began: int, environment: Mapping[str, str]) -> Order:
        """The order of a check. ConfigError for settings that are wrong."""
        out, settings = self.house.root / "build" / folder.name, read_settings(self.house.root)
        return Order(folder, out, settings, environment=environment, began=began)

    def _last_checked(self, order: Order) -> Findings | None:
        """What the last check found, where all looks as it did."""
        offices = unchecked_office_settings(order.root, order.settings.data, self._machine)
        if offices is None or not nothing_changed(order.out):
            return None
        from pipeline.building.checked import known_check  # noqa: PLC0415 - not needed where something has changed

        return known_check(order, offices)

    def _nothing_to_do(self, order: Order, on_event: OnEvent, token: Cancellation) -> Build | None:
        """The answer of a build that has nothing to do, told as any build is; None where there may be something."""
        from pipeline.building.unchanged import answer  # noqa: PLC0415 - not needed where there is something to do
        from pipeline.executor.events import Event  # noqa: PLC0415

        offices = unchecked_office_settings(order.root, order.settings.data, self._machine)
        built = answer(order, offices) if offices is not None and not token.cancelled else None
        if built is None:
            return None
        kinds: tuple[Kind, ...] = ("planned", "reused")
        for kind in kinds:
            for step in built.steps:
                on_event(Event(kind, step.name, step.stage, (time.time_ns() - order.began) / 1e9, (), step.recipient))
        return built

    def _staff(self) -> Staff:
        """Who does the work; a build that has nothing to do needs nobody."""
        from pipeline.building.staff import Staff  # noqa: PLC0415

        with self._lock:
            if self._closed:
                raise CancelledError
            if self._known_staff is None:
                self._known_staff = Staff(self._machine, self._jobs, warm=self._warm, elsewhere=self._elsewhere)
            return self._known_staff

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _behind(folder: Path) -> Iterable[Finding]:
    from pipeline.translating.behind import left_behind  # noqa: PLC0415 - a check's last look

    return left_behind(folder)


def _elsewhere(scheduler: str, settings: OfficeSettings, tools: Tools, local: Executor) -> Executor:
    """The executor of a scheduler's workers. ConfigError where it can't be asked, or what asks is not installed."""
    try:
        from pipeline.cluster.executor import ClusterExecutor  # noqa: PLC0415 - loads Dask, which few builds need
    except ModuleNotFoundError as error:
        if error.name not in {"dask", "distributed"}:
            raise
        raise ConfigError(Finding("no-dask", Place(scheduler))) from error
    return ClusterExecutor(scheduler, settings, tools, local)
