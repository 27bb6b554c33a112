"""A document goes in, the language that its words are in comes out, where there is no doubt: one of the six of the UN.

Arabic, Chinese and Russian are known by their letters, and told from their neighbours by letters that these have or
lack. English, French and Spanish are known by their function words: articles, conjunctions and prepositions as their
grammars list them, less those that another of the three, Portuguese, Italian, Catalan, German or Dutch has too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pypdfium2

from pipeline.completeness import shown_in
from pipeline.findings import Finding, Place
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.officefile.plaintext import decoded
from pipeline.pdf.pdfium import PDFIUM

_FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset("the of and to for that is with by as at from are this which will shall or be has have".split()),
    "fr": frozenset("le les des du et une est dans pour qui sur au aux par ce cette sont avec".split()),
    "es": frozenset("el los las y del al una por para con su se como más este esta fue".split()),
}
_SCRIPTS: Mapping[str, re.Pattern[str]] = {
    "ar": re.compile("[\u0621-\u064a]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "latin": re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]"),
}
_NEIGHBOURS: Mapping[str, re.Pattern[str]] = {
    "ar": re.compile("[پچژگیکٹڈڑےھہ]"),  # Persian, Urdu
    "zh": re.compile("[\u3040-\u30ff\uac00-\ud7af]"),  # Japanese, Korean
    "ru": re.compile("[іїєґўјљњћђџѓќ]", re.IGNORECASE),  # Ukrainian, Belarusian, Serbian, Macedonian
}
_WEIGHTS = {"zh": 4}
"""How many letters of others a Chinese one stands for."""
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST, _MOST = 60, 20_000
"""Words, of five letters or so, without which nothing is said; and letters that are looked at."""
_SHARE, _FORE = 0.1, 4
"""How many words are function words of the language, and how many times more than of any other."""
_SHORT, _FEW, _THICK = 40, 12, 0.2
"""Of a paragraph: letters and words without which nothing is said, and how many words are function words."""
_PAGES = 30


def language_of(text: str) -> str | None:
    """The language of a text, or None where it is not sure, or another.

    >>> language_of("The members of the Committee are invited to the meeting, which will be held in Geneva. " * 5)
    'en'
    >>> language_of("Die Mitglieder des Ausschusses sind zu der Sitzung eingeladen, die in Genf stattfindet. " * 5)
    """
    text = text[:_MOST]
    letters = {name: len(script.findall(text)) * _WEIGHTS.get(name, 1) for name, script in _SCRIPTS.items()}
    script = max(letters, key=lambda name: letters[name])
    if letters[script] < 0.75 * sum(letters.values()):
        return None
    if script != "latin":
        others = len(_NEIGHBOURS[script].findall(text))
        enough = letters[script] >= 5 * _FEWEST
        # Bulgarian has no ы, which is every fiftieth letter of Russian
        known = script != "ru" or text.count("ы") >= 0.005 * letters["ru"]
        return script if enough and known and others < 0.01 * letters[script] else None
    words = Counter(word.lower() for word in _WORD.findall(text))
    if words.total() < _FEWEST:
        return None
    seen = {name: sum(words[word] for word in known) for name, known in _FUNCTION_WORDS.items()}
    first, second, *_ = sorted(seen, key=lambda name: seen[name], reverse=True)
    return first if seen[first] >= _SHARE * words.total() and seen[first] >= _FORE * seen[second] else None


def foreign(paragraph: str, language: str) -> str | None:
    """The language of a paragraph that is surely not in the one that it is given for; None where there is any doubt.

    >>> foreign("The members of the Committee are invited to the meeting, which will be held in Geneva.", "fr")
    'en'
    >>> foreign("Convention on the Prohibition of the Use of Anti-Personnel Mines", "fr")
    >>> foreign("_" * 60, "en"), foreign("17,542  32,000  3,508  3,120  388  437  0  825  16,717  见", "en")
    (None, None)
    """
    if len(paragraph) < _SHORT:
        return None
    own = language.partition("-")[0]
    letters = {name: len(script.findall(paragraph)) for name, script in _SCRIPTS.items()}
    script = max(letters, key=lambda name: letters[name])
    if letters[script] * _WEIGHTS.get(script, 1) < _SHORT // 2 or letters[script] < 0.9 * sum(letters.values()):
        return None
    if script != "latin":
        known = script in {"ar", "zh"} and not _NEIGHBOURS[script].search(paragraph)
        return script if script != own and (known or paragraph.count("ы")) else None
    words = [word.lower() for word in _WORD.findall(paragraph)]
    if len(words) < _FEW or paragraph.rstrip()[-1:] not in ".!?;:":
        return None
    seen = {name: sum(word in known for word in words) for name, known in _FUNCTION_WORDS.items()}
    first = max(seen, key=lambda name: seen[name])
    others = sum(number for name, number in seen.items() if name != first)
    if first == own or seen.get(own) or others > seen[first] // _FORE:
        return None
    return first if seen[first] >= _THICK * len(words) else None


def other_words(document: Path, given: str) -> Iterator[Finding]:
    """What is told of a document whose words are surely not in the language that it is ``given`` for."""
    found = language_of(text_of(document))
    if found is not None and found != given.partition("-")[0]:
        yield Finding("file-other-language", Place(str(document)), {"said": given, "found": found})


def text_of(source: Path) -> str:
    """The words of a document as a person reads them; nothing of what can't be read, or has no words."""
    suffix = source.suffix.lower()
    try:
        if suffix == ".pdf":
            return _pages(source)
        if suffix == ".txt":
            return decoded(source.read_bytes())
        with Package(source) as package:
            shown = shown_in(package)
            return "\n".join(block.words for block in shown.blocks) if shown else ""
    except (PackageError, OSError, UnicodeDecodeError, pypdfium2.PdfiumError):
        return ""


def _pages(pdf: Path) -> str:
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            count = min(len(document), _PAGES)
            return "\n".join(document[number].get_textpage().get_text_bounded() for number in range(count))
        finally:
            document.close()
