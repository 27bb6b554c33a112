"""What was found, to be read aloud: findings and a language's words go in, at most five lines come out, the gravest
first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.findings import Finding
from pipeline.findings.catalogue.aloud import ALOUD, COUNTED, TOPICS
from pipeline.findings.words import ENGLISH, Words

_MOST = 4
"""Lines before the last, which says whether it is ready."""
_RANK = {"error": 0, "warning": 1, "note": 2}
_OF = {code: (place, name) for place, (name, topic) in enumerate(TOPICS.items()) for code in topic.codes}


def aloud(findings: Iterable[Finding], *, to_mend: int, words: Words = ENGLISH) -> tuple[str, ...]:
    """At most five lines; ``to_mend`` is how many of the findings stop the package.

    >>> from pipeline.findings import Place
    >>> found = [Finding("sheet-split", Place("a.xlsx"), {"pages": 2}), Finding("blank", Place("b.docx"))]
    >>> aloud(found, to_mend=0)
    ('one sheet split over pages', 'one page or document is blank', 'ready')
    """
    topics: dict[tuple[int, int, str], list[Finding]] = {}
    others: list[Finding] = []
    enclosed: list[Finding] = []
    for each in findings:
        if each.code == "file-instead":
            enclosed.append(each)
        elif each.code in _OF:
            topics.setdefault((_RANK[each.severity], *_OF[each.code]), []).append(each)
        elif each.severity == "warning":  # an error is counted in the last line
            others.append(each)
    said = [(rank, _topic(name, found, words)) for (rank, _place, name), found in sorted(topics.items())]
    lines = [line for rank, line in said if rank < _RANK["note"]]
    lines += _in_other_languages(enclosed, words)
    lines += [line for rank, line in said if rank == _RANK["note"]]
    more = [_counted("aloud.more", len(others), words)] if others else []
    lines = [*lines[: _MOST - len(more)], *more]
    last = "aloud.not-ready" if to_mend else "aloud.ready"
    return (*lines, words.filled((last,), ALOUD[last], {"count": to_mend}).words)


def _counted(key: str, count: int, words: Words, **values: str) -> str:
    return words.counted(key, COUNTED[key], count, **values).words


def _topic(name: str, found: Sequence[Finding], words: Words) -> str:
    def counted(each: Finding) -> object:
        return each.place.file if TOPICS[name].of_files else replace(each.place, language="", title="", enclosure="")

    return _counted(f"aloud.{name}", len({counted(each) for each in found}), words)


def _in_other_languages(found: Sequence[Finding], words: Words) -> list[str]:
    """“4 enclosures in English only in the French package”."""
    counts: dict[str, int] = {}
    packages: dict[str, dict[str, None]] = {}
    for each in found:
        own, languages = str(each.values["language"]), each.values["languages"]
        counts[own] = counts.get(own, 0) + 1
        packages.setdefault(own, {}).update(dict.fromkeys(map(str, languages if isinstance(languages, tuple) else ())))
    lines = []
    for own, count in counts.items():
        names = [words.named(tag) for tag in packages[own]]
        key = "aloud.only-one-package" if len(names) == 1 else "aloud.only-packages"
        lines.append(_counted(key, count, words, language=words.named(own), packages=words.listed(names)))
    return lines
