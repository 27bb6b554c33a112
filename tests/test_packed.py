"""Packed objects are read as pypdf reads them, only quicker."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject, read_object

from pipeline.audit.packed import _WORDS, Kept, Reader, _Packed, _UnusualError
from pipeline.audit.reading import follow, raw


def shape(value: Any) -> Any:
    """A value with its types, in which references are not followed."""
    if isinstance(value, DictionaryObject):
        return type(value), [(key, shape(value.raw_get(key))) for key in value]
    if isinstance(value, list):
        return type(value), [shape(each) for each in list.__iter__(value)]
    if isinstance(value, IndirectObject):
        return type(value), value.idnum, value.generation
    return type(value), repr(value), getattr(value, "original_bytes", None)


USUAL = (
    b"<</Type/StructElem/S/P/K[0 1<</Type/MCR/MCID 3/Pg 12 0 R>>]/P 4 0 R>>",
    b"[0 -1 +2 3.5 -.5 4. .25 00012 true false null 1 0 R 2 0 R]",
    b"<< /A /B#20C /D () /E (a \\( \\) (b) \\\\ \\351) /F <feff00e9> /G <41 4> >>",
    b"[[[]]<<>><</A<</B[<<>>]>>>>]",
    b"[1 0 R/A 1 0 2 3 0 R]",
    b"<</Lang(fr)/T<FEFF0041>/BBox[0 0 595.32 841.92]>>",
)
UNUSUAL = (
    b"[1 % a remark\n 2]",
    b"<</A 1/A 2>>",
    b"<</A>>",
    b"<<(A) 1>>",
    b"[1.2.3]",
    b"[--1]",
    b"[1 2",
    b"<</A[1>>]",
    b"(words)",
    b"12",
    b"]",
    b"",
    b"[" * 200 + b"]" * 200,
    b"<</A 1>>stream",
)


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written := BytesIO())
    return PdfReader(written)


@pytest.mark.parametrize("written", USUAL)
def test_what_is_usual_is_the_same(written: bytes, reader: PdfReader) -> None:
    own, other = _Packed(written + b" ", reader, dict(_WORDS)).thing(0), read_object(BytesIO(written + b" "), reader)
    assert shape(own) == shape(other)


@pytest.mark.parametrize("written", UNUSUAL[:-1])
def test_what_is_not_is_left_to_pypdf(written: bytes, reader: PdfReader) -> None:
    with pytest.raises(_UnusualError):
        _Packed(written, reader, dict(_WORDS)).thing(0)


def _same(pdf: Pdf) -> bool:
    pdf.save(written := BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    own, other = Reader(written), PdfReader(written)
    assert own.xref_objStm
    numbers = [*own.xref_objStm, *own.xref[0]]
    return [shape(own.get_object(each)) for each in numbers] == [shape(other.get_object(each)) for each in numbers]


LEAVES = st.one_of(
    st.integers(-(2**31), 2**31 - 1),
    st.decimals(-1000, 1000, places=4),
    st.booleans(),
    st.none(),
    st.text(max_size=8).map(pikepdf.String),
    st.text("ab# ()<>/%\xe9", min_size=1, max_size=6).map(lambda name: Name(f"/{name}")),
)
NAMES = st.text("abcdefg", min_size=1, max_size=3).map(lambda name: f"/{name}")
THINGS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4).map(Array) | st.dictionaries(NAMES, inner, max_size=4).map(Dictionary),
    max_leaves=12,
)


@given(st.lists(THINGS, min_size=1, max_size=6))
def test_whatever_is_packed_is_the_same(things: list[Any]) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Things = Array([pdf.make_indirect(Dictionary(Value=each)) for each in things if each is not None])
        assert _same(pdf)


def references(value: Any) -> Iterator[IndirectObject]:
    if isinstance(value, IndirectObject):
        yield value
    elif isinstance(value, DictionaryObject):
        for key in value:
            yield from references(value.raw_get(key))
    elif isinstance(value, list):
        for each in list.__iter__(value):
            yield from references(each)


@given(st.lists(st.lists(THINGS, min_size=1, max_size=4), min_size=2, max_size=4))
def test_tags_that_are_kept_are_those_of_each_file(files: list[list[Any]]) -> None:
    kept = Kept()
    for things in (*files, files[-1]):
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            tags = [Dictionary(Type=Name.StructElem, K=each, P=pdf.Root) for each in things if each is not None]
            pdf.Root.Things = Array(map(pdf.make_indirect, tags))
            pdf.save(written := BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.generate)
        own, other = Reader(written, kept), PdfReader(written)
        for number in own.xref_objStm:
            found = own.get_object(number)
            assert shape(found) == shape(other.get_object(number))
            assert all(each.pdf is own for each in references(found))


def test_a_tag_is_kept_by_its_number_and_its_bytes() -> None:
    """Two tags that say the same are two, and one that says something else is another."""
    kept, seen = Kept(), list[list[Any]]()
    for words in ("same", "same", "other"):
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            tags = [Dictionary(Type=Name.StructElem, T=said) for said in ("same", words)]
            pdf.Root.Things = Array(map(pdf.make_indirect, tags))
            pdf.save(written := BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.generate)
        reader = Reader(written, kept)
        seen.append([follow(each) for each in raw(reader.root_object["/Things"])])
    (first, second), (first_again, second_again), (still, another) = seen
    assert first is not second
    assert (first is first_again, second is second_again) == (True, True)
    assert (still is first, another["/T"]) == (True, "other")


def test_a_stream_that_says_something_else_is_left_to_pypdf() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Things = Array([pdf.make_indirect(Dictionary(Value=number)) for number in range(5)])
        pdf.save(written := BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=False)
    said = written.getvalue()
    assert b"/N " in said
    for old, new in ((b"/N ", b"/N 9"), (b"/First ", b"/First 9")):
        changed = BytesIO(said.replace(old, new, 1))
        own, other = Reader(changed), PdfReader(changed)
        for number in own.xref_objStm:
            assert said_of(own, number) == said_of(other, number)


def said_of(reader: PdfReader, number: int) -> Any:
    """An object, or the error that it gives."""
    try:
        return shape(reader.get_object(number))
    except PyPdfError as error:
        return str(error)
