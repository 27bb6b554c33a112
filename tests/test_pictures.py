"""Pictures as facts: named once, placed by templates in the body, the head and the foot, by size and described."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from struct import pack
from typing import Any
from zipfile import ZipFile

import docx
import pypdf
import pytest
from PIL import Image

from pipeline.accepting import accept_number
from pipeline.check import check
from pipeline.convert.office import Offices
from pipeline.convert.placed import settled
from pipeline.errors import MeetingError
from pipeline.findings import Finding
from pipeline.load import load_meeting
from tests.houses import ROOT, Package, build, copy_case, copy_meeting, put_meeting, sound_meeting
from tests.pictures import logo, photograph
from tests.reading import root

Make = Callable[[Path], object]
KEY = ("pictures", "logo")


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [each.code for each in found]


# --- one picture -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height", "dpi"), [(40, 0, 381), (0, 40, 127), (100, 30, 169), (101.6, 0, 150)])
def test_a_picture_is_held_against_its_size_on_paper(width: float, height: float, dpi: int, tmp_path: Path) -> None:
    found = settled(logo(tmp_path / "logo.png"), KEY, width, height, 150)[1]
    if dpi >= 150:
        assert found == ()
        return
    (coarse,) = found
    assert (coarse.code, coarse.place.file, coarse.place.key) == (
        "picture-coarse",
        str(tmp_path / "logo.png"),
        KEY,
    )
    assert f"600 × 200 dots: {dpi} an inch" in coarse.what
    assert coarse.severity == "error"
    assert coarse.acceptable


def test_what_a_photograph_says_besides_does_not_go_out(tmp_path: Path) -> None:
    path = photograph(tmp_path / "a.jpg")
    data, _ = settled(path, KEY, 40, 0, 150)
    assert b"Camera" in path.read_bytes()
    assert (b"Camera" in data, b"taken at home" in data) == (False, False)
    assert Image.open(BytesIO(data)).tobytes() == Image.open(path).tobytes()  # not a dot is another


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_photograph_that_lies_on_its_side_is_turned(mode: str, tmp_path: Path) -> None:
    data, _ = settled(photograph(tmp_path / "a.jpg", turn=6, mode=mode), KEY, 40, 0, 150)
    image = Image.open(BytesIO(data))
    assert (image.size, b"Camera" in data) == ((400, 600), False)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_each_sort_of_png_is_taken(mode: str, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new(mode, (300, 300)).save(path, pnginfo=None)
    data, found = settled(path, KEY, 40, 0, 150)
    assert (Image.open(BytesIO(data)).size, found) == ((300, 300), ())


def bomb(path: Path) -> object:
    """A picture of 900 million dots in a thousand bytes."""
    rows = zlib.compress(bytes(1000))
    header = pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    made = (pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data)) for name, data in chunks)
    return path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(made))


def cut(path: Path) -> object:
    return path.write_bytes(logo(path).read_bytes()[:-300])


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (bomb, "picture-too-large"),
        (cut, "picture-damaged"),
        (lambda path: path.write_bytes(b""), "picture-damaged"),
        (lambda path: path.write_bytes(b"MZ no picture"), "picture-damaged"),
        (lambda path: Image.new("RGB", (9, 9)).save(path, "GIF"), "picture-damaged"),
        (lambda path: path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"), "picture-damaged"),
    ],
)
def test_what_is_no_sound_picture_is_told_with_its_key(make: Make, code: str, tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    make(path)
    with pytest.raises(MeetingError) as caught:
        settled(path, KEY, 40, 0, 150)
    (found,) = caught.value.findings
    assert (found.code, found.place.file, found.place.key) == (code, str(path), KEY)


# --- drawings --------------------------------------------------------------------------------------

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><rect width="300" height="100" fill="#00f"/>'
    '<rect x="75" y="25" width="150" height="50" fill="#f00"/>{}</svg>'
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "{}">{}]><svg xmlns="http://www.w3.org/2000/svg">&z;</svg>'.format(
        "a" * 1000,
        "".join(f'<!ENTITY {new} "{f"&{old};" * 100}">' for old, new in zip("abcdefgh", "bcdefghz", strict=True)),
    )
)


def drawing(folder: Path, words: str) -> Path:
    """A meeting whose logo is a drawing."""
    (folder / "pictures/logo.svg").write_text(words, encoding="utf-8")
    toml = folder / "meeting.toml"
    said = toml.read_text(encoding="utf-8")
    toml.write_text(said.replace('"pictures/logo.png"', '"pictures/logo.svg"'), encoding="utf-8")
    return folder


def test_a_drawing_is_placed_as_a_whole_at_the_finest(tmp_path: Path, offices: Offices) -> None:
    outside = '<image href="file:///etc/hostname" width="9" height="9"/><script>alert(1)</script>'
    folder = drawing(illustrated(tmp_path), SVG.format(outside))
    assert check(folder).problems == ()
    package = build(folder, tmp_path / "out", offices, languages=("fr",))
    with ZipFile(package.path("letter-docx", language="fr")) as document:
        found = [Image.open(BytesIO(document.read(name))) for name in document.namelist() if "/media/" in name]
    (made,) = [image.convert("RGB") for image in found if image.width > 700 and image.height > 220]
    assert abs(made.width - 709) <= 2  # 30 mm at 600 dots an inch
    assert abs(made.height - 236) <= 2
    points = [made.getpixel((made.width * x // 8, made.height * y // 8)) for x, y in ((1, 1), (7, 7), (4, 4))]
    assert points == [(0, 0, 255), (0, 0, 255), (255, 0, 0)]


@pytest.mark.parametrize("words", ["", "no drawing", "<svg", "<html/>", BOMB])
def test_a_drawing_that_is_none_is_told(words: str, tmp_path: Path) -> None:
    folder = drawing(illustrated(tmp_path), words)
    (found,) = check(folder).problems
    assert found.code in {"picture-damaged", "not-its-name"}
    assert found.place.file.endswith("logo.svg")


# --- in a meeting ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('file = "enclosures/logo.png"\nwidth = 30', []),
        ('file = "enclosures/logo.png"', [("pictures.logo", "picture-no-size")]),
        ('file = "enclosures/none.png"\nwidth = 30', [("pictures.logo.file", "file-missing")]),
        ('file = "../outside.txt"\nwidth = 30', [("pictures.logo.file", "file-outside")]),
        ('file = "enclosures/agenda.txt"\nwidth = 30', [("pictures.logo.file", "picture-kind")]),
        ('file = "enclosures/logo.png"\nwidth = 3000', [("pictures.logo.width", "value-too-large")]),
        ('file = "enclosures/logo.png"\nwidth = -1', [("pictures.logo.width", "value-too-small")]),
        ('file = "enclosures/logo.png"\nwidht = 30', [("pictures.logo.widht", "key-unknown")]),
    ],
)
def test_each_mistake_is_told_with_its_key(entry: str, told: list[tuple[str, str]], tmp_path: Path) -> None:
    toml = sound_meeting() + f'\n[pictures.logo]\n{entry}\ndescription.en = "Logo"\n'.encode()
    folder = put_meeting(tmp_path / "meeting", toml)
    logo(folder / "enclosures/logo.png")
    try:
        load_meeting(folder)
        found = []
    except MeetingError as error:
        found = [(".".join(map(str, each.place.key)), each.code) for each in error.findings]
    assert [each for each in found if each[1] != "picture-no-size" or "widht" not in entry] == told


def illustrated(tmp_path: Path, *, dots: int = 600) -> Path:
    """The consultation with a logo in its head, its foot and its text, a plan and a signature."""
    folder = copy_case(tmp_path, "tirane-2026")
    logo(folder / "pictures/logo.png", (dots, dots // 3))
    photograph(folder / "pictures/plan.jpg", turn=6)
    logo(folder / "pictures/signature.png", (800, 200))
    tables = "".join(
        f'[pictures.{key}]\nfile = "pictures/{name}"\n{size}\n'
        + "".join(f'description.{tag} = "{words} ({tag})"\n' for tag in ("ar", "fr", "ru", "zh"))
        for key, name, size, words in (
            ("logo", "logo.png", "width = 30", "Emblème"),
            ("plan", "plan.jpg", "height = 40", "Plan d’accès"),
        )
    )
    toml = folder / "meeting.toml"
    said = 'name = "I. Exemple"\n'
    words = toml.read_text(encoding="utf-8").replace(
        f"[signatory]\n{said}", f'{tables}[signatory]\n{said}picture = "pictures/signature.png"\n'
    )
    toml.write_text(words, encoding="utf-8")
    for language in ("ar", "fr", "ru", "zh"):
        place(tmp_path / f"templates/{language}/consultation.docx")
    letterhead = tmp_path / "letterheads/plain/letterhead.docx"
    document = docx.Document(str(letterhead))
    section = document.sections[0]
    section.first_page_header.paragraphs[0].insert_paragraph_before("{{ picture.logo }}")
    section.first_page_footer.add_paragraph("{{ picture.logo }}")
    document.save(str(letterhead))
    return folder


def place(template: Path) -> None:
    document = docx.Document(str(template))
    name = next(each for each in document.paragraphs if each.text.startswith("{{ signatory.name"))
    for words in ("{{ picture.plan }} {{ picture.logo }}", "{{ signatory.picture }}"):
        name.insert_paragraph_before(words, name.style)
    document.save(str(template))


def figures(element: Any) -> list[str]:
    """The descriptions of the figures below an element of a structure tree."""
    element = element.get_object()
    if isinstance(element, list):
        return [words for each in element for words in figures(each)]
    if not isinstance(element, dict):
        return []
    own = [str(element.get("/Alt"))] if element.get("/S") == "/Figure" else []
    return own + (figures(element["/K"]) if "/K" in element else [])


def test_pictures_stand_in_the_text_the_head_and_the_foot(tmp_path: Path, offices: Offices) -> None:
    folder = illustrated(tmp_path)
    assert check(folder).problems == ()
    package = build(folder, tmp_path / "out", offices, languages=("fr", "ar"))
    bundle = package.path("bundle", language="fr")
    # What stands in heads and feet is an artifact; what stands in the text is described.
    assert figures(root(bundle)["/StructTreeRoot"]) == [
        "Plan d’accès (fr)", "Emblème (fr)", "Signature de I. Exemple",
    ]  # fmt: skip
    assert len(pypdf.PdfReader(bundle).pages[0].images) >= 3
    letter = package.path("letter-docx", language="fr")
    with ZipFile(letter) as document:
        media = {name: document.read(name) for name in document.namelist() if "/media/" in name}
        main = document.read("word/document.xml")
    assert sorted(Path(name).suffix for name in media) == [".png", ".png", ".png"]  # what was turned is a PNG
    assert not any(b"Camera" in data for data in media.values())
    # 40 mm high and turned, so 26.67 mm wide: in English Metric Units.
    assert b'cx="960000" cy="1440000"' in main
    assert b'cx="1080000" cy="360000"' in main  # 30 mm wide
    entry = next(each for each in package.manifest["outputs"] if each["role"] == "bundle")
    assert entry["conformance"] == {"pdfa": "2a", "pdfua": True}


def test_a_picture_that_is_too_coarse_stops_a_build_and_names_its_file_and_key(
    tmp_path: Path, offices: Offices
) -> None:
    folder = illustrated(tmp_path, dots=120)
    (problem,) = check(folder).problems
    assert (problem.code, problem.place.key) == ("picture-coarse", ("pictures", "logo"))
    assert problem.place.file.endswith("pictures/logo.png")
    with pytest.raises(MeetingError, match="101 an inch"):
        build(folder, tmp_path / "out", offices, languages=("fr",))


def test_a_picture_of_a_signature_that_is_none_is_told(tmp_path: Path) -> None:
    folder = illustrated(tmp_path)
    (folder / "pictures/signature.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert "picture-damaged" in codes(check(folder).problems)


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
@pytest.mark.parametrize("template", ["invitation", "circular"])
def test_the_shipped_letters_have_a_place_for_each_signature(template: str, language: str) -> None:
    with ZipFile(ROOT / f"templates/{language}/{template}.docx") as document:
        words = document.read("word/document.xml").decode()
    places = [words.count(f"{{{{ one.{name} }}}}") for name in ("picture", "name")]
    assert places == [2, 2]  # below each other, and side by side


def test_a_shipped_letter_shows_the_signature(own_house: Path, offices: Offices) -> None:
    folder = copy_meeting(own_house, "tiny")
    logo(folder / "pictures/signature.png", (800, 200))
    toml = folder / "meeting.toml"
    said = toml.read_text(encoding="utf-8")
    toml.write_text(
        said.replace("[signatory]\n", '[signatory]\npicture = "pictures/signature.png"\n'), encoding="utf-8"
    )
    package = build(folder, own_house / "out", offices, languages=("fr",))
    assert [each.partition(" de ")[0] for each in figures(root(package.path("bundle"))["/StructTreeRoot"])] == [
        "Signature"
    ]


def test_a_person_may_accept_a_picture_that_is_too_coarse(tmp_path: Path, offices: Offices) -> None:
    folder = illustrated(tmp_path, dots=120)
    number = next(group.number for group in check(folder).groups if group.first.code == "picture-coarse")
    accept_number(folder, check(folder).groups, number, reason="There is no other.", by="N. N.", on=date(2026, 2, 2))
    assert check(folder).open == ()
    assert build(folder, tmp_path / "out", offices, languages=("fr",)).path("bundle").is_file()
    logo(folder / "pictures/logo.png", (90, 30))  # another one, and coarser
    assert codes(check(folder).open) == ["picture-coarse"]


def test_two_who_sign_have_their_signatures_side_by_side(case: Callable[[str], Package]) -> None:
    """In the order in which the chairs sign."""
    bound = case("lumeria-2027").path("bundle", language="en")
    signatures = [words for words in figures(root(bound)["/StructTreeRoot"]) if words.startswith("Signature")]
    assert signatures == ["Signature of Amalia Rivera", "Signature of Budiman Hartono"]
