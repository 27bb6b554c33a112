"""What a build would stop at, before anything is made: PDFs, templates and stamps go in, errors are raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from pipeline.convert.intake import Intake, Permissions
from pipeline.convert.textlayer import refuse_unread
from pipeline.errors import MeetingError, TemplateError
from pipeline.findings import Finding
from pipeline.fonts import Fonts
from pipeline.load import CheckedHouse
from pipeline.merge import check_letterhead
from pipeline.merge.apart import check_within_limits
from pipeline.model import Enclosure
from pipeline.officefile.kinds import recognise
from pipeline.package import Package, stamp_fonts
from pipeline.passwords import password_of
from pipeline.text import plain
from pipeline.workers.mergers import Mergers


def check_pdfs(
    meeting: Path, enclosures: Iterable[Enclosure], environment: Mapping[str, str], house: CheckedHouse | None
) -> dict[Path, bytes | None]:
    """Takes each PDF that is enclosed, as a build does, but for those that are none, which was told of the meeting.

    Gives the bytes that go on, None where they are the file's own. Pages without text that the ``house`` wants read are
    not read here, which takes seconds a page: only whether they could be is known.
    """
    settings = house.settings.convert if house else None
    problems: list[Finding] = []
    taken: dict[Path, bytes | None] = {}
    with Intake() as intake:
        for each in enclosures:
            for path in dict.fromkeys(path for path in each.files.values() if _is_pdf(path)):
                try:
                    found = intake.take(path, permissions_of(each, meeting, environment))
                    taken[path] = None if found.pdf == path.read_bytes() else found.pdf
                    if settings and settings.ocr and any(told.code == "no-text" for told in found.remarks):
                        own = filter(None, (each.written_in[language] for language in each.files))
                        problems += refuse_unread(path, (*own, *settings.ocr_languages))
                except MeetingError as error:
                    problems += error.problems
    if problems:
        raise MeetingError(*dict.fromkeys(problems))
    return taken


def permissions_of(enclosure: Enclosure, meeting: Path, environment: Mapping[str, str]) -> Permissions:
    """What may be done to the PDF of an enclosure. MeetingError for a password that is not where the meeting says."""
    password = password_of(enclosure, meeting, environment)
    return Permissions(password, enclosure.right_to_assemble, "remarks" in enclosure.keep, enclosure.take)


def _is_pdf(path: Path) -> bool:
    try:
        return recognise(path).maker == "none"
    except MeetingError:
        return False


def check_package(package: Package, doubts: list[Finding]) -> bool:
    """Raises what is wrong with a package's templates or with its stamps; what a person may accept of it is one of the
    ``doubts``."""
    problems: list[Finding] = []
    templates = package.template(package.instrument.template).parent
    with closing(Mergers()) as mergers:
        for path, wording in package.papers():
            try:
                found = check_within_limits(mergers, path, wording)
                doubts += [each for each in found if each.acceptable]
                found = [each for each in found if not each.acceptable]
                if path.parent == templates and not found:
                    found = check_letterhead(path, package.letterhead)
                problems += found
            except TemplateError as error:
                problems += error.problems
    problems += _of_message(package)
    if problems:
        raise TemplateError(*dict.fromkeys(problems))
    return True


def _of_message(package: Package) -> tuple[Finding, ...]:
    """What is wrong with the covering message of a letter, where the meeting asks for one."""
    one = next(package.recipients(), None)
    if not package.meeting.messages or one is None:
        return ()
    from pipeline.merge.message import fill_message  # noqa: PLC0415 - for those who send any

    try:
        fill_message(package.message, package.addressed(package.words(), one))
    except TemplateError as error:
        return error.findings
    return ()


def check_stamps(package: Package, fonts: Fonts) -> None:
    """Raises what is wrong with the font of the stamps, which all instruments share."""
    from pipeline.bundle.stamps import check_signs  # noqa: PLC0415 - loads reportlab

    figures = package.rules.figures or "0123456789"
    stamps = zip(package.stamps(package.words()), package.meeting.enclosures, strict=True)
    words = [stamp.format(number=package.number_of(each), page=figures, pages=figures) for stamp, each in stamps]
    meeting, phrases = package.meeting, package.phrases
    if meeting.running_numbers:
        words.append(f"{plain(phrases['bundle.running-number'])} {figures}")
    if meeting.two_sided:
        words.append(plain(phrases["bundle.blank-page"]))
    check_signs(stamp_fonts(package.house, package.language, fonts), words)
