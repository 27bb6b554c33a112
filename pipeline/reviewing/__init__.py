"""The languages of a house: its folder goes in, what each says itself, inherits, lacks, and has reviewed comes out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.errors import PapersError
from pipeline.findings import SAID
from pipeline.languages import FILE, SOURCE, known, language_of
from pipeline.languages.names import name_of
from pipeline.languages.rows import unreviewed
from pipeline.localise.phrases import Phrases, phrases_in, program_files, program_phrases
from pipeline.results import Spoken


def spoken(root: Path) -> tuple[Spoken, ...]:
    """Each language that the house knows, by tag. ConfigError with what is wrong with any of their files."""
    templates = root / "templates"
    every = _said(_catalogues(templates, SOURCE))
    return tuple(_one(templates, tag, every) for tag in known(templates))


def _one(templates: Path, tag: str, every: frozenset[str]) -> Spoken:
    language = language_of(tag, templates)
    catalogues = _catalogues(templates, tag)
    missing = every - _said(catalogues)
    awaiting = {key for each in catalogues for key in each.unreviewed - each.inherited.keys()}
    return Spoken(
        tag,
        name_of(tag, SOURCE),
        own=(templates / tag / FILE).is_file(),
        inherits=tuple(each for each, _path in language.chain[1:]),
        from_cldr=tuple(sorted(key for key, of in language.left_out.items() if of == "CLDR")),
        phrases_missing=len(missing),
        program_missing=sum(key.startswith(SAID) for key in missing),
        phrases_unreviewed=len(awaiting),
        unreviewed=unreviewed(language),
    )


def _said(catalogues: Sequence[Phrases]) -> frozenset[str]:
    return frozenset(key for each in catalogues for key in each.words)


def _catalogues(templates: Path, tag: str) -> Sequence[Phrases]:
    """That of letters and that of the program, those that can be read."""
    found: list[Phrases] = []
    with suppress(PapersError):
        found.append(phrases_in(templates, tag))
    with suppress(PapersError):
        found.append(program_phrases(program_files(templates, tag), tag))
    return found
