"""Wordings and recipients go in, letters made alone or among others come out, and what is seen on their pages."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pypdfium2

from pipeline.convert.many import Letter, convert_many
from pipeline.convert.office import Offices
from pipeline.localise import Wording, as_data
from pipeline.merge import merge
from pipeline.model import Properties, Recipient
from pipeline.package import Package, gather
from pipeline.plan.recipients import _THEIRS
from pipeline.tasks.batches import Batch, Taken, convert
from tests.houses import ROOT, SAMPLE

CREATED = datetime(2024, 4, 22, 12, tzinfo=UTC)


def package_of(language: str, meeting: Path = ROOT / "meetings" / SAMPLE, template: str = "") -> Package:
    found = gather(meeting, (language,))
    return next(each for each in found if each.instrument.template == template or not template or len(found) == 1)


def alone(
    wording: Wording,
    template: Path,
    package: Package,
    properties: Properties,
    offices: Offices,
    folder: Path,
    letterhead: Path | None = None,
) -> tuple[Path, bytes]:
    """The letter as a document of its own, and its PDF, made in the way of many."""
    document = folder / "alone.docx"
    merge(wording, template, letterhead or package.letterhead, properties, document)
    made = next(convert_many(document.read_bytes(), 1, template, offices, CREATED))
    assert isinstance(made, Letter)
    return document, made.pdf


def template_with(folder: Path, xml: str, language: str = "en") -> Path:
    """The invitation with something before its first paragraph."""
    target = folder / "template.docx"
    source = ROOT / "templates" / language / "invitation.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            data = data.replace(b"<w:body>", b"<w:body>" + xml.encode())
            new.writestr(name, data)
    return target


MISSION = Recipient("1", 2, "missions", "invitation", "en", "FRA", person="Marie Dupont", gender="feminine")
"""Each of the others differs from it in what is said beside it."""


def batch_of(language: str, recipients: Sequence[Recipient], folder: Path) -> Batch:
    package: Package = gather(ROOT / "meetings" / SAMPLE, (language,))[0]
    wording = package.words()
    words = folder / "words.json"
    words.write_text(json.dumps(as_data(wording.words), ensure_ascii=False), encoding="utf-8")
    own = [package.addressed(wording, replace(each, language=language)).words for each in recipients]
    theirs = tuple({name: as_data(getattr(each, name)) for name in _THEIRS if name in each} for each in own)
    path = package.template(package.instrument.template)
    return Batch(path, package.letterhead, words, theirs, package.properties("A letter"), {}, (), {}, {})


def made(batch: Batch, offices: Offices) -> list[Taken]:
    return convert(batch, lambda data, letters: offices.export(batch.template, data, letters=letters))


# --- what is seen in them -------------------------------------------------------------------------

Pages: TypeAlias = "list[tuple[bytes, str]]"


def seen(pdf: bytes) -> Pages:
    """Each page, drawn, and its text."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [(page.render(scale=1).to_pil().tobytes(), page.get_textpage().get_text_bounded()) for page in document]


def assert_alike(first: Pages, second: Pages, *, exactly: bool) -> None:
    """The same words, and the same pixels; where a font is parted elsewhere, signs may be set a twentieth of a point
    beside: hardly one pixel in a thousand is another."""
    assert [words for _, words in first] == [words for _, words in second]
    for (one, _), (other, _) in zip(first, second, strict=True):
        differing = sum(each != pixel for each, pixel in zip(one, other, strict=True)) if one != other else 0
        assert differing <= (0 if exactly else len(one) // 1000)


def drawn(pdf: bytes) -> str:
    """The text of all pages."""
    return "".join(words for _, words in seen(pdf))
