"""The rules of each language and house profile, as tables with their sources.

A further profile is a further row of :data:`PROFILES`; the first of a language is its default.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.localise.typography.marked import OPAQUE
from pipeline.localise.typography.rules import Brackets, Quotes, Rule, Swap

NBSP, THIN = "\u00a0", "\u202f"

_SP = "[ \u00a0\u2009\u202f]"
_ENDS = r"(?:[\s)\]}»”’\"'.,…]|\Z)"
"""What may follow a sign that ends a clause."""
_OPENS = r"\s(\[{«“„‘'\";:!?¿¡"
"""What a sign that ends a clause doesn't follow."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One house's typography in one language."""

    signs: str
    """A pattern of the signs that any rule starts from: words without them are right as they are."""
    rules: tuple[Rule, ...]
    """In the order in which they are applied."""


# French --------------------------------------------------------------------------------------------------------------

_IN = "Imprimerie nationale, Lexique des règles typographiques"
_EU = "Code de rédaction interinstitutionnel, 6.4"
_CH = "Chancellerie fédérale, textes officiels en français"
_GT = "Guide du typographe (Suisse romande)"


def _french(source: str, *, high: str, colon: str, inside: str) -> Profile:
    """``high`` stands before ; ! ?, ``colon`` before a colon, ``inside`` within guillemets."""
    before = rf"(?<=[^{_OPENS}]){_SP}*"
    return Profile(
        r"[;:!?«»\"'%°]",
        (
            Quotes(f"{source}: guillemets", ("«", "»"), ("“", "”")),
            Swap(f"{source}: apostrophe", rf"(?<=[^\W\d_{OPAQUE}])'(?=[\w«“{OPAQUE}])", "’"),
            Swap(
                f"{source}: point-virgule, points d’exclamation, d’interrogation", rf"{before}(?=[;!?]+{_ENDS})", high
            ),
            Swap(f"{source}: deux-points", rf"{before}(?=:{_ENDS})", colon),
            Swap(f"{source}: guillemets", rf"(?<=«){_SP}*(?=\S)", inside, after=True),
            Swap(f"{source}: guillemets", rf"(?<=[^\s«]){_SP}*(?=»)", inside),
            Swap(f"{source}: pour-cent", r"(?<=\d) (?=%)", NBSP),
            Swap(f"{source}: abréviation de numéro", rf"(?<=\bn°) (?=[\d{OPAQUE}])", NBSP),
        ),
    )


# English, Spanish, Russian -------------------------------------------------------------------------------------------

_UN = "United Nations Editorial Manual"
_ONU = "Naciones Unidas, práctica de los servicios de traducción al español"
_RAE = "RAE, Ortografía de la lengua española (2010)"
_RU = "Мильчин, Чельцова, Справочник издателя и автора"


def _tight(source: str) -> Rule:
    return Swap(f"{source}: no space before ; : ! ?", rf"(?<=[^{_OPENS}]){_SP}+(?=[;:!?]+{_ENDS})", "")


def _tight_guillemets(source: str) -> tuple[Rule, ...]:
    return (
        Swap(f"{source}: no space inside guillemets", rf"(?<=«){_SP}+(?=\S)", ""),
        Swap(f"{source}: no space inside guillemets", rf"(?<=[^\s«]){_SP}+(?=»)", ""),
    )


def _range(source: str) -> Rule:
    number = r"(\d{1,4})"
    return Swap(source, rf"(?<![\w.,:/{OPAQUE}-]){number}-(?={number}(?![\w/{OPAQUE}-]|[.,:]\d))", _dashed)


def _dashed(found: re.Match[str]) -> str:
    """The dash where the second number is the greater; four figures only after four: “730-9311” is a telephone."""
    first, last = found.groups()
    rises = int(first) < int(last) and (len(last) < 4 or len(first) == 4)
    return f"{first}–" if rises else found[0]


_ENGLISH = Profile(
    r"[\"'-]| [;:!?]",
    (
        Quotes(f"{_UN}, Quotations: double marks, single ones within", ("“", "”"), ("‘", "’")),
        Swap(f"{_UN}, Punctuation: apostrophe", rf"(?<=[\w{OPAQUE}])'(?=[^\W\d_])", "’"),
        Swap(f"{_UN}, Punctuation: apostrophe before decades", r"(?<!\w)'(?=\d\ds\b)", "’"),
        Quotes(f"{_UN}, Quotations: single marks", ("‘", "’"), ("‘", "’"), straight="'"),
        Swap(f"{_UN}, Punctuation: possessive of plurals", r"(?<=[sxzSXZ])'(?!\w)", "’"),
        _range(f"{_UN}, Punctuation: en dash between numbers"),
        _tight(f"{_UN}, Punctuation"),
    ),
)


def _spanish(source: str, outer: tuple[str, str], inner: tuple[str, str]) -> Profile:
    return Profile(
        r"[\"«»%]| [;:!?]",
        (
            Quotes(f"{source}: comillas", outer, inner),
            *_tight_guillemets(f"{source}: comillas"),
            _tight(f"{source}: signos de puntuación"),
            Swap(f"{source}: porcentajes", r"(?<=\d) (?=%)", NBSP),
        ),
    )


def _dash(found: re.Match[str]) -> str:
    between_numbers = found.string[found.start() - 1].isdigit() and found.string[found.end() + 1].isdigit()
    return found[0] if between_numbers else f"{NBSP}—"


_RUSSIAN = Profile(
    r"[\"«»%№–—-]| [;:!?]",
    (
        Quotes(f"{_RU}: кавычки", ("«", "»"), ("„", "“")),
        *_tight_guillemets(f"{_RU}: кавычки"),
        Swap(f"{_RU}: тире", rf"(?<=\S){_SP}+[-–—](?= \S)", _dash),
        _range(f"{_RU}: тире между числами"),
        Swap(f"{_RU}: знак номера", rf"(?<=№){_SP}*(?=[\d{OPAQUE}])", NBSP, after=True),
        Swap(f"{_RU}: знак процента", r"(?<=\d) (?=%)", NBSP),
        _tight(f"{_RU}: знаки препинания"),
    ),
)


# Chinese, Arabic -----------------------------------------------------------------------------------------------------

_GB = "GB/T 15834-2011 标点符号用法"
_CLREQ = "W3C, Requirements for Chinese Text Layout"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
_WIDE = "，。：；？！（）《》、"
_FULL_WIDTH = str.maketrans(",;:?!.", "，；：？！。")


def _full_width(found: re.Match[str]) -> str:
    return found[0].strip(" \u00a0\u2009\u202f").translate(_FULL_WIDTH)


_CHINESE = Profile(
    r"[\",;:?!.() ]",
    (
        Quotes(f"{_GB}, 4.8: 引号", ("“", "”"), ("‘", "’"), by_turns=True),
        Brackets(f"{_GB}, 4.9: 括号", f"[{_HAN}]"),
        Swap(f"{_GB}, 4.3–4.7: after a character", rf"(?<=[{_HAN}）》”]){_SP}*[,;:?!]+{_SP}*", _full_width),
        Swap(
            f"{_GB}, 4.3–4.7: before a character",
            rf"(?<=[A-Za-z0-9%){OPAQUE}])[,;:?!]+{_SP}*(?=[{_HAN}（《“])",
            _full_width,
        ),
        Swap(f"{_GB}, 4.1: 句号", rf"(?<=[{_HAN}）》”])\.(?=[{_HAN}（《“”\s]|\Z)", "。"),
        Swap(f"{_CLREQ}, 3.1: a full-width sign has its own space", rf" +(?=[{_WIDE}])|(?<=[{_WIDE}]) +(?=\S)", ""),
        Swap(
            f"{_CLREQ}, 3.2: no space is typed between characters and Latin letters or figures",
            rf"(?<=[{_HAN}]) +(?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) +(?=[{_HAN}])",
            "",
        ),
    ),
)

_AR = "الأمم المتحدة، الممارسة المتبعة في الوثائق العربية"
_ARABIC_LETTER = "\u0620-\u065f\u066e-\u06d3\u06d5\u0750-\u077f"
_ARABIC_SIGNS = str.maketrans(",;?", "،؛؟")


def _arabic(found: re.Match[str]) -> str:
    return found[0].strip(" \u00a0\u2009\u202f").translate(_ARABIC_SIGNS)


_ARABIC = Profile(
    r"[\",;?«»]| [،؛؟]",
    (
        Quotes(f"{_AR}: quotation marks", ("«", "»"), ("“", "”"), by_turns=True),
        *_tight_guillemets(f"{_AR}: quotation marks"),
        Swap(f"{_AR}: after an Arabic letter", rf"(?<=[{_ARABIC_LETTER}»]){_SP}*[,;?]+(?!\d)", _arabic),
        Swap(
            f"{_AR}: before an Arabic letter",
            rf"(?<=[\w)\]”%{OPAQUE}])[,;?]+(?=\s+[{_ARABIC_LETTER}«])",
            _arabic,
        ),
        Swap(f"{_AR}: no space before a sign", rf"(?<=\S){_SP}+(?=[،؛؟])", ""),
    ),
)

PROFILES: dict[str, dict[str, Profile]] = {
    "ar": {"un": _ARABIC},
    "en": {"un": _ENGLISH},
    "es": {
        "un": _spanish(_ONU, ("“", "”"), ("‘", "’")),
        "rae": _spanish(_RAE, ("«", "»"), ("“", "”")),
    },
    "fr": {
        # The letters' fonts (Caladea, Carlito) have no U+202F, so the thin space is asked for by name.
        "imprimerie-nationale": _french(_IN, high=NBSP, colon=NBSP, inside=NBSP),
        "imprimerie-nationale-thin": _french(_IN, high=THIN, colon=NBSP, inside=NBSP),
        "eu": _french(_EU, high="", colon="", inside=""),
        "swiss": _french(_CH, high="", colon="", inside=""),
        "swiss-thin": _french(_GT, high=THIN, colon=THIN, inside=THIN),
    },
    "ru": {"un": _RUSSIAN},
    "zh": {"un": _CHINESE},
}
"""The profiles of each language, by name; the first is the default."""
