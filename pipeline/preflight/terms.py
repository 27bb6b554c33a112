"""The house's own list of terms: a file goes in, what is to be written, and what is not, comes out; and is looked for.

A list is a .csv whose first row names its columns: ``language``, ``write`` and ``not`` (several with semicolons); or a
.tbx (ISO 30042), in which a concept's terms that are deprecated or superseded give way to the preferred one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from pipeline.errors import ConfigError
from pipeline.findings import Finding, Place
from pipeline.folding import bare
from pipeline.preflight.document import Document, Read

_LARGEST, _MOST = 5_000_000, 50_000
"""Of a list, in bytes and in terms."""
_COLUMNS = ("language", "write", "not")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_AVOIDED, _PREFERRED = ("deprecated", "superseded"), "preferred"
"""How the values of ISO 12620's administrative status begin."""
_START = re.compile(r"(?<!\w)\w|[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Term:
    """What is to be written, and what is not to be written in its place."""

    language: str
    write: str
    avoid: tuple[str, ...] = ()


def read_terms(path: Path) -> tuple[Term, ...]:
    """The terms of a list. Raises ConfigError for a file that is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(Finding("terms-unread", Place(str(path)), {"reason": error.strerror or ""})) from None
    if len(data) > _LARGEST:
        raise ConfigError(Finding("terms-large", Place(str(path)), {"most": _LARGEST // 1_000_000}))
    try:
        found = _tbx(data) if path.suffix.lower() == ".tbx" else _csv(data, path)
        terms = tuple(each for each in found if each.write)
    except (UnicodeDecodeError, etree.XMLSyntaxError, csv.Error) as error:
        raise ConfigError(Finding("terms-unread", Place(str(path)), {"reason": str(error)})) from None
    if len(terms) > _MOST:
        raise ConfigError(Finding("terms-many", Place(str(path)), {"most": _MOST}))
    return terms


def otherwise(terms: Iterable[Term], read: Read) -> Iterator[Finding]:
    """Words of a package that the list gives otherwise; each term once a document."""
    index = _index(each for each in terms if each.language.partition("-")[0] == read.language.partition("-")[0])
    for document in read.documents:
        if document.language == read.language and index:
            yield from _in_document(document, index)


_Index = Mapping[str, Sequence[tuple[re.Pattern[str], Term]]]


def _in_document(document: Document, index: _Index) -> Iterator[Finding]:
    told: set[str] = set()
    for line in document.lines:
        for start in _START.finditer(line.words):
            for pattern, term in index.get(_key(line.words[start.start() :]), ()):
                match = pattern.match(line.words, start.start())
                if match and match[0] not in told and _stands_out(match[0], term, line.words, start.start()):
                    told.add(match[0])
                    values = {"typed": match[0], "instead": term.write}
                    yield Finding("term-otherwise", document.at(line), values)


def _stands_out(typed: str, term: Term, words: str, start: int) -> bool:
    """Whether it is another word than the term, and no part of it."""
    return typed.casefold() != term.write.casefold() and not _pattern(term.write, exact=True).match(words, start)


def _index(terms: Iterable[Term]) -> _Index:
    found: dict[str, list[tuple[re.Pattern[str], Term]]] = {}
    for term in terms:
        for words in term.avoid:
            found.setdefault(_key(words), []).append((_pattern(words, exact=True), term))
        if bare(term.write) != term.write.casefold():  # its accents are forgotten
            found.setdefault(_key(term.write), []).append((_pattern(bare(term.write), exact=False), term))
    return found


def _key(words: str) -> str:
    return bare(words[:2])[:2]


def _pattern(words: str, *, exact: bool) -> re.Pattern[str]:
    """Words with any space between them; with ``exact`` as they are spelt, or else with other capitals."""
    spaced = r"[\s\u00a0]+".join(map(re.escape, words.split()))
    end = r"(?!\w)" if words[-1:].isalnum() and not re.search("[\u3400-\u9fff]", words) else ""
    return re.compile(spaced + end, 0 if exact else re.IGNORECASE)


# --- the files -------------------------------------------------------------------------------------


def _csv(data: bytes, path: Path) -> Iterator[Term]:
    text = data.decode("utf-8-sig")
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    if lacks := tuple(name for name in _COLUMNS if name not in (rows.fieldnames or ())):
        raise ConfigError(Finding("terms-columns", Place(str(path), line=1), {"lacks": lacks}))
    for row in rows:
        avoided = map(str.strip, re.split("[;|]", row["not"] or ""))
        yield Term((row["language"] or "").strip(), (row["write"] or "").strip(), tuple(filter(None, avoided)))


def _tbx(data: bytes) -> Iterator[Term]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    for concept in etree.fromstring(data, parser).iter():
        if _name(concept) in {"termEntry", "conceptEntry"}:
            for section in concept:
                if _name(section) in {"langSet", "langSec"}:
                    yield from _of_section(section)


def _of_section(section: etree._Element) -> Iterator[Term]:
    statuses: dict[str, str] = {}
    for group in section:
        words = next((each.text or "" for each in group.iter() if _name(each) == "term"), "").strip()
        status = next((each.text or "" for each in group.iter() if _is_status(each)), "")
        if words:
            statuses[words] = status.strip()
    avoid = tuple(words for words, status in statuses.items() if status.startswith(_AVOIDED))
    kept = [words for words in statuses if words not in avoid]
    kept.sort(key=lambda words: not statuses[words].startswith(_PREFERRED))
    if kept:
        yield Term(section.get(_LANGUAGE, ""), kept[0], avoid)


def _is_status(element: etree._Element) -> bool:
    return element.get("type") == "administrativeStatus" or _name(element) == "administrativeStatus"


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
