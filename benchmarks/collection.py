"""A folder of strangers' files goes in; each is bound as an enclosure, and what came of all of them is counted.

``make collection FOLDER=DIR`` runs it. Every PDF and Office file is taken in or converted, bound behind a letter,
audited and judged as a build does it. Then pdfium, which had no part in the writing, holds each bundle against its
file: pages, how they look below the stamp, fields, links, outline. Nothing is kept.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.bundle.assemble import bundle
from pipeline.bundle.declaration import declare
from pipeline.convert import Converted, Details, convert_with_remarks, take
from pipeline.convert.intake import Intake, Permissions
from pipeline.convert.office import Offices
from pipeline.errors import PapersError
from pipeline.libreoffice import find_program
from pipeline.model import Part
from pipeline.officefile.kinds import recognise
from pipeline.pdf.conformance import check
from pipeline.workers.auditors import Auditors
from tests.pdfs import BINDING, letter, simple

SLOW = 10.0
"""Seconds of the clock; the counts say it, no test asserts it."""
_HEAD = 60
"""Points at the head of a page that a stamp may lie in."""
_SAME = 16
"""How far two greys may lie apart, of 255."""
_MANY = 0.002
"""The part of a page's pixels that may differ where a font stands in or a line is drawn half a pixel further."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as pdfium sees it."""

    pictures: tuple[tuple[tuple[int, int], bytes], ...]
    fields: Mapping[str, tuple[int, str]]
    """By name: the type and the value."""
    links: int
    outline: int
    form: bool


@dataclass(slots=True)
class Outcome:
    """What came of one file."""

    name: str
    end: str
    """``bundle``, ``intake``, ``bundling``, ``audit``, ``traceback``."""
    said: str = ""
    seconds: float = 0.0
    remarks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What pdfium or the checker of levels find wrong with the bundle."""


@cache
def _intake() -> Intake:
    return Intake()


@cache
def _auditors() -> Auditors:
    return Auditors(1)


@cache
def _offices() -> Offices:
    return Offices(find_program(), count=1)


def tried(source: Path) -> Outcome:
    """The file ``source``, bound behind a letter."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcome = Outcome(source.name, "bundle")
        try:
            _try(source, Path(folder), outcome)
        except PapersError as error:
            outcome.said = str(error)
            if outcome.end == "bundle":
                outcome.end = "bundling"
        except Exception:
            outcome.end, outcome.said = "traceback", traceback.format_exc()
    outcome.seconds = outcome.seconds or time.monotonic() - start
    return outcome


def _try(source: Path, folder: Path, outcome: Outcome) -> None:
    start, pdf = time.monotonic(), folder / "enclosure.pdf"
    outcome.end = "intake"
    converted = _converted(source, pdf)
    outcome.seconds = time.monotonic() - start
    outcome.end = "bundle"
    enclosure = Part("enclosure", pdf, source.stem, "en", 1, "1", names=(source.name,), original=source)
    parts = [letter(simple(folder / "letter.pdf")), enclosure]
    target = folder / "bundle.pdf"
    with _auditors().begin(parts, BINDING) as audit:
        report = bundle(parts, BINDING, target)
        findings, judged, told = audit(target)
    if findings:
        outcome.end, outcome.said = "audit", "\n".join(map(str, findings))
        return
    met, short = declare(target, parts, judged)
    outcome.remarks = [remark.code for remark in (*converted.remarks, *report.remarks, *short, *told)]
    again = check(target).met
    if (met.pdfa, met.pdfua) != (again.pdfa, again.pdfua):
        outcome.faults.append(f"claims {met}, is {again}")
    is_pdf = source.suffix.lower() == ".pdf"
    wanted = seen(source if is_pdf else pdf)
    # pdfium draws no fields where there is no form, which a bundle then makes for them.
    found = seen(target, pages_from=1, prefix="enclosure1.", forms=bool(wanted and wanted.form))
    outcome.faults += _differences(wanted, found)


def _converted(source: Path, target: Path) -> Converted:
    if recognise(source).maker == "none":
        return take(source, _intake(), Permissions(right_to_assemble=True), target)
    created = datetime(2024, 5, 1, tzinfo=UTC)
    return convert_with_remarks(source, _offices(), created, target, details=Details("Title", "en"))


def _differences(wanted: Seen | None, found: Seen | None) -> Iterator[str]:
    if wanted is None or found is None:
        yield "pdfium opens one of the two only" if found is None else "pdfium does not open the file"
        return
    if len(wanted.pictures) != len(found.pictures):
        yield f"pages: {len(found.pictures)} of {len(wanted.pictures)}"
    pairs = enumerate(zip(wanted.pictures, found.pictures, strict=False), start=1)
    different = [page for page, (one, other) in pairs if not _alike(one, other)]
    if different:
        yield f"pixels: pages {different}"
    for name in wanted.fields:
        if found.fields.get(name) != wanted.fields[name]:
            yield f"field {name}: {found.fields.get(name)} for {wanted.fields[name]}"
    if found.links < wanted.links:
        yield f"links: {found.links} of {wanted.links}"
    if found.outline < wanted.outline:
        yield f"outline: {found.outline} of {wanted.outline}"


def _alike(one: tuple[tuple[int, int], bytes], other: tuple[tuple[int, int], bytes]) -> bool:
    if one[0] == (0, 0):  # what pdfium doesn't see is seen by other viewers
        return True
    if one[0] != other[0]:
        return False
    far = sum(abs(a - b) > _SAME for a, b in zip(one[1], other[1], strict=True) if a != b)
    return far <= _MANY * len(one[1])


def seen(path: Path, pages_from: int = 0, prefix: str = "", *, forms: bool = True) -> Seen | None:
    """The PDF ``path`` from its page ``pages_from`` on, drawn with or without its ``forms``; fields without ``prefix``.

    None where pdfium can't open it.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        try:
            document = pypdfium2.PdfDocument(path, password="")
        except pypdfium2.PdfiumError:
            return None
    with document:
        document.init_forms()
        pictures, fields, links = [], dict[str, tuple[int, str]](), 0
        for page in list(document)[pages_from:]:
            pictures.append(_picture(page, forms))
            fields.update(_fields(document, page, prefix))
            links += _links(page)
            page.close()
        top = 1 if pages_from == 0 else 3
        outline = sum(1 for _ in document.get_toc(max_depth=15)) - (2 if top == 3 else 0)
        return Seen(tuple(pictures), fields, links, outline, document.formenv is not None)


def _picture(page: Any, forms: bool) -> tuple[tuple[int, int], bytes]:
    head = min(_HEAD, page.get_height() / 2)
    if not all(page.get_size()):
        return (0, 0), b""
    scale = min(0.5, 1500 / max(page.get_size()))  # a page may claim to be as wide as a country
    bitmap = page.render(scale=scale, crop=(0, 0, 0, head), grayscale=True, may_draw_forms=forms)
    found = (bitmap.width, bitmap.height), bytes(bitmap.buffer)
    bitmap.close()
    return found


def _fields(document: Any, page: Any, prefix: str) -> Iterator[tuple[str, tuple[int, str]]]:
    if document.formenv is None:
        return
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
            name = _words(pdfium.FPDFAnnot_GetFormFieldName, document.formenv, annotation)
            kind = pdfium.FPDFAnnot_GetFormFieldType(document.formenv, annotation)
            value = _words(pdfium.FPDFAnnot_GetFormFieldValue, document.formenv, annotation)
            if kind > 0 and kind != pdfium.FPDF_FORMFIELD_SIGNATURE:
                yield name.removeprefix(prefix), (kind, value)
        pdfium.FPDFPage_CloseAnnot(annotation)


def _words(read: Any, form: Any, annotation: Any) -> str:
    from ctypes import c_ushort  # noqa: PLC0415

    length = read(form, annotation, None, 0)
    if length <= 2:
        return ""
    words = (c_ushort * (length // 2))()
    read(form, annotation, words, length)
    return bytes(words).decode("utf-16-le", "replace").rstrip("\0")


def _links(page: Any) -> int:
    from ctypes import byref, c_int  # noqa: PLC0415

    place, link, count = c_int(0), pdfium.FPDF_LINK(), 0
    while pdfium.FPDFLink_Enumerate(page, byref(place), byref(link)):
        count += 1
    return count


def counts(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The lines that are printed."""
    yield f"files            {len(outcomes)}"
    for end, number in sorted(Counter(each.end for each in outcomes).items()):
        yield f"{end:16} {number}"
    refusals: Counter[str] = Counter()
    for each in outcomes:
        if each.end in {"intake", "bundling", "audit"}:
            refusals[f"{each.end}: {_reason(each.said)}"] += 1
    yield from (f"  {number:4} {reason}" for reason, number in refusals.most_common())
    yield f"over {SLOW:g} s        {sum(each.seconds > SLOW for each in outcomes)}"
    faults = Counter(fault.split(":")[0].split(" ")[0] for each in outcomes for fault in each.faults)
    for kind in ("pages", "pixels", "field", "links", "outline", "claims", "pdfium"):
        yield f"{kind + ' lost' if kind not in {'pixels', 'claims', 'pdfium'} else kind:16} {faults[kind]}"
    yield f"repaired         {sum('repaired' in each.remarks for each in outcomes)}"


def _reason(said: str) -> str:
    """The sentence, without the file's name."""
    return said.rsplit(".pdf: ", maxsplit=1)[-1].splitlines()[0][:110] if said else ""


def main(arguments: Sequence[str]) -> None:
    folder = Path(arguments[0])
    kinds = {".pdf", ".docx", ".doc", ".odt", ".rtf", ".txt", ".xlsx", ".xls", ".ods", ".pptx", ".ppt", ".odp"}
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in kinds and path.is_file())
    with ProcessPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(tried, files))
    for line in counts(outcomes):
        print(line)
    for each in outcomes:
        if each.end != "bundle" or each.faults or each.seconds > SLOW:
            what = "; ".join(each.faults) or each.said.replace("\n", " | ")
            shown = what[-400:] if each.end == "traceback" else what[:300]
            print(f"{each.name}: {each.end}, {each.seconds:.1f} s: {shown}")
    if len(arguments) > 1:
        Path(arguments[1]).write_text(json.dumps([asdict(each) for each in outcomes], indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
