"""What the Unicode CLDR says of a language, through Babel: a tag goes in, rows as a language's file has them come out.

They are a first draft: CLDR's words are those of calendars and lists, not of running text, which a native speaker must
read. Nothing here is taken where a file says otherwise.
"""

from __future__ import annotations

from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from pipeline.findings import Unfit
from pipeline.languages.calendar import dates

_ZEROS = {"latn": 0x30, "arab": 0x660, "arabext": 0x6F0, "nkoo": 0x7C0, "deva": 0x966, "beng": 0x9E6, "guru": 0xA66,
          "gujr": 0xAE6, "orya": 0xB66, "tamldec": 0xBE6, "telu": 0xC66, "knda": 0xCE6, "mlym": 0xD66, "thai": 0xE50,
          "laoo": 0xED0, "tibt": 0xF20, "mymr": 0x1040, "khmr": 0x17E0, "mong": 0x1810, "olck": 0x1C50, "java": 0xA9D0,
          "mtei": 0xABF0, "cakm": 0x11136, "hmnp": 0x1E140, "adlm": 0x1E950}  # fmt: skip
"""The zero of each kind of decimal digits: Unicode Technical Standard 35, numberingSystems.xml."""


def is_tag(tag: str) -> bool:
    """Whether CLDR knows the language of a tag.

    >>> is_tag("pt-BR"), is_tag("sr-Latn"), is_tag("xx")
    (True, True, False)
    """
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def plural_forms(tag: str) -> str:
    """How many forms a language has for what is counted, and which goes with a number, as a catalogue's head says it.

    >>> plural_forms("da"), plural_forms("lo")
    ('nplurals=2; plural=(n != 1);', 'nplurals=1; plural=0;')
    """
    from babel.messages.plurals import get_plural  # noqa: PLC0415 - for who makes a catalogue

    return str(get_plural(tag.replace("-", "_")))


def script_of(tag: str) -> str:
    """The script that a language is usually written in, by its code of ISO 15924.

    >>> script_of("da"), script_of("km"), script_of("sr-Latn")
    ('Latn', 'Khmr', 'Latn')
    """
    of = locale(tag)
    likely = str(get_global("likely_subtags").get(of.language, "")).split("_")
    return str(of.script or next((each for each in likely if len(each) == 4), "Latn"))


def locale(tag: str) -> Locale:
    """What Babel has of a language. Raises Unfit for a tag that is none."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise Unfit("language-no-tag", language=tag) from None


def left_out(tag: str) -> dict[str, Any]:
    """Every row that CLDR has for a language, and for those that it has not, what most languages have.

    >>> rows = left_out("pt-BR")["dates"]
    >>> rows["day_month"], rows["whole"], rows["months"][0], left_out("de")["lists"]["and"]
    ('{number}_de_{month}', '{date}_de_{year}', 'janeiro', ' und ')
    """
    of = locale(tag)
    digits = of.default_numbering_system
    digits = digits if digits in _ZEROS else "latn"
    return {
        "dates": {**dates(of), "digits": digits},
        "digits": {name: "".join(chr(_ZEROS[name] + n) for n in range(10)) for name in dict.fromkeys((digits, "latn"))},
        "lists": _lists(of),
        "punctuation": {"comma": ", ", "semicolon": "; "},
        "salutations": {"between": ", ", "end": ","},
        "markers": {
            "levels": [{"pattern": "({mark})", "counted": "letters"}, {"pattern": "({mark})", "counted": "roman"}]
        },
        "typography": {"plain": {"source": "none: signs stay as they are typed", "rules": []}},
    }


def _lists(of: Locale) -> dict[str, Any]:
    def between(kind: str, part: str) -> str:
        return str(of.list_patterns[kind][part]).replace("{0}", "").replace("{1}", "")

    return {"between": between("standard", "middle"), "and": between("standard", "2"), "or": between("or", "2")}
