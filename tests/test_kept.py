"""What enclosures carry besides their pages is in the bundle too; what could do harm is not."""

from __future__ import annotations

import ctypes
import hashlib
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.audit import audit
from pipeline.bundle.actions import page_ranges
from pipeline.bundle.assemble import bundle
from pipeline.convert.office import Offices
from pipeline.model import Part
from tests.binding import bind, opened
from tests.houses import build, copy_meeting
from tests.pdfs import (
    BINDING,
    Leaf,
    a_form,
    address,
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
from tests.reading import links


def keys(report: Any) -> dict[str, dict[str, str]]:
    """The values of each remark, by its key; of several with one key, the last."""
    return {remark.code: dict(remark.values) for remark in report.remarks}


# --- destinations ----------------------------------------------------------------------------------------------------


def test_names_of_destinations_stay_and_collisions_are_renamed(tmp_path: Path) -> None:
    def old(pdf: Pdf) -> None:
        pdf.Root.Dests = Dictionary(annex=Array([pdf.pages[1].obj, Name.Fit]))

    parts = (
        letter(simple(tmp_path / "letter.pdf")),
        part(simple(tmp_path / "a.pdf", 2, lambda pdf: destinations(pdf, annex=1, start=0)), 1),
        part(simple(tmp_path / "b.pdf", 2, lambda pdf: destinations(pdf, annex=1)), 2),
        part(simple(tmp_path / "c.pdf", 2, old), 3),
    )
    target, report = bind(tmp_path, *parts)
    reader = pypdf.PdfReader(target)
    found = {name: reader.get_destination_page_number(each) for name, each in reader.named_destinations.items()}
    assert found == {"annex": 2, "start": 1, "enclosure2.annex": 4, "enclosure3.annex": 6}
    assert [remark.values["count"] for remark in report.remarks if remark.code == "kept-destinations"] == [
        "2",
        "1",
        "1",
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=6), max_size=12, unique_by=lambda name: str(String(name))))
def test_any_names_are_found_in_the_order_that_readers_search_them(
    tmp_path_factory: pytest.TempPathFactory, names: list[bytes]
) -> None:
    def change(pdf: Pdf) -> None:
        target = Array([pdf.pages[0].obj, Name.Fit])
        pairs = [each for name in sorted(names) for each in (String(name), target)]
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(pairs)))

    folder = tmp_path_factory.mktemp("names")
    source = simple(folder / "a.pdf", 1, change)
    target, _ = bind(folder, letter(simple(folder / "letter.pdf")), part(source, 1), part(source, 2))
    with opened(target) as pdf:
        tree = pdf.Root.get(Name.Names, Dictionary()).get(Name.Dests, Dictionary())
        written = [str(each) for each in list(tree.get(Name.Names, []))[::2]]
    assert written == sorted(set(written))
    assert len(written) == 2 * len(names)


# --- links between enclosures ----------------------------------------------------------------------------------------


def named(source: Path, position: int, *names: str) -> Part:
    made = part(source, position)
    return Part(made.kind, made.path, made.title, made.language, position, made.number, names=names or (source.name,))


def remote(name: str, target: Any = None) -> Dictionary:
    action = Dictionary(S=Name.GoToR, F=Dictionary(Type=Name.Filespec, F=String("x"), UF=String(name)))
    if target is not None:
        action.D = target
    return action


def test_links_between_the_enclosures_files_become_jumps(tmp_path: Path) -> None:
    # Without a page in it, a link to an enclosure leads to its slip-sheet, which is page 2, from 0.
    leads = [
        (remote("Räume.PDF"), 2),
        (remote("../papers/räume.pdf", Array([1, Name.Fit])), 4),
        (remote("räume.pdf", String("hall")), 5),
        (Dictionary(S=Name.Launch, F=String("räume.docx")), 2),
        (address("file:///C:/Users/x/r%C3%A4ume.docx"), 2),
        (address("papers/r%C3%A4ume.docx#page=2"), 4),
        (address("räume.pdf#nameddest=hall"), 5),
        (address("räume.pdf#hall"), 5),
    ]

    def change(pdf: Pdf) -> None:
        for index, (action, _) in enumerate(leads):
            link(pdf, 0, A=action).Rect = Array([72, 700 - 20 * index, 200, 710 - 20 * index])

    parts = (
        letter(simple(tmp_path / "letter.pdf")),
        named(simple(tmp_path / "a.pdf", 1, change), 1),
        part(simple(tmp_path / "slip.pdf"), 2, "slip-sheet"),
        named(simple(tmp_path / "b.pdf", 3, lambda pdf: destinations(pdf, hall=2)), 2, "räume.docx", "räume.pdf"),
    )
    target, report = bind(tmp_path, *parts)
    assert links(target, 1) == [page for _, page in leads]
    assert keys(report)["linked-enclosures"] == {"count": str(len(leads))}
    assert not [remark for remark in report.remarks if remark.kind == "removed"]
    with opened(target) as pdf:
        assert str(pdf.pages[1].obj.Annots[0].Contents) == "2. B"


@pytest.mark.parametrize(
    "action",
    [
        remote("elsewhere.pdf"),
        remote("same.pdf"),
        Dictionary(S=Name.Launch, F=String("calc.exe")),
        address("file:///etc/passwd"),
    ],
    ids=["another file", "a name that two have", "a program", "a file of the machine"],
)
def test_links_to_other_files_are_removed_and_told(tmp_path: Path, action: Dictionary) -> None:
    parts = (
        letter(simple(tmp_path / "letter.pdf")),
        named(simple(tmp_path / "a.pdf", 2, lambda pdf: link(pdf, 1, A=action)), 1),
        named(simple(tmp_path / "b.pdf"), 2, "one/same.pdf"),
        named(simple(tmp_path / "c.pdf"), 3, "two/same.pdf"),
    )
    target = tmp_path / "out.pdf"
    report = bundle(parts, BINDING, target)
    (told,) = [remark for remark in report.remarks if remark.kind == "removed"]
    assert told.values == {"pages": "2"}
    with opened(target) as pdf:
        assert Name.A not in pdf.pages[2].obj.Annots[0]


def test_a_page_of_the_web_is_no_enclosure(tmp_path: Path) -> None:
    web = address("https://example.org/b.pdf")
    parts = (
        letter(simple(tmp_path / "letter.pdf")),
        named(simple(tmp_path / "a.pdf", 1, lambda pdf: link(pdf, 0, A=web)), 1),
        named(simple(tmp_path / "b.pdf"), 2),
    )
    target, _ = bind(tmp_path, *parts)
    with opened(target) as pdf:
        assert pdf.pages[1].obj.Annots[0].A.URI == "https://example.org/b.pdf"


# --- layers ----------------------------------------------------------------------------------------------------------


def test_layers_of_all_parts_keep_their_state_and_their_place(tmp_path: Path) -> None:
    def one(pdf: Pdf) -> None:
        draft, final = layer(pdf, "Draft", shown=False), layer(pdf, "Final", shown=True)
        pdf.Root.OCProperties.D.Order = Array([final, Array([draft])])
        pdf.Root.OCProperties.D.Locked = Array([draft])
        pdf.Root.OCProperties.Configs = Array([Dictionary(Name=String("Print"), ON=Array([draft]))])

    def two(pdf: Pdf) -> None:
        seen = layer(pdf, "Seen", shown=True)
        layer(pdf, "Unseen", shown=True)
        pdf.Root.OCProperties.D = Dictionary(BaseState=Name.OFF, ON=Array([seen]))

    parts = (
        letter(simple(tmp_path / "letter.pdf")),
        part(simple(tmp_path / "a.pdf", 1, one), 1),
        part(simple(tmp_path / "b.pdf", 1, two), 2),
    )
    target, report = bind(tmp_path, *parts)
    with opened(target) as pdf:
        layers = pdf.Root.OCProperties
        assert [str(each.Name) for each in layers.OCGs] == ["Draft", "Final", "Seen", "Unseen"]
        assert [str(each.Name) for each in layers.D.OFF] == ["Draft", "Unseen"]
        assert [str(each.Name) for each in layers.D.Locked] == ["Draft"]
        first, own, second, other = layers.D.Order
        assert [str(first), str(second)] == ["A", "B"]
        assert str(own[1][0].Name) == "Draft"
        assert [str(each.Name) for each in other] == ["Seen", "Unseen"]
        assert pdf.pages[1].obj.Resources.Properties.Draft.objgen == layers.OCGs[0].objgen
    assert keys(report)["kept-layers"] == {"count": "2"}
    assert keys(report)["layer-settings"] == {"count": "1"}


# --- threads, transitions, thumbnails, labels ------------------------------------------------------------------------


def test_threads_transitions_and_thumbnails_stay_with_their_pages(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        thread(pdf, 0, 1)
        page = pdf.pages[0].obj
        page.Trans = Dictionary(Type=Name.Trans, S=Name.Wipe, D=2)
        page.Thumb = pdf.make_stream(b"\x80", Width=1, Height=1, BitsPerComponent=8, ColorSpace=Name.DeviceGray)
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r), 2, Dictionary(S=Name.D)]))
        pdf.Root.OpenAction = Array([pdf.pages[2].obj, Name.Fit])

    source = simple(tmp_path / "a.pdf", 4, change)
    target, report = bind(tmp_path, letter(simple(tmp_path / "letter.pdf")), part(source, 1), part(source, 2))
    with opened(target) as pdf:
        assert len(pdf.Root.Threads) == 2
        for first, each in zip((1, 5), pdf.Root.Threads, strict=True):
            assert each.F.P.objgen == pdf.pages[first].obj.objgen
            assert each.F.N.P.objgen == pdf.pages[first + 1].obj.objgen
            assert pdf.pages[first].obj.B[0].objgen == each.F.objgen
            assert pdf.pages[first].obj.Trans.S == "/Wipe"
            assert pdf.pages[first].obj.Thumb.read_bytes() == b"\x80"
    told = keys(report)
    assert told["kept-labels"] == {"labels": "i–ii, 1–2"}
    assert told["opens-elsewhere"] == {"page": "3"}
    assert told["kept-threads"] == {"count": "1"}


# --- attachments -----------------------------------------------------------------------------------------------------


def test_attached_files_are_kept_and_named_by_their_enclosure(tmp_path: Path) -> None:
    def change(content: bytes) -> Any:
        def attach(pdf: Pdf) -> None:
            pdf.attachments["data.csv"] = content
            pdf.attachments["été.txt"] = b"x"

        return attach

    parts = (
        letter(simple(tmp_path / "letter.pdf")),
        part(simple(tmp_path / "a.pdf", 1, change(b"1;2")), 1),
        part(simple(tmp_path / "b.pdf", 1, change(b"3;4")), 2),
    )
    target, report = bind(tmp_path, *parts)
    found = {name: bytes(content[0]) for name, content in pypdf.PdfReader(target).attachments.items()}
    assert found == {"1-data.csv": b"1;2", "1-été.txt": b"x", "2-data.csv": b"3;4", "2-été.txt": b"x"}
    assert keys(report)["kept-attachments"] == {"count": "2"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("tool.exe", b"x"), ("letter.txt", b"MZ\x90\0"), ("run.pdf", b"\x7fELF"), ("a.JS", b"app.alert(1)")],
)
def test_attached_programs_do_not_travel(tmp_path: Path, name: str, content: bytes) -> None:
    def change(pdf: Pdf) -> None:
        pdf.attachments[name] = content
        file = pikepdf.AttachedFileSpec(pdf, content, filename=name).obj
        pin = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([9, 9, 20, 20]), FS=file)
        )
        pdf.pages[1].obj.Annots = Array([pin])

    target = tmp_path / "out.pdf"
    source = simple(tmp_path / "a.pdf", 2, change)
    report = bundle((letter(simple(tmp_path / "letter.pdf")), part(source, 1)), BINDING, target)
    assert keys(report)["removed-program"] == {"pages": "2"}
    assert not pypdf.PdfReader(target).attachments
    with opened(target) as pdf:
        assert not len(pdf.pages[2].obj.get(Name.Annots, []))


# --- signatures ------------------------------------------------------------------------------------------------------


def _signed(pdf: Pdf) -> None:
    field = text_field(pdf, "approval", "")
    field.FT, field.V = Name.Sig, Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String(b"\x30\x00"))
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field]), SigFlags=3))
    pdf.Root.Perms = Dictionary(DocMDP=field.V)


def test_a_signed_original_rides_along_and_the_bundle_claims_no_signature(tmp_path: Path) -> None:
    source = simple(tmp_path / "signed.pdf", 2, _signed)
    parts = (
        letter(simple(tmp_path / "letter.pdf")),
        named(source, 1, "accord.fr.pdf"),
    )
    target, report = bind(tmp_path, *parts)
    found = pypdf.PdfReader(target).attachments["1-accord.fr.pdf"][0]
    assert hashlib.sha256(found).digest() == hashlib.sha256(source.read_bytes()).digest()
    assert keys(report)["signed"] == {"name": "1-accord.fr.pdf"}
    with opened(target) as pdf:
        field = pdf.Root.AcroForm.Fields[0].Kids[0]
        assert Name.V not in field
        assert Name.SigFlags not in pdf.Root.AcroForm
        assert Name.Perms not in pdf.Root


# --- tags ------------------------------------------------------------------------------------------------------------


def test_a_part_without_tags_is_in_the_tree_with_its_links_and_fields(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        link(pdf, 0, A=address("https://example.org/"))
        field = text_field(pdf, "name", "Ana")
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field])))

    parts = (
        letter(tagged(tmp_path / "letter.pdf")),
        part(simple(tmp_path / "plain.pdf", 1, change), 1),
        part(tagged(tmp_path / "good.pdf"), 2),
    )
    target, report = bind(tmp_path, *parts)
    with opened(target) as pdf:
        root = pdf.Root.StructTreeRoot
        plain = root.K[0].K[1]
        assert (str(plain.T), str(plain.Lang)) == ("Plain", "fr")
        assert [str(each.S) for each in plain.K] == ["/Link", "/Form"]
        parents = dict(zip(root.ParentTree.Nums[::2], root.ParentTree.Nums[1::2], strict=True))
        for each, annotation in zip(plain.K, pdf.pages[1].obj.Annots, strict=True):
            assert parents[annotation.StructParent].objgen == each.objgen
            assert each.K.Obj.objgen == annotation.objgen
        assert Name.MarkInfo not in pdf.Root
        keys_of_tree = list(root.ParentTree.Nums[::2])
        assert keys_of_tree == sorted(set(keys_of_tree))
    assert "untagged" in keys(report)


# --- pages of every kind ---------------------------------------------------------------------------------------------


def test_a_page_that_starts_by_itself_and_parts_of_a_document_leave_nothing_behind(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        root = pdf.make_indirect(Dictionary(Type=Name.DPartRoot))
        pdf.pages[0].obj.DPart = pdf.make_indirect(Dictionary(Type=Name.DPart, Parent=root))
        pdf.Root.DPartRoot = root

    source = write(tmp_path / "a.pdf", Leaf(), change=change)
    target, _ = bind(tmp_path, letter(simple(tmp_path / "letter.pdf")), part(source, 1))
    assert b"DPart" not in b"".join(each.unparse() for each in opened(target).objects if isinstance(each, Dictionary))


@given(st.sets(st.integers(1, 300)))
def test_page_ranges_name_each_page_once(pages: set[int]) -> None:
    told: list[int] = []
    for run in page_ranges(pages).split(", ") if pages else ():
        first, _, last = run.partition("–")
        told += range(int(first), int(last or first) + 1)
    assert told == sorted(pages)


def test_the_audit_knows_signed_and_linked_parts(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    parts = (letter(simple(tmp_path / "letter.pdf")), named(simple(tmp_path / "s.pdf", 1, _signed), 1))
    bundle(parts, BINDING, target)
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        del pdf.Root.Names
        pdf.save(target)
    assert audit(target, parts, BINDING) == ()


# --- forms, filled in as in a viewer ---------------------------------------------------------------------------------


def _fill(path: Path, filled: Path, words: dict[str, str]) -> None:
    """Type words into the text fields of a file as Chrome does, which shows PDF files with pdfium, and save it."""
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    form = document.formenv
    for page in document:
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, index)
            size = pdfium.FPDFAnnot_GetFormFieldName(form, annotation, None, 0)
            name = ctypes.create_string_buffer(size)
            pdfium.FPDFAnnot_GetFormFieldName(
                form, annotation, ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort)), size
            )
            found = words.get(name.raw.decode("utf-16-le").rstrip("\0"))
            if found is None:
                continue
            rectangle = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, rectangle)
            at = (rectangle.left + 5, (rectangle.top + rectangle.bottom) / 2)
            pdfium.FORM_OnLButtonDown(form, page, 0, *at)
            pdfium.FORM_OnLButtonUp(form, page, 0, *at)
            pdfium.FORM_SelectAllText(form, page)
            for sign in found:
                pdfium.FORM_OnChar(form, page, ord(sign), 0)
            pdfium.FORM_ForceToKillFocus(form)
    document.save(filled)
    document.close()


def test_two_forms_of_the_same_names_are_filled_in_side_by_side(tmp_path: Path) -> None:
    parts = (
        letter(simple(tmp_path / "letter.pdf")),
        part(simple(tmp_path / "one.pdf", 1, a_form("Ana", "Helvetica")), 1),
        part(simple(tmp_path / "two.pdf", 1, a_form("Béla", "Courier")), 2),
    )
    target, _ = bind(tmp_path, *parts)
    _fill(
        target, tmp_path / "filled.pdf", {"enclosure1.participant.name": "Cheng", "enclosure2.participant.name": "Eva"}
    )
    fields = pypdf.PdfReader(tmp_path / "filled.pdf").get_fields() or {}
    assert str(fields["enclosure1.participant.name"].value) == "Cheng"
    assert str(fields["enclosure2.participant.name"].value) == "Eva"
    with opened(tmp_path / "filled.pdf") as pdf:
        shown = [pdf.pages[page].obj.Annots[0].AP.N.read_bytes() for page in (1, 2)]
    assert all(each in drawn for each, drawn in zip((b"Cheng", b"Eva"), shown, strict=True))
    writer = pypdf.PdfWriter(target)
    writer.update_page_form_field_values(writer.pages[1], {"enclosure1.participant.name": "Dora"})
    writer.write(tmp_path / "again.pdf")
    fields = pypdf.PdfReader(tmp_path / "again.pdf").get_fields() or {}
    assert str(fields["enclosure1.participant.name"].value) == "Dora"
    assert str(fields["enclosure2.participant.name"].value) == "Béla"


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")  # while the part is written
@pytest.mark.parametrize("lost", ["form", "list", "field"])
def test_fields_that_lost_their_form_are_in_the_bundles(lost: str, tmp_path: Path) -> None:
    def lose(pdf: Pdf) -> None:
        a_form("Ana", "Helvetica")(pdf)
        if lost == "form":
            del pdf.Root.AcroForm
        elif lost == "list":
            del pdf.Root.AcroForm.Fields
        else:
            del pdf.Root.AcroForm.Fields[0]

    parts = letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "a.pdf", 1, lose), 1)
    report = bundle(parts, BINDING, tmp_path / "out.pdf")
    assert keys(report)["loose-fields"] == {"count": "1" if lost == "field" else "4"}
    assert audit(tmp_path / "out.pdf", parts, BINDING) == ()
    with opened(tmp_path / "out.pdf") as pdf:
        assert pdf.check_pdf_syntax() == []
    fields = pypdf.PdfReader(tmp_path / "out.pdf").get_fields() or {}
    values = {name: str(field.value) for name, field in fields.items() if field.value}
    assert values == {
        "enclosure1.participant.name": "Ana",
        "enclosure1.present": "/Yes",
        "enclosure1.language": "fr",
        "enclosure1.meal": "/b",
    }


# --- a whole package -------------------------------------------------------------------------------------------------


def test_word_documents_that_link_to_each_other_do_so_in_the_bundle(own_house: Path, offices: Offices) -> None:
    folder = copy_meeting(own_house)
    facts = (folder / "meeting.toml").read_text(encoding="utf-8")
    facts = facts.replace("enclosures/agenda.txt", "enclosures/ordre du jour.docx")
    (folder / "meeting.toml").write_text(facts, encoding="utf-8")
    word(folder / "enclosures" / "ordre du jour.docx", {"form.pdf": "the form", "missing.docx": "a lost file"})
    word(folder / "enclosures" / "programme.docx", {"ordre%20du%20jour.docx": "the agenda"})
    package = build(folder, own_house / "out", offices)
    bound = package.path("bundle")
    first = {label: index for index, label in enumerate(pypdf.PdfReader(bound).page_labels)}
    assert links(bound, first["1-1"]) == [first["3-1"]]
    assert links(bound, first["2-1"]) == [first["1-1"]]
    notes = {note["key"]: note for note in package.manifest["notes"]}
    assert "“missing.docx”" in notes["file-link"]["what"]
    for path in (bound, package.path("enclosure", 0)):
        assert b"file:" not in b"".join(each.unparse() for each in opened(path).objects if isinstance(each, Dictionary))


def word(path: Path, addresses: dict[str, str]) -> None:
    """A Word document with a line for each link."""
    document = docx.Document()
    for address_, words in addresses.items():
        relation = document.part.relate_to(address_, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        holder = OxmlElement("w:hyperlink")
        holder.set(qn("r:id"), relation)
        paragraph = document.add_paragraph("See ")
        run = paragraph.add_run(words)
        holder.append(run._r)
        paragraph._p.append(holder)
    document.save(str(path))
