"""The letters that were signed by hand: a meeting goes in, the records in its ``signed/`` come out, checked."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from pipeline.checked import Table
from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place
from pipeline.findings.hints import near
from pipeline.folders import SIGNED
from pipeline.model import Meeting, Signed
from pipeline.toml import read_toml

SCANS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
"""The suffixes of what a scan may be."""


class SignedTable(Table):
    """One letter that was signed, as “papers sign” writes it."""

    instrument: str
    language: str
    scan: str
    of: str
    said: str = ""


def load_signed(meeting: Meeting) -> tuple[Signed, ...]:
    """The letters of a meeting that were signed. Raises MeetingError with all that is wrong with their records."""
    folder = meeting.folder / SIGNED
    problems: list[Finding] = []
    found: list[Signed] = []
    for record in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            found.append(_read(meeting, record))
        except MeetingError as error:
            problems += error.findings
    if problems:
        raise MeetingError(*problems)
    return tuple(found)


def _read(meeting: Meeting, record: Path) -> Signed:
    data, _ = read_toml(record, MeetingError)
    place = Place(str(record))
    try:
        table = SignedTable.model_validate(data)
    except ValidationError:
        raise MeetingError(Finding("signed-record", place)) from None
    instruments = [each.key for each in meeting.instruments]
    for known, named in ((instruments, table.instrument), (meeting.languages, table.language)):
        if named not in known:
            raise MeetingError(Finding("signed-of-none", place, {"name": named, "near": near(named, known)}))
    if record.stem != f"{table.instrument}-{table.language}" or Path(table.scan).name != table.scan:
        raise MeetingError(Finding("signed-record", place))
    scan = record.with_name(table.scan)
    if scan.resolve().parent != record.parent.resolve():  # a link that leads out of the meeting
        raise MeetingError(Finding("signed-record", place))
    if not scan.is_file() or scan.suffix.lower() not in SCANS:
        raise MeetingError(Finding("signed-scan-missing", place, {"name": table.scan}))
    return Signed(table.instrument, table.language, scan, table.of, record, table.said)
