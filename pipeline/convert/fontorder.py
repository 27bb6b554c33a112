"""Make the fonts of a PDF stand in one order: its bytes go in, and the same file comes out.

LibreOffice keeps the fonts of a document sorted by where they lie in its memory, which depends on what the office
converted before. Here they stand in the order of their names in the resources, F1 first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.convert.edits import Edit, OtherFormError, edited

_OBJECT = re.compile(rb"\n(\d+) 0 obj\n")
_NAMES = re.compile(rb"\n\d+ 0 obj\n<<((?:/F\d+ \d+ 0 R\s*)+)>>\nendobj\n")
"""The dictionary of all fonts of a file (ISO 32000-1, 7.8.3)."""
_NAME = re.compile(rb"/F(\d+) (\d+) 0 R")
_REFERENCE = re.compile(rb"(?<![\d.])(\d+)(?= 0 R\b)")
_TABLE = re.compile(rb"\nxref\n0 \d+\n")


def fonts_in_order(pdf: bytes) -> bytes:
    """``pdf``, as LibreOffice writes it, with its fonts in order. A file of another form stays as it is."""
    try:
        return _ordered(pdf)
    except OtherFormError:
        return pdf


def _ordered(pdf: bytes) -> bytes:
    names = _NAMES.search(pdf)
    if names is None:
        return pdf
    places = {number: int(place) for place, number in _NAME.findall(names[1])}
    groups = _groups(pdf, names.start() + 1, places)
    numbers = [number for group in groups for number, _, _ in group]
    ordered = sorted(groups, key=lambda group: places[group[-1][0]])
    renumbered = dict(zip((number for group in ordered for number, _, _ in group), numbers, strict=True))
    if all(old == new for old, new in renumbered.items()):
        return pdf
    start, end = groups[0][0][1], groups[-1][-1][2]
    pieces = [_renumbered(pdf[begin:stop], number, renumbered) for group in ordered for number, begin, stop in group]
    # All else that names a font: the dictionary above, and forms.
    edits: list[Edit] = [(start, end, b"".join(pieces))]
    wanted = re.compile(rb"(?<![\d.])(%b)(?= 0 R\b)" % b"|".join(numbers))
    for found in wanted.finditer(pdf):
        if not start <= found.start() < end and renumbered[found[1]] != found[1]:
            edits.append((*found.span(1), renumbered[found[1]]))
    shift = sum(len(new) - (stop - begin) for begin, stop, new in edits if begin < start)
    return _with_offsets(edited(pdf, edits), numbers, start + shift, [len(piece) for piece in pieces])


def _groups(pdf: bytes, end: int, places: Mapping[bytes, int]) -> list[list[tuple[bytes, int, int]]]:
    """The objects of each font, the font itself last: number, where it begins and where it ends.

    They stand one after the other before the dictionary that names them. OtherFormError where they do not.
    """
    heads = [(found[1], found.start()) for found in _OBJECT.finditer(pdf, 0, end)]
    stops = [begin for _, begin in heads[1:]] + [end - 1]
    objects = [(number, begin, stop) for (number, begin), stop in zip(heads, stops, strict=True)]
    where = {number: place for place, (number, _, _) in enumerate(objects)}
    fonts = sorted(where.get(number, -1) for number in places)
    if not fonts or fonts[0] < 0 or fonts[-1] != len(objects) - 1:
        raise OtherFormError
    first = min(_parts(pdf, objects, where, fonts[0]))
    groups = [objects[before + 1 : last + 1] for before, last in zip([first - 1, *fonts], fonts, strict=False)]
    for group, last in zip(groups, fonts, strict=True):
        if _parts(pdf, objects, where, last) != {where[number] for number, _, _ in group}:
            raise OtherFormError
    return groups


def _parts(pdf: bytes, objects: list[tuple[bytes, int, int]], where: Mapping[bytes, int], font: int) -> set[int]:
    """The places of a font and of all that it refers to."""
    found = {font}
    waiting = [font]
    while waiting:
        _, begin, stop = objects[waiting.pop()]
        head = pdf[begin:stop].partition(b"\nstream\n")[0]
        more = {where[number] for number in _REFERENCE.findall(head) if number in where} - found
        found |= more
        waiting += more
    return found


def _renumbered(piece: bytes, number: bytes, numbers: Mapping[bytes, bytes]) -> bytes:
    head, stream, rest = piece.partition(b"\nstream\n")
    head = _REFERENCE.sub(lambda found: numbers.get(found[1], found[1]), head)
    return head.replace(b"\n%b 0 obj" % number, b"\n%b 0 obj" % numbers[number], 1) + stream + rest


def _with_offsets(pdf: bytes, numbers: list[bytes], start: int, lengths: list[int]) -> bytes:
    """The file with the places of these objects, which stand one after the other from ``start``, in its table."""
    tables = list(_TABLE.finditer(pdf))
    if not tables:
        raise OtherFormError
    entries = tables[-1].end()
    changed = bytearray(pdf)
    for number, length in zip(numbers, lengths, strict=True):
        at = entries + 20 * int(number)
        changed[at : at + 10] = b"%010d" % (start + 1)
        start += length
    return bytes(changed)
