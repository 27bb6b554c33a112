"""What can be read aloud of what was found: topics, with what is said of one and of several, and their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    one: str
    several: str
    codes: tuple[str, ...]
    of_files: bool = False
    """Whether files are counted: each once, in however many places of it something is found."""


TOPICS: Mapping[str, Topic] = {
    "undecided": Topic(
        "one word or passage still to be decided",
        "{count} words or passages still to be decided",
        (
            "facts-example",
            "stand-in",
            "stand-in-printed",
            "highlighted",
            "highlighted-printed",
            "placeholders",
            "open-places",
            "placeholder-of-others",
            "changes",
            "changes-writer",
            "words-of-a-program",
            "page-count-typed",
            "marked-internal",
        ),
    ),
    "dates-wrong": Topic(
        "one date or time that is not the meeting's",
        "{count} dates or times that are not the meeting's",
        (
            "weekday-wrong",
            "event-day-differs",
            "event-days-differ",
            "event-time-differs",
            "last-day-differs",
            "last-day-passed",
        ),
    ),
    "numbers-wrong": Topic(
        "one number that is not the meeting's", "{count} numbers that are not the meeting's", ("number-differs",)
    ),
    "enclosures-otherwise": Topic(
        "one enclosure that is not what the list says",
        "{count} enclosures that are not what the list says",
        (
            "symbol-differs",
            "title-differs",
            "title-of-another",
            "enclosure-twice",
            "scan-twice",
            "file-of-another-language",
            "count-differs",
        ),
    ),
    "languages-apart": Topic(
        "the languages do not say the same in one place",
        "the languages do not say the same in {count} places",
        ("languages-differ", "paragraphs-differ", "translated-twice", "paragraph-other-language"),
    ),
    "words-stumbled-over": Topic(
        "one word that a reader stumbles over",
        "{count} words that a reader stumbles over",
        (
            "word-twice",
            "letters-alike",
            "name-spellings",
            "term-otherwise",
            "acronym-early",
            "letters-broken",
            "address-near",
            "state-name",
        ),
    ),
    "protocol": Topic(
        "one salutation or formula that protocol has otherwise",
        "{count} salutations or formulas that protocol has otherwise",
        ("compliments-missing", "assurances-missing", "salutation-low", "salutation-high"),
    ),
    "held-unseen": Topic(
        "one document holds what nobody sees",
        "{count} documents hold what nobody sees",
        ("words-covered", "words-white", "words-tiny", "layer-hidden", "files-within"),
        of_files=True,
    ),
    "remarks": Topic(
        "one remark in a PDF",
        "{count} remarks in PDFs",
        ("remarks-shown", "remarks-signed"),
    ),
    "remarks-left-out": Topic(
        "remarks were left out of one PDF",
        "remarks were left out of {count} PDFs",
        ("remarks-left-out",),
        of_files=True,
    ),
    "words-lost": Topic(
        "one document that does not print all its words",
        "{count} documents that do not print all their words",
        ("words-missing", "number-missing", "cell-cut-off", "cell-too-narrow", "cell-otherwise", "off-page"),
        of_files=True,
    ),
    "pictures-lost": Topic(
        "one picture is not printed",
        "{count} pictures are not printed",
        ("drawings-missing", "outside-picture"),
    ),
    "sheets-split": Topic(
        "one sheet split over pages",
        "{count} sheets split over pages",
        ("sheet-split", "cell-astray"),
    ),
    "figures-wrong": Topic(
        "one figure of a sheet is an error",
        "errors in place of figures in {count} places",
        ("cell-errors",),
    ),
    "references-stale": Topic(
        "one table of contents or reference is out of date",
        "{count} tables of contents or references are out of date",
        ("contents-stale", "stale"),
    ),
    "blank": Topic(
        "one page or document is blank",
        "{count} pages or documents are blank",
        ("blank", "blank-document", "blank-page"),
    ),
    "days-off": Topic(
        "one deadline falls on a day off",
        "{count} deadlines fall on days off",
        ("deadline-weekend", "deadline-holiday"),
    ),
    "dates-odd": Topic(
        "one date looks wrong",
        "{count} dates look wrong",
        (
            "event-long",
            "event-before-letter",
            "event-far",
            "deadline-before-letter",
            "deadline-far",
            "deadline-first-day",
        ),
    ),
    "language-otherwise": Topic(
        "one document is in another language than is said",
        "{count} documents are in another language than is said",
        ("file-other-language",),
        of_files=True,
    ),
    "blind": Topic(
        "one document that readers who are blind can't read well",
        "{count} documents that readers who are blind can't read well",
        (
            "untagged",
            "no-text",
            "no-description",
            "no-language",
            "picture-undescribed",
            "heading-skipped",
            "table-without-header",
            "contrast-low",
            "reading-order",
            "description-of-none",
        ),
        of_files=True,
    ),
    "fonts": Topic(
        "one font or sign is not as it was",
        "{count} fonts or signs are not as they were",
        ("font", "fonts-missing", "signs-undrawn", "symbol-letter", "signs-missing"),
    ),
    "pictures-coarse": Topic(
        "one picture is coarse",
        "{count} pictures are coarse",
        ("picture-coarse", "picture-low"),
    ),
    "lapsed": Topic(
        "one acceptance has lapsed",
        "{count} acceptances have lapsed",
        ("acceptance-lapsed",),
    ),
    "names-out": Topic(
        "one name was taken out of a file's properties",
        "names were taken out of the properties of {count} files",
        ("names-taken-out",),
        of_files=True,
    ),
    "names-in": Topic(
        "one PDF goes out with a name in its properties",
        "{count} PDFs go out with names in their properties",
        ("names-kept",),
        of_files=True,
    ),
    "unreviewed": Topic(
        "one catalogue has phrases that nobody has reviewed",
        "{count} catalogues have phrases that nobody has reviewed",
        ("phrase-unreviewed", "phrases-unreviewed", "phrases-unreviewed-one"),
        of_files=True,
    ),
}
"""By name, in the order in which they are said of what is equally grave."""

COUNTED: Mapping[str, tuple[str, str]] = {
    **{f"aloud.{name}": (topic.one, topic.several) for name, topic in TOPICS.items()},
    "aloud.only-one-package": (
        "{count} enclosure in {language} only in the {packages} package",
        "{count} enclosures in {language} only in the {packages} package",
    ),
    "aloud.only-packages": (
        "{count} enclosure in {language} only in the {packages} packages",
        "{count} enclosures in {language} only in the {packages} packages",
    ),
    "aloud.more": ("{count} thing more to look at", "{count} things more to look at"),
}
"""What is said of one and of several, by the key of its phrases."""

ALOUD: Mapping[str, str] = {"aloud.ready": "ready", "aloud.not-ready": "not ready: {count} to mend"}
"""The last line, by key."""
