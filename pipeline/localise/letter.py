"""What a letter says besides its text: fields, signatories, links and ways to take part go in, their words come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, get_args

from pipeline import addresses, qr, text
from pipeline.held import whole
from pipeline.localise.wording import Value, Words
from pipeline.model import FieldName, HeaderField, HouseStyle, Link, Localised, Picture, Signatory, Venue, signature_key
from pipeline.origins import Tracing, Typed

_WHOLE = frozenset({"reference", "our-reference", "your-reference", "initials", "file"})
"""Fields whose value no line breaks."""

_ROW = 3
"""The most signatories that stand side by side."""


class Setting(Protocol):
    """Sets words in one language."""

    @property
    def language(self) -> str: ...
    @property
    def right_to_left(self) -> bool: ...
    def set(self, typed: str) -> str: ...
    def fill(self, key: str, typed: str) -> str: ...
    def lines(self, key: str, typed: Sequence[str]) -> str: ...
    def phrase(self, key: str, **words: Value) -> str: ...
    @property
    def trace(self) -> Tracing: ...


# --- fields ------------------------------------------------------------------------------------------


def fields(made: Sequence[tuple[HeaderField, str]], setting: Setting, style: HouseStyle) -> dict[str, Value]:
    """The fields of a letter, each with its value as ``made``: those at its head and its foot, and each by name.

    What a letter has not is empty by name, so that a template may ask for it with an if.
    """
    words = [(field, _field(field, value, setting)) for field, value in made]
    empty = Words({"label": "", "value": "", "lines": ()})
    by_name: dict[str, Value] = {_name(name): empty for name in get_args(FieldName) if name != "free"}
    for field, own in reversed(words):
        by_name[field.key or _name(field.field)] = own
    by_name.pop("free", None)
    return {
        "header": _standing("head", style.head, words, style),
        "foot": _standing("foot", style.foot, words, style),
        "fields": Words(by_name),
    }


def value_of(field: HeaderField, setting: Setting) -> str:
    """What a field says that is typed in the meeting."""
    if field.contact is not None:
        person = _in(field.contact.person, setting.language)
        lines = [setting.set(person)] if person else []
        if telephone := field.contact.telephone:
            shown = whole(telephone, right_to_left=setting.right_to_left)
            lines.append(_as_typed(shown, telephone, setting))
        if email := field.contact.email:
            shown = _as_typed(whole(email, right_to_left=False), email, setting)
            lines.append(text.linked(addresses.checked(f"mailto:{email}"), shown))
        return "\n".join(lines)
    if field.lines is not None:
        typed = field.lines.get(setting.language) or field.lines["*"]
        return "\n".join(setting.fill("instruments.header", line) for line in typed)
    filled = setting.fill("instruments.header", _in(field.value or {}, setting.language))
    return whole(filled, right_to_left=setting.right_to_left) if field.field in _WHOLE else filled


def _field(field: HeaderField, value: str, setting: Setting) -> Words:
    if field.label is not None:
        label = setting.fill("instruments.header", _in(field.label, setting.language))
    else:
        label = setting.phrase(f"header.{field.field}")
    return Words({"label": label, "value": value, "lines": tuple(value.split("\n"))})


def _name(field: str) -> str:
    return field.replace("-", "_")


def _standing(
    place: str, order: Sequence[FieldName], words: Sequence[tuple[HeaderField, Words]], style: HouseStyle
) -> tuple[Value, ...]:
    """The fields of one place, in the house's order; what the house does not name follows as the meeting has it."""
    rank = {name: number for number, name in enumerate(order)}
    own = [(field, each) for field, each in words if _place(field, style) == place]
    return tuple(each for _field, each in sorted(own, key=lambda pair: rank.get(pair[0].field, len(rank))))


def _place(field: HeaderField, style: HouseStyle) -> str:
    return field.place or ("foot" if field.field in style.foot else "head")


# --- signatories -------------------------------------------------------------------------------------


def signatories(several: Sequence[Signatory], block: str, setting: Setting) -> dict[str, Value]:
    """Who signs: one by one, and as they stand, below each other or in rows of three at the most."""
    words = tuple(_signatory(each, number, setting) for number, each in enumerate(several, start=1))
    nobody = Words({"name": "", "titles": "", "capacity": "", "picture": ""})
    in_rows = block == "row" and len(words) > 1
    return {
        "signatory": words[0] if words else nobody,
        "signatories": words,
        "signed_by": text.in_lines(tuple(_signed_by(words))),
        "signatures": Words({"column": () if in_rows else words, "rows": tuple(_rows(words)) if in_rows else ()}),
    }


def _signed_by(words: Sequence[Words]) -> Iterator[str]:
    """Who signs a message in plain text, which has no loops: each with their titles, a line between two of them."""
    for number, each in enumerate(words):
        lines = (str(each.capacity), str(each.name), str(each.titles))
        yield from ([""] if number else [])
        yield from filter(None, lines)


def _rows(words: tuple[Words, ...]) -> Iterator[tuple[Words, ...]]:
    """Rows of one length or nearly so: five are three and two."""
    rows = -(-len(words) // _ROW)
    length, longer = divmod(len(words), rows)
    start = 0
    for row in range(rows):
        end = start + length + (row < longer)
        yield words[start:end]
        start = end


def _signatory(signatory: Signatory, number: int, setting: Setting) -> Words:
    language = setting.language
    name, drawn = setting.set(_in(signatory.name, language)), ""
    if signatory.picture is not None:
        said = setting.phrase("signatory.picture", name=text.plain(name))
        drawn = placed(signature_key(number), signatory.picture, said)
    capacity = [
        setting.phrase(f"signatory.{key}", whom=setting.fill(f"signatories.{key}", whom[language]))
        for key, whom in (("signs-for", signatory.signs_for), ("on-behalf-of", signatory.on_behalf_of))
        if whom
    ]
    return Words(
        {
            "name": name,
            "titles": setting.lines("signatory.titles", signatory.titles[language]),
            "capacity": text.paragraphs(tuple(capacity)),
            "picture": drawn,
        }
    )


# --- pictures ----------------------------------------------------------------------------------------


def pictures(several: Mapping[str, Picture], setting: Setting) -> Words:
    """Each picture by its key, to be drawn where a template names it."""
    said = {key: text.plain(setting.set(each.description[setting.language])) for key, each in several.items()}
    return Words({key: placed(key, each, said[key]) for key, each in several.items()})


def placed(key: str, picture: Picture, alternative: str) -> str:
    """A picture as it is drawn: by its key, and as high as it may be."""
    return text.drawn("picture", picture.width, f"{key} {picture.height:g}", alternative)


# --- links and online venues -------------------------------------------------------------------------


def links(several: Mapping[str, Link], setting: Setting) -> dict[str, Value]:
    """Each link by its key: its address, itself, and its QR code."""
    known = {key: (_in(link.address, setting.language), link) for key, link in several.items()}
    titles = {
        key: setting.set(link.title[setting.language]) if link.title else _as_typed(address, address, setting)
        for key, (address, link) in known.items()
    }
    return {
        "links": Words(
            {
                key: Words(
                    {
                        "address": _as_typed(address, address, setting),
                        "link": text.linked(addresses.checked(address), titles[key]),
                    }
                )
                for key, (address, _link) in known.items()
            }
        ),
        "qr": Words({key: _code(address, link.width) for key, (address, link) in known.items()}),
    }


def place(venue: Venue | None, setting: Setting, comma: str) -> dict[str, Value]:
    """Where an event takes place, and how one takes part online; what it has not is empty."""
    venue = venue or Venue({}, {})
    name, street = (setting.set(_in(each, setting.language)) for each in (venue.name, venue.address))
    address, passcode = _in(venue.link, setting.language), setting.set(_in(venue.passcode, setting.language))
    number = whole(venue.meeting_number, right_to_left=setting.right_to_left)
    number = _as_typed(number, venue.meeting_number, setting)
    link = text.linked(addresses.checked(address), _as_typed(address, address, setting)) if address else ""
    said = {"link": link, "meeting-number": number, "passcode": passcode}
    whole_name = setting.trace(comma.join(filter(None, (name, street))), rule="venues")
    if venue.kind == "online":
        whole_name = setting.phrase("venue.online-on", name=name) if name else setting.phrase("venue.online")
    return {
        "venue": whole_name,
        "venue_name": name,
        "venue_address": street,
        "link": link,
        "meeting_number": number,
        "passcode": passcode,
        "online": "\n".join(setting.phrase(f"venue.{key}", value=value) for key, value in said.items() if value),
        "qr": _code(address) if address else "",
    }


def _code(address: str, width: float | None = None) -> str:
    target = addresses.checked(address)
    return text.drawn("qr", width or qr.usual_width(target), target, address)


def _as_typed(words: str, typed: str, setting: Setting) -> str:
    """Words that no rule of typography sets, traced to where they were typed."""
    return setting.trace(words, typed.key) if isinstance(typed, Typed) else words


def _in(words: Localised, language: str) -> str:
    return words.get(language) or words.get("*", "")
