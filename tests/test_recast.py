"""Kinds of files that an office sets badly, or can't be looked through: each becomes pages with all of its words."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pptx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from pipeline.convert import Details, convert_with_remarks
from pipeline.convert.office import Offices
from pipeline.errors import MeetingError
from pipeline.libreoffice import find_program
from pipeline.model import HIGHEST
from pipeline.officefile import kinds
from pipeline.officefile.kinds import recognise
from pipeline.officefile.package import Package
from pipeline.recast import About, recast
from pipeline.recast.webpage import made_of
from tests import hostile

CREATED = datetime(2025, 1, 15, 12, tzinfo=UTC)
PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Note</title><script>bad()</script></head>
<body><h1>Note d’information</h1><p>Un <b>mot</b> et un <a href="https://example.org/">lien</a>.<br>Suite</p>
<ul><li>un</li><li>deux<ol start="4"><li>sous</li></ol></li></ul>
<table><thead><tr><th colspan="2">Jour et lieu</th></tr></thead><tr><td rowspan="2">18 juin</td><td>Genève</td></tr>
<tr><td>Nairobi</td></tr></table><pre>code   ici</pre><hr><blockquote>Citation</blockquote>
<img src="https://example.org/x.png" alt="une image"><img alt="un point" src="data:image/png;base64,\
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==">
<p hidden>caché</p><iframe src="https://example.org/"></iframe></body></html>"""
PROJECT = "application/vnd.ms-office.vbaProject"
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100">
<rect width="200" height="100" fill="#cde"/><text x="9" y="60" font-family="Liberation Sans">Plan</text>
<image xlink:href="file:///etc/hostname" width="9" height="9"/></svg>"""


def words_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def told(result: object) -> list[str]:
    return [each.code for each in result.remarks]  # type: ignore[attr-defined]


def an_old(suffix: str) -> Callable[[Path], Path]:
    """A file as Office 97 has it, made by LibreOffice."""

    def make(folder: Path) -> Path:
        new = folder / f"a{suffix}x"
        if suffix == ".xls":
            book = openpyxl.Workbook()
            book.active["A1"] = "Kept words"
            hidden = book.create_sheet("Hidden")
            hidden["A1"] = "Secret words"
            hidden.sheet_state = "hidden"
            book.save(new)
        else:
            slides = pptx.Presentation()
            slides.slides.add_slide(slides.slide_layouts[5]).shapes.title.text = "Kept words"
            slides.save(str(new))
        program = find_program()
        assert program is not None
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        words: list[str | Path] = [
            program / "soffice",
            profile,
            "--headless",
            "--convert-to",
            suffix[1:],
            "--outdir",
            folder,
            new,
        ]
        subprocess.run([*words, str(new)], check=True, capture_output=True)
        return folder / f"a{suffix}"

    return make


def written(name: str, words: str, encoding: str = "utf-8") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_text(words, encoding=encoding)
        return folder / name

    return make


def a_picture(name: str, frames: int = 1) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        images = [Image.new("RGB", (60, 40), (40 * number, 90, 90)) for number in range(frames)]
        images[0].save(folder / name, save_all=frames > 1, append_images=images[1:])
        return folder / name

    return make


def with_macros(name: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        if name.endswith("docm"):
            import docx  # noqa: PLC0415

            document = docx.Document()
            document.add_paragraph("Kept words")
            document.save(str(path))
            main, kind = "word/document.xml", "vnd.ms-word.document.macroEnabled.main"
        else:
            book = openpyxl.Workbook()
            book.active["A1"] = "Kept words"
            book.save(path)
            main, kind = "xl/workbook.xml", "vnd.ms-excel.sheet.macroEnabled.main"
        with ZipFile(path) as archive:
            parts: dict[str, bytes] = {each: archive.read(each) for each in archive.namelist()}
        types, lists = (str(parts[each], "utf-8") for each in ("[Content_Types].xml", _relations(main)))
        types = re.sub(r"application/[\w.-]*(?:document|sheet)\.main", f"application/{kind}", types)
        types = types.replace("</Types>", f'<Default Extension="bin" ContentType="{PROJECT}"/></Types>')
        project = (
            '<Relationship Id="rVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
            'Target="vbaProject.bin"/></Relationships>'
        )
        changed: dict[str, str | bytes] = {
            "[Content_Types].xml": types,
            _relations(main): lists.replace("</Relationships>", project),
            f"{main.partition('/')[0]}/vbaProject.bin": "Sub AutoOpen()",
        }
        path.write_bytes(hostile.zipped({**parts, **changed}))
        return path

    return make


def _relations(part: str) -> str:
    folder, _, name = part.partition("/")
    return f"{folder}/_rels/{name}.rels"


TAKEN: dict[str, tuple[Callable[[Path], Path], str, list[str]]] = {
    "a table": (written("a.csv", "Pays;Somme\nCôte d’Ivoire;=1+1\n"), "Pays Somme Côte d’Ivoire =1+1", []),
    "a table as Windows writes it": (
        written("a.csv", "Pays,Somme\nCôte,1\n", "cp1252"),
        "Pays Somme Côte 1",
        ["read-as-windows"],
    ),
    "a table with tabs, in UTF-16": (written("a.tsv", "Pays\tSomme\nCôte\t\n", "utf-16"), "Pays Somme Côte", []),
    "a page": (
        written("a.html", PAGE),
        "Note d’information Un mot et un lien. Suite • un • deux 4. sous Jour et lieu 18 juin Genève Nairobi code ici "
        "Citation [une image]",
        ["outside-picture", "page-left-out", "page-looks"],
    ),
    "a text in Markdown": (
        written("a.md", "# Note\n\nUn *mot* <b>tel quel</b>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
        "Note Un mot <b>tel quel</b> a b 1 2",
        [],
    ),
    "a drawing": (written("a.svg", DRAWING), "Plan", ["outside-picture"]),
    "an old workbook": (an_old(".xls"), "Kept words", ["left-out"]),
    "old slides": (an_old(".ppt"), "Kept words", []),
    "a document with macros": (with_macros("a.docm"), "Kept words", ["macros-left-behind"]),
    "a workbook with macros": (with_macros("a.xlsm"), "Kept words", ["macros-left-behind"]),
    "a GIF": (a_picture("a.gif"), "", []),
    "a GIF that moves": (a_picture("a.gif", 3), "", ["picture-moves"]),
    "a WebP": (a_picture("a.webp"), "", []),
    "a BMP": (a_picture("a.bmp"), "", []),
}


@pytest.mark.parametrize("name", TAKEN)
def test_all_words_are_on_the_pages(offices: Offices, tmp_path: Path, name: str) -> None:
    make, words, codes = TAKEN[name]
    source, target = make(tmp_path), tmp_path / "made.pdf"
    details = Details("Title", "fr", "fr", description="Ce que l’on voit", alone=True)
    made = convert_with_remarks(source, offices, CREATED, target, (), details)
    assert words_of(target).replace(" ", "") == words.replace(" ", "")
    assert [code for code in told(made) if code not in {"font", "font-same-widths"}] == codes
    if name not in {"old slides"}:
        assert made.met in {HIGHEST, None}
    again = tmp_path / "again.pdf"
    convert_with_remarks(source, offices, CREATED, again, (), details)
    assert again.read_bytes() == target.read_bytes()


def test_a_table_runs_as_its_words_do_and_repeats_its_head(offices: Offices, tmp_path: Path) -> None:
    rows = "".join(f"دولة {number};{number},50\n" for number in range(1, 90))
    source = written("a.csv", f"الدولة;المبلغ\n{rows}")(tmp_path)
    convert_with_remarks(source, offices, CREATED, tmp_path / "a.pdf")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert len(pdf) > 1
        heads = [page.get_textpage() for page in pdf]
        assert all("المبلغ" in each.get_text_bounded() for each in heads)


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a table without a cell": (written("a.csv", "\n \n"), "file-empty"),
    "a table with more cells than paper has room for": (written("a.csv", "a,b,c\n" * 20_001), "too-large"),
    "a table with too many columns": (written("a.csv", "," * 300), "too-large"),
    "a page without words": (written("a.html", "<html><body><script>1</script></body></html>"), "file-empty"),
    "a page with too many elements": (written("a.html", "<p>a" * 200_001), "too-large"),
    "a drawing that is none": (written("a.svg", "<html>svg</html>"), "not-its-name"),
    "a drawing that is damaged": (
        written("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>"),
        "picture-damaged",
    ),
    "a text in Markdown that is not UTF-8": (written("a.md", "été", "latin-1"), "no-utf-8"),
    "a page that is no text": (lambda folder: a_picture("a.png")(folder).rename(folder / "a.html"), "no-text-file"),
    "an old workbook that is a page": (written("a.xls", "<table><tr><td>1</table>"), "not-its-name"),
    "an old workbook cut short": (lambda folder: _cut(an_old(".xls")(folder)), "not-its-name"),
    "an old workbook that is locked": (lambda folder: _locked(an_old(".xls")(folder)), "locked"),
}


def _cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-3000])  # with it goes the list of what the file holds
    return path


def _locked(path: Path) -> Path:
    """As a workbook begins whose other records are encrypted: MS-XLS, 2.4.117."""
    data = path.read_bytes()
    at = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    after = at + 20
    path.write_bytes(data[:after] + b"\x2f\x00\x04\x00\x01\x00\x01\x00" + data[after + 8 :])
    return path


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_told(offices: Offices, tmp_path: Path, name: str) -> None:
    make, code = REFUSED[name]
    source = make(tmp_path)
    with pytest.raises(MeetingError) as error:
        convert_with_remarks(source, offices, CREATED, tmp_path / "made.pdf")
    assert [(each.code, each.place.file) for each in error.value.findings] == [(code, str(source))]
    assert not (tmp_path / "made.pdf").exists()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=1, max_size=4), min_size=1, max_size=6
    )
)
def test_any_table_becomes_a_sound_text(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    import csv  # noqa: PLC0415

    source = tmp_path_factory.getbasetemp() / "any.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    try:
        made = recast(source, About(), lambda _path, _form: b"")
    except MeetingError:
        assert not any(cell.strip() for row in rows for cell in row)
        return
    assert made is not None
    with Package(made.data) as package:
        shown = "".join("".join(map(str, package.xml("content.xml").itertext())).split())
    for cell in (cell for row in rows for cell in row):
        letters = "".join(each for each in cell if each.isalnum())
        assert letters in "".join(each for each in shown if each.isalnum())


TAGS = (
    "<p> </p> <b> </b> <i> <table> <tr> <td> </table> <ul> <li> </ul> <h2> </h2> <br> <pre> </pre> </a> <div> </div> "
    "word mot".split()
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([*TAGS, "<td colspan=3 rowspan=9>", "<a href='https://example.org/'>", "<img src=x alt=y>"]),
        max_size=40,
    )
)
def test_any_page_becomes_a_sound_text_with_all_of_its_words(tags: list[str]) -> None:
    page = " ".join(tags)
    try:
        made = made_of(Path("a.html"), page, About())
    except MeetingError:
        assert not {"word", "mot"} & {*tags}
        return
    with Package(made.data) as package:
        root = package.xml("content.xml")
        shown = "".join(map(str, root.itertext()))
    assert (shown.count("word"), shown.count("mot")) == (tags.count("word"), tags.count("mot"))
    assert etree.QName(root).localname == "document-content"


def test_a_telephones_picture_needs_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(40))
    assert recognise(tmp_path / "a.heic").maker == "image"
    monkeypatch.setattr(kinds, "find_spec", lambda _name: None)
    with pytest.raises(MeetingError) as error:
        recognise(tmp_path / "a.heic")
    assert [each.code for each in error.value.findings] == ["no-heif"]


def test_a_page_that_is_deep_keeps_its_words(tmp_path: Path) -> None:
    made = made_of(tmp_path / "a.html", "<div><span>" * 120 + "word" + "</span></div>" * 120, About())
    with Package(made.data) as package:
        assert "word" in "".join(map(str, package.xml("content.xml").itertext()))
