"""Stage 4, convert: any file that a package takes goes in, its pages as a PDF come out."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pipeline.errors import PapersError
from pipeline.files import write_whole
from pipeline.findings import Finding, Place, Unfit
from pipeline.model import NO_PRINTING, Printing
from pipeline.suffixes import OPEN_SHEETS, RECAST, SLIDES

if TYPE_CHECKING:
    from pipeline.convert.finish import Finished
    from pipeline.convert.intake import Intake, Permissions
    from pipeline.convert.office import Offices
    from pipeline.model import Conformance
    from pipeline.officefile.kinds import Kind
    from pipeline.recast import Recast


@dataclass(frozen=True, slots=True)
class Converted:
    """What is to be known of a PDF that was made."""

    pages: int
    remarks: tuple[Finding, ...]
    """What of the source could not be kept, and the fonts that it asked for and did not get."""
    met: Conformance | None = None
    """What the PDF declares, and meets; None where it was not checked."""


@dataclass(frozen=True, slots=True)
class Details:
    """What the meeting says of a document, for what its file does not say."""

    title: str = ""
    """For a document without a title of its own, in plain words."""
    language: str = "und"
    """Of the title and the description."""
    written_in: str = ""
    """The language that the meeting gives the file for; nothing where it has no words, or nobody says."""
    description: str = ""
    """What a picture shows, in plain words."""
    hidden_sheets: bool = False
    """Whether the sheets that a workbook hides are printed too."""
    take: str = ""
    """The pages that are taken of it, as :func:`~pipeline.ranges.pages_named` reads them; all where nothing is said."""
    printing: Printing = NO_PRINTING
    """How the sheets of a workbook are printed, where not as it says itself."""
    alone: bool = False
    """Whether the PDF also goes out by itself: what it declares is then checked, not only what its bundle does."""
    draft: bool = False
    """Whether it is converted for a draft, with what must not go out: that is remarked then."""
    labels: tuple[tuple[str, str], ...] = ()
    """What stands before the lines of a message's head, by its name in RFC 5322, in the language of the file."""


NO_DETAILS = Details()


def convert(source: Path, offices: Offices, created: datetime, target: Path) -> int:
    """The pages of :func:`convert_with_remarks`."""
    return convert_with_remarks(source, offices, created, target).pages


def convert_with_remarks(
    source: Path,
    offices: Offices,
    created: datetime,
    target: Path,
    siblings: Container[str] = (),
    details: Details = NO_DETAILS,
    password: str = "",
) -> Converted:
    """Write the PDF of ``source`` to ``target``, count its pages, and tell what it lost.

    ``created`` (with a time zone) is the date that the PDF bears; for a PDF see :func:`take`. ``siblings`` are the
    names of files, in small letters, that a link may lead to; all other links to files are left out. What is made
    declares the level of PDF/A and PDF/UA that it meets, checked where it is to go out alone. The same source
    gives the same bytes. MeetingError when the source is of no kind that is taken or is damaged, ConverterError when
    LibreOffice cannot make a PDF of it; ``target`` then stands as it stood.
    """
    from pipeline.convert.intake import Intake, Permissions  # noqa: PLC0415 - the offices start before the rest is loaded

    kind, unsettled = _recognised(source, details, locked=bool(password))
    if kind.maker == "none":
        with Intake() as intake:
            return take(source, intake, Permissions(), target)
    near = target.parent
    pdf, pages, remarks, met = _MAKERS[kind.maker](source, offices, created, siblings, details, password, near)
    if details.take:
        pdf, pages = pages_taken(source, pdf, pages, details.take)
    write_whole(target, pdf)
    if unsettled:  # beside what takes their place, words that are struck out run together with others
        remarks = (*unsettled, *(each for each in remarks if each.code != "words-missing"))
    return Converted(pages, remarks, met)


def _recognised(source: Path, details: Details, *, locked: bool = False) -> tuple[Kind, tuple[Finding, ...]]:
    """The kind of ``source``, and what it has that only a draft may have. ``locked``: whether it may be locked."""
    from pipeline.errors import MeetingError  # noqa: PLC0415
    from pipeline.officefile.kinds import by_name, recognise  # noqa: PLC0415 - the offices start before the rest

    try:
        return recognise(source), ()
    except MeetingError as error:
        known = [each.code for each in error.findings] == ["locked"] if locked else False
        in_draft = details.draft and all(each.in_draft for each in error.findings)
        kind = by_name(source) if known or in_draft else None
        if kind is None:
            raise
        return kind, () if known else error.findings


def pages_taken(source: Path, pdf: bytes, pages: int, said: str) -> tuple[bytes, int]:
    """The pages that are wanted. MeetingError where the document has not all of them."""
    from pipeline.errors import MeetingError  # noqa: PLC0415
    from pipeline.pdf.taken import taken  # noqa: PLC0415
    from pipeline.ranges import NoSuchPagesError, pages_named  # noqa: PLC0415

    try:
        return taken(pdf, said), len(pages_named(said, pages))
    except NoSuchPagesError:
        values: dict[str, str | int] = {"said": said, "pages": pages}
        raise MeetingError(Finding("take-no-such-pages", Place(str(source)), values)) from None


def take(source: Path, intake: Intake, permissions: Permissions, target: Path) -> Converted:
    """Write the PDF ``source``, which others made, to ``target``: as it is, or mended or unlocked, which is remarked.

    MeetingError when it is damaged, locked, not what its name says, or made to do harm; ``target`` then stands as it
    stood.
    """
    from pipeline.officefile.kinds import recognise  # noqa: PLC0415

    recognise(source)
    taken = intake.take(source, permissions)
    write_whole(target, taken.pdf)
    return Converted(taken.pages, taken.remarks)


_Made: TypeAlias = "tuple[bytes, int, tuple[Finding, ...], Conformance | None]"


def _by_office(
    source: Path,
    offices: Offices,
    created: datetime,
    siblings: Container[str],
    details: Details,
    password: str,
    near: Path,
) -> _Made:
    """Copies are made in the folder ``near``: a store clears away what a build that was stopped left in it."""
    if not (password or details.printing != NO_PRINTING or source.suffix.lower() in RECAST):
        return _set_by_office(source, offices, created, siblings, details)
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - few files are of these kinds

    with TemporaryDirectory(prefix="papers-", dir=near) as folder:
        try:
            copy, told = _prepared(source, Path(folder), offices, details, password)
            pdf, pages, remarks, met = _set_by_office(copy, offices, created, siblings, details)
        except PapersError as error:
            raise type(error)(*(each.at(str(source)) for each in error.findings)) from error
    return pdf, pages, tuple(each.at(str(source)) for each in (*told, *remarks)), met


def _prepared(
    source: Path, folder: Path, offices: Offices, details: Details, password: str
) -> tuple[Path, tuple[Finding, ...]]:
    """A copy in ``folder`` that an office can set: unlocked, in a kind that it sets well, printed as the meeting wants.

    And what is to be told of it besides. What it has that stops a build is known of each copy anew.
    """

    def kept(data: bytes, suffix: str) -> Path:
        path = (folder / source.name).with_suffix(suffix)
        path.write_bytes(data)
        told.extend(_recognised(path, details)[1])
        return path

    told: list[Finding] = []
    copy = source
    if password:
        from pipeline.convert.unlock import unlocked  # noqa: PLC0415 - few files are locked

        copy = kept(unlocked(source, password), source.suffix)
    made = _recast(copy, offices, details)
    if made is not None:
        copy = kept(made.data, made.suffix)
        told += made.findings
        told += (Finding("attachment-stays", Place(str(source)), {"name": each.name}) for each in made.attached)
    if details.printing != NO_PRINTING:
        from pipeline.officefile.package import Package  # noqa: PLC0415
        from pipeline.officefile.printing import printed_so  # noqa: PLC0415

        if copy.suffix.lower() in OPEN_SHEETS:
            copy = kept(offices.export(copy, form="xlsx"), ".xlsx")
        try:
            with Package(copy) as package:
                data = printed_so(package, details.printing)
        except Unfit as unfit:
            from pipeline.errors import MeetingError  # noqa: PLC0415

            raise MeetingError(unfit.at(Place(str(source)))) from None
        copy = kept(data, copy.suffix)
    return copy, tuple(dict.fromkeys(told))


def _recast(source: Path, offices: Offices, details: Details) -> Recast | None:
    """The same in a kind of file that an office sets well, where its own is none."""
    if source.suffix.lower() not in RECAST:
        return None
    from pipeline.recast import About, recast  # noqa: PLC0415 - few files are of these kinds

    about = About(details.written_in or "und", details.title, details.description, details.labels)
    return recast(source, about, lambda old, form: offices.export(old, form=form))


def _set_by_office(
    source: Path, offices: Offices, created: datetime, siblings: Container[str], details: Details
) -> _Made:
    from pipeline.officefile.clean import clean  # noqa: PLC0415
    from pipeline.officefile.plaintext import FLAT, turned  # noqa: PLC0415

    cleaned = clean(source, hidden_sheets=details.hidden_sheets)
    copy = turned(source) if source.suffix.lower() == ".txt" else None
    made = offices.export(source, cleaned.data) if copy is None else offices.export(source, copy, FLAT)
    from pipeline.completeness import compare_file  # noqa: PLC0415 - the offices have work before this is loaded
    from pipeline.convert.standins import missed  # noqa: PLC0415
    from pipeline.officefile.misprints import misprints  # noqa: PLC0415

    finished = _finished(made, source, created, siblings, details)
    remarks = (
        *cleaned.findings,
        *missed(source, finished.fonts, offices.fonts),
        *misprints(source, hidden_sheets=details.hidden_sheets or bool(details.printing.sheets)),
        *compare_file(source, made, cleaned.data),
        *(Finding("file-link", Place(str(source)), {"name": name}) for name in finished.left_out),
    )
    if not details.alone:
        return finished.pdf, finished.pages, remarks, None
    from pipeline.pdf.conformance import check  # noqa: PLC0415
    from pipeline.pdf.xmp import declaring  # noqa: PLC0415

    met = check(finished.pdf).met
    return declaring(finished.pdf, met), finished.pages, remarks, met


def _finished(made: bytes, source: Path, created: datetime, siblings: Container[str], details: Details) -> Finished:
    from pikepdf import PdfError  # noqa: PLC0415

    from pipeline.convert.finish import finish  # noqa: PLC0415
    from pipeline.convert.type1 import TURNS  # noqa: PLC0415
    from pipeline.errors import MeetingError  # noqa: PLC0415
    from pipeline.pdf.conformance import seems_to_list_too_few_signs  # noqa: PLC0415

    slides = source.suffix.lower() in SLIDES
    try:
        finished = finish(made, details.title, created, slides=slides, siblings=siblings)
        for turn in range(1, TURNS if finished.type1 else 0):
            if not seems_to_list_too_few_signs(finished.pdf):
                break
            finished = finish(made, details.title, created, slides=slides, siblings=siblings, turn=turn)
    except PdfError:
        raise MeetingError(Finding("document-damaged", Place(str(source)))) from None
    if not finished.pages:
        raise MeetingError(Finding("document-no-pages", Place(str(source))))
    return finished


def _by_image(
    source: Path,
    _offices: Offices,
    created: datetime,
    _siblings: Container[str],
    details: Details,
    _password: str,
    _near: Path,
) -> _Made:
    from pipeline.convert.image import pages  # noqa: PLC0415
    from pipeline.pdf.xmp import declared  # noqa: PLC0415

    pdf, count, more = pages(source, created, details)
    place = Place(str(source))
    remarks = () if details.description else (Finding("no-description", place),)
    if more:
        remarks = (*remarks, Finding("picture-moves", place, {"count": more + 1}))
    return pdf, count, remarks, declared(pdf)


_MAKERS = {"office": _by_office, "image": _by_image}
