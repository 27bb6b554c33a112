"""What was found, to be read aloud: findings go in, at most five lines of English come out, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.findings import Finding

_MOST = 4
"""Lines before the last, which says whether it is ready."""
_RANK = {"error": 0, "warning": 1, "note": 2}

_TOPICS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("one word or passage still to be decided", "{count} words or passages still to be decided",
     ("stand-in", "stand-in-printed", "highlighted", "highlighted-printed", "placeholders", "open-places",
      "placeholder-of-others", "changes", "changes-writer")),
    ("one date or time that is not the meeting's", "{count} dates or times that are not the meeting's",
     ("weekday-wrong", "event-day-differs", "event-days-differ", "event-time-differs", "last-day-differs",
      "last-day-passed")),
    ("one number that is not the meeting's", "{count} numbers that are not the meeting's", ("number-differs",)),
    ("one enclosure that is not what the list says", "{count} enclosures that are not what the list says",
     ("symbol-differs", "title-differs", "title-of-another", "enclosure-twice", "scan-twice",
      "file-of-another-language", "count-differs")),
    ("the languages do not say the same in one place", "the languages do not say the same in {count} places",
     ("languages-differ", "paragraphs-differ", "translated-twice", "paragraph-other-language")),
    ("one word that a reader stumbles over", "{count} words that a reader stumbles over",
     ("word-twice", "letters-alike", "name-spellings", "term-otherwise", "acronym-early", "address-near",
      "state-name")),
    ("one salutation or formula that protocol has otherwise", "{count} salutations or formulas that protocol has "
     "otherwise", ("compliments-missing", "assurances-missing", "salutation-low", "salutation-high")),
    ("one remark in a PDF", "{count} remarks in PDFs", ("remarks-shown", "remarks-signed")),
    ("remarks were left out of one PDF", "remarks were left out of {count} PDFs", ("remarks-left-out",)),
    ("one document that does not print all its words", "{count} documents that do not print all their words",
     ("words-missing", "number-missing", "cell-cut-off", "cell-too-narrow", "cell-otherwise", "off-page")),
    ("one picture is not printed", "{count} pictures are not printed", ("drawings-missing", "outside-picture")),
    ("one sheet split over pages", "{count} sheets split over pages", ("sheet-split", "cell-astray")),
    ("one figure of a sheet is an error", "errors in place of figures in {count} places", ("cell-errors",)),
    ("one table of contents or reference is out of date", "{count} tables of contents or references are out of date",
     ("contents-stale", "stale")),
    ("one page or document is blank", "{count} pages or documents are blank",
     ("blank", "blank-document", "blank-page")),
    ("one deadline falls on a day off", "{count} deadlines fall on days off", ("deadline-weekend", "deadline-holiday")),
    ("one date looks wrong", "{count} dates look wrong",
     ("event-long", "event-before-letter", "event-far", "deadline-before-letter", "deadline-far",
      "deadline-first-day")),
    ("one document is in another language than is said", "{count} documents are in another language than is said",
     ("file-other-language",)),
    ("one document that readers who are blind can't read well", "{count} documents that readers who are blind can't "
     "read well", ("untagged", "no-text", "no-description", "no-language", "picture-undescribed", "heading-skipped",
                   "table-without-header", "contrast-low", "reading-order")),
    ("one font or sign is not as it was", "{count} fonts or signs are not as they were",
     ("font", "fonts-missing", "signs-undrawn", "symbol-letter")),
    ("one picture is coarse", "{count} pictures are coarse", ("picture-coarse", "picture-low")),
    ("one acceptance has lapsed", "{count} acceptances have lapsed", ("acceptance-lapsed",)),
    ("one name was taken out of a file's properties", "names were taken out of the properties of {count} files",
     ("names-taken-out",)),
    ("one PDF goes out with a name in its properties", "{count} PDFs go out with names in their properties",
     ("names-kept",)),
    ("one catalogue has phrases that nobody has reviewed", "{count} catalogues have phrases that nobody has reviewed",
     ("phrase-unreviewed", "phrases-unreviewed", "phrases-unreviewed-one")),
)  # fmt: skip
"""What is said of one and of several, and the codes that it is said of."""
_FILES = ("{count} documents", "{count} PDFs", "{count} files", "{count} catalogues")
"""What is counted once, in however many places of it something is found."""
_OF = {code: topic for topic, (_, _, codes) in enumerate(_TOPICS) for code in codes}
_NAMES = {"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"}


def aloud(findings: Iterable[Finding], *, to_mend: int) -> tuple[str, ...]:
    """At most five lines; ``to_mend`` is how many of the findings stop the package.

    >>> from pipeline.findings import Place
    >>> found = [Finding("sheet-split", Place("a.xlsx"), {"pages": 2}), Finding("blank", Place("b.docx"))]
    >>> aloud(found, to_mend=0)
    ('one sheet split over pages', 'one page or document is blank', 'ready')
    """
    topics: dict[tuple[int, int], list[Finding]] = {}
    others: list[Finding] = []
    enclosed: list[Finding] = []
    for each in findings:
        if each.code == "file-instead":
            enclosed.append(each)
        elif each.code in _OF:
            topics.setdefault((_RANK[each.severity], _OF[each.code]), []).append(each)
        elif each.severity == "warning":  # an error is counted in the last line
            others.append(each)
    lines = [_counted(topic, found) for (rank, topic), found in sorted(topics.items()) if rank < _RANK["note"]]
    lines += _in_other_languages(enclosed)
    lines += [_counted(topic, found) for (rank, topic), found in sorted(topics.items()) if rank == _RANK["note"]]
    more = f"{len(others)} thing{'' if len(others) == 1 else 's'} more to look at" if others else ""
    lines = [*lines[: _MOST - bool(more)], *([more] if more else [])]
    return (*lines, f"not ready: {to_mend} to mend" if to_mend else "ready")


def _counted(topic: int, found: Sequence[Finding]) -> str:
    one, several, _ = _TOPICS[topic]
    files = any(thing in several for thing in _FILES)
    count = len(
        {each.place.file if files else replace(each.place, language="", title="", enclosure="") for each in found}
    )
    return one if count == 1 else several.format(count=count)


def _in_other_languages(found: Sequence[Finding]) -> list[str]:
    """“4 enclosures in English only in the French package”."""
    counts: dict[str, int] = {}
    packages: dict[str, dict[str, None]] = {}
    for each in found:
        own, languages = str(each.values["language"]), each.values["languages"]
        counts[own] = counts.get(own, 0) + 1
        packages.setdefault(own, {}).update(dict.fromkeys(map(str, languages if isinstance(languages, tuple) else ())))
    return [
        f"{count} enclosure{'' if count == 1 else 's'} in {_name(own)} only in the {_listed(list(packages[own]))}"
        for own, count in counts.items()
    ]


def _name(tag: str) -> str:
    return _NAMES.get(tag, f"“{tag}”")


def _listed(tags: Sequence[str]) -> str:
    names = [_name(tag) for tag in tags]
    if len(names) == 1:
        return f"{names[0]} package"
    return f"{', '.join(names[:-1])} and {names[-1]} packages"
