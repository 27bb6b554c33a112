"""Office files made to do harm are refused before an office sees them, and large sound ones are taken."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest

from pipeline.errors import MeetingError
from pipeline.findings import Place
from pipeline.officefile.facts import facts
from pipeline.officefile.kinds import recognise
from pipeline.officefile.limits import Limits, PackageError
from pipeline.officefile.misprints import misprints
from pipeline.officefile.package import Package
from pipeline.officefile.records import Fact, Facts
from pipeline.officefile.vocabulary import NAMES, short, shown
from pipeline.officefile.word import CHANGES
from tests.office_bombs import (
    DOCTYPES,
    KINDS,
    MAIN,
    a_doc,
    a_docx,
    an_odp,
    an_odt,
    archive,
    declaring,
    entry,
    in_main,
    nested,
    overlapping,
    packed,
    relationships,
    swapped,
    swelling,
    with_zip64,
)

PARTS = [(suffix, name) for suffix, make in KINDS.items() for name in make() if name != "mimetype"]


@pytest.mark.parametrize("suffix", KINDS)
def test_what_the_bombs_are_made_of_is_sound(suffix: str) -> None:
    with Package(packed(KINDS[suffix]())) as package:
        assert package.main
        assert [short(package.xml(name).tag) for name in package.names if name != "mimetype"]


@pytest.mark.parametrize("doctype", DOCTYPES)
@pytest.mark.parametrize(("suffix", "part"), PARTS)
def test_a_part_declares_nothing(suffix: str, part: str, doctype: str) -> None:
    parts = KINDS[suffix]()
    made = packed(parts | {part: declaring(parts[part], DOCTYPES[doctype])})
    with pytest.raises(PackageError) as raised:
        Package(made)
    assert (raised.value.fault, raised.value.part) == ("entities", part)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_declaration_in_other_letters_is_found(encoding: str) -> None:
    parts = a_docx()
    data = declaring(parts["word/document.xml"], DOCTYPES["laughs"]).replace(b"UTF-8", b"UTF-16")
    with pytest.raises(PackageError) as raised:
        Package(packed(parts | {"word/document.xml": data.decode().encode(encoding)}))
    assert raised.value.fault == "entities"


def test_old_open_documents_name_a_document_type_of_the_office_s_own() -> None:
    parts = an_odt()
    doctype = b'<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    data = parts["META-INF/manifest.xml"].replace(b"?>\n", b"?>\n" + doctype)
    with Package(packed(parts | {"META-INF/manifest.xml": data})) as package:
        assert short(package.xml("META-INF/manifest.xml").tag) == "manifest:manifest"


def test_a_drawing_of_the_web_and_a_page_keep_their_document_types() -> None:
    parts = a_docx()
    parts["word/media/a.svg"] = (
        b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]>'
        b'<svg xmlns="&ns_svg;"/>'
    )
    parts["word/a.html"] = b"<!DOCTYPE html><html><p>Geneva</html>"
    Package(packed(parts)).__exit__(None, None, None)
    parts["word/media/a.svg"] = declaring(b"<?xml version='1.0'?><svg></svg>", DOCTYPES["laughs"])
    with pytest.raises(PackageError, match="entities"):
        Package(packed(parts))


def many(element: bytes) -> Callable[[str], bytes]:
    return lambda suffix: packed(in_main(suffix, element * 1_100_000))


SWELLING: dict[str, Callable[[str], bytes]] = {
    "two gigabytes": lambda suffix: swapped(KINDS[suffix](), swelling(MAIN[suffix], 2_000)),
    "two gigabytes that say that they are ten bytes": lambda suffix: swapped(
        KINDS[suffix](), replace(swelling(MAIN[suffix], 2_000), size=10)
    ),
    "two gigabytes behind a descriptor": lambda suffix: swapped(
        KINDS[suffix](), replace(swelling(MAIN[suffix], 2_000), flags=8)
    ),
    "a picture of two gigabytes": lambda suffix: swapped(
        KINDS[suffix](), replace(swelling("media/a.png", 2_000, b"\0"), name="media/a.png")
    ),
    "a million elements": many(b"<a/>"),
    "a million comments": many(b"<!---->"),
    "elements within one another": lambda suffix: packed(in_main(suffix, b"<a>" * 5_000 + b"</a>" * 5_000)),
    "four million attributes": lambda suffix: packed(
        in_main(suffix, (b"<a" + b"".join(b' a%d=""' % n for n in range(1_000)) + b"/>") * 4_100)
    ),
    "a word of eleven megabytes": lambda suffix: packed(in_main(suffix, b"x" * 11_000_000)),
    "ten thousand parts": lambda suffix: packed(KINDS[suffix]() | {f"a/{n}.bin": b"" for n in range(10_000)}),
    "a hundred thousand parts": lambda suffix: packed(KINDS[suffix]() | {f"a/{n}.bin": b"" for n in range(100_000)}),
    "documents in documents": lambda suffix: nested(KINDS[suffix](), 6),
    "a document that swells in a document": lambda suffix: packed(
        KINDS[suffix]() | {"embeddings/a.docx": swapped(a_docx(), swelling("word/document.xml", 200))}
    ),
}


TWO_WAYS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a part twice": (
        "unsafe",
        lambda: archive([*map(entry, a_docx(), a_docx().values()), entry("word/styles.xml", b"<a/>")]),
    ),
    "a part in other capitals": ("unsafe", lambda: packed(a_docx() | {"WORD/Document.xml": b"<a/>"})),
    "parts in one another": ("unsafe", lambda: overlapping(a_docx(), 50)),
    "a name that leads out": ("unsafe", lambda: packed(a_docx() | {"word/../../a.xml": b"<a/>"})),
    "a name that leads out of Windows": ("unsafe", lambda: packed(a_docx() | {"word\\..\\..\\a.xml": b"<a/>"})),
    "a name that ends early": ("unsafe", lambda: packed(a_docx() | {"word/a.xml\0.png": b"<a/>"})),
    "a wrong checksum": (
        "damaged",
        lambda: swapped(a_docx(), replace(entry("word/styles.xml", b"<a/>"), checksum=1)),
    ),
    "a wrong size": ("damaged", lambda: swapped(a_docx(), replace(entry("word/styles.xml", b"<a/>"), size=3))),
    "another way of packing": (
        "damaged",
        lambda: swapped(a_docx(), replace(entry("word/styles.xml", b"<a/>"), method=12)),
    ),
    "a locked part": ("locked", lambda: swapped(a_docx(), replace(entry("word/styles.xml", b"<a/>"), flags=1))),
    "another alphabet": (
        "damaged",
        lambda: packed(a_docx() | {"word/styles.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-'}),
    ),
    "a list of parts that is as long as it likes": ("damaged", lambda: with_zip64(packed(a_docx()), 1 << 40)),
    "cut short": ("damaged", lambda: packed(a_docx())[:-200]),
    "no archive": ("no-package", lambda: b"rubbish" * 100),
}


@pytest.mark.parametrize("case", TWO_WAYS)
def test_what_can_be_read_in_two_ways_or_not_at_all_is_not_read(case: str) -> None:
    fault, make = TWO_WAYS[case]
    with pytest.raises(PackageError) as raised:
        Package(make())
    assert raised.value.fault == fault


def test_it_is_no_matter_what_else_lies_in_a_document() -> None:
    parts = a_docx() | {"word/embeddings/a.zip": packed(a_docx())[:-200], "word/embeddings/b.xlsx": packed(a_docx())}
    with Package(packed(parts)) as package:
        assert package.spent.parts == len(parts) + len(a_docx())


def test_a_large_workbook_is_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in range(10_000):
        sheet.append([row * column for column in range(10)])
    book.save(tmp_path / "a.xlsx")
    with Package(tmp_path / "a.xlsx") as package:
        assert sum(short(each.tag) == "x:c" for each in package.xml("xl/worksheets/sheet1.xml").iter()) == 100_000


def test_a_long_document_is_taken(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The committee has the honour to invite. " * 8)
    for _ in range(6_000):
        document.element.body.insert(0, deepcopy(paragraph._p))
    document.save(str(tmp_path / "a.docx"))
    with Package(tmp_path / "a.docx") as package:
        assert len(package.xml(package.main)[0]) > 6_000


def test_the_limits_count_what_a_package_holds() -> None:
    with Package(packed(a_docx())) as package:
        spent = package.spent
    limits = Limits(parts=spent.parts, nodes=spent.nodes, unpacked=spent.unpacked, attributes=spent.attributes)
    Package(packed(a_docx()), limits).__exit__(None, None, None)
    for name in ("parts", "nodes", "unpacked", "attributes"):
        with pytest.raises(PackageError):
            Package(packed(a_docx()), replace(limits, **{name: getattr(limits, name) - 1}))


# --- names ----------------------------------------------------------------------------------------


def test_strict_files_have_the_same_names_and_relationships() -> None:
    parts = {
        name: data.replace(b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/").replace(
            b"/2006/", b"/"
        )
        if "Content_Types" not in name
        else data
        for name, data in a_docx().items()
    }
    for name in ("_rels/.rels", "word/_rels/document.xml.rels"):
        parts[name] = a_docx()[name].replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
        )
    with Package(packed(parts)) as package, Package(packed(a_docx())) as twin:
        assert package.related(package.main, "header") == twin.related(twin.main, "header") == ["word/header1.xml"]
        names = [[short(each.tag) for each in one.xml(one.main).iter()] for one in (package, twin)]
        assert names[0] == names[1]


def test_of_a_choice_one_branch_is_shown() -> None:
    inner = b"""<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
        <mc:Choice Requires="later"><a/></mc:Choice><mc:Choice Requires="wps"><b/></mc:Choice>
        <mc:Fallback><c/></mc:Fallback></mc:AlternateContent>"""
    with Package(packed(in_main(".docx", inner))) as package:
        assert [NAMES[each.tag] for each in shown(package.xml(package.main))][-2:] == ["mc:Choice", "b"]


# --- facts ------------------------------------------------------------------------------------------

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def of_word(tmp_path: Path, inner: str) -> Facts:
    """The facts of a Word document with ``inner`` in its body, under a prefix that no program has."""
    parts = a_docx()
    words = f'<q:p xmlns:q="{W}"><q:r><q:t>Nairobi</q:t></q:r>{inner}</q:p></w:body>'
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:body>", words.encode())
    (tmp_path / "a.docx").write_bytes(packed(parts))
    return facts(tmp_path / "a.docx")


@pytest.mark.parametrize("name", CHANGES)
def test_each_way_to_track_a_change_is_found_under_any_prefix(name: str, tmp_path: Path) -> None:
    found = of_word(tmp_path, f'<q:{name} q:id="1" q:author="A. Clerk"/>').of("change")
    assert found == (Fact("change", Place(paragraph="Nairobi"), f"w:{name}", "A. Clerk"),)


def test_a_change_in_a_table_is_told_with_its_row(tmp_path: Path) -> None:
    cell = "<q:tc><q:p><q:r><q:t>Budget</q:t></q:r></q:p></q:tc>"
    table = f'<q:tbl><q:tr><q:trPr><q:ins q:author="A"/></q:trPr>{cell}</q:tr></q:tbl>'
    (change,) = of_word(tmp_path, table).of("change")
    assert change.place == Place(paragraph="Budget")


def in_runs(*pieces: str) -> str:
    """A field whose instruction is spread over runs."""
    mark = '<q:r><q:fldChar q:fldCharType="{}"/></q:r>'.format
    said = "".join(f"<q:r><q:instrText>{piece}</q:instrText></q:r>" for piece in pieces)
    return f"{mark('begin')}{said}{mark('separate')}<q:r><q:t>then</q:t></q:r>{mark('end')}"


@pytest.mark.parametrize(
    "inner",
    [
        in_runs(" DA", "TE \\@ ", "yyyy "),
        in_runs(" IF ", in_runs("TIME"), " = 1 "),
        '<q:fldSimple q:instr=" filename \\p "/>',
        f"<q:r><q:pict><q:txbxContent><q:p><q:r><q:t>Nairobi</q:t></q:r>{in_runs('DATE')}</q:p></q:txbxContent></q:pict></q:r>",
        "<q:r><q:dayLong/></q:r>",
    ],
)
def test_a_field_that_moves_is_found_with_its_paragraph(inner: str, tmp_path: Path) -> None:
    (moving,) = of_word(tmp_path, inner).of("moving")
    assert str(moving.place.paragraph).startswith("Nairobi")


HEAD = f'<w:hdr xmlns:w="{W}"><w:p><w:fldSimple w:instr="DATE"/></w:p></w:hdr>'.encode()


@pytest.mark.parametrize(
    ("section", "settings", "printed"),
    [
        ('<w:headerReference w:type="default" r:id="rId2"/>', "", True),
        ('<w:headerReference w:type="first" r:id="rId2"/><w:titlePg/>', "", True),
        ('<w:headerReference w:type="first" r:id="rId2"/>', "", False),
        ('<w:headerReference w:type="first" r:id="rId2"/><w:titlePg w:val="0"/>', "", False),
        ('<w:headerReference w:type="even" r:id="rId2"/>', "", False),
        ('<w:headerReference w:type="even" r:id="rId2"/>', "<w:evenAndOddHeaders/>", True),
        ("", "", False),
    ],
)
def test_a_date_counts_in_a_header_that_is_printed(section: str, settings: str, printed: bool, tmp_path: Path) -> None:
    spaces = f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    parts = in_main(".docx", f"<w:sectPr {spaces}>{section}</w:sectPr>".encode())
    parts["word/header1.xml"] = HEAD
    parts["word/settings.xml"] = f'<w:settings xmlns:w="{W}">{settings}</w:settings>'.encode()
    parts["word/_rels/document.xml.rels"] = relationships(
        ("styles", "styles.xml"), ("header", "header1.xml"), ("settings", "settings.xml")
    )
    (tmp_path / "a.docx").write_bytes(packed(parts))
    assert [each.place.part for each in facts(tmp_path / "a.docx").of("moving")] == ["header1"] * printed


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"])
def test_each_kind_is_known_by_what_it_says(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(packed(KINDS[suffix]()))
    for other in (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"):
        named = tmp_path / f"a{other}"
        named.write_bytes((tmp_path / "a").read_bytes())
        if other == suffix:
            assert recognise(named).suffixes[0] == suffix
        else:
            with pytest.raises(MeetingError, match=f"end in \\{suffix},"):
                recognise(named)


@pytest.mark.parametrize("suffix", [".docx", ".ods"])
@pytest.mark.parametrize("case", SWELLING)
def test_what_swells_is_told_to_be_too_large(case: str, suffix: str, tmp_path: Path) -> None:
    source = tmp_path / f"a{suffix}"
    source.write_bytes(SWELLING[case](suffix))
    with pytest.raises(MeetingError, match="It is too large") as raised:
        recognise(source)
    assert "damaged" not in str(raised.value)


DATE = "\x13 DATE \\@ d \x14then\x15"


@pytest.mark.parametrize(
    ("made", "moving"),
    [
        (a_doc(f"Geneva, {DATE}\r"), ["Geneva, then"]),
        (a_doc(f"Geneva, {DATE}\r", name="WORDDOCUMENT"), ["Geneva, then"]),
        (a_doc("Geneva\r", comments=f"Since {DATE}\r"), []),
        (a_doc("Geneva\r", even_head=f"On {DATE}\r"), []),
        (a_doc("Geneva\r", name="WORDDOCUMENT"), []),
    ],
)
def test_a_date_of_an_old_document_counts_where_it_is_printed(made: bytes, moving: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(made)
    assert [each.place.paragraph for each in facts(tmp_path / "a.doc").of("moving")] == moving


def test_an_old_document_that_is_cut_short_or_leads_in_a_circle_is_damaged(tmp_path: Path) -> None:
    whole = a_doc("Geneva\r")
    for number, made in enumerate((whole[:3000], whole[:600], whole[:512] + bytes(512) + whole[1024:])):
        source = tmp_path / f"{number}.doc"
        source.write_bytes(made)
        with pytest.raises(MeetingError, match=r"damaged|not what its name says"):
            recognise(source)


def with_master(shows: str, *, objects: str = "true") -> bytes:
    """Slides whose master has the day in the place that pages may show."""
    parts = an_odp()
    spaces = (
        'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    )
    master = (
        f'<office:master-styles><style:master-page style:name="M" {spaces}>'
        '<draw:frame presentation:class="date-time"><draw:text-box><text:p><text:date/></text:p></draw:text-box>'
        "</draw:frame>"
        "</style:master-page></office:master-styles>"
    )
    said = f'presentation:display-date-time="{shows}" presentation:background-objects-visible="{objects}"'
    style = (
        f'<office:automatic-styles {spaces}><style:style style:name="d" style:family="drawing-page">'
        f"<style:drawing-page-properties {said}/></style:style></office:automatic-styles><office:body>"
    )
    parts["styles.xml"] = parts["styles.xml"].replace(b"/>", f">{master}</office:document-styles>".encode())
    page = b'<draw:page draw:style-name="d" draw:master-page-name="M" '
    parts["content.xml"] = parts["content.xml"].replace(b"<draw:page ", page).replace(b"<office:body>", style.encode())
    return packed(parts)


@pytest.mark.parametrize(
    ("made", "moves"),
    [
        (with_master("true"), True),
        (with_master("false"), False),
        (with_master("true", objects="false"), False),
    ],
)
def test_a_date_on_a_master_counts_where_a_slide_shows_it(made: bytes, moves: bool, tmp_path: Path) -> None:
    (tmp_path / "a.odp").write_bytes(made)
    assert bool(facts(tmp_path / "a.odp").of("moving")) == moves


def test_a_formula_that_moves_is_told_with_its_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Budget"
    book.active["B7"], book.active["B8"] = "=TODAY()+1", '="call TODAY()"&A1'
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(MeetingError) as raised:
        recognise(tmp_path / "a.xlsx")
    (finding,) = raised.value.findings
    assert (finding.code, finding.place.sheet, finding.place.cell) == ("moving-excel", "Budget", "B7")


def test_what_nobody_filled_in_and_what_holds_nothing_is_told(tmp_path: Path) -> None:
    def told(suffix: str, parts: dict[str, bytes]) -> list[tuple[str, str]]:
        (tmp_path / f"a{suffix}").write_bytes(packed(parts))
        found = misprints(tmp_path / f"a{suffix}")
        return [(each.code, str(next(iter(each.values.values()), ""))) for each in found]

    assert told(".docx", a_docx()) == []
    words = a_docx()["word/document.xml"].replace(b"Geneva", "Dear «First_Name», [[city]]".encode())
    assert told(".docx", a_docx() | {"word/document.xml": words}) == [("open-places", "«First_Name», [[city]]")]
    cell = b'<c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="inlineStr"><is><t>${name}</t></is></c>'
    name = MAIN[".xlsx"]
    sheet = KINDS[".xlsx"]()[name].replace(b'<c r="A1"><v>1</v></c>', cell)
    assert told(".xlsx", KINDS[".xlsx"]() | {name: sheet}) == [
        ("open-places", "${name}"),
        ("cell-errors", "A!A1 #REF!"),
    ]
    assert told(".pptx", KINDS[".pptx"]()) == [("blank", "")]
    assert told(".odp", KINDS[".odp"]()) == [("blank", "")]


def test_what_no_page_shows_is_one_note(tmp_path: Path) -> None:
    slides = pptx.Presentation()
    for _ in range(2):
        slide = slides.slides.add_slide(slides.slide_layouts[5])
        slide.shapes.title.text = "Budget"
        slide.notes_slide.notes_text_frame.text = "Say it slowly"
    slide._element.set("show", "0")
    slides.save(str(tmp_path / "a.pptx"))
    (finding,) = misprints(tmp_path / "a.pptx")
    assert (finding.code, finding.severity) == ("left-out", "note")
    assert "slides' notes (2); hidden slides (1)" in finding.what
