"""A sound bundle is spoilt in one way after another; the audit finds each."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.audit import audit, audit_share, joined, read_parts, shares_of
from pipeline.audit.precedents import Precedents
from pipeline.audit.reading import Shelf, read
from pipeline.audit.serve import begun, results
from pipeline.bundle.assemble import bundle
from pipeline.findings import Finding, Place, Reason, Value
from pipeline.model import Part
from pipeline.pdf.conformance import judge
from pipeline.pdf.verdicts import Verdicts
from tests.pdfs import (
    BINDING,
    Leaf,
    address,
    bookmarks,
    destinations,
    layer,
    letter,
    link,
    part,
    simple,
    tagged,
    text_field,
    thread,
    write,
)


def _make_letter(folder: Path) -> Path:
    source = tagged(folder / "letter.pdf", 2)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        link(pdf, 0, A=address("enclosure:1"))
        link(pdf, 0, A=address("https://example.org/"))
        link(pdf, 0, Dest=Array([pdf.pages[1].obj, Name.Fit]))
        pdf.save(source)
    return source


def _add_form(pdf: Pdf) -> None:
    bookmarks(pdf, ("Part one", Array([pdf.pages[0].obj, Name.Fit])), ("Part two", Array([pdf.pages[1].obj, Name.Fit])))
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([text_field(pdf, "name", "Ana")])))
    destinations(pdf, annex=2)
    layer(pdf, "Draft", shown=False)
    thread(pdf, 0, 1)
    pdf.attachments["data.csv"] = b"1;2"


def _add_scan(pdf: Pdf) -> None:
    """Two pages that differ in nothing but their picture."""
    for shade, page in zip((b"\x10", b"\xf0"), pdf.pages, strict=True):
        picture = pdf.make_stream(
            shade,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=1,
            Height=1,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceGray,
        )
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=picture))


Sound = tuple[Path, tuple[Part, ...]]


@pytest.fixture
def sound(tmp_path: Path) -> Sound:
    draw = Leaf(content=b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    parts = (
        letter(_make_letter(tmp_path)),
        part(simple(tmp_path / "slip.pdf"), 1, "slip-sheet"),
        part(simple(tmp_path / "form.pdf", 3, _add_form), 1, group="Forms"),
        part(tagged(tmp_path / "rules.pdf", 2), 2),
        part(write(tmp_path / "scan.pdf", draw, draw, change=_add_scan), 3),
    )
    target = tmp_path / "bundle.pdf"
    bundle(parts, BINDING, target)
    assert audit(target, parts, BINDING) == ()
    return target, parts


def _swap(first: int, second: int) -> Callable[[Any], object]:
    def spoil(pdf: Any) -> None:
        one, two = pdf.pages[first], pdf.pages[second]
        pdf.pages[first], pdf.pages[second] = two, one

    return spoil


def _retarget(pdf: Any) -> None:
    pdf.pages[0].obj.Annots[0].A.D[0] = pdf.pages[4].obj


def _inner_link(pdf: Any) -> None:
    pdf.pages[0].obj.Annots[2].Dest[0] = pdf.pages[4].obj


def _back_to_address(pdf: Any) -> None:
    pdf.pages[0].obj.Annots[0].A = address("enclosure:1")


def _remove_link(pdf: Any) -> None:
    del pdf.pages[0].obj.Annots[1]


def _script(pdf: Any) -> None:
    pdf.pages[0].obj.Annots[1].A = Dictionary(S=Name.JavaScript, JS=String("x"))


def _remove_stamp(pdf: Any) -> None:
    del pdf.pages[4].obj.Contents[-1]


def _other_stamp(pdf: Any) -> None:
    pdf.pages[4].obj.Contents[-1] = pdf.pages[5].obj.Contents[-1]


def _stamp_outside(pdf: Any) -> None:
    contents = pdf.pages[4].obj.Contents
    contents[-1] = pdf.make_stream(contents[-1].read_bytes().replace(b" q ", b" q 9"))


def _content(pdf: Any) -> None:
    contents = pdf.pages[4].obj.Contents
    contents[1] = pdf.make_stream(contents[1].read_bytes().replace(b"form 2", b"farm 2"))


def _crop(pdf: Any) -> None:
    pdf.pages[4].obj.MediaBox = Array([0, 0, 595, 841])


def _label(pdf: Any) -> None:
    pdf.Root.PageLabels.Nums[5].P = String("2-")


def _field(pdf: Any) -> None:
    pdf.Root.AcroForm.Fields[0].T = String("enclosure2")


def _value(pdf: Any) -> None:
    pdf.Root.AcroForm.Fields[0].Kids[0].V = String("Ann")


def _outline_title(pdf: Any) -> None:
    pdf.Root.Outlines.First.Next.First.Title = String("2. Form")


def _outline_page(pdf: Any) -> None:
    pdf.Root.Outlines.First.Next.First.First.Next.Dest[0] = pdf.pages[0].obj


def _outline_end(pdf: Any) -> None:
    del pdf.Root.Outlines.First.Next.Next.Next


def _no_key(pdf: Any) -> None:
    del pdf.pages[0].obj.StructParents


def _same_key(pdf: Any) -> None:
    pdf.pages[1].obj.StructParents = 0


def _cut_tree(pdf: Any) -> None:
    del pdf.Root.StructTreeRoot.K[0].K[3]


def _cut_element(pdf: Any) -> None:
    del pdf.Root.StructTreeRoot.K[0].K[3].K[0].K[0].P


def _cut_untagged(pdf: Any) -> None:
    del pdf.Root.StructTreeRoot.K[0].K[2]


def _other_role(pdf: Any) -> None:
    pdf.Root.StructTreeRoot.K[0].K[3].K[0].K[0].S = Name.H1


def _other_order(pdf: Any) -> None:
    kids = pdf.Root.StructTreeRoot.K[0].K[3].K[0].K
    kids[0], kids[1] = kids[1], kids[0]


def _lost_content(pdf: Any) -> None:
    tree = pdf.Root.StructTreeRoot.ParentTree.Nums
    tree[2 * int(pdf.pages[6].obj.StructParents) + 1] = Array()


def _name(pdf: Any) -> None:
    pdf.Root.Names.Dests.Names[1][0] = pdf.pages[0].obj


def _attachment(pdf: Any) -> None:
    pdf.Root.Names.EmbeddedFiles.Names[0] = String("1-data.csv")
    del pdf.Root.Names.EmbeddedFiles


def _layer(pdf: Any) -> None:
    del pdf.Root.OCProperties.D.OFF


def _threads(pdf: Any) -> None:
    del pdf.Root.Threads


def _marked(pdf: Any) -> None:
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _title(pdf: Any) -> None:
    pdf.docinfo["/Title"] = "Other"


def _mode(pdf: Any) -> None:
    del pdf.Root.PageMode


def _drop_page(pdf: Any) -> None:
    del pdf.pages[4]


STAMPED = "Pièce jointe 1 – page 2/3"


def on(page: int) -> Reason:
    return Reason("page", {"page": page})


def line(title: str, level: int, page: int) -> Reason:
    return Reason("outline-line", {"title": title, "level": level, "page": on(page)})


def held(value: str) -> Reason:
    return Reason("field-value", {"value": value})


def in_tree(title: str) -> Reason:
    return Reason("tag-part", {"title": title, "language": "fr"})


def tag(name: str, page: int) -> Reason:
    return Reason("tag-element-on-page", {"element": name, "page": page})


SPOILT: dict[str, tuple[Callable[[Any], object], str, dict[str, Value]]] = {
    "a page is missing": (_drop_page, "audit-page-count", {"found": 9, "wanted": 10}),
    "two pages are swapped": (_swap(3, 4), "audit-page", {"file": "form.pdf"}),
    "two scans are swapped": (_swap(8, 9), "audit-page-resources", {"file": "scan.pdf"}),
    "the words of a page are others": (_content, "audit-page", {"file": "form.pdf"}),
    "a page is smaller": (_crop, "audit-page-size", {"file": "form.pdf"}),
    "a label is another": (_label, "audit-label", {"found": "2-1", "wanted": "1-1"}),
    "a stamp is missing": (_remove_stamp, "audit-stamp", {"found": "", "wanted": STAMPED}),
    "a stamp is another page's": (
        _other_stamp,
        "audit-stamp",
        {"found": "Pièce jointe 1 – page 3/3", "wanted": STAMPED},
    ),
    "a stamp is not seen": (_stamp_outside, "audit-stamp-unseen", {}),
    "a jump leads elsewhere": (_retarget, "audit-link", {"found": on(5), "wanted": on(3)}),
    "a link within a part leads elsewhere": (_inner_link, "audit-link", {"found": on(5), "wanted": on(2)}),
    "a jump is an address still": (_back_to_address, "audit-link-nowhere", {"address": "enclosure:1"}),
    "a link is missing": (_remove_link, "audit-annotations", {"found": 2, "wanted": 3}),
    "a link runs a script": (_script, "audit-action", {"kind": "/JavaScript"}),
    "a field has another name": (_field, "audit-field-missing", {"name": "enclosure1.name"}),
    "a field has another value": (_value, "audit-field", {"found": (held("Ann"),), "wanted": (held("Ana"),)}),
    "a line of the outline says another number": (
        _outline_title,
        "audit-outline",
        {"found": line("2. Form", 2, 3), "wanted": line("1. Form", 2, 3)},
    ),
    "a line of the outline leads elsewhere": (_outline_page, "audit-outline", {"found": line("Part two", 3, 1)}),
    "the outline ends early": (_outline_end, "audit-outline", {"found": Reason("nothing")}),
    "a page lost its key": (_no_key, "audit-tags-lost", {}),
    "two pages have one key": (_same_key, "audit-tag-shared", {"key": 0, "thing": Reason("tagged-page")}),
    "a part is cut out of the tree": (_cut_tree, "audit-tag-loose", {"thing": Reason("tagged-page")}),
    "a part without tags is cut out of the tree": (
        _cut_untagged,
        "audit-tag-part",
        {"found": in_tree("Rules"), "wanted": in_tree("Form")},
    ),
    "an element has another role": (_other_role, "audit-tag", {"found": tag("H1", 1), "wanted": tag("P", 1)}),
    "two elements are swapped": (_other_order, "audit-tag", {"found": tag("P", 2), "wanted": tag("P", 1)}),
    "marked content is found from no tag": (_lost_content, "audit-marked", {"numbers": (0,)}),
    "a named destination leads elsewhere": (_name, "audit-destination", {"name": "annex", "page": 3}),
    "an attachment is missing": (_attachment, "audit-attachment", {}),
    "a hidden layer is shown": (_layer, "audit-layer-hidden", {"name": "Draft"}),
    "a thread is missing": (_threads, "audit-threads", {"found": 0, "wanted": 1}),
    "an element is cut off the tree": (_cut_element, "audit-tag-loose", {}),
    "what is not all tagged says it is": (_marked, "audit-all-tagged", {}),
    "the title is another": (_title, "audit-property", {"found": "Other", "wanted": "Réunion & <suites>"}),
    "the outline is not shown": (_mode, "audit-property", {"property": Reason("property-mode")}),
}


@pytest.mark.parametrize(("spoil", "code", "values"), SPOILT.values(), ids=SPOILT.keys())
def test_the_audit_finds(sound: Sound, spoil: Callable[[Any], object], code: str, values: dict[str, Value]) -> None:
    target, parts = sound
    before, precedents = target.read_bytes(), Precedents(Shelf())
    assert once_more(target, parts, precedents) == ()
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        spoil(pdf)
        pdf.save(target)
    found = audit(target, parts, BINDING)
    shared = in_shares(target, parts, range(2), range(2, 4), range(4, 5))
    known = once_more(target, parts, precedents)
    assert known == found
    for told in (found, shared):
        assert any(each.code == code and values.items() <= each.values.items() for each in told), told
        assert {each.place.file for each in told} == {str(target)}
    target.write_bytes(before)
    assert once_more(target, parts, precedents) == ()


def once_more(target: Path, parts: tuple[Part, ...], precedents: Precedents) -> tuple[Finding, ...]:
    """What an auditor finds that has audited other bundles, or other states of this one, before."""
    case = precedents.case(target, parts, BINDING)
    judged = case.judge(Verdicts(), 10)
    assert judged == judge(target, [part.path for part in parts], Verdicts(), pages=10)
    found = case.audit(read_parts(parts, precedents.shelf), [])
    if not found:
        case.keep(judged)
    return found


def in_shares(target: Path, parts: tuple[Part, ...], *shares: range) -> tuple[Finding, ...]:
    """What the audit of a large bundle finds, which is done so."""
    done = [
        audit_share(target, parts, BINDING, share, read_parts(parts[share.start : share.stop]), read(target))
        for share in shares
    ]
    return joined(target, done, lambda _: None)


def test_shares_find_what_only_all_of_them_know(sound: Sound) -> None:
    target, parts = sound
    shares = range(2), range(2, 5)
    assert in_shares(target, parts, *shares) == ()
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        pdf.pages[6].obj.StructParents = pdf.pages[0].obj.StructParents
        pdf.save(target)
    assert "audit-parts-share" in {each.code for each in in_shares(target, parts, *shares)}


def test_a_large_bundle_is_audited_side_by_side(sound: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    target, parts = sound
    assert shares_of(parts) == [range(5)]
    monkeypatch.setattr("pipeline.audit._LARGE", 5)
    monkeypatch.setattr("pipeline.audit._SHARE", 4)
    assert [each for share in shares_of(parts) for each in share] == list(range(5))
    assert len(shares_of(parts)) > 2
    with begun(parts, BINDING) as lanes:
        assert joined(target, results(lanes, target), lambda _: None) == ()
    with begun(parts, replace(BINDING, title="Other")) as lanes:
        found = [each.code for each in joined(target, results(lanes, target), lambda _: None)]
        assert found == ["audit-property"] * 2
    with begun(parts, BINDING) as lanes:  # the bundle was never made
        pass
    with begun(parts, BINDING) as lanes:
        os.kill(lanes[0]._pid, signal.SIGKILL)  # type: ignore[attr-defined]
        with pytest.raises(EOFError):
            results(lanes, target)


def test_a_file_stays_read_as_long_as_it_stands(sound: Sound, tmp_path: Path) -> None:
    _, parts = sound
    path = Path(shutil.copy(parts[1].path, tmp_path / "part.pdf"))
    shelf = Shelf()
    first = shelf.read(path)
    assert first is not None
    assert shelf.read(path) is first
    before, data = path.stat(), bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert shelf.read(path) is not first
    assert Shelf(most=0).read(path) is not None
    assert shelf.read(tmp_path / "none.pdf") is None


def test_an_audit_of_files_that_stay_read_finds_the_same(sound: Sound) -> None:
    target, parts = sound
    precedents = Precedents(Shelf())
    other = parts[0], replace(parts[1], path=parts[2].path), *parts[2:]
    for _ in range(2):
        assert once_more(target, parts, precedents) == ()
        assert once_more(target, other, precedents)


def test_what_is_wrong_with_a_page_names_its_part(sound: Sound) -> None:
    target, parts = sound
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        _crop(pdf)
        pdf.save(target)
    (found,) = [each for each in audit(target, parts, BINDING) if each.code == "audit-page-size"]
    assert found.place == Place(str(target), enclosure="1", title="Form", page=5)


def test_the_audit_of_another_binding_finds_its_words_missing(sound: Sound) -> None:
    target, parts = sound
    other = replace(BINDING, language="en", stamp="Enclosure {number}, {page} of {pages}")
    found = [(each.code, each.values) for each in audit(target, parts, other)]
    language = {"property": Reason("property-language"), "found": "fr", "wanted": "en"}
    assert ("audit-property", language) in found
    stamp = {"found": "Pièce jointe 3 – page 2/2", "wanted": "Enclosure 3, 2 of 2"}
    assert ("audit-stamp", stamp) in found


def test_a_bundle_that_cant_be_read_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "bundle.pdf").write_text("no PDF")
    (finding,) = audit(tmp_path / "bundle.pdf", [], BINDING)
    assert finding == Finding("audit-unread", Place(str(tmp_path / "bundle.pdf")))


def _calls(work: Callable[[], object]) -> int:
    """How many functions are called: a measure of work that no busy machine changes."""
    count = 0

    def called(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_the_audits_work_grows_in_proportion_to_the_pages(tmp_path: Path) -> None:
    work = []
    for pages in (50, 200):
        parts = (letter(simple(tmp_path / "letter.pdf")), part(tagged(tmp_path / "long.pdf", pages), 1))
        bundle(parts, BINDING, tmp_path / "bundle.pdf")
        work.append(_calls(lambda parts=parts: audit(tmp_path / "bundle.pdf", parts, BINDING)))  # type: ignore[misc]
    assert work[1] < 4.5 * work[0]


@pytest.mark.parametrize("pages", [1, 20])
def test_work_grows_in_proportion_to_the_annotations(tmp_path: Path, pages: int) -> None:
    def many(count: int) -> Callable[[Pdf], None]:
        def add(pdf: Pdf) -> None:
            own = [page.obj for page in pdf.pages]
            for number in range(count):
                link(pdf, number % pages, Dest=Array([own[(number + 1) % pages], Name.Fit]))
                drawing = pdf.make_stream(b"0 0 9 9 re f %% %d" % number, Type=Name.XObject, Subtype=Name.Form)
                drawing.BBox = Array([0, 0, 9, 9])
                square = Dictionary(Type=Name.Annot, Subtype=Name.Square, F=4, Rect=Array([9, 9, 18, 18]))
                square.AP = Dictionary(N=drawing)
                own[number % pages].Annots.append(pdf.make_indirect(square))

        return add

    work = []
    for count in (100, 400):
        parts = (letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "a.pdf", pages, many(count)), 1))
        bound = _calls(lambda parts=parts: bundle(parts, BINDING, tmp_path / "bundle.pdf"))  # type: ignore[misc]
        audited = _calls(lambda parts=parts: audit(tmp_path / "bundle.pdf", parts, BINDING))  # type: ignore[misc]
        work.append((bound, audited))
    assert work[1][0] < 4.5 * work[0][0]
    assert work[1][1] < 4.5 * work[0][1]
