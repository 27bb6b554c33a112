"""Names, addresses and terms that are written in more than one way: a package goes in, what differs comes out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from pipeline.findings import Finding
from pipeline.folding import folded
from pipeline.languages import Language
from pipeline.preflight.document import Document, Line, Read
from pipeline.preflight.facts import ADDRESS
from pipeline.states import find, formal, short

_CAPITAL = r"[A-ZÀ-ÖØ-ÞА-ЯЁ]"
_NAME = re.compile(rf"(?<![\w’'-]){_CAPITAL}[^\W\d_]+(?:(?: ?[-–‐‑—] ?| ){_CAPITAL}[^\W\d_]+){{1,5}}(?![\w’'-])")
_EVEN = str.maketrans({"\u00a0": " ", "\u202f": " ", "–": "-", "—": "-", "‐": "-", "‑": "-"})
_UNNUMBERED = re.compile(r"^\W*\d*[.)]?\s*|\s*[*†‡\d]*$")
"""What stands around a name in a list."""
_STATE = re.compile(r"[^\W\d_]{2}[\w\s'’()（）,.&-]*")
_LIST, _LONGEST = 5, 70
"""How many States are a list; and the letters of the longest name."""
_SHORTEST, _CLOSE = 6, 0.84
"""How long a name is that a slip of the hand can be told of, in letters, and how near both are."""


def spellings(read: Read) -> Iterator[Finding]:
    """Names whose spaces, hyphens or accents differ from one place to another."""
    found: dict[str, Counter[str]] = {}
    typed: dict[str, tuple[str, Document, Line]] = {}
    for document in read.documents:
        if document.language == read.language:
            for line in document.lines:
                for name in _names(line.words):
                    found.setdefault(folded(name), Counter())[name.casefold()] += 1
                    typed.setdefault(name.casefold(), (name, document, line))
    told: list[str] = []
    for key in sorted(found, key=len, reverse=True):
        if len(found[key]) > 1 and not any(key in longer for longer in told):
            told.append(key)
            usual, *others = (spelling for spelling, _ in found[key].most_common())
            _, document, line = typed[others[0]]
            names = tuple(typed[spelling][0] for spelling in (usual, *others))
            yield Finding("name-spellings", document.at(line), {"names": names})


def addresses(read: Read) -> Iterator[Finding]:
    """Addresses of the web and of e-mail that are almost one of the meeting's."""
    given = {_parts(own) for own in read.facts.addresses}
    hosts = {host for _, host in given}
    for document in read.documents:
        for line in document.lines:
            if "@" in line.words or "www." in line.words or "://" in line.words:
                for typed in ADDRESS.findall(line.words):
                    name, host = _parts(typed)
                    if (name, host) in given or (not name and host in hosts):
                        continue
                    if meant := next((own for own in read.facts.addresses if _almost(typed, own)), None):
                        yield Finding("address-near", document.at(line), {"typed": typed, "meant": meant})


def states(read: Read) -> Iterator[Finding]:
    """Names in a list of States that are not what their language calls them; a list has some in rows or cells."""
    for document in read.documents:
        spoken = document.spoken
        if document.language != read.language or spoken is None:
            continue
        own = dict(read.facts.states)
        listed = [(line, code) for line in document.lines if (code := _state(line.words, own))]
        if len(listed) >= _LIST:
            for line, code in listed:
                name = short(code, spoken, own)
                typed = _UNNUMBERED.sub("", line.words).strip()
                if folded(typed) not in {folded(name), folded(_formal(code, spoken))}:
                    yield Finding("state-name", document.at(line), {"typed": typed, "name": name})


def _state(words: str, own: Mapping[str, str]) -> str | None:
    """The code of the State that a row or a cell names, by no code of its own and with nothing else beside it."""
    name = _UNNUMBERED.sub("", words).strip()
    long_enough = len(name) > 3 or not name.isascii()
    return find(name, [own]) if long_enough and len(name) <= _LONGEST and _STATE.fullmatch(name) else None


def _formal(code: str, language: Language) -> str:
    try:
        return formal(code, language)
    except ValueError:
        return ""


def _names(words: str) -> Iterator[str]:
    """Names of several words with capitals, and each part of one that has several words."""
    for match in _NAME.finditer(words.translate(_EVEN)):
        if match[0].isupper():
            continue  # a heading in capitals
        ends = [each.span() for each in re.finditer(r"[^\W\d_]+", match[0])]
        for first, (start, _) in enumerate(ends):
            yield from (match[0][start:end] for _, end in ends[first + 1 :])


def _almost(typed: str, own: str) -> bool:
    """Whether an address is another by a slip: of an e-mail's name or host, or of a host of the web."""
    (name, host), (own_name, own_host) = _parts(typed), _parts(own)
    if host == own_host:
        return bool(name and own_name) and _slip(name, own_name)
    labels, own_labels = host.split("."), own_host.split(".")
    if (name and own_name and name != own_name) or len(labels) != len(own_labels):
        return False
    differ = [pair for pair in zip(labels, own_labels, strict=True) if pair[0] != pair[1]]
    return len(differ) == 1 and _slip(*differ[0])


def _parts(address: str) -> tuple[str, str]:
    if "://" not in address and "@" in address:
        name, _, host = address.casefold().partition("@")
        return name, host
    host = re.sub(r"^https?://", "", address.casefold()).partition("/")[0]
    return "", host.removeprefix("www.")


def _slip(typed: str, own: str) -> bool:
    if (
        typed == own
        or min(len(typed), len(own)) < _SHORTEST
        or sorted(re.findall(r"\d+", typed)) != sorted(re.findall(r"\d+", own))
    ):
        return False
    return SequenceMatcher(None, typed, own, autojunk=False).ratio() >= _CLOSE
