"""A language that nobody speaks: a house and a meeting go in; a house comes out whose words are longer and accented.

Every word of the source language is made a third longer and gets accents, as translations tend to, so that a layout
that has no room, a font that lacks letters, and words that no translator will ever see (those that stay plain) show
before anybody has translated anything. Placeholders, formatting, figures and addresses stay.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.folders import SIGNED
from pipeline.translating.exchange import catalogues, documents, facts, letterheads, messages
from pipeline.translating.exchange.files import Made
from pipeline.translating.exchange.units import Pieces, Unit
from pipeline.translating.gathering import gathered
from pipeline.translating.tomltext import found_in, put
from pipeline.translating.wordfile import read_word

_ACCENTED = str.maketrans("AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz", "ÅåÇçĎďÉéĜĝĤĥÎîĴĵĶķĹĺÑñÖöŔŕŠšŢţÛûŴŵÝýŽž")
_WORD = re.compile(r"[^\W\d_]+")
_KEPT = re.compile(r"\S*(?:@|://|www\.)\S*|\S*\d\S*|\{[^{}]*\}")
"""Addresses, figures and what is filled in."""
_LONGER = 0.35
"""English becomes about so much longer in French, Russian or Spanish."""


def pseudo(words: str) -> str:
    """Each word longer, with accents; what stands between words stays.

    >>> pseudo("Dear Sirs, see annex 3 or a@b.int"), pseudo("第五次会议")
    ('Ďééåŕ Šîîŕš, šééé ååññééx 3 ööŕ a@b.int', '第五次会议会议')
    """
    pieces: list[str] = []
    position = 0
    for kept in _KEPT.finditer(words):
        pieces += [_WORD.sub(_longer, words[position : kept.start()]), kept[0]]
        position = kept.end()
    return "".join([*pieces, _WORD.sub(_longer, words[position:])])


def _longer(found: re.Match[str]) -> str:
    word = found[0]
    more = max(round(len(word) * _LONGER), 1)
    if word.translate(_ACCENTED) == word and not word.isascii():
        return word + word[-more:]
    places = [found.start() for found in re.finditer("[aeiouy]", word.casefold())] or [len(word) - 1]
    times = {place: more // len(places) + (number < more % len(places)) for number, place in enumerate(places)}
    longer = "".join(sign + sign.lower() * times.get(place, 0) for place, sign in enumerate(word))
    return longer.translate(_ACCENTED)


def _made(units: Sequence[Unit]) -> Made:
    return {unit.key: (unit, _pieces(unit.source)) for unit in units}


def _pieces(pieces: Pieces) -> Pieces:
    return tuple(pseudo(piece) if isinstance(piece, str) else piece for piece in pieces)


@contextmanager
def pseudo_house(folder: Path, source: str | None) -> Iterator[tuple[Path, Path, str]]:
    """A house like that of a meeting, its folder in it, and the language whose words are longer there.

    Raises what loading raises.
    """
    known = gathered(folder, source)
    root, language = known.house.root, known.source
    with TemporaryDirectory(prefix="papers-") as temporary:
        house = Path(temporary)
        for each in root.iterdir():
            if each.name not in {"meetings", "templates", "letterheads", "build"} and not each.name.startswith("."):
                (house / each.name).symlink_to(each.resolve())
        for name in ("templates", "letterheads"):
            shutil.copytree(root / name, house / name)
        meeting = Path(shutil.copytree(folder, house / "meetings" / folder.name, ignore=_without))
        _facts(meeting / "meeting.toml", language)
        _phrases(house / "templates" / language / "phrases.po")
        _letterhead(house / "letterheads" / known.meeting.letterhead / "words.toml", language)
        for template in known.templates:
            path = template.files[language]
            base, own = (folder, meeting) if path.is_relative_to(folder) else (root, house)
            _template(own / path.relative_to(base))
        yield house, meeting, language


def _without(_folder: str, names: list[str]) -> set[str]:
    """Letters that were signed are in words that people have read."""
    return {SIGNED} & {*names}


def _facts(path: Path, language: str) -> None:
    """Words made longer; nobody gets a letter of them."""
    text = path.read_bytes().decode()
    listed = {each.path: each for each in found_in(text)}
    for key in {("recipients",), ("messages",)} & listed.keys():
        begins = text.rfind("\n", 0, listed[key].start) + 1
        text = put(text, [(begins, begins, "# ")])
        listed = {each.path: each for each in found_in(text)}
    made = _made(list(facts.units_of(text, path.name, language, language)))
    path.write_bytes(facts.with_translations(text, path.name, language, language, made).encode())


def _phrases(path: Path) -> None:
    text = path.read_bytes().decode()
    own = {each.context: each.target for each in catalogues.entries(text) if not each.context.startswith("report.")}
    units = [unit for unit in catalogues.units_of(text, path.name, own) if unit.key.partition("#")[2] in own]
    path.write_bytes(catalogues.with_translations(text, path.name, _made(units)).encode())


def _letterhead(path: Path, language: str) -> None:
    if path.is_file():
        text = path.read_bytes().decode()
        made = _made(list(letterheads.units_of(text, "", language, language)))
        path.write_bytes(letterheads.with_translations(text, "", language, made).encode())


def _template(path: Path) -> None:
    if path.suffix == ".txt":
        text = path.read_bytes().decode("utf-8-sig")
        made = _made(list(messages.units_of(text, "", path.name)))
        path.write_bytes(messages.with_translations(text, "", path.name, made).encode())
        return
    document = documents.read_document(read_word(path), None)
    path.write_bytes(
        documents.with_translations(document, path.name, _made(list(documents.units_of(document, path.name))))
    )
