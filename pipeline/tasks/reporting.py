"""The tasks that tell people: a bundle's parts and what was remarked of them go in, pictures and a page come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pipeline.findings import Finding, Place, Value
from pipeline.findings.accepted import accepts
from pipeline.findings.grading import graded
from pipeline.model import Part
from pipeline.tasks import Result
from pipeline.tasks.workshop import Workshop

if TYPE_CHECKING:
    from pipeline.findings.catalogue.entry import Severity
    from pipeline.report.page import PartTold
    from pipeline.report.words import ReportWords

_MEGABYTE = 1_000_000
_HEAVIEST = 3
"""How many parts of a bundle that is too large are named."""


def draw(target: Path, _workshop: Workshop, *, document: Path, addresses: bool = False) -> Result:
    """A document's first page, small; with ``addresses``, those that its pages show."""
    from pipeline.report.picture import draw_first_page, shown_addresses  # noqa: PLC0415 - loads pdfium

    draw_first_page(document, target)
    return Result(facts={"addresses": shown_addresses(document)} if addresses else {})


def words_of(catalogues: Sequence[Path], between: Mapping[str, str], language: str) -> ReportWords:
    """What the program says in a language, read now that it is to be said."""
    from pipeline.localise import program_phrases, right_to_left  # noqa: PLC0415
    from pipeline.report.words import ReportWords, said_in  # noqa: PLC0415

    said = said_in(program_phrases(catalogues, language))
    return ReportWords(language, {**between, **said}, right_to_left(language))


def report(
    target: Path,
    workshop: Workshop,
    *,
    bundle: Result,
    told: Sequence[Result],
    told_before: Sequence[Result],
    pictures: Sequence[Path],
    told_of_files: Sequence[Result],
    catalogues: Sequence[Path],
    preflight: Sequence[Result],
    letter: Result,
    parts: Sequence[Mapping[str, Any]],
    sources: Sequence[str],
    files: Sequence[tuple[Mapping[str, Any], str]],
    instead: Mapping[int, str],
    symbols: Mapping[int, str],
    title: str,
    date: str,
    file: str,
    language: str,
    between: Mapping[str, str],
    accepted: Sequence[Mapping[str, Any]],
    names: Mapping[int, str] | None = None,
    bound: Path | None = None,
    weighed: Sequence[Path] = (),
    limit: float = 0,
    grades: Mapping[str, Severity] = MappingProxyType({}),
) -> Result:
    """The report of a bundle: its ``parts``, and what was ``told`` of each, by the tasks before too.

    ``preflight`` is what was found of all together, told of its part where its file is one; ``letter`` tells which
    addresses its pages show; ``files`` are the enclosures that stay files, each with its name in
    the bundle. The file ``bound`` and those that it was bound of, in order, are weighed where the house has a ``limit``
    for e-mail, in megabytes. ``instead`` has the language of each enclosure's file that is not in the reader's, by
    position; ``names`` what they are called, where they are not called enclosures. ``grades`` is how grave the
    house has what is told, where not as the catalogue has it.
    """
    from pipeline.report.page import BundleTold, PartTold, write_report  # noqa: PLC0415

    places = bundle.facts["places"]
    of_parts: dict[Place, list[Finding]] = {Place.from_json(place): [] for place in places}
    on_none: list[Finding] = []
    for remark in graded(bundle.remarks, grades):
        of_parts.get(_part(remark), on_none).append(remark)
    flown = graded(dict.fromkeys(remark for each in preflight for remark in each.remarks), grades)
    of_files: dict[str, list[Finding]] = {name: [] for name in sources}
    for remark in flown:
        of_files.get(remark.place.file, on_none).append(remark)
    stand_in = [
        graded([_instead(source, instead[part["position"]], language)], grades)
        if part["kind"] == "enclosure" and part["position"] in instead
        else ()
        for part, source in zip(parts, sources, strict=True)
    ]
    each_told = [
        PartTold(
            Part(path=Path(), **part),
            source=source,
            symbol=symbols.get(part.get("position") or 0, ""),
            name=(names or {}).get(part.get("position") or 0, ""),
            first_page=first,
            pages=own.pages,
            picture=picture,
            remarks=_once(
                *stands_in,
                *graded((*before.remarks, *own.remarks), grades),
                *of_parts[Place.from_json(place)],
                *of_files[source],
            ),
        )
        for part, source, first, own, before, picture, place, stands_in in zip(
            parts, sources, bundle.facts["first_pages"], told, told_before, pictures, places, stand_in, strict=True
        )
    ]
    each_told += [
        PartTold(
            Part("enclosure", Path(), language=language, **each),
            source=name,
            symbol=symbols.get(each["position"], ""),
            first_page=0,
            pages=0,
            picture=Path(),
            remarks=graded(own.remarks, grades),
        )
        for (each, name), own in zip(files, told_of_files, strict=True)
    ]
    heavy = graded(_heavy(file, bound, list(zip(weighed, each_told, strict=True)), limit) if bound else (), grades)
    each_told.sort(key=lambda each: each.part.position or 0)
    found = (
        *graded(bundle.remarks, grades),
        *heavy,
        *flown,
        *(remark for each in each_told for remark in each.remarks),
    )
    whole = BundleTold(
        title,
        date,
        file=file,
        pages=bundle.pages,
        conformance=bundle.facts.get("conformance"),
        confinement=workshop.offices.confinement,
        parts=tuple(each_told),
        remarks=(*on_none, *heavy),
        addresses=_addresses(letter.facts.get("addresses", {}), bundle.facts.get("addresses", {})),
        accepted={finding: entry for finding in found for entry in accepted if accepts(entry, finding)},
    )
    words = words_of(catalogues, between, language)
    remarks = (*(remark for each in stand_in for remark in each), *heavy, *flown)
    return Result(remarks=remarks, facts={"to look at": write_report(whole, words, target)})


def _heavy(name: str, bundle: Path, parts: Sequence[tuple[Path, PartTold]], limit: float) -> list[Finding]:
    """That a bundle is over the limit, with its heaviest parts."""
    size = bundle.stat().st_size
    if size <= limit * _MEGABYTE:
        return []
    sizes = sorted(((path.stat().st_size, part.called) for path, part in parts), key=lambda each: -each[0])
    heaviest = tuple(f"{called} ({_in_megabytes(own)} MB)" for own, called in sizes[:_HEAVIEST])
    values: dict[str, Value] = {"size": _in_megabytes(size), "limit": f"{limit:g}", "heaviest": heaviest}
    return [Finding("email-limit", Place(name), values)]


def _in_megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.1f}" if size >= _MEGABYTE / 10 else f"{size / _MEGABYTE:.2g}"


def _addresses(*found: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Each address once, in the order of the pages, with all pages that have it."""
    pages: dict[str, set[int]] = {}
    for each in found:
        for address, own in each.items():
            pages.setdefault(address, set()).update(own)
    return {address: sorted(own) for address, own in sorted(pages.items(), key=lambda pair: min(pair[1]))}


def _instead(name: str, own: str, language: str) -> Finding:
    return Finding("file-instead", Place(name), {"languages": (language,), "name": name, "language": own})


def _part(remark: Finding) -> Place:
    """The part of the bundle that it is of."""
    place = remark.place
    return Place(place.file, part=place.part, enclosure=place.enclosure, title=place.title)


def _once(*remarks: Finding) -> tuple[Finding, ...]:
    return tuple({remark.code + str(remark.values): remark for remark in remarks}.values())
