"""The task of a message: it goes in with all that is attached to it, one PDF of these comes out, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from pipeline.convert import Converted, Details, convert_with_remarks, pages_taken, take
from pipeline.convert.intake import Intake, Permissions
from pipeline.errors import ConverterError, MeetingError
from pipeline.files import write_whole
from pipeline.findings import Finding, Place, Reason, Value
from pipeline.model import Binding, Part
from pipeline.officefile.kinds import recognise
from pipeline.tasks import Result
from pipeline.tasks.binding import joined
from pipeline.tasks.converting import told_of
from pipeline.tasks.naming import errors_of
from pipeline.tasks.workshop import Workshop

if TYPE_CHECKING:
    from pipeline.recast import Attached, Recast


def convert_message(
    target: Path,
    workshop: Workshop,
    *,
    source: Path,
    created: datetime,
    linked_names: Sequence[str],
    details: Details,
    password: str = "",
    right_to_assemble: bool = False,
    keep_remarks: bool = False,
    read_in: Sequence[str] = (),
) -> Result:
    """A message, and behind its own pages those of what is attached to it, each with a bookmark, in its order.

    Each is converted, or taken, as an enclosure of its kind is; ``password`` opens those that are locked. What can't be
    printed is told, and stops a package until a person accepts that it stays behind.
    """
    from pipeline.recast import About  # noqa: PLC0415 - few enclosures are messages
    from pipeline.recast.message import from_message  # noqa: PLC0415

    recognise(source)
    message = from_message(source, About(details.written_in or "und", details.title, labels=details.labels))
    permissions = Permissions(password, right_to_assemble, keep_remarks, read_in=tuple(read_in))
    with TemporaryDirectory(prefix="papers-", dir=target.parent) as folder:
        way = _Way(source, Path(folder), workshop, created, linked_names, replace(details, take=""), permissions)
        whole = way.message(message, details.title or message.title or source.stem)
        pdf, pages = whole.path.read_bytes(), whole.made.pages
    if details.take:
        pdf, pages = pages_taken(source, pdf, pages, details.take)
    write_whole(target, pdf)
    remarks = dict.fromkeys((*message.findings, *whole.made.remarks))
    return told_of(Converted(pages, tuple(remarks), whole.made.met), source, target, details.written_in)


def unprintable(source: Path, intake: Intake, permissions: Permissions) -> tuple[Finding, ...]:
    """What a message has attached that can't be printed with it, as far as that is seen before it is converted.

    MeetingError where the message itself can't be.
    """
    from pipeline.recast import About  # noqa: PLC0415 - few enclosures are messages
    from pipeline.recast.message import from_message  # noqa: PLC0415

    message = from_message(source, About())
    with TemporaryDirectory(prefix="papers-") as folder:
        return (*message.findings, *_unprintable(message, source, Path(folder), intake, permissions))


def _unprintable(
    message: Recast, source: Path, folder: Path, intake: Intake, permissions: Permissions
) -> Iterator[Finding]:
    for each in message.attached:
        if not isinstance(each.content, bytes):
            yield from _unprintable(each.content, source, folder, intake, permissions)
            continue
        path = folder / f"attached{each.suffix}"
        path.write_bytes(each.content)
        try:
            if each.suffix == ".pdf":
                take(path, intake, permissions, folder / "taken.pdf")
            else:
                recognise(path)
        except MeetingError as error:
            locked = {"locked"} if permissions.password else set()
            yield from (_unread(source, found, each.name) for found in error.findings if found.code not in locked)


def _unread(source: Path, found: Finding, name: str) -> Finding:
    values: dict[str, Value] = {"name": name, "why": Reason(found.code, found.values)}
    return Finding("attachment-unread", Place(str(source)), values)


@dataclass(frozen=True, slots=True)
class _Made:
    """A PDF, and what is to be known of it."""

    path: Path
    made: Converted


_Sub: TypeAlias = tuple[int, str, _Made]
"""A part of the whole: its number among what is attached, 0 for the message; its name."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How all that is in one message becomes pages: each file in a folder, under a name that is ours."""

    source: Path
    folder: Path
    workshop: Workshop
    created: datetime
    linked_names: Sequence[str]
    details: Details
    permissions: Permissions
    numbers: Iterator[int] = field(default_factory=count)

    def message(self, message: Recast, title: str) -> _Made:
        """A message with what is attached to it, which is told of as of the file that people know."""
        details = replace(self.details, title=title, alone=not message.attached and self.details.alone)
        source = self._file(message.data, message.suffix)
        with errors_of({source: str(self.source)}):
            own = self._converted(source, details)
        parts: list[_Sub] = [(0, message.title or title, own)]
        remarks = [each.at(str(self.source)) for each in own.made.remarks]
        for each in message.attached:
            try:
                made = self._attached(each)
            except (MeetingError, ConverterError) as error:
                if isinstance(error, ConverterError):  # which another try may not have
                    raise ConverterError(*(self._in(found, each.name) for found in error.findings)) from error
                remarks += (_unread(self.source, found, each.name) for found in error.findings)
            else:
                parts.append((each.number, each.name, made))
                remarks += (self._in(found, each.name) for found in made.made.remarks)
        if len(parts) == 1 and own.made.met is not None:
            return _Made(own.path, replace(own.made, remarks=tuple(remarks)))
        return self._joined(parts, title, remarks)

    def _attached(self, attached: Attached) -> _Made:
        content = attached.content
        if not isinstance(content, bytes):
            return self.message(content, attached.name)
        source = self._file(content, attached.suffix)
        if attached.suffix == ".pdf":
            target = self._path(".pdf")
            return _Made(target, take(source, self.workshop.intake, self.permissions, target))
        # what a picture shows, its sender says in its name alone
        details = replace(self.details, title=attached.name, description=attached.name, alone=False)
        return self._converted(source, details)

    def _converted(self, source: Path, details: Details) -> _Made:
        target = self._path(".pdf")
        offices, password = self.workshop.offices, self.permissions.password
        return _Made(
            target,
            convert_with_remarks(source, offices, self.created, target, self.linked_names, details, password),
        )

    def _joined(self, made: Sequence[_Sub], title: str, remarks: Sequence[Finding]) -> _Made:
        language = self.details.written_in or self.details.language
        parts = [
            Part("enclosure", each.path, name, language, number, str(number))
            if number
            else Part("letter", each.path, name, language)
            for number, name, each in made
        ]
        target = self._path(".pdf")
        binding = Binding(title, "", "", self.details.language, self.created, "", ())
        with errors_of({target: str(self.source)}):
            report, met, told = joined(target, self.workshop, parts, binding)
        names = {str(part.path): part.title for part in parts[1:]}
        # what is kept of each part is told of all of them by the bundle that the message goes into
        found = (each for each in (*report.remarks, *told) if each.kind != "kept" and each.code != "untagged")
        named = (self._in(each, names.get(each.place.file, "")) for each in found)
        return _Made(target, Converted(report.pages, (*remarks, *named), met))

    def _in(self, found: Finding, name: str) -> Finding:
        """What was found in an attachment, told of the message that it is in."""
        inner = found.place.part if found.place.part not in {"", "letter"} else ""
        part = ": ".join(filter(None, (name, inner)))
        return replace(found, place=replace(found.place, file=str(self.source), part=part, enclosure="", title=""))

    def _file(self, data: bytes, suffix: str) -> Path:
        path = self._path(suffix)
        path.write_bytes(data)
        return path

    def _path(self, suffix: str) -> Path:
        return self.folder / f"{next(self.numbers)}{suffix}"
