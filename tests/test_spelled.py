"""What is written of objects as they are spelled is byte for byte what qpdf writes of them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from pipeline.pdf.spelled import ended_plainly, of_file, spelled, strings, write

TEXT = st.sampled_from(
    ["", "5 0 R", "(5 0 R", ")", "\\", "100 %d", "%", "a\nb\rc", "Æ", "条", "/P 7 0 R >>", "endobj", "\x00\x01"]
)
NAMES = st.sampled_from(["/A", "/Kids", "/K", "/Letter Address", "/P#", "/5 0 R", "/%d", "/(", "/é"])
PLAIN = st.sampled_from(
    [True, 0, -7, 2**40, Decimal("0.100"), Decimal("-.5"), Name("/5 0 R"), String(b"\x80\xff\x00(")]
)
COUNT = 6
"""How many objects lead to each other."""
REFERENCES = st.integers(0, COUNT - 1).map(lambda number: ("to", number))
ITEMS = PLAIN | REFERENCES | TEXT.map(String) | NAMES.map(Name)
INNER = st.lists(ITEMS | st.none(), max_size=4) | st.dictionaries(NAMES, ITEMS, max_size=3)
THINGS = st.dictionaries(NAMES, ITEMS | INNER | st.lists(INNER, max_size=2), max_size=4)
CONTENTS = st.sampled_from([b"", b"BT ET", b"ends in a carriage return\r", bytes(range(256)) * 20])


@given(
    st.lists(st.tuples(THINGS, st.none() | CONTENTS), min_size=COUNT, max_size=COUNT),
    st.lists(REFERENCES, max_size=4),
    st.dictionaries(st.sampled_from(["/Title", "/Author", "/Creator"]), TEXT.filter(bool), max_size=3),
)
def test_a_file_is_what_qpdf_makes_of_it(
    said: list[tuple[dict[str, Any], bytes | None]], first: list[Any], told: dict[str, str]
) -> None:
    with Pdf.new() as pdf:
        made = [pdf.make_indirect(Dictionary() if content is None else Stream(pdf, content)) for _, content in said]
        for each, (entries, _) in zip(made, said, strict=True):
            for key, value in entries.items():
                each[key] = built(value, made)
        pdf.Root.Things = built([*first, ("to", 0)], made)
        pdf.docinfo.update({key: String(words) for key, words in told.items()})
        pdf.save(written := BytesIO(), deterministic_id=True, min_version="1.7")

        def of(number: int) -> Any:
            thing: Any = pdf.get_object(number, 0)
            return of_file(thing) if isinstance(thing, Stream) else spelled(thing.unparse(resolved=True))

        own = write(of, pdf.Root.objgen[0], pdf.docinfo.objgen[0], "1.7", strings(pdf.docinfo))
    assert own == ended_plainly(written.getvalue())


def built(value: Any, made: list[Any]) -> Any:
    if isinstance(value, tuple):
        return made[value[1]]
    if isinstance(value, list):
        return Array([built(each, made) for each in value])
    if isinstance(value, dict):
        return Dictionary({key: built(each, made) for key, each in value.items()})
    return value
