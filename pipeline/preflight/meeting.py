"""What a meeting's own files tell before anything is made of them: a meeting and its house go in, findings come out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pipeline.days import to_look_at
from pipeline.errors import ConfigError, MeetingError
from pipeline.examples import nobodys
from pipeline.findings import Finding, Key, Place
from pipeline.findings.hiding import hiding
from pipeline.fonts import Fonts
from pipeline.load import CheckedHouse
from pipeline.model import Meeting
from pipeline.officefile.clean import clean
from pipeline.officefile.misprints import misprints
from pipeline.toml import read_toml


def of_meeting(house: CheckedHouse, meeting: Meeting) -> Iterator[Finding]:
    """What a person should look at, of the facts."""
    yield from to_look_at(meeting, house.settings.holidays, house.settings.weekend)
    yield from _in_two_languages(meeting)
    yield from _unseen(meeting.file)
    yield from _as_begun(house, meeting)


def of_files(meeting: Meeting) -> Iterator[Finding]:
    """The same of the enclosures alone, each of which is told again when it is converted."""
    yield from _in_other_words(meeting)
    yield from _misprints(meeting)
    yield from _outside(meeting)


def doubtful(house: CheckedHouse, meeting: Meeting) -> Iterator[Finding]:
    """What stops a build unless a person accepts it."""
    yield from _carried(meeting)
    yield from _coarse(meeting, house.settings.letter.least_dpi)


def fonts_not_there(house: CheckedHouse, fonts: Fonts) -> Iterator[Finding]:
    """Folders and families that the settings name and that are not there."""
    said = house.settings.fonts
    families = said.families if "families" in said.model_fields_set else ()
    named: dict[str, Key] = dict.fromkeys(families, ("fonts", "families"))
    named |= {family: ("fonts", "substitutes", asked) for asked, family in said.substitutes.items()}
    for number, folder in enumerate(said.folders):
        if not (house.root / Path(folder).expanduser()).is_dir():
            place = Place(str(house.root / "config.toml"), key=("fonts", "folders", number))
            yield Finding("font-folder-missing", place, {"name": folder})
    for family, key in named.items():
        if not fonts.has(family):
            yield Finding("font-not-installed", Place(str(house.root / "config.toml"), key=key), {"font": family})


def _unseen(file: Path) -> Iterator[Finding]:
    """The facts that have signs which nobody sees."""
    written = file.read_text(encoding="utf-8-sig")
    if not hiding(written) and not _CODED.search(written):
        return
    for key, words in _words(read_toml(file, MeetingError)[0], ()):
        if hidden := hiding(words):
            yield Finding("signs-unseen", Place(str(file), key=key), {"words": hidden})


def _as_begun(house: CheckedHouse, meeting: Meeting) -> Iterator[Finding]:
    """The facts that are still what a new meeting is begun with."""
    with suppress(ConfigError):  # for examples that can't be read: where a meeting is made
        examples = nobodys(house.root, meeting.languages)
        data, line_of = read_toml(meeting.file, MeetingError)
        for key, words in _words(data, ()):
            if words in examples:
                yield Finding("facts-example", Place(str(meeting.file), line_of(key), key=key))


_CODED = re.compile(r"\\[uU][0-9A-Fa-f]{4}")
"""A sign that is typed by its code."""


def _words(value: object, key: Key) -> Iterator[tuple[Key, str]]:
    """The words of a settings file, each with the way to them."""
    match value:
        case str():
            yield key, value
        case dict():
            for name, each in value.items():
                yield from _words(each, (*key, name))
        case list():
            for number, each in enumerate(value):
                yield from _words(each, (*key, number))


def _in_two_languages(meeting: Meeting) -> Iterator[Finding]:
    """Files that are each given as being in several languages."""
    for each in meeting.enclosures:
        given: dict[Path, dict[str, None]] = defaultdict(dict)
        for language, path in each.files.items():
            if (own := each.written_in[language]) is not None:
                given[path][own] = None
        for path, languages in given.items():
            if len(languages) > 1 and not each.template:
                place = Place(str(meeting.file), key=("file",), enclosure=each.number)
                yield Finding("file-two-languages", place, {"languages": tuple(languages), "name": path.name})


def in_place_of_others(meeting: Meeting) -> Iterator[Finding]:
    """Files that stand in for those of languages that have none."""
    for each in meeting.enclosures:
        stands_in: dict[str, list[str]] = defaultdict(list)
        for language, own in each.written_in.items():
            if own is not None and own != language:
                stands_in[own].append(language)
        for own, languages in stands_in.items():
            name = each.files[languages[0]].name
            place = Place(str(meeting.file), key=("file",), enclosure=each.number)
            yield Finding("file-instead", place, {"languages": tuple(languages), "name": name, "language": own})


def _in_other_words(meeting: Meeting) -> Iterator[Finding]:
    """Files whose words are surely in another language than the one that they are given for."""
    from pipeline.completeness.spoken import other_words  # noqa: PLC0415 - loads lxml and pdfium

    for each in meeting.enclosures:
        given = {own: each.files[language] for language, own in each.written_in.items() if own is not None}
        for own, path in given.items():
            yield from other_words(path, own)


def _misprints(meeting: Meeting) -> Iterator[Finding]:
    """What enclosures would print as nobody meant it; a template's placeholders are filled in."""
    for each in meeting.printed:
        for path in dict.fromkeys(each.files.values()):
            told = misprints(path, hidden_sheets="hidden-sheets" in each.keep)
            found = (remark for remark in told if not (each.template and remark.code == "placeholders"))
            yield from found


def _carried(meeting: Meeting) -> Iterator[Finding]:
    """What files that are attached would carry out of the house, and no page would show."""
    for each in meeting.attached:
        from pipeline.officefile.clean.attached import carried  # noqa: PLC0415 - loads lxml

        for path in dict.fromkeys(each.files.values()):
            yield from carried(path, each.keep)


def _coarse(meeting: Meeting, least: float) -> Iterator[Finding]:
    """Pictures that letters place and that are too coarse, or damaged."""
    for key, picture in meeting.placed.items():
        from pipeline.convert.placed import settled as settled_picture  # noqa: PLC0415 - loads Pillow
        from pipeline.recast.drawing import size_on_page  # noqa: PLC0415

        try:
            if picture.file.suffix.lower() == ".svg":
                size_on_page(picture.file)  # which can be drawn at any size
            else:
                yield from settled_picture(picture.file, meeting.key_of(key), picture.width, picture.height, least)[1]
        except MeetingError as error:
            yield from error.findings


def _outside(meeting: Meeting) -> Iterator[Finding]:
    """What enclosures would bring in from elsewhere, and do without; the meeting may want hidden sheets printed."""
    files = {path: "hidden-sheets" in each.keep for each in meeting.printed for path in each.files.values()}
    for path, hidden in files.items():
        with suppress(MeetingError):  # which is told of the file itself
            yield from clean(path, hidden_sheets=hidden).findings
