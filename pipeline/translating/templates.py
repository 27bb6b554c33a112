"""A meeting goes in; its templates come out, each language beside the source, with what is to be told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from pipeline.errors import TemplateError
from pipeline.findings import Finding, Place
from pipeline.translating.compare import of_files, side_by_side
from pipeline.translating.confirmed import Change, Confirmed, changes, confirm, read_confirmed
from pipeline.translating.gathering import Template, gathered, wanted
from pipeline.translating.page import write_page
from pipeline.translating.results import Templates, Translated
from pipeline.translating.sides import Side, read_side


def compare_templates(folder: Path, source: str | None, languages: Sequence[str], page: Path | None) -> Templates:
    """The templates of the meeting in ``folder``, as :func:`~pipeline.translating.gathering.gathered` finds them; shown
    on a ``page``, where one is given. TemplateError for one of the source that is not there or is no Word document."""
    known = gathered(folder, source)
    into = wanted(known, languages)
    sides = [(each, read_side(each.files[known.source], known.source)) for each in known.templates]
    pairs = ((each, side, language) for each, side in sides for language in into if language in each.files)
    values = {each: known.values(each) for each in into}
    found = Templates(folder.name, known.source, into, tuple(translated(*each, values) for each in pairs))
    if page is not None:
        write_page(found, known.words(), page)
    return found


def confirm_templates(
    folder: Path, source: str | None, languages: Sequence[str], *, by: str, on: date
) -> tuple[Path, ...]:
    """Records that the translations of a meeting's templates say what the source says. Gives the records.

    TemplateError for a template that is not there, in the source or a translation; nothing is recorded then.
    """
    known = gathered(folder, source)
    into = wanted(known, languages)
    sides: dict[Path, Side] = {}
    problems: list[Finding] = []
    for each in known.templates:
        side = read_side(each.files[known.source], known.source)
        for language in into:
            if language in each.files:
                try:
                    read_side(each.files[language], language)
                except TemplateError as error:
                    problems += error.findings
                sides[each.files[language]] = side
    if problems:
        raise TemplateError(*problems)
    return confirm(sides, by=by, on=on)


def translated(
    template: Template, source: Side, language: str, values: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Translated:
    """One language of a template beside the source; ``values`` has the words of each fact, by language."""
    path = template.files[language]
    confirmed = read_confirmed(path.parent).get(path.name)
    if confirmed is not None and confirmed.source != source.language:
        confirmed = None
    since = changes(confirmed, source) if confirmed is not None else ()
    try:
        side = read_side(path, language)
    except TemplateError as error:
        return Translated(template.name, source, language, path, (), error.findings, None, ())
    pairs = side_by_side(source, side, values[language])
    whole = (*of_files(source, side), *_aged(path, confirmed, since))
    return Translated(template.name, source, language, path, pairs, whole, confirmed, since)


def _aged(path: Path, confirmed: Confirmed | None, since: Sequence[Change]) -> Iterator[Finding]:
    if confirmed is None:
        return
    said = {"by": confirmed.by, "on": confirmed.on.isoformat()}
    for each in since:
        code = "source-changed" if each.was and each.now else "source-added" if each.now else "source-removed"
        yield Finding(code, Place(str(path)), {**said, "was": each.was, "now": each.now})
