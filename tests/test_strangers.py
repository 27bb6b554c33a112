"""Small PDFs as strangers write them, each with one oddity that viewers bear: bound, with all that they hold."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from benchmarks.collection import seen
from pipeline.audit import audit
from pipeline.bundle.assemble import bundle
from pipeline.convert import take
from pipeline.convert.intake import Intake, Permissions
from pipeline.errors import MeetingError
from pipeline.findings import Finding
from tests.broken_pdfs import PAGE, Maker, locked, one_page, stream, zeros
from tests.collection import spoilt
from tests.pdfs import BINDING, Leaf, bookmarks, letter, part, simple, tagged, text_field, write

FILES = Path(__file__).parent / "broken" / "pdf"


@pytest.fixture(scope="module")
def intake() -> Iterator[Intake]:
    with Intake() as one:
        yield one


Bound = tuple[Path, list[Finding]]


def bound(folder: Path, intake: Intake, *sources: Path) -> Bound:
    """The bundle of files behind a letter, audited; and what was told."""
    told: list[Finding] = []
    parts = [letter(simple(folder / "letter.pdf"))]
    for number, source in enumerate(sources, start=1):
        target = folder / f"taken{number}.pdf"
        told += take(source, intake, Permissions(), target).remarks
        parts.append(part(target, number))
    report = bundle(parts, BINDING, folder / "bundle.pdf")
    told += report.remarks
    assert audit(folder / "bundle.pdf", parts, BINDING, tell=told.append) == ()
    return folder / "bundle.pdf", told


def keys(told: Sequence[Finding]) -> set[str]:
    return {remark.code for remark in told} - {"untagged", "kept-tags", "no-language", "fonts-missing", "no-text"}


KINDS: Mapping[str, set[str]] = {
    "ap-sync": {"remarks-shown"},
    "attach": {"kept-attachments"},
    "crop-outside": {"repaired"},
    "dangling-ocg-size": set(),
    "fontfile-broken-array": {"repaired"},
    "form-need": {"kept-fields"},
    "form-plain": {"kept-fields"},
    "gbk-font2": set(),
    "indirect-filter": set(),
    "large-ids": {"repaired"},
    "lin-hint": set(),
    "long-number3": set(),
    "loose-noform": {"kept-fields", "loose-fields"},
    "loose-radio": {"kept-fields", "loose-fields"},
    "loose-widget": {"kept-fields", "loose-fields"},
    "names-null": {"kept-destinations"},
    "orphan-tag": {"loose-tags"},
    "outline-loop": {"kept-outline"},
    "parent-no-kids": {"kept-fields"},
    "truncated-jpeg": {"cut-picture"},
}
"""What is told of each, but for what every viewer lacks in it."""


@pytest.mark.parametrize("name", KINDS)
def test_what_every_viewer_bears_is_bound(name: str, intake: Intake, tmp_path: Path) -> None:
    source = FILES / f"{name}.pdf"
    target, told = bound(tmp_path, intake, source)
    assert keys(told) == KINDS[name]
    as_bound, wanted = seen(target, pages_from=1, prefix="enclosure1."), seen(source)
    assert as_bound is not None
    assert wanted is not None
    assert len(as_bound.pictures) == len(wanted.pictures)
    assert wanted.fields.items() <= as_bound.fields.items()
    assert (as_bound.links, as_bound.outline) == (wanted.links, wanted.outline)


def test_each_file_has_its_expected_outcome() -> None:
    assert {path.stem for path in FILES.iterdir()} == KINDS.keys() | {"user-pw-empty-owner", "remarks"}


def test_a_font_with_a_chinese_name_is_told_by_it(intake: Intake, tmp_path: Path) -> None:
    _, told = bound(tmp_path, intake, FILES / "gbk-font2.pdf")
    (missing,) = (remark.values["names"] for remark in told if remark.code == "fonts-missing")
    assert missing == "宋体"


# --- further files of each kind ------------------------------------------------------------------


def _named_so(path: Path) -> Path:
    """Roles, fonts, layers, destinations and fields that are called in GBK."""
    tagged(path, 2)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.Dests = Dictionary(Anfang=Array([pdf.pages[1].obj, Name.Fit]))
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([text_field(pdf, "a", "b")])))
        pdf.save(path, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = path.read_bytes()
    for name in (b"F1", b"Words", b"Anfang"):
        data = data.replace(b"/" + name, b"/#cb#ce" + name)
    path.write_bytes(data)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path)
    return path


def _unfinished(filters: bytes, pack: Callable[[bytes], bytes]) -> Maker:
    """A page whose content is packed without its last block."""
    packer = zlib.compressobj()
    data = packer.compress(b"0 0 99 99 re f " * 40) + packer.flush(zlib.Z_SYNC_FLUSH)
    return one_page(stream(pack(data), b"/Filter" + filters))


def _hex(data: bytes) -> bytes:
    return data.hex().encode() + b">"


def _unknown_filter(path: Path) -> Path:
    """A page whose content no reader can unpack; all show it empty."""
    return one_page(stream(b"abc", b"/Filter/Unheard"))(path)


def _far_apart(path: Path) -> Path:
    data = one_page()(path).read_bytes()
    for old, new in ((b"4 0 ", b"70004 0 "), (b"1 0 ", b"900001 0 ")):
        data = data.replace(b"\n" + old, b"\n" + new).replace(b"/Contents " + old, b"/Contents " + new)
        data = data.replace(b"/Root " + old, b"/Root " + new)
    path.write_bytes(data)
    return path


def _no_end(path: Path) -> Path:
    data = simple(path, 2).read_bytes()
    path.write_bytes(data[: data.rindex(b"%%EOF")])
    return path


def _outline_of_itself(path: Path) -> Path:
    def change(pdf: Pdf) -> None:
        bookmarks(pdf, ("One", Array([pdf.pages[0].obj, Name.Fit])), ("Two", Array([pdf.pages[0].obj, Name.Fit])))
        pdf.Root.Outlines.Last.First = pdf.Root.Outlines.First

    return simple(path, 1, change)


def _aes_without_length(path: Path) -> Path:
    locked(owner="o", R=4, aes=True, metadata=True, allow=pikepdf.Permissions(modify_assembly=True))(path)
    before, found, after = path.read_bytes().rpartition(b"/CF ")
    for length in (b"/Length 128", b"/Length 16"):
        after = after.replace(length, b" " * len(length))
    path.write_bytes(before + found + after)
    return path


FURTHER: Mapping[str, tuple[Maker, set[str]]] = {
    "names of all kinds": (_named_so, {"kept-destinations", "kept-fields"}),
    "an array of one filter": (_unfinished(b"[/FlateDecode]", bytes), set()),
    "two filters": (_unfinished(b"[/ASCIIHexDecode/FlateDecode]", _hex), set()),
    "a filter that nobody knows": (_unknown_filter, {"second-reader"}),
    "numbers that are far apart": (_far_apart, {"repaired"}),
    "no mark of its end": (_no_end, set()),
    "an outline that is in itself": (_outline_of_itself, {"kept-outline"}),
    "locked without a length": (_aes_without_length, {"unlocked"}),
    "a number of four hundred digits": (one_page(page=PAGE.replace(b"842", b"842." + b"0" * 400)), set()),
    "a key twice": (one_page(page=PAGE.replace(b"/Type/Page", b"/Type/Page/Rotate 0/Rotate 0")), set()),
}


@pytest.mark.parametrize("name", FURTHER)
def test_further_files_of_each_kind(name: str, intake: Intake, tmp_path: Path) -> None:
    make, told_of = FURTHER[name]
    source = make(tmp_path / "source.pdf")
    target, told = bound(tmp_path, intake, source)
    assert keys(told) == told_of
    as_bound, wanted = seen(target, pages_from=1), seen(source)
    assert as_bound is not None
    assert wanted is not None
    assert as_bound.pictures == wanted.pictures


def test_an_outline_that_a_repair_loses_is_told(intake: Intake, tmp_path: Path) -> None:
    spoilt("linear", tmp_path, 1)
    assert "lost-outline" in keys(intake.take(tmp_path / "linear-bytes-put-in-0.pdf").remarks)


# --- fields --------------------------------------------------------------------------------------


def _held(pdf: Any) -> dict[str, tuple[str, str]]:
    """What each field of a bundle holds, with what it inherits: its type and its value."""
    found = {}
    waiting = [(field, "", None, None) for field in pdf.Root.AcroForm.Fields]
    while waiting:
        field, name, kind, value = waiting.pop()
        kind, value = field.get("/FT", kind), field.get("/V", value)
        if "/T" in field:
            name = f"{name}.{field.T}".removeprefix(".")
            if kind is not None:
                found[name] = (str(kind), str(value or ""))
        waiting += [(kid, name, kind, value) for kid in field.get("/Kids", [])]
    return found


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("loose-widget", {"a": ("/Tx", ""), "b": ("/Tx", "")}),
        ("loose-noform", {"a": ("/Tx", "")}),
        ("loose-radio", {"r1": ("/Btn", "/2"), "person": ("/Tx", "Ana"), "person.family": ("/Tx", "Ana")}),
        ("parent-no-kids", {"veg": ("/Btn", "/1")}),
    ],
)
def test_loose_fields_keep_what_they_inherit(
    name: str, wanted: dict[str, tuple[str, str]], intake: Intake, tmp_path: Path
) -> None:
    target, _ = bound(tmp_path, intake, FILES / f"{name}.pdf")
    with pikepdf.open(target) as pdf:
        assert _held(pdf) == {f"enclosure1.{field}": held for field, held in wanted.items()}
        if name == "parent-no-kids":
            assert [str(each) for each in pdf.Root.AcroForm.Fields[0].Kids[0].Opt] == ["Carrot", "Potato"]


def test_fields_without_a_name_stop_no_others(intake: Intake, tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        fields = [text_field(pdf, name, name) for name in ("one", "two", "three")]
        del fields[0].T
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(fields)))

    target, _ = bound(tmp_path, intake, simple(tmp_path / "source.pdf", 1, change))
    found = seen(target, pages_from=1, prefix="enclosure1.")
    assert found is not None
    assert set(found.fields) == {"unnamed1", "two", "three"}


def _look(path: Path, page: int) -> bytes:
    with pikepdf.open(path) as pdf:
        return pdf.pages[page].Annots[0].AP.N.read_bytes()


def test_a_form_that_asks_viewers_to_draw_leaves_the_others_look_alone(intake: Intake, tmp_path: Path) -> None:
    both, told = bound(tmp_path, intake, FILES / "form-plain.pdf", FILES / "form-need.pdf")
    with pikepdf.open(both) as pdf:
        assert Name.NeedAppearances not in pdf.Root.AcroForm
    assert _look(both, 1) == _look(FILES / "form-plain.pdf", 0)
    assert b"(typed) Tj" in _look(both, 2)
    assert "field-look" not in keys(told)


def test_forms_that_all_ask_viewers_to_draw_are_left_to_them(intake: Intake, tmp_path: Path) -> None:
    both, _ = bound(tmp_path, intake, FILES / "form-need.pdf", FILES / "form-need.pdf")
    with pikepdf.open(both) as pdf:
        assert bool(pdf.Root.AcroForm.NeedAppearances)


def test_what_cant_be_drawn_in_a_field_is_told(intake: Intake, tmp_path: Path) -> None:
    with pikepdf.open(FILES / "form-need.pdf") as pdf:
        pdf.Root.AcroForm.Fields[0].V = String("太")
        pdf.save(tmp_path / "chinese.pdf")
    both, told = bound(tmp_path, intake, FILES / "form-plain.pdf", tmp_path / "chinese.pdf")
    (names,) = (remark.values["names"] for remark in told if remark.code == "field-look")
    assert names == "a"
    assert _look(both, 2) == _look(FILES / "form-need.pdf", 0)


# --- what readers wrote into it ------------------------------------------------------------------


def _annotations(path: Path, page: int = 0) -> list[str]:
    with pikepdf.open(path) as pdf:
        return [str(each.Subtype)[1:] for each in pdf.pages[page].obj.get("/Annots", [])]


def _mark(kind: str, words: str, **entries: Any) -> Dictionary:
    rect = Array([72, 300, 90, 320])
    return Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=rect, Contents=String(words), **entries)


def test_remarks_do_not_leave_the_house_and_are_told(intake: Intake, tmp_path: Path) -> None:
    taken = intake.take(FILES / "remarks.pdf")
    (remark,) = (each for each in taken.remarks if each.code == "remarks-left-out")
    assert remark.values["remarks"] == (
        "1, Jane: “INTERNALREMARK delete this”; 1: “REPLYREMARK”; 1: “HIGHLIGHTREMARK”; 1: “HIDDENREMARK”"
    )
    target = tmp_path / "taken.pdf"
    target.write_bytes(taken.pdf)
    with pikepdf.open(target) as pdf:
        pdf.save(target.with_name("plain.pdf"), qdf=True)
    assert b"REMARK" not in target.with_name("plain.pdf").read_bytes()
    assert _annotations(target) == []


def test_remarks_are_kept_where_the_meeting_says_so(intake: Intake, tmp_path: Path) -> None:
    taken = intake.take(FILES / "remarks.pdf", Permissions(keep_remarks=True))
    assert taken.pdf == (FILES / "remarks.pdf").read_bytes()
    assert {"remarks-kept"} == keys(taken.remarks)


def test_what_pages_show_stays_and_is_told(intake: Intake, tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        shown = [_mark("FreeText", "Typed answer", T=String("Ana")), _mark("Ink", ""), _mark("Stamp", "APPROVED")]
        hidden = [_mark("Stamp", "secret", F=2), _mark("StrikeOut", "drop this"), _mark("Caret", "add that")]
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), F=2)
        pdf.pages[1].obj.Annots = Array([pdf.make_indirect(each) for each in (*shown, *hidden, link)])

    source = simple(tmp_path / "source.pdf", 2, change)
    target, told = bound(tmp_path, intake, source)
    told_of = {remark.code: remark.values["remarks"] for remark in told if remark.code.startswith("remarks")}
    assert told_of == {
        "remarks-left-out": "2: “secret”; 2: “drop this”; 2: “add that”",
        "remarks-shown": "2, Ana: “Typed answer”; 2: Ink; 2: “APPROVED”",
    }
    assert _annotations(target, 2) == ["FreeText", "Ink", "Stamp", "Link"]


def test_tags_of_a_remark_that_is_left_out_are_forgotten(intake: Intake, tmp_path: Path) -> None:
    source = tagged(tmp_path / "source.pdf", 1)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        note = pdf.make_indirect(_mark("Text", "check this", StructParent=7))
        pdf.pages[0].obj.Annots = Array([note])
        document: Any = pdf.Root.StructTreeRoot.K
        below = Dictionary(S=Name.Annot, P=document, K=Array([Dictionary(Type=Name.OBJR, Obj=note)]))
        document.K.append(pdf.make_indirect(below))
        pdf.Root.StructTreeRoot.ParentTree.Nums = Array([*pdf.Root.StructTreeRoot.ParentTree.Nums, 7, document.K[1]])
        pdf.save(source)
    target, _ = bound(tmp_path, intake, source)
    assert b"check this" not in target.read_bytes()
    with pikepdf.open(target) as pdf:
        found = [each for each in pdf.objects if isinstance(each, Dictionary) and each.get(Name.Subtype) == Name.Text]
        assert found == []


def test_remarks_stay_in_what_is_signed(intake: Intake, tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        field = text_field(pdf, "signature", "")
        field.FT, field.V = Name.Sig, pdf.make_indirect(Dictionary(Type=Name.Sig, Contents=String("x")))
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field])))
        pdf.pages[0].obj.Annots.append(pdf.make_indirect(_mark("Text", "check this")))

    source = simple(tmp_path / "source.pdf", 1, change)
    taken = intake.take(source)
    assert taken.pdf == source.read_bytes()
    assert "remarks-signed" in keys(taken.remarks)


# --- refused -------------------------------------------------------------------------------------


def _waits(path: Path) -> Path:
    """A form that only Adobe's programs draw, though nothing in its catalog says so: its page asks to wait."""

    def change(pdf: Pdf) -> None:
        template = pdf.make_stream(b"<template><subform><field name='a'/></subform></template>")
        pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array([String("template"), template]))

    return write(path, Leaf("Please wait"), change=change)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _: FILES / "user-pw-empty-owner.pdf", "opens only with a password"),
        (_waits, "dynamic form"),
    ],
)
def test_refused_as_what_it_is(make: Maker, words: str, intake: Intake, tmp_path: Path) -> None:
    with pytest.raises(MeetingError, match=words):
        intake.take(make(tmp_path / "source.pdf"))


def test_a_password_opens_what_has_an_empty_one_of_its_owner(intake: Intake, tmp_path: Path) -> None:
    source = locked(user="a", owner="", R=4)(tmp_path / "source.pdf")
    assert intake.take(source, Permissions("a")).pages == 2


def test_a_static_form_of_xfa_is_taken(intake: Intake, tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        template = pdf.make_stream(b"<template><subform><field name='a'/></subform></template>")
        pdf.Root.AcroForm = Dictionary(Fields=Array([text_field(pdf, "a", "b")]), XFA=template)

    source = simple(tmp_path / "source.pdf", 1, change)
    assert "xfa" in keys(bound(tmp_path, intake, source)[1])


# --- what pypdf can't read -----------------------------------------------------------------------


def test_the_second_reader_finds_what_is_wrong(tmp_path: Path) -> None:
    sources = [one_page(stream(b"abc", b"/Filter/Unheard"))(tmp_path / "odd.pdf"), simple(tmp_path / "other.pdf")]
    parts = [letter(simple(tmp_path / "letter.pdf")), *(part(each, at) for at, each in enumerate(sources, start=1))]
    target = tmp_path / "bundle.pdf"
    bundle(parts, BINDING, target)
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        page = pdf.pages[1].obj
        page.Contents = Array([pdf.make_stream(b"0 0 300 300 re f"), *list(page.Contents)])
        pdf.save(target)
    (finding,) = audit(target, parts, BINDING)
    assert (finding.code, finding.values) == ("audit-page", {"file": "odd.pdf"})


def test_a_picture_of_seventy_megabytes_and_more_is_audited(tmp_path: Path) -> None:
    head = b"/Type/XObject/Subtype/Image/Width 10000/Height 8000/BitsPerComponent 8/ColorSpace/DeviceGray"
    page = one_page(
        stream(b"q 9 0 0 9 0 0 cm /A Do Q"),
        b"<</XObject<</A 6 0 R>>>>",
        stream(zeros(80), head + b"/Filter/FlateDecode"),
    )
    parts = [letter(simple(tmp_path / "letter.pdf")), part(page(tmp_path / "large.pdf"), 1)]
    bundle(parts, BINDING, tmp_path / "bundle.pdf")
    assert audit(tmp_path / "bundle.pdf", parts, BINDING) == ()


def test_links_that_share_their_tag_in_their_own_file_are_bound(intake: Intake, tmp_path: Path) -> None:
    source = tagged(tmp_path / "source.pdf", 1)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        root: Any = pdf.Root.StructTreeRoot
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), StructParent=7)
        link.A = Dictionary(S=Name.URI, URI=String("https://example.org/"))
        pdf.pages[0].obj.Annots = Array([link, link])
        root.ParentTree.Nums = Array([*root.ParentTree.Nums, 7, root.K.K[0]])
        pdf.save(source)
    assert "loose-tags" in keys(bound(tmp_path, intake, source)[1])
