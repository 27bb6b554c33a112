"""What clients say to people: a catalogue goes in, the words of a language come out.

The words of findings are those of the house's ``templates/<language>/program.po``; a client that has words of its own
keeps them in catalogues of the same form.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from pipeline.errors import ConfigError, TemplateError
from pipeline.files import Remembered, state_of
from pipeline.findings import Unfit
from pipeline.findings.words import Words
from pipeline.languages import known, language_of
from pipeline.load import load_house
from pipeline.localise import dates, program_files, program_phrases, read_phrases
from pipeline.localise.direction import right_to_left
from pipeline.report.words import report_phrases
from pipeline.text import plain

_READ: Remembered[Words] = Remembered(64)
"""A catalogue takes a while to read, and a page is asked for often."""


def read_words(catalogue: Path, language: str) -> Words:
    """The plain words of a catalogue, by key. TemplateError for one that can't be read."""
    words = read_phrases(catalogue, language).words
    return Words(language, {key: plain(each) for key, each in words.items()}, right_to_left(language))


def printed(root: Path, value: date, languages: Iterable[str]) -> dict[str, str]:
    """A day, or the day and the time of a moment, as each language prints it in the house in ``root``."""
    house = load_house(root)
    found = {}
    for tag in languages:
        with suppress(ConfigError, Unfit):
            language = house.language(tag)
            style = dates.style_for(language, house.style.dates.get(tag, {}))
            hour = f", {dates.time(value, language, style=style)}" if isinstance(value, datetime) else ""
            found[tag] = plain(f"{dates.weekday(value, language, style=style)}{hour}")
    return found


def words_of_findings(root: Path, language: str) -> Words:
    """The words of findings in a language of the house in ``root``: in English where its catalogue has none, or
    can't be read, of which a check of its meetings tells."""
    with suppress(ConfigError, TemplateError, OSError):
        templates = root / "templates"
        spoken, files = language_of(language, templates), program_files(templates, language)

        def made() -> Words:
            said = report_phrases(program_phrases(files, language), spoken, known(templates))
            return Words(language, said, right_to_left(language))

        return _READ.of(files[0], made, language, *map(state_of, files)) if files else made()
    return Words()
