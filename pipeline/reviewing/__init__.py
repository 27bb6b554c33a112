"""The languages of a house: its folder goes in, what each says itself, inherits, lacks, and has reviewed comes out."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import PapersError
from pipeline.languages import FILE, SOURCE, known, language_of
from pipeline.languages.names import name_of
from pipeline.languages.rows import unreviewed
from pipeline.localise.phrases import Phrases, phrases_in
from pipeline.results import Spoken


def spoken(root: Path) -> tuple[Spoken, ...]:
    """Each language that the house knows, by tag. ConfigError with what is wrong with any of their files."""
    templates = root / "templates"
    source = _phrases(templates, SOURCE)
    every = frozenset(source.words) if source else frozenset()
    return tuple(_one(templates, tag, every) for tag in known(templates))


def _one(templates: Path, tag: str, every: frozenset[str]) -> Spoken:
    language = language_of(tag, templates)
    phrases = _phrases(templates, tag)
    return Spoken(
        tag,
        name_of(tag, SOURCE),
        own=(templates / tag / FILE).is_file(),
        inherits=tuple(each for each, _path in language.chain[1:]),
        from_cldr=tuple(sorted(key for key, of in language.left_out.items() if of == "CLDR")),
        phrases_missing=len(every - phrases.words.keys()) if phrases else len(every),
        phrases_unreviewed=len(phrases.unreviewed - phrases.inherited.keys()) if phrases else 0,
        unreviewed=unreviewed(language),
    )


def _phrases(templates: Path, tag: str) -> Phrases | None:
    try:
        return phrases_in(templates, tag)
    except PapersError:
        return None
