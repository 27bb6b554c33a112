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
    """The script that a language is written in, by its code of ISO 15924: that of its tag, or the usual one.

    >>> script_of("da"), script_of("km"), script_of("sr-Latn"), script_of("sw-Arab")
    ('Latn', 'Khmr', 'Latn', 'Arab')
    """
    of = _parsed(tag)
    return str(of.script or _script_in(tag) or _usual_script(of.language))


_FROM_RIGHT = frozenset(
    "Adlm Arab Armi Avst Chrs Cprt Elym Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat Nkoo Orkh Palm "
    "Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc Thaa Yezi".split()
)
"""The scripts that run from right to left: CLDR, scriptMetadata.txt."""


def from_right(tag: str) -> bool:
    """Whether the script that a language is written in runs from right to left.

    >>> from_right("ar"), from_right("ku"), from_right("ku-Arab"), from_right("az-Latn")
    (True, False, True, False)
    """
    return script_of(tag) in _FROM_RIGHT


def locale(tag: str) -> Locale:
    """What CLDR has of a language, by Babel; of one in a script in which CLDR does not have it, what holds for all
    languages. Raises Unfit for a tag that is none."""
    of, script = _parsed(tag), _script_in(tag)
    if script and not of.script and script != _usual_script(of.language):
        return Locale.parse("root")
    return of


def _parsed(tag: str) -> Locale:
    """As Babel reads a tag: it leaves a script out that it does not know the language in."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise Unfit("language-no-tag", language=tag) from None


def _script_in(tag: str) -> str:
    return next((each for each in tag.split("-")[1:] if len(each) == 4 and each.isalpha()), "")


def _usual_script(language: str) -> str:
    likely = str(get_global("likely_subtags").get(language, "")).split("_")
    return next((each for each in likely if len(each) == 4), "Latn")


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
    """Without “or” where nobody has given one: what CLDR has for all languages then is an English word."""

    def between(kind: str, part: str, of: Locale = of) -> str:
        return str(of.list_patterns[kind][part]).replace("{0}", "").replace("{1}", "")

    rows = {"between": between("standard", "middle"), "and": between("standard", "2"), "or": between("or", "2")}
    if rows["or"] == between("or", "2", Locale.parse("root")):
        del rows["or"]
    return rows
