"""The tasks of letters to recipients: a template, the words that all have in common and those of each go in; a
container with the PDF of each letter comes out.

Letters are converted together, and those that can't be, or whose batch went wrong, alone: either way a letter is the
same file. One that is wrong stops no other; what is to be told of it stands in its place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PapersError
from pipeline.findings import Finding
from pipeline.model import HIGHEST, NONE, Conformance, Properties
from pipeline.tasks import Result
from pipeline.tasks.batches import Batch, convert
from pipeline.tasks.gathering import LETTERS
from pipeline.tasks.naming import findings_of
from pipeline.tasks.workshop import Workshop

if TYPE_CHECKING:
    from pipeline.localise import Wording


def write_words(
    target: Path,
    _workshop: Workshop,
    *,
    words: Mapping[str, Any],
    language: str,
    counted: Sequence[int] = (),
    pages: Sequence[int] = (),
) -> Result:
    """The words that the letters of one package have in common, as data: read once, whatever the number of letters.

    ``counted`` are the positions of the enclosures whose ``pages`` they ask for.
    """
    from pipeline.localise import Wording, as_data, from_data, with_counts  # noqa: PLC0415

    if counted:
        wording = with_counts(Wording(language, from_data(words)), dict(zip(counted, pages, strict=True)))
        words = as_data(wording.words)
    target.write_text(json.dumps(words, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    return Result()


def write_document(
    target: Path,
    workshop: Workshop,
    *,
    common: Path,
    words: Mapping[str, Any],
    letter: int,
    template: Path,
    letterhead: Path,
    properties: Properties,
    pictures: Sequence[Path] = (),
    picture_keys: Sequence[str] = (),
) -> Result:
    """One letter as a Word file: with its own ``words``, besides those that all have in ``common``.

    It asks for the pages of the ``letter``, and so is made where that could be.
    """
    from pipeline.tasks.merging import merge_document  # noqa: PLC0415

    made = merge_document(
        target,
        workshop,
        template=template,
        letterhead=letterhead,
        words={**json.loads(common.read_text(encoding="utf-8")), **words},
        properties=properties,
        pictures=pictures,
        picture_keys=picture_keys,
    )
    return replace(made, remarks=())  # which are told of the package's own letter


@dataclass(frozen=True, slots=True)
class _Made:
    """A letter, or the error that there is in its place."""

    pdf: bytes = b""
    pages: int = 0
    told: tuple[Finding, ...] = ()
    """What of its words is not on its pages. What all letters of a template lose is told of the package's own."""
    error: PapersError | None = None
    """Why there is none."""
    met: Conformance = NONE
    alone: str = ""
    """The code of the reason why it was not converted with others."""


def make_letters(
    target: Path,
    workshop: Workshop,
    *,
    template: Path,
    letterhead: Path,
    words: Path,
    own: Sequence[str],
    properties: Properties,
    linked_names: Sequence[str],
    beside: Mapping[int, str],
    titles: Mapping[int, str],
    pictures: Sequence[Path] = (),
    picture_keys: Sequence[str] = (),
) -> Result:
    """The letters with these ``own`` words, each as JSON, which takes the least room in a plan of thousands; one after
    the other in one file; the result's facts say where each is.

    The enclosures lie ``beside`` them; ``pictures`` are those that the words name.
    """
    placed = dict(zip(picture_keys, pictures, strict=True))
    words_of_each = tuple(map(json.loads, own))
    batch = Batch(template, letterhead, words, words_of_each, properties, placed, linked_names, beside, titles)
    document = target.with_suffix(".docx")
    made = _make(batch, workshop, document)
    names = {document: str(template)}
    with target.open("wb") as file:
        for each in made:
            file.write(each.pdf)
    return Result(facts={LETTERS: [_as_data(each, names) for each in made]})


def _make(batch: Batch, workshop: Workshop, document: Path) -> list[_Made]:
    """The letters of a batch: those that can be, together, and the others one by one, as ``document``."""

    def export(data: bytes, letters: int) -> bytes:
        return workshop.offices.export(batch.template, data, letters=letters)

    made: list[_Made] = []
    wordings: list[Wording] = []
    for number, found in enumerate(convert(batch, export, workshop.letters)):
        if found.pdf:
            made.append(_Made(found.pdf, found.pages, met=HIGHEST))
            continue
        wordings = wordings or batch.wordings()
        made.append(_alone(batch, wordings[number], workshop, document, found.alone))
    return made


def _alone(batch: Batch, wording: Wording, workshop: Workshop, document: Path, why: str) -> _Made:
    """A letter that is converted alone, and checked as any document is."""
    from pipeline.completeness import compare_file  # noqa: PLC0415
    from pipeline.completeness.letters import has_words  # noqa: PLC0415
    from pipeline.convert.many import Letter, convert_many  # noqa: PLC0415
    from pipeline.merge.apart import merge_within_limits  # noqa: PLC0415
    from pipeline.merge.together import words_in  # noqa: PLC0415
    from pipeline.pdf.conformance import check  # noqa: PLC0415
    from pipeline.pdf.xmp import declaring  # noqa: PLC0415

    given = (batch.template, batch.letterhead, batch.properties, document)
    try:
        merge_within_limits(workshop.mergers, wording, *given, pictures=batch.pictures)
        data, created = document.read_bytes(), batch.properties.created
        letter = next(convert_many(data, 1, batch.template, workshop.offices, created, batch.siblings, batch.point))
        assert isinstance(letter, Letter)
        has_all = has_words(letter.pdf, words_in(document), document)
        lost = [] if has_all and letter.kinds else compare_file(document, letter.pdf)
        told = tuple(each for each in lost if not (has_all and each.code == "words-missing"))
        met = check(letter.pdf).met
    except PapersError as error:
        return _Made(error=error, alone=why)
    finally:
        document.unlink(missing_ok=True)
    pdf = letter.pdf if met == HIGHEST else declaring(letter.pdf, met)
    return _Made(pdf, letter.pages, told, met=met, alone=why)


def _as_data(made: _Made, names: Mapping[Path, str]) -> dict[str, Any]:
    if made.error is not None:
        told = findings_of(made.error.findings, names)
        return {"error": type(made.error).__name__, "told": [each.as_data() for each in told], "alone": made.alone}
    return {
        "size": len(made.pdf),
        "pages": made.pages,
        "told": [each.as_data() for each in findings_of(made.told, names)],
        "conformance": made.met.as_json(),
        "alone": made.alone,
    }
