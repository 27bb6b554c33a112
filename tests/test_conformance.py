"""PDF/A and PDF/UA: what is made declares what it meets, checked by page-validation, and no more."""

from __future__ import annotations

import re
import time
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.chart import BarChart, Reference
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageCms

from pipeline.bundle.assemble import bundle
from pipeline.bundle.declaration import declare
from pipeline.bundle.letter import point_links
from pipeline.bundle.save import save
from pipeline.convert import Details, convert_with_remarks
from pipeline.convert.finish import finish
from pipeline.convert.office import Offices
from pipeline.findings import Finding
from pipeline.findings.words import ENGLISH
from pipeline.model import HIGHEST, NONE, Conformance, Part
from pipeline.officefile.kinds import KINDS
from pipeline.pdf.colour import srgb
from pipeline.pdf.conformance import Judged, _judge_in_excerpts, check, judge
from pipeline.pdf.verdicts import Verdicts
from pipeline.pdf.xmp import About, declared, declaring, packet
from tests.houses import Package
from tests.kinds import MAKERS, a_docx
from tests.pdfs import BINDING, letter, part, simple

CREATED = datetime(2024, 4, 22, 12, tzinfo=UTC)
DETAILS = Details("Pièce & <annexe>", "fr", alone=True)
OTHERS = {kind for each in KINDS if each.maker != "office" for kind in each.suffixes} | {".svg", ".ppt", ".pps"}
"""Pictures, which need a description; PDFs; old slides, whose shapes come without words when an office renews them."""
OFFICE_KINDS = [suffix for suffix in MAKERS if suffix not in OTHERS]


def a_note_style(path: Path) -> Path:
    """A style that bears the name of a standard tag, bullets of Symbol, a table, headings, and links both ways."""
    document = docx.Document()
    document.add_heading("One", 1)
    document.add_paragraph("A point", style="List Bullet")
    document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("A note", style="Note")
    document.add_paragraph("Quoted", style="Quote")
    document.add_table(2, 2, style="Table Grid").cell(0, 0).text = "Cell"
    document.save(str(path))
    return path


def a_contents(path: Path) -> Path:
    """A contents list that jumps to its heading."""
    document = docx.Document()
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), "there")
    paragraph = document.add_paragraph()
    paragraph._p.append(link)
    link.append(paragraph.add_run("Heading")._r)
    heading = document.add_heading("Heading", 1)
    for kind, name in (("w:bookmarkStart", "there"), ("w:bookmarkEnd", None)):
        mark = OxmlElement(kind)
        mark.set(qn("w:id"), "1")
        if name:
            mark.set(qn("w:name"), name)
        heading._p.append(mark)
    document.save(str(path))
    return path


def a_picture_in(path: Path, *, described: bool) -> Path:
    picture = path.with_suffix(".png")
    Image.new("RGB", (60, 30), "red").save(picture)
    document = docx.Document()
    document.add_picture(str(picture))
    for properties in document.element.body.iter(qn("wp:docPr")):
        properties.set("descr", "A red field" if described else "")
    document.save(str(path))
    return path


def a_chart(path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (("a", "b"), (1, 2)):
        book.active.append(row)
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, min_row=1, max_col=2, max_row=2))
    book.active.add_chart(chart, "D5")
    book.save(path)
    return path


@pytest.mark.parametrize("suffix", OFFICE_KINDS)
def test_what_libreoffice_makes_of_each_kind_is_accessible(offices: Offices, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / "made.pdf"
    made = convert_with_remarks(MAKERS[suffix](tmp_path / f"a{suffix}"), offices, CREATED, target, details=DETAILS)
    checked = check(target)
    assert (made.met, checked.met, dict(checked.broken), checked.declares) == (HIGHEST, HIGHEST, {}, True)
    assert declared(target.read_bytes()) == HIGHEST


@pytest.mark.parametrize(
    "make",
    [
        a_note_style,
        a_contents,
        lambda path: a_docx(path, link="mailto:a(b)c\\d@example.org"),
        lambda path: a_docx(path, link="enclosure:3"),
        lambda path: a_docx(path, link="another.docx"),
        lambda path: a_picture_in(path, described=True),
    ],
)
def test_what_documents_are_made_of_is_accessible(
    offices: Offices, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    target = tmp_path / "made.pdf"
    made = convert_with_remarks(make(tmp_path / "a.docx"), offices, CREATED, target, details=DETAILS)
    checked = check(target)
    assert (made.met, checked.met, dict(checked.broken), checked.declares) == (HIGHEST, HIGHEST, {}, True)
    with pikepdf.open(target) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert not pdf.get_warnings()


@pytest.mark.parametrize(
    ("make", "met", "why"),
    [
        (
            lambda folder: a_picture_in(folder / "a.docx", described=False),
            ("2a", False),
            "a picture has no description",
        ),
        (lambda folder: a_chart(folder / "a.xlsx"), ("2a", False), "a picture has no description"),
    ],
)
def test_a_document_that_falls_short_declares_less(
    offices: Offices, tmp_path: Path, make: Callable[[Path], Path], met: tuple[str, bool], why: str
) -> None:
    target = tmp_path / "made.pdf"
    made = convert_with_remarks(make(tmp_path), offices, CREATED, target, details=DETAILS)
    checked = check(target)
    assert made.met == checked.met == declared(target.read_bytes())
    assert (checked.met.pdfa, checked.met.pdfua) == met
    assert list(map(ENGLISH.value, checked.broken.values())) == [why]


@pytest.mark.parametrize(
    "words",
    [
        "اجتماع نموذجي. وتجدون طيّه وثائق الاجتماع. وأرجو التفضل بإحالتها إلى أعضاء وفدكم.",
        "وفي انتظار استقبالكم، أرجو أن تتفضلوا بقبول فائق التقدير والاحترام.",
        "لجنة الأمم المتحدة للقانون التجاري الدولي؛ محمد، مكّة، الله، لله، ﷺ",
        "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ",
        "نجح نحج يمحى بمج تمح ثمخ نبي نبيّ في فيّ كلا لا لأ لإ لآ كلّا سيئة شؤون مسؤولية",
        "حجج خجج مجح عجج غمج هجم يجحم تبحث نتيجة لمحة المحيط الحج الجمعة الخميس تمحيص",
    ],
)
def test_arabic_words_are_joined_and_still_say_their_letters(offices: Offices, tmp_path: Path, words: str) -> None:
    document = docx.Document()
    document.core_properties.title, document.core_properties.language = words, "ar"
    run = document.add_paragraph().add_run(words)
    fonts = OxmlElement("w:rFonts")
    fonts.set(qn("w:cs"), "Amiri")
    run._r.get_or_add_rPr().append(fonts)
    run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
    document.save(str(tmp_path / "a.docx"))
    target = tmp_path / "made.pdf"
    made = convert_with_remarks(tmp_path / "a.docx", offices, CREATED, target, details=DETAILS)
    assert dict(check(target).broken) == {}
    assert made.met == HIGHEST


def test_the_schema_that_libreoffice_7_lacks_is_added(offices: Offices, tmp_path: Path) -> None:
    made = offices.export(a_docx(tmp_path / "a.docx"))
    schema = rb"<rdf:Description[^>]*xmlns:pdfaExtension.*?</pdfaExtension:schemas>\s*</rdf:Description>"
    without = re.sub(schema, lambda found: b" " * len(found.group()), made, flags=re.DOTALL)
    assert without != made
    assert check(without).met.pdfa is None
    finished = finish(without, "Title", CREATED).pdf
    assert (check(finished).met, check(finished).declares) == (HIGHEST, True)


def test_true_notes_keep_their_tags_beside_a_style_of_that_name(offices: Offices, tmp_path: Path) -> None:
    made = offices.export(a_note_style(tmp_path / "a.docx"))
    finished = finish(made, "Title", CREATED).pdf
    assert (elements(made)["/Note"], elements(finished)["/Note"], elements(finished)["/note"]) == (1, 0, 1)
    with pikepdf.open(BytesIO(finished)) as pdf:
        assert pdf.Root.StructTreeRoot.RoleMap["/note"] == Name.P
    with pikepdf.open(BytesIO(made)) as pdf:
        note = next(each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/S") == Name.Note)
        note.ID = pikepdf.String("id1")
        pdf.save(tmp_path / "noted.pdf")
    assert elements(finish((tmp_path / "noted.pdf").read_bytes(), "Title", CREATED).pdf)["/Note"] == 1


def elements(pdf: bytes) -> Counter[str]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return Counter(str(each.get("/S")) for each in opened.objects if isinstance(each, Dictionary))


def test_the_letter_that_travels_alone_is_accessible(offices: Offices, tmp_path: Path) -> None:
    letter, target = tmp_path / "letter.pdf", tmp_path / "alone.pdf"
    convert_with_remarks(a_docx(tmp_path / "a.docx", link="enclosure:3"), offices, CREATED, letter, details=DETAILS)
    assert point_links(letter, {3: "annexes/3.pdf"}, {3: "Ordre du jour"}, CREATED, target) == HIGHEST
    assert (check(target).met, check(target).declares) == (HIGHEST, True)
    with pikepdf.open(target) as pdf:
        assert str(pdf.pages[0].obj.Annots[0].Contents) == "Ordre du jour"


def test_a_letter_that_declares_nothing_still_declares_nothing(tmp_path: Path) -> None:
    target = tmp_path / "alone.pdf"
    assert point_links(simple(tmp_path / "a.pdf"), {}, {}, CREATED, target) == NONE
    assert declared(target.read_bytes()) == NONE


def test_fonts_that_are_not_embedded_are_named(tmp_path: Path) -> None:
    def arial_too(pdf: pikepdf.Pdf) -> None:
        arial = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Arial)
        pdf.pages[0].Resources.Font.F1 = pdf.make_indirect(arial)

    said = check(simple(tmp_path / "a.pdf")).broken["FONT-EMBEDDING"]
    assert ENGLISH.value(said) == "fonts that are not embedded: Helvetica"
    said = check(simple(tmp_path / "b.pdf", 2, change=arial_too)).broken["FONT-EMBEDDING"]
    assert ENGLISH.value(said) == "fonts that are not embedded: Arial, Helvetica"


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n%%EOF\n"])
def test_what_cannot_be_checked_meets_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    checked = check(path)
    assert (checked.met, checked.declares) == (NONE, False)
    assert "can't be checked" in ENGLISH.value(checked.broken[""])


def _bomb(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents[0].write(zlib.compress(bytes(200 << 20), 9), filter=Name.FlateDecode)


def _endless_tags(pdf: pikepdf.Pdf) -> None:
    one = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div))
    one.K = pikepdf.Array([one, one])
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=one))


def _deep_tags(pdf: pikepdf.Pdf) -> None:
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P))
    for _ in range(2000):
        element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div, K=element))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=element))


def _drawings_that_multiply(pdf: pikepdf.Pdf) -> None:
    drawing = pdf.make_stream(b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=pikepdf.Array([0, 0, 1, 1]))
    for _ in range(25):
        resources = Dictionary(XObject=Dictionary(A=drawing))
        entries = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": pikepdf.Array([0, 0, 1, 1])}
        drawing = pdf.make_stream(b"/A Do /A Do /A Do", **entries, Resources=resources)
    pdf.pages[0].Resources.XObject = Dictionary(A=drawing)
    pdf.pages[0].Contents[0].write(b"/A Do")


@pytest.mark.parametrize("harm", [_bomb, _endless_tags, _deep_tags, _drawings_that_multiply])
def test_a_file_that_means_harm_is_soon_given_up(tmp_path: Path, harm: Callable[[pikepdf.Pdf], None]) -> None:
    path = simple(tmp_path / "a.pdf", change=harm)
    begun = time.process_time()
    checked = check(path)
    assert time.process_time() - begun < 10  # of the processor's time, not of the clock's
    assert checked.met == NONE
    assert ENGLISH.value(checked.broken[""]) == "it can't be checked: it is too large or too deeply nested"


def test_a_packet_declares_what_it_is_told_and_can_be_told_less() -> None:
    about = About("T & <t>", "fr", CREATED, "papers", "A", "S", "k", ("slug", "X/1"))
    whole = packet(about, HIGHEST)
    assert declared(whole) == HIGHEST
    assert declared(packet(about, NONE)) == NONE
    for less in (Conformance("2u", pdfua=True), Conformance("3b", pdfua=False), Conformance(None, pdfua=True), NONE):
        assert declared(declaring(whole, less)) == less
        assert len(declaring(whole, less)) == len(whole)


def test_a_picture_inside_a_file_declares_nothing_for_it() -> None:
    picture = b"<x:xmpmeta>a camera's words</x:xmpmeta>"
    own = packet(About("T", "fr", CREATED, "papers"), HIGHEST)
    assert declared(picture + own) == HIGHEST
    assert declaring(picture + own, NONE).startswith(picture)


def test_words_in_a_title_are_kept_as_they_are(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        about = About("T & <t> é", "fr", CREATED, "papers", identifiers=("a",))
        pdf.Root.Metadata = pdf.make_stream(packet(about, NONE), Type=Name.Metadata, Subtype=Name.XML)
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "T & <t> é"
            assert metadata["dc:identifier"] == "a"


# --- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "mode"),
    [
        (suffix, mode)
        for suffix in (".png", ".jpg", ".tif")
        for mode in ("1", "L", "P", "RGB")
        if (suffix, mode) != (".jpg", "P")  # JPEG has no palettes
    ],
)
def test_a_picture_that_is_described_is_accessible(offices: Offices, tmp_path: Path, suffix: str, mode: str) -> None:
    source, target = tmp_path / f"a{suffix}", tmp_path / "a.pdf"
    Image.linear_gradient("L").convert(mode).save(source)
    details = Details("Plan de la salle", "fr", description="Une salle à trois portes", alone=True)
    made = convert_with_remarks(source, offices, CREATED, target, details=details)
    checked = check(target)
    assert (made.met, made.remarks, dict(checked.broken), checked.declares) == (HIGHEST, (), {}, True)
    with pikepdf.open(target) as pdf:
        figure = pdf.Root.StructTreeRoot.K.K[0]
        assert (str(figure.Alt), str(pdf.Root.Lang), str(pdf.docinfo.Title)) == (
            "Une salle à trois portes",
            "fr",
            "Plan de la salle",
        )


def test_each_page_of_a_scan_says_which_it_is(offices: Offices, tmp_path: Path) -> None:
    source, target = tmp_path / "a.tif", tmp_path / "a.pdf"
    frames = [Image.new("1", (1654, 2339), value) for value in (0, 1)]
    frames[0].save(source, save_all=True, append_images=frames[1:], dpi=(200, 200))
    details = Details("Lettre", "fr", description="Une lettre", alone=True)
    assert convert_with_remarks(source, offices, CREATED, target, details=details).met == HIGHEST
    with pikepdf.open(target) as pdf:
        alternatives = [str(figure.Alt) for figure in pdf.Root.StructTreeRoot.K.K]
    assert alternatives == ["Une lettre (1/2)", "Une lettre (2/2)"]


def test_a_picture_that_nobody_described_is_of_the_lowest_level(offices: Offices, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    made = convert_with_remarks(MAKERS[".png"](tmp_path / "a.png"), offices, CREATED, target, details=DETAILS)
    assert made.met == declared(target.read_bytes()) == Conformance("2b", pdfua=False)
    assert [remark.code for remark in made.remarks] == ["no-description"]
    assert [why.code for why in check(target).broken.values()] == ["figure-alternative-text"]


def test_a_picture_in_the_colours_of_print_declares_nothing(offices: Offices, tmp_path: Path) -> None:
    source, target = tmp_path / "a.jpg", tmp_path / "a.pdf"
    Image.linear_gradient("L").convert("CMYK").save(source)
    details = Details("Affiche", "fr", description="Une affiche", alone=True)
    assert convert_with_remarks(source, offices, CREATED, target, details=details).met == Conformance(None, pdfua=True)


# --- bundles --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(offices: Offices, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Parts that LibreOffice made, by what is in them."""
    folder = tmp_path_factory.mktemp("parts")

    @cache
    def made(name: str) -> Path:
        source = MAKERS[f".{name}"](folder / f"a.{name}")
        target = folder / f"{name}.pdf"
        convert_with_remarks(source, offices, CREATED, target, details=DETAILS)
        return target

    return made


def bound(parts: list[Part], target: Path) -> tuple[Conformance, list[Finding]]:
    """A bundle that declares what it meets; its remarks that are about that."""
    bundle(parts, BINDING, target)
    judged = judge(target, [each.path for each in parts])
    assert in_excerpts(target, parts) == rules_of(judged)
    met, remarks = declare(target, parts, judged)
    return met, list(remarks)


Rules = tuple[Conformance, set[str], set[str], bool]


def rules_of(judged: Judged) -> Rules:
    found = judged.bundle
    return found.met, set(found.not_pdfa), set(found.not_pdfua), found.declares


def in_excerpts(target: Path, parts: list[Part]) -> Rules:
    """What a large bundle is found to be, of which excerpts are checked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.pdf.conformance._LARGE", 0)
        judged = _judge_in_excerpts(target, [each.path for each in parts])
    assert judged is not None
    assert bool(judged.parts) == bool(judged.bundle.broken)
    return rules_of(judged)


def _name_a_role_of_nobodys(pdf: Any) -> None:
    last = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and Name.Pg in each][-1]
    last.S = Name.Nonsense


def _lose_the_last_font(pdf: Any) -> None:
    """That of the stamps, on the last page alone."""
    page = pdf.pages[-1].obj
    page.Resources = pdf.make_indirect(pikepdf.Dictionary(dict(page.Resources.items())))
    fonts = pikepdf.Dictionary()
    for name, value in page.Resources.Font.items():
        fonts[name] = pdf.make_indirect(pikepdf.Dictionary(dict(value.items())))
        if Name.FontDescriptor in fonts[name]:
            shape = pikepdf.Dictionary(dict(fonts[name].FontDescriptor.items()))
            del shape["/FontFile2"]
            fonts[name].FontDescriptor = pdf.make_indirect(shape)
    page.Resources.Font = fonts


def _mark_nothing(pdf: Any) -> None:
    """A stamp that is no artifact, and in no tag."""
    last = pdf.pages[-1].obj
    last.Contents = pdf.make_stream(b"q 0 0 5 5 re f Q", {}) if not isinstance(last.Contents, Array) else last.Contents
    last.Contents = Array([*last.Contents, pdf.make_stream(b"q 0 0 5 5 re f Q")])


SPOILT_BY_BINDING: Mapping[str, Callable[[Any], object]] = {
    "the intent is lost": lambda pdf: pdf.Root.__delitem__("/OutputIntents"),
    "a role is nobody's": _name_a_role_of_nobodys,
    "a file is attached": lambda pdf: pdf.attachments.__setitem__(
        "data.csv", pikepdf.AttachedFileSpec(pdf, b"a;b", filename="data.csv", mime_type="text/csv")
    ),
    "its title is not shown": lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"),
    "a font on the last page is not embedded": _lose_the_last_font,
    "a stamp is in no tag": _mark_nothing,
    "it does not say that it is tagged": lambda pdf: pdf.Root.__delitem__("/MarkInfo"),
    "the metadata is lost": lambda pdf: pdf.Root.__delitem__("/Metadata"),
    "no language": lambda pdf: pdf.Root.__delitem__("/Lang"),
    "roles lead in a circle": lambda pdf: pdf.Root.StructTreeRoot.__setitem__(
        "/RoleMap", pikepdf.Dictionary({"/Standard": Name.Words, "/Words": Name.Standard})
    ),
    "a page starts a script": lambda pdf: pdf.pages[-1].obj.__setitem__(
        "/AA", pikepdf.Dictionary(O=pikepdf.Dictionary(S=Name.JavaScript, JS=pikepdf.String("1")))
    ),
    "the catalog starts a script": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", pikepdf.Dictionary(S=Name.JavaScript, JS=pikepdf.String("1"))
    ),
}
"""What binding could do to parts that are sound. Nobody has judged it before the bundle is."""


@pytest.mark.parametrize("spoil", SPOILT_BY_BINDING.values(), ids=SPOILT_BY_BINDING.keys())
def test_what_binding_breaks_is_seen_in_excerpts(
    sound: Callable[[str], Path], tmp_path: Path, spoil: Callable[[Any], object]
) -> None:
    target = tmp_path / "bundle.pdf"
    parts = [letter(sound("docx")), part(sound("odt"), 1), part(sound("pptx"), 2), part(sound("xlsx"), 3)]
    bundle(parts, BINDING, target)
    assert in_excerpts(target, parts)[0] == HIGHEST
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        spoil(pdf)
        pdf.save(target, deterministic_id=True)
    whole = rules_of(judge(target, [each.path for each in parts]))
    assert whole[0] != HIGHEST
    assert in_excerpts(target, parts) == whole


def _parts_of(pdf: Any) -> list[Any]:
    return list(pdf.Root.StructTreeRoot.K[0].K)


def _hang_elsewhere(pdf: Any) -> None:
    """The first element of the last part, in the first."""
    first, *_, last = _parts_of(pdf)
    moved = last.K[0]
    last.K = Array(list(last.K)[1:])
    first.K.append(moved)
    moved.P = first


def _part_in_two(pdf: Any) -> None:
    """The tags of one part, in two elements below the document."""
    document = pdf.Root.StructTreeRoot.K[0]
    last = _parts_of(pdf)[-1]
    second = pdf.make_indirect(pikepdf.Dictionary(S=Name.Part, P=document, K=Array([last.K[-1]])))
    last.K[-1].P = second
    last.K = Array(list(last.K)[:-1])
    document.K.append(second)


MOVED: Mapping[str, Callable[[Any], object]] = {
    "a tag is in another part's": _hang_elsewhere,
    "a part's tags are in two": _part_in_two,
    "a part has no document": lambda pdf: _parts_of(pdf)[-1].__delitem__("/P"),
    "a part's kids are lost": lambda pdf: _parts_of(pdf)[-1].__delitem__("/K"),
    "there are two documents": lambda pdf: pdf.Root.StructTreeRoot.K.append(
        pdf.make_indirect(pikepdf.Dictionary(S=Name.Document, P=pdf.Root.StructTreeRoot, K=Array()))
    ),
    "no page has a key": lambda pdf: [page.obj.__delitem__("/StructParents") for page in pdf.pages],
}
"""What tags may look like that were not parted as the bundle's parts are."""


@pytest.mark.parametrize("move", MOVED.values(), ids=MOVED.keys())
def test_excerpts_of_tags_that_lie_elsewhere_are_judged_as_the_whole_is(
    sound: Callable[[str], Path], tmp_path: Path, move: Callable[[Any], object]
) -> None:
    target = tmp_path / "bundle.pdf"
    parts = [letter(sound("docx")), part(sound("odt"), 1), part(sound("xlsx"), 2)]
    bundle(parts, BINDING, target)
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        move(pdf)
        pdf.save(target, deterministic_id=True)
    assert in_excerpts(target, parts) == rules_of(judge(target, [each.path for each in parts]))


def test_an_excerpt_is_judged_once(sound: Callable[[str], Path], tmp_path: Path) -> None:
    target = tmp_path / "bundle.pdf"
    parts = [letter(sound("docx")), part(sound("odt"), 1)]
    bundle(parts, BINDING, target)
    in_excerpts(target, parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.pdf.conformance.check", None)
        assert in_excerpts(target, parts)[0] == HIGHEST


def test_what_is_known_of_excerpts_is_kept_from_one_process_to_the_next(
    sound: Callable[[str], Path], tmp_path: Path
) -> None:
    target, file, older = tmp_path / "bundle.pdf", tmp_path / "levels-1.json", tmp_path / "levels-0.json"
    parts = [letter(sound("docx")), part(simple(tmp_path / "a.pdf"), 1)]
    bundle(parts, BINDING, target)
    older.write_text("{}", encoding="utf-8")
    paths = [each.path for each in parts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.pdf.conformance._LARGE", 0)
        found = judge(target, paths, Verdicts(file))
        assert found.bundle.broken
        assert not older.exists()
        patch.setattr("pipeline.pdf.conformance.check", None)
        assert judge(target, paths, Verdicts(file)) == found
    file.write_text("[1", encoding="utf-8")
    assert judge(target, paths, Verdicts(file)).bundle.met == found.bundle.met


def test_a_bundle_that_no_excerpt_can_be_made_of_is_checked_whole(sound: Callable[[str], Path], tmp_path: Path) -> None:
    target = tmp_path / "bundle.pdf"
    parts = [letter(sound("docx")), part(sound("odt"), 1)]
    bundle(parts, BINDING, target)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.pdf.conformance._LARGE", 0)
        # A page that no part has.
        assert rules_of(judge(target, [parts[0].path]))[0] == HIGHEST


def test_a_bundle_of_accessible_parts_is_accessible(sound: Callable[[str], Path], tmp_path: Path) -> None:
    target = tmp_path / "bundle.pdf"
    kinds = ("odt", "xlsx", "pptx", "rtf")
    parts = [letter(sound("docx")), *(part(sound(kind), number) for number, kind in enumerate(kinds, start=1))]
    assert bound(parts, target) == (HIGHEST, [])
    checked = check(target)
    assert (checked.met, checked.declares) == (HIGHEST, True)
    with pikepdf.open(target) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.Root.OutputIntents) == 1
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == BINDING.title == str(pdf.docinfo.Title)
            assert metadata["dc:creator"] == [BINDING.author] == [str(pdf.docinfo.Author)]
            assert metadata["dc:language"] == {"fr"}
            assert metadata["xmp:CreateDate"] == BINDING.created.isoformat(timespec="seconds")


def test_a_bundle_names_what_it_holds(tmp_path: Path) -> None:
    binding = replace(BINDING, identifiers=("slug-invitation-fr", "A/1/2 & 3"))
    bundle([letter(simple(tmp_path / "a.pdf"))], binding, tmp_path / "bundle.pdf")
    with pikepdf.open(tmp_path / "bundle.pdf") as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:identifier"] == "slug-invitation-fr"
        assert metadata["xmp:Identifier"] == {"slug-invitation-fr", "A/1/2 & 3"}


def test_a_part_that_falls_short_is_named_and_the_bundle_declares_less(
    sound: Callable[[str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "bundle.pdf"
    plain = simple(tmp_path / "plain.pdf")
    met, remarks = bound([letter(sound("docx")), part(plain, 1), part(sound("odt"), 2)], target)
    assert met == check(target).met == declared(target.read_bytes()) == NONE
    assert [remark.where for remark in remarks] == [f"enclosure 1 “Plain” ({plain})"]
    assert remarks[0].what.startswith("It keeps the bundle from being PDF/A-2a / PDF/UA-1: ")
    assert "fonts that are not embedded: Helvetica" in remarks[0].what
    assert "it has no tags" in remarks[0].what


def test_a_bundle_may_be_pdfa_and_not_accessible(
    sound: Callable[[str], Path], offices: Offices, tmp_path: Path
) -> None:
    target, picture = tmp_path / "bundle.pdf", tmp_path / "picture.pdf"
    convert_with_remarks(a_picture_in(tmp_path / "a.docx", described=False), offices, CREATED, picture, details=DETAILS)
    met, remarks = bound([letter(sound("docx")), part(picture, 1)], target)
    assert met == check(target).met == declared(target.read_bytes()) == Conformance("2a", pdfua=False)
    assert [remark.what for remark in remarks] == [
        "It keeps the bundle from being PDF/UA-1: a picture has no description."
    ]


def test_a_file_that_is_no_pdfa_makes_a_bundle_of_the_third_part(sound: Callable[[str], Path], tmp_path: Path) -> None:
    attached, target = tmp_path / "attached.pdf", tmp_path / "bundle.pdf"
    with pikepdf.open(sound("odt")) as pdf:
        file = pikepdf.AttachedFileSpec(pdf, b"a;b\n1;2\n", filename="data.csv", mime_type="text/csv")
        pdf.attachments["data.csv"] = file
        pdf.save(attached)
    met, remarks = bound([letter(sound("docx")), part(attached, 1)], target)
    assert met == check(target).met == declared(target.read_bytes()) == Conformance("3a", pdfua=True)
    assert "attached" in remarks[0].what


def test_colours_that_are_meant_otherwise_are_told_and_levels_are_those_that_are_met(
    sound: Callable[[str], Path], tmp_path: Path
) -> None:
    printed, target = tmp_path / "printed.pdf", tmp_path / "bundle.pdf"
    with pikepdf.open(sound("odt")) as pdf:
        profile = srgb().replace("sRGB".encode("utf-16-be"), "Else".encode("utf-16-be"))
        pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(profile, N=3)
        pdf.save(printed)
    report = bundle([letter(sound("docx")), part(printed, 1)], BINDING, target)
    assert [remark.code for remark in report.remarks if remark.kind != "kept"] == ["other-colours"]
    assert declared(target.read_bytes()) == check(target).met == HIGHEST


def test_xmp_below_the_catalog_does_not_travel(sound: Callable[[str], Path], tmp_path: Path) -> None:
    """Its words may be those that the part's catalog defined, which the bundle's does not."""
    described, target = tmp_path / "described.pdf", tmp_path / "bundle.pdf"
    with pikepdf.open(sound("odt")) as pdf:
        own = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a:b xmlns:a="http://example.org/"/></x:xmpmeta>'
        for holder in (pdf.pages[0].obj, *(each for each in pdf.objects if _is_font(each))):
            holder.Metadata = pdf.make_stream(own, Type=Name.Metadata, Subtype=Name.XML)
        pdf.save(described)
    bound([letter(sound("docx")), part(described, 1)], target)
    with pikepdf.open(target) as pdf:
        assert [each for each in pdf.objects if isinstance(each, Dictionary) and Name.Metadata in each] == [pdf.Root]


def _is_font(thing: object) -> bool:
    return isinstance(thing, Dictionary) and thing.get(Name.Type) == Name.Font


@pytest.mark.parametrize(("sign", "level"), [(b"0 0 0 1 k 0 0 9 9 re f", None), (b"0 0 9 9 re f", "2a")])
def test_a_sign_that_is_drawn_for_a_press_costs_the_claim(
    sign: bytes, level: str | None, sound: Callable[[str], Path], tmp_path: Path
) -> None:
    drawn, target = tmp_path / "drawn.pdf", tmp_path / "bundle.pdf"
    with pikepdf.open(sound("odt")) as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 9, 9]))
        font.CharProcs = Dictionary(a=pdf.make_stream(b"9 0 d0 " + sign))
        pdf.Root.Unused = pdf.make_indirect(font)
        pdf.pages[0].obj.PieceInfo = Dictionary(Own=Dictionary(Private=font))
        pdf.save(drawn)
    bundle([letter(sound("docx")), part(drawn, 1)], BINDING, target)
    assert declared(target.read_bytes()).pdfa == level


def test_streams_that_end_in_a_return_keep_their_length(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Odd = pdf.make_stream(b"a picture\r", Filter=Name.JPXDecode)
        save(pdf, tmp_path / "a.pdf")
    data = (tmp_path / "a.pdf").read_bytes()
    assert b"a picture\r\rendstream" in data
    assert "STREAM-LENGTH" not in check(data).broken
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.Odd.read_raw_bytes() == b"a picture\r"


def test_the_profile_is_srgb_as_others_have_it() -> None:
    profile = ImageCms.ImageCmsProfile(BytesIO(srgb()))
    steps = Image.linear_gradient("L")
    colours = Image.merge("RGB", (steps, steps.rotate(90), steps.rotate(180)))
    turned = ImageCms.profileToProfile(colours, profile, ImageCms.createProfile("sRGB"))
    assert turned is not None
    far = ImageChops.difference(colours, turned).point(lambda value: 255 if value > 1 else 0)
    assert far.getbbox() is None


@pytest.mark.parametrize("language", ["ar", "zh", "zh, a sign whose bytes hold a name by chance"])
def test_letters_of_all_scripts_say_which_signs_they_are(offices: Offices, tmp_path: Path, language: str) -> None:
    words = {
        "ar": ("Amiri", "السيدَّةُ لٍ اً يّ يُ ليشٍ وُدًّا"),
        "zh": ("Noto Serif CJK SC", "第五次审议会议，主席。"),
        "zh, a sign whose bytes hold a name by chance": ("Noto Serif CJK SC", "太平洋"),
    }
    font, said = words[language]
    document = docx.Document()
    run = document.add_paragraph().add_run(said)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), font)
    document.save(str(tmp_path / "a.docx"))
    made = offices.export(tmp_path / "a.docx")
    finished = finish(made, "Title", CREATED).pdf
    assert check(made).met != HIGHEST
    assert dict(check(finished).broken) == {}
    before, after = (pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil() for pdf in (made, finished))
    assert before.tobytes() == after.tobytes()


def test_the_sample_is_accessible_in_all_its_languages(sample: Package) -> None:
    known: dict[str, bool] = {}
    for entry in sample.manifest["outputs"]:
        if not entry["path"].endswith(".pdf"):
            continue
        if entry["role"] in {"bundle", "letter"} or "conformance" in entry:
            assert entry["conformance"] == HIGHEST.as_json(), entry["path"]
        if entry["sha256"] not in known:
            checked = check(sample.out / entry["path"])
            known[entry["sha256"]] = (checked.met, checked.declares) == (HIGHEST, True)
        assert known[entry["sha256"]], entry["path"]
    assert not [note for note in sample.manifest["notes"] if note["key"] == "lower-level"]
