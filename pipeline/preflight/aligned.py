"""One text in several languages, line beside line: packages of a meeting go in, what differs in one comes out.

Lines are held against each other where they surely say the same: paragraphs, where languages have as many; cells of a
table that has as many rows and cells; cells of a sheet by their names. Of an enclosure, which others wrote and
may put in words of their own, a number is told only where one stands in the place of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from pipeline.findings import Finding, Place, Value
from pipeline.preflight.document import Document, Line, Read
from pipeline.preflight.languages import Invariant, items, of_kind, of_line, tables, versions_of

Key: TypeAlias = "int | str | tuple[int, int]"
"""Of a paragraph its number; of a sheet's cell its name; of a table's, its row and its place there."""
Group: TypeAlias = "dict[Key, tuple[Line, Counter[Invariant]]]"
"""The paragraphs of a text, or the cells of a table or a sheet, with what they say, by where they stand."""
Differing: TypeAlias = "tuple[Line, Invariant, Invariant]"
"""A line, the number that it has, and the one that stands in its place elsewhere."""

_MOST, _SHARE = 6, 4
"""Lines that may differ, and of how many that say a number one of them may: else two texts are none of one."""
_ENOUGH = 8
"""Numbers that texts whose lines can't be paired have in common, before one that differs is told."""
_THOUSAND = 1000


def numbers_differ(reads: Sequence[Read]) -> Iterator[Finding]:
    """Numbers, times and symbols of an enclosure that another language has otherwise in the same place."""
    for versions in versions_of(reads):
        every = [_groups(each) for each in versions] if versions[0].kind == "enclosure" else []
        for document, groups in zip(versions, every, strict=bool(every)):
            found, said = list[Differing](), 0
            for name, group in groups.items():
                differing, numbered = _in_group(group, [each[name] for each in every if name in each])
                found, said = found + differing, said + numbered
            if len(found) <= max(1, min(_MOST, said // _SHARE)):
                for line, has, lacks in found:
                    place = replace(document.at(line), enclosure=document.number, language=document.language)
                    values: dict[str, Value] = {"what": of_kind(has.kind), "has": (has.value,), "lacks": (lacks.value,)}
                    yield Finding("languages-differ", place, values)


def shapes_differ(reads: Sequence[Read]) -> Iterator[Finding]:
    """Tables and lists that have more or fewer rows and items in one language than in another."""
    for versions in versions_of(reads):
        told = [each for each in versions if not any(line.place.page for line in each.lines)]  # a page has no tables
        if len(told) > 1:
            yield from _tables(told)
            yield from _items(told)


def _tables(versions: Sequence[Document]) -> Iterator[Finding]:
    every = [tables(each) for each in versions]
    usual = _most([len(each) for each in every])
    for document, rows in zip(versions, every, strict=True):
        if len(rows) != usual:
            other = _one_with(usual, versions, [len(each) for each in every])
            place = Place(document.file, enclosure=document.number, language=document.language)
            yield Finding("tables-differ", place, {"count": len(rows), "usual": usual, "other": other})
    alike = [(document, rows) for document, rows in zip(versions, every, strict=True) if len(rows) == usual]
    for number in range(usual):
        counts = [rows[number][1] for _, rows in alike]
        usually = _most(counts)
        for (document, rows), count in zip(alike, counts, strict=True):
            if count != usually:
                place = replace(document.at(rows[number][0]), enclosure=document.number, language=document.language)
                other = _one_with(usually, [each for each, _ in alike], counts)
                yield Finding(
                    "rows-differ", replace(place, cell=""), {"count": count, "usual": usually, "other": other}
                )


def _items(versions: Sequence[Document]) -> Iterator[Finding]:
    """Of lists that their programs make, in each language: what is typed as one is none."""
    counts = [items(each) for each in versions]
    if all(counts):
        usual = _most(counts)
        for document, count in zip(versions, counts, strict=True):
            if count != usual:
                place = Place(document.file, enclosure=document.number, language=document.language)
                other = _one_with(usual, versions, counts)
                yield Finding("items-differ", place, {"count": count, "usual": usual, "other": other})


def _most(counts: Sequence[int]) -> int:
    """What most have; the first of those that as many have."""
    return Counter(counts).most_common(1)[0][0]


def _one_with(count: int, versions: Sequence[Document], counts: Sequence[int]) -> str:
    return versions[counts.index(count)].language


# --- line beside line ----------------------------------------------------------------------------


def _groups(document: Document) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    sheets: dict[str, int] = {}
    cells: Counter[tuple[int, int]] = Counter()
    for line in document.lines:
        place = line.place
        if place.part:
            continue
        key: Key
        if place.cell:
            name, key = f"sheet {sheets.setdefault(place.sheet, len(sheets) + 1)}", place.cell
        elif line.row[0]:
            name, key = f"table {line.row[0]}", (line.row[1], cells[line.row])
            cells[line.row] += 1
        else:
            name, key = "text", len(groups.get("text", ()))
        groups.setdefault(name, {}).setdefault(key, (line, _said(line, document)))
    return groups


def _in_group(own: Group, there: Sequence[Group]) -> tuple[list[Differing], int]:
    """The lines that have another number than most; and how many have a number at all."""
    in_a_sheet = all(isinstance(key, str) for key in own)
    paired = [group for group in there if in_a_sheet or group.keys() == own.keys()]
    if len(paired) < max(2, len(there) // 2 + 1):
        return _unpaired(own, there), 0
    found: list[Differing] = []
    numbered = 0
    for key, (line, has) in own.items():
        said = [group[key][1] for group in paired if key in group]
        numbered += bool(has)
        if has and len(said) > 1 and (pair := _one_for_one(has, _usual(said))):
            found.append((line, *pair))
    return found, numbered


def _unpaired(own: Group, there: Sequence[Group]) -> list[Differing]:
    """The one number that a text has otherwise, where all the others are the same."""
    every = [sum((said for _, said in group.values()), Counter[Invariant]()) for group in there]
    has = every[next(at for at, group in enumerate(there) if group is own)]
    usual = _usual(every)
    pair = _one_for_one(has, usual)
    if pair is None or (has & usual).total() < _ENOUGH:
        return []
    return [(next(line for line, said in own.values() if pair[0] in said), *pair)]


def _said(line: Line, document: Document) -> Counter[Invariant]:
    """What a line says that no translation changes; days are told of whole documents."""
    said = of_line(line.words, document.spoken)
    return Counter(each for each in said if each.kind in {"number", "time"} or _is_symbol(each))


def _is_symbol(each: Invariant) -> bool:
    """Whether it is one, and no acronyms of a language: ILO/WHO, OIT/OMS."""
    return each.kind == "symbol" and any(sign.isdigit() for sign in each.value)


def _usual(said: Sequence[Counter[Invariant]]) -> Counter[Invariant]:
    """What most have; of two, the first."""
    if len(said) == 2:
        return said[0]
    every = dict.fromkeys(invariant for each in said for invariant in each)
    return +Counter({invariant: _most([each[invariant] for each in said]) for invariant in every})


def _one_for_one(has: Counter[Invariant], usual: Counter[Invariant]) -> tuple[Invariant, Invariant] | None:
    more, fewer = list((has - usual).elements()), list((usual - has).elements())
    if len(more) != 1 or len(fewer) != 1 or more[0].kind != fewer[0].kind:
        return None
    return None if _same(more[0].value, fewer[0].value) else (more[0], fewer[0])


def _same(one: str, other: str) -> bool:
    """Whether two numbers may be one in other words.

    >>> _same("70", "1970"), _same("3", "3000"), _same("1335", "1365"), _same("100", "1000")
    (True, True, False, False)
    """
    short, long = sorted((one, other), key=len)
    if len(short) == 2 and len(long) == 4 and long.endswith(short):
        return True  # the seventies
    try:
        ratio = Decimal(long) / Decimal(short) if Decimal(short) else Decimal(0)
    except InvalidOperation:
        return False  # a time, a symbol
    # “between 3 and 5 thousand”: the word of the one stands behind the other
    return ratio >= _THOUSAND and ratio == 10 ** (ratio.adjusted())
