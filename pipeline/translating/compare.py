"""Two languages of a template go in; their paragraphs come out side by side, with what one of them lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from urllib.parse import urlsplit

from pipeline.comparison.align import Pair as Places
from pipeline.comparison.align import align_alike, align_pages
from pipeline.findings import Finding, Reason, Value
from pipeline.merge.tags import STRAY, outside
from pipeline.translating.facts import Asked, lacking, same_words, typed
from pipeline.translating.sides import Row, Side, marks, short, traits

_COUNTED = re.compile(r"\|\s*(?:length|count)\b|\bsender_gender\b")
_WINDOW = 240
"""How many paragraphs of a side are set against how many at once."""
_LEAST = 0.25
"""How much two paragraphs share at least that are set against each other."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph of the source and its translation; None where one has none."""

    source: Row | None
    translation: Row | None
    findings: tuple[Finding, ...] = ()
    typed: tuple[str, ...] = ()
    """The placeholders of the source whose words stand in the translation, typed in the form that its grammar needs."""
    once: bool = False
    """Whether it is part of a condition of number (“I”, “we”), of which one language says all cases alike."""


def side_by_side(source: Side, translation: Side, values: Mapping[str, Iterable[str]]) -> tuple[Pair, ...]:
    """The paragraphs of both, in the translation's order, with what is to be told of them.

    ``values`` are the words of each fact in the language of the translation.
    """
    pairs = list(_aligned(source, translation))
    once = _said_once([each.source for each in pairs], pairs) | _said_once([each.translation for each in pairs], pairs)
    missing = [each for each in pairs if each.translation is None and each.source is not None]
    extra = [each for each in pairs if each.source is None]
    moved = _moved([each.source for each in missing if each.source], [each.translation for each in extra])
    loops = {over for each in missing if each.source for over in _loops(each.source)}
    return tuple(
        replace(each, once=True) if place in once else _told(each, translation, values, moved, loops)
        for place, each in enumerate(pairs)
    )


def of_files(source: Side, translation: Side) -> Iterator[Finding]:
    """What is to be told of the two as wholes."""
    if len(source.tables) != len(translation.tables):
        counts: dict[str, Value] = {"count": len(translation.tables), "wanted": len(source.tables)}
        yield Finding("paired-tables", translation.place(), counts)
        return
    for number, (one, two) in enumerate(zip(source.tables, translation.tables, strict=True), start=1):
        if (one.rows, one.columns) != (two.rows, two.columns):
            values: dict[str, Value] = {
                "number": number,
                "size": f"{two.rows} × {two.columns}",
                "wanted": f"{one.rows} × {one.columns}",
            }
            yield Finding("paired-table", translation.place(), values)


def _aligned(source: Side, translation: Side) -> Iterator[Pair]:
    alike = align_alike(marks(source, own="source"), marks(translation, own="translation"))
    first, second = traits(source), traits(translation)
    for one, two in _pairs(first, second, alike):
        here = None if one is None else source.rows[one]
        there = None if two is None else translation.rows[two]
        if one is not None and two is not None and _likeness(first[one], second[two]) < _LEAST:
            yield Pair(here, None)
            yield Pair(None, there)
        else:
            yield Pair(here, there)


def _pairs(first: Sequence[str], second: Sequence[str], alike: Sequence[tuple[int, int]]) -> Iterator[Places]:
    """Paragraphs by their traits, in order; ``alike`` are paired already. What lies between two of these and is long is
    looked at through a window that moves on, so that the work grows as the template does."""
    here = there = 0
    for one, two in [*alike, (len(first), len(second))]:
        while one - here > _WINDOW or two - there > _WINDOW:
            ends = min(one, here + _WINDOW), min(two, there + _WINDOW)
            within = [*_shifted(align_pages(first[here : ends[0]], second[there : ends[1]]), here, there)]
            sure = _sure(within, here, there) if ends != (one, two) else len(within)
            yield from within[:sure]
            here, there = _behind(within[:sure], here, there)
        yield from _shifted(align_pages(first[here:one], second[there:two]), here, there)
        if one < len(first):
            yield one, two
        here, there = one + 1, two + 1


def _shifted(pairs: Iterable[Places], here: int, there: int) -> Iterator[Places]:
    for one, two in pairs:
        yield (None if one is None else one + here), (None if two is None else two + there)


def _sure(pairs: Sequence[Places], here: int, there: int) -> int:
    """How many pairs of a window no paragraph beyond it can change: those up to a pair at two thirds of it."""
    most = _WINDOW * 2 // 3
    both = [
        place + 1
        for place, (one, two) in enumerate(pairs)
        if one is not None and two is not None and one - here < most and two - there < most
    ]
    return both[-1] if both else len(pairs)


def _behind(pairs: Sequence[Places], here: int, there: int) -> tuple[int, int]:
    """The places behind some pairs."""
    ones, twos = [one for one, _ in pairs if one is not None], [two for _, two in pairs if two is not None]
    return (ones[-1] + 1 if ones else here), (twos[-1] + 1 if twos else there)


def _likeness(one: str, two: str) -> float:
    first, second = set(one.split()), set(two.split())
    return len(first & second) / len(first | second)


def _loops(row: Row) -> Iterator[str]:
    """What the loops that a paragraph opens call their items."""
    yield from (f"{each.facts[0]}[]" for each in row.asked if each.facts and _keyword(each) == "for")


def _said_once(rows: Sequence[Row | None], pairs: Sequence[Pair]) -> frozenset[int]:
    """Where one side asks how many there are, or of which gender, and the other says the same of all."""
    found: set[int] = set()
    open_: list[tuple[bool, list[int], list[int]]] = []
    """Whether a condition asks for a number or a gender; its own tags, and what stands in it."""
    for place, row in enumerate(rows):
        statement = row.asked[0] if row is not None and len(row.asked) == 1 and not row.prose else None
        word = _keyword(statement) if statement is not None else ""
        if word == "if" and statement is not None:
            open_.append((bool(_COUNTED.search(statement.tag.source)), [place], []))
        elif not open_ or row is None:
            continue
        elif word in {"elif", "else", "endif"}:
            open_[-1][1].append(place)
        else:
            open_[-1][2].append(place)
        if word == "endif":
            counted, own, inside = open_.pop()
            alone = [each for each in inside if None in (pairs[each].source, pairs[each].translation)]
            tags_alone = all(None in (pairs[each].source, pairs[each].translation) for each in own)
            if counted and tags_alone and len(own) > 2 and 0 < len(alone) < len(inside):
                found.update(own, alone)
    return frozenset(found)


def _moved(missing: Sequence[Row], extra: Sequence[Row | None]) -> frozenset[tuple[str, ...]]:
    """What tags tell of paragraphs that each side has once, in different places."""
    here = Counter(row.signs for row in missing if row.signs)
    there = Counter(row.signs for row in extra if row is not None and row.signs)
    return frozenset(signs for signs, count in here.items() if count == there[signs] == 1)


def _told(
    pair: Pair,
    side: Side,
    values: Mapping[str, Iterable[str]],
    moved: frozenset[tuple[str, ...]],
    loops: Collection[str],
) -> Pair:
    one, two = pair.source, pair.translation
    if two is None:
        assert one is not None
        if one.signs in moved:
            return pair
        code = "paired-paragraph-missing" if one.prose else "paired-tags-missing"
        return replace(pair, findings=(Finding(code, side.place(), {"words": short(one.text)}),))
    if one is None:
        if two.signs in moved:
            found = Finding("paired-moved", side.place(two))
        else:
            found = Finding("paired-paragraph-extra" if two.prose else "paired-tags-extra", side.place(two))
        return replace(pair, findings=(found,))
    missing, extra = lacking(one.asked, two.asked), lacking(two.asked, one.asked)
    for name, other in same_words(missing, extra, values):
        missing[name] -= 1
        extra[other] -= 1
    for name in [each for each in missing if each.rpartition(".")[0] in loops]:
        # without its loop, which is told itself, an item is that of nothing
        for other in [each for each in extra if each.rpartition(".")[2] == name.rpartition(".")[2]]:
            del missing[name], extra[other]
    said = typed(+missing, two.text, values)
    missing = Counter({name: count for name, count in missing.items() if name not in said})
    findings = (
        *_of_tags(one, two, +missing, +extra, side),
        *_of_order(one, two, side),
        *_of_links(one, two, side),
        *_of_kind(one, two, side),
        *_of_braces(two, side),
    )
    return replace(pair, findings=findings, typed=tuple(sorted(said)))


def _of_tags(one: Row, two: Row, missing: Counter[str], extra: Counter[str], side: Side) -> Iterator[Finding]:
    """Placeholders that the translation lacks, has besides, or has under another name."""
    for name in list(missing):
        near = get_close_matches(name, extra, n=1, cutoff=0.7)
        if near:
            tags = {"tag": _tag(two.asked, near[0]), "wanted": _tag(one.asked, name)}
            yield Finding("paired-placeholder-other", side.place(two), tags)
            extra[near[0]] -= 1
        else:
            yield Finding("paired-placeholder-missing", side.place(two), {"tag": _tag(one.asked, name)})
    for name in +extra:
        yield Finding("paired-placeholder-extra", side.place(two), {"tag": _tag(two.asked, name)})


def _tag(asked: Sequence[Asked], name: str) -> str:
    """The first tag that asks for a fact, as it was typed."""
    return next(each.tag.typed for each in asked if name in each.facts)


def _of_order(one: Row, two: Row, side: Side) -> Iterator[Finding]:
    """Loops and conditions within a paragraph, which stand in one order in every language."""
    here, there = ([each for each in row.asked if each.tag.kind == "statement"] for row in (one, two))
    if [each.sign for each in here] == [each.sign for each in there]:
        return
    if Counter(each.sign for each in here) == Counter(each.sign for each in there):
        other = next(two for one, two in zip(here, there, strict=True) if one.sign != two.sign)
        yield Finding("paired-order", side.place(two), {"tag": other.tag.typed})
        return
    words_here, words_there = (Counter(_keyword(each) for each in row) for row in (here, there))
    for word in words_here - words_there:
        tag = next(each.tag.typed for each in here if _keyword(each) == word)
        yield Finding("paired-placeholder-missing", side.place(two), {"tag": tag})
    for word in words_there - words_here:
        tag = next(each.tag.typed for each in there if _keyword(each) == word)
        yield Finding("paired-placeholder-extra", side.place(two), {"tag": tag})


def _keyword(asked: Asked) -> str:
    return asked.tag.source.split(maxsplit=1)[0] if asked.tag.source else ""


def _of_links(one: Row, two: Row, side: Side) -> Iterator[Finding]:
    """Addresses of links: a page in another language has another address, on the same site."""
    here, there = Counter(map(_site, one.links)), Counter(map(_site, two.links))
    for site in here - there:
        address = next(each for each in one.links if _site(each) == site)
        yield Finding("paired-link-missing", side.place(two), {"address": address})
    for site in there - here:
        address = next(each for each in two.links if _site(each) == site)
        yield Finding("paired-link-extra", side.place(two), {"address": address})


def _site(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{parts.scheme}:{(parts.hostname or parts.path).removeprefix('www.')}"


def _of_kind(one: Row, two: Row, side: Side) -> Iterator[Finding]:
    if one.level != two.level:
        yield Finding("paired-heading", side.place(two), {"kind": _called(two), "wanted": _called(one)})
    if one.notes != two.notes:
        yield Finding("paired-notes", side.place(two), {"count": two.notes, "wanted": one.notes})
    if one.pictures != two.pictures:
        yield Finding("paired-pictures", side.place(two), {"count": two.pictures, "wanted": one.pictures})


def _called(row: Row) -> Reason:
    return Reason("paired-level", {"level": row.level}) if row.level else Reason("paired-text")


def _of_braces(two: Row, side: Side) -> Iterator[Finding]:
    if stray := STRAY.search(outside(two.text)):
        yield Finding("placeholder-open", side.place(two), {"sign": re.sub(r"\s", "", stray[0])})
