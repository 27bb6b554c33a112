"""The tasks of letters to recipients: a template, the words that all have in common and those of each go in; a
container with the PDF of each letter comes out.

Letters are converted together, and those that can't be, or whose batch went wrong, alone: either way a letter is the
same file. One that is wrong stops no other; what is to be told of it stands in its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PapersError, TemplateError
from pipeline.findings import Finding
from pipeline.model import HIGHEST, NONE, Conformance, Properties
from pipeline.tasks import Result
from pipeline.tasks.gathering import LETTERS
from pipeline.tasks.naming import findings_of
from pipeline.tasks.workshop import Workshop

if TYPE_CHECKING:
    from pipeline.convert.many import Letter
    from pipeline.convert.split import UnlikeError
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


@dataclass(frozen=True, slots=True)
class _Made:
    """A letter, or the error that there is in its place."""

    letter: Letter | None
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
    own: Sequence[Mapping[str, Any]],
    properties: Properties,
    linked_names: Sequence[str],
    beside: Mapping[int, str],
    titles: Mapping[int, str],
    pictures: Sequence[Path] = (),
    picture_keys: Sequence[str] = (),
) -> Result:
    """The letters with these ``own`` words, one after the other in one file; the result's facts say where each is.

    The enclosures lie ``beside`` them; ``pictures`` are those that the words name.
    """
    from pipeline.bundle.letter import point_to_files  # noqa: PLC0415 - what a task works with is loaded when one runs
    from pipeline.localise import Wording, from_data  # noqa: PLC0415

    common = json.loads(words.read_text(encoding="utf-8"))
    wordings = [Wording(properties.language, from_data({**common, **each})) for each in own]
    point = partial(point_to_files, files=beside, titles=titles)
    placed = dict(zip(picture_keys, pictures, strict=True))
    document = target.with_suffix(".docx")
    maker = _Maker(workshop, template, letterhead, properties, placed, linked_names, point, document)
    made = maker.make(wordings)
    names = {document: str(template)}
    with target.open("wb") as file:
        for each in made:
            file.write(each.letter.pdf if each.letter else b"")
    return Result(facts={LETTERS: [_as_data(each, names) for each in made]})


class _Maker:
    """Makes letters of one template."""

    def __init__(
        self,
        workshop: Workshop,
        template: Path,
        letterhead: Path,
        properties: Properties,
        pictures: Mapping[str, Path],
        siblings: Sequence[str],
        point: Callable[[Any], object],
        document: Path,
    ) -> None:
        self._workshop, self._template, self._letterhead, self._properties = workshop, template, letterhead, properties
        self._pictures, self._siblings, self._point, self._document = pictures, siblings, point, document

    def make(self, wordings: Sequence[Wording]) -> list[_Made]:
        together = self._together(wordings) if len(wordings) > 1 else {}
        return [
            made if isinstance(made := together.get(number, ""), _Made) else self._alone(wording, made)
            for number, wording in enumerate(wordings)
        ]

    def _together(self, wordings: Sequence[Wording]) -> dict[int, _Made | str]:
        """The letters that can be converted together, by number, and the reason why others can't."""
        from pipeline.completeness.letters import has_words, strangers  # noqa: PLC0415
        from pipeline.convert.many import Letter  # noqa: PLC0415
        from pipeline.merge.together import merge_together  # noqa: PLC0415

        try:
            together = merge_together(wordings, self._template, self._letterhead, self._properties, self._pictures)
        except TemplateError:
            return {}  # each is told so
        found: dict[int, _Made | str] = {**together.apart}
        if not together.document:
            return found
        others = strangers(together.words)
        letters = self._converted(together.document, len(together.numbers))
        known: set[str] = set()
        for number, words, theirs, letter in zip(together.numbers, together.words, others, letters, strict=True):
            if not isinstance(letter, Letter):
                found[number] = letter.why
            elif not has_words(letter.pdf, words, theirs):
                found[number] = "alone-words"
            elif letter.kinds <= known or self._is_highest(letter):
                known |= letter.kinds
                found[number] = _Made(letter, met=HIGHEST)
            else:
                found[number] = "alone-levels"
        return found

    def _is_highest(self, letter: Letter) -> bool:
        """Whether it is what it declares to be: asked once of all that are made of the same."""
        from pipeline.pdf.conformance import check  # noqa: PLC0415

        return not check(letter.pdf, why_alone=True).broken

    def _alone(self, wording: Wording, why: str) -> _Made:
        """A letter that is converted alone, and checked as any document is."""
        from pipeline.completeness import compare_file  # noqa: PLC0415
        from pipeline.completeness.letters import has_words  # noqa: PLC0415
        from pipeline.convert.many import Letter  # noqa: PLC0415
        from pipeline.merge.apart import merge_within_limits  # noqa: PLC0415
        from pipeline.merge.together import words_in  # noqa: PLC0415
        from pipeline.pdf.conformance import check  # noqa: PLC0415
        from pipeline.pdf.xmp import declaring  # noqa: PLC0415

        given = (self._template, self._letterhead, self._properties, self._document)
        try:
            merge_within_limits(self._workshop.mergers, wording, *given, pictures=self._pictures)
            letter = next(self._converted(self._document.read_bytes(), 1))
            assert isinstance(letter, Letter)
            has_all = has_words(letter.pdf, words_in(self._document), frozenset())
            lost = [] if has_all and letter.kinds else compare_file(self._document, letter.pdf)
            told = tuple(each for each in lost if not (has_all and each.code == "words-missing"))
            met = check(letter.pdf).met
        except PapersError as error:
            return _Made(None, error=error, alone=why)
        finally:
            self._document.unlink(missing_ok=True)
        if met != HIGHEST:
            letter = replace(letter, pdf=declaring(letter.pdf, met))
        return _Made(letter, told, met=met, alone=why)

    def _converted(self, document: bytes, count: int) -> Iterator[Letter | UnlikeError]:
        from pipeline.convert.many import convert_many  # noqa: PLC0415

        offices, created = self._workshop.offices, self._properties.created
        return convert_many(document, count, self._template, offices, created, self._siblings, self._point)


def _as_data(made: _Made, names: Mapping[Path, str]) -> dict[str, Any]:
    if made.letter is None:
        assert made.error is not None
        told = findings_of(made.error.findings, names)
        return {"error": type(made.error).__name__, "told": [each.as_data() for each in told], "alone": made.alone}
    return {
        "size": len(made.letter.pdf),
        "pages": made.letter.pages,
        "told": [each.as_data() for each in findings_of(made.told, names)],
        "conformance": made.met.as_json(),
        "alone": made.alone,
    }
