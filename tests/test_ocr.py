"""Pages that are pictures of text: their words are read where the house wants that, and nothing else changes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen import canvas

from pipeline import House, Session
from pipeline.convert import Details
from pipeline.convert.image import pages
from pipeline.convert.intake import Intake, Permissions, Taken
from pipeline.convert.textlayer import Recognisers, lacking
from pipeline.errors import MeetingError
from pipeline.fonts import system_folders
from pipeline.model import HIGHEST
from pipeline.pdf.conformance import check
from pipeline.workers.reader import languages_known
from tests.houses import copy_meeting
from tests.messages import a_message

pytestmark = pytest.mark.skipif(bool(lacking(["ar", "fr", "zh"])), reason="OCRmyPDF or Tesseract is not installed")

LINES = {
    "fr": ("Carlito-Regular.ttf", "Le Secrétariat présente ses compliments", "aux missions permanentes à Genève"),
    "ar": ("Amiri-Regular.ttf", "تهدي الأمانة أطيب تحياتها", "إلى البعثات الدائمة"),
    "zh": ("wqy-microhei.ttc", "秘书处谨向各代表团致意", "并邀请其出席会议"),
}


def font(name: str) -> str:
    return str(next(path for folder in system_folders(Path.home()) for path in folder.rglob(name)))


def picture(language: str = "fr") -> Image.Image:
    """A scanned page, of 150 dots an inch, that lay a little askew."""
    name, *lines = LINES[language]
    image = Image.new("L", (1240, 500), 255)
    for at, line in enumerate(lines):
        ImageDraw.Draw(image).text((100, 100 + at * 100), line, 0, ImageFont.truetype(font(name), 40))
    return image.rotate(0.4, fillcolor=255)


def scan(image: Image.Image | None = None) -> Pdf:
    out = BytesIO()
    (image or picture()).save(out, "PDF", resolution=150)
    return pikepdf.open(BytesIO(out.getvalue()))


def saved(pdf: Pdf, path: Path, **how: object) -> Path:
    pdf.save(path, deterministic_id=not how, **how)  # type: ignore[arg-type]
    return path


def taken(source: Path, *languages: str, take: str = "") -> Taken:
    with Intake() as intake:
        return intake.take(source, Permissions(take=take, read_in=languages))


def words(pdf: bytes, page: int = 0) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(document[page].get_textpage().get_text_bounded().split())


def drawn(pdf: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [bytes(page.render(scale=2).buffer) for page in document]


def codes(taken: Taken) -> list[tuple[str, str]]:
    found = ((each.code, str(each.values.get("pages", ""))) for each in taken.remarks)
    return [each for each in found if each[0] in {"no-text", "ocr-read", "ocr-left"}]


@pytest.mark.parametrize(("language", "said"), [("fr", "Secrétariat"), ("ar", "الأمانة"), ("zh", "各代表团致意")])
def test_a_scan_is_read_in_its_language_and_looks_as_it_did(tmp_path: Path, language: str, said: str) -> None:
    source = saved(scan(picture(language)), tmp_path / "a.pdf")
    made = taken(source, language)
    assert said in words(made.pdf).replace(" ", "") or said in words(made.pdf)
    assert codes(made) == [("ocr-read", "1")]
    assert drawn(made.pdf) == drawn(source.read_bytes())
    if language == "fr":
        assert taken(source, language).pdf == made.pdf


def rich() -> Pdf:
    """With a page as seen through a crop, one with text, and one that is turned; links, bookmarks and labels."""
    pdf = scan()
    out = BytesIO()
    page = canvas.Canvas(out, invariant=True)
    page.drawString(72, 700, "Text of its own")
    page.save()
    for other in (pdf, pikepdf.open(BytesIO(out.getvalue())), scan(picture().rotate(90, expand=True))):
        pdf.pages.extend(list(other.pages))
    pdf.pages[1].obj.CropBox = Array([20, 40, 560, 230])
    pdf.pages[3].obj.Rotate = 90
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[70, 100, 200, 160], Dest=[pdf.pages[2].obj, Name.Fit])
    pdf.pages[0].obj.Annots = Array([link])
    pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.r)])
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("Deux", 1))
    return pdf


def test_boxes_turns_links_bookmarks_and_labels_stay(tmp_path: Path) -> None:
    source = saved(rich(), tmp_path / "a.pdf")
    made = taken(source, "fr")
    assert codes(made) == [("ocr-read", "1–2, 4")]
    assert [words(made.pdf, index).split()[1] for index in (0, 1, 3)] == ["Secrétariat"] * 3
    assert drawn(made.pdf) == drawn(source.read_bytes())
    with pikepdf.open(source) as old, pikepdf.open(BytesIO(made.pdf)) as new:
        for before, after in zip(old.pages, new.pages, strict=True):
            for key in (Name.MediaBox, Name.CropBox, Name.Rotate):
                assert before.obj.get(key) == after.obj.get(key)
        assert new.pages[0].obj.Annots[0].Dest[0].objgen == new.pages[2].obj.objgen
        assert new.Root.PageLabels == old.Root.PageLabels
        with new.open_outline() as outline:
            assert [each.title for each in outline.root] == ["Deux"]


def test_only_the_pages_that_are_taken_are_read(tmp_path: Path) -> None:
    made = taken(saved(rich(), tmp_path / "a.pdf"), "fr", take="3-4")
    assert (made.pages, codes(made)) == (2, [("ocr-read", "4")])
    assert words(made.pdf, 1).startswith("Le Secrétariat")


def test_words_in_a_file_with_tags_are_artifacts_and_it_stays_what_it_was(tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    picture().save(out)
    (tmp_path / "a.pdf").write_bytes(
        pages(out, datetime(2025, 1, 15, 12, tzinfo=UTC), Details("Scan", "fr", "fr", "Une lettre"))[0]
    )
    made = taken(tmp_path / "a.pdf", "fr")
    assert codes(made) == [("ocr-read", "1")]
    assert (check(made.pdf).broken, check(made.pdf).met) == ({}, HIGHEST)


def test_what_has_no_words_or_text_already_stays_as_it_is(tmp_path: Path) -> None:
    source = saved(scan(Image.effect_noise((600, 400), 60)), tmp_path / "a.pdf")
    made = taken(source, "fr")
    assert codes(made) == [("ocr-left", "1")]
    assert drawn(made.pdf) == drawn(source.read_bytes())
    with rich() as pdf:
        for index in (3, 1, 0):
            del pdf.pages[index]
        text = saved(pdf, tmp_path / "b.pdf")
    assert taken(text, "fr").pdf == text.read_bytes()


def test_a_scan_is_left_alone_where_nobody_asks(tmp_path: Path) -> None:
    source = saved(scan(), tmp_path / "a.pdf")
    made = taken(source)
    assert (made.pdf, codes(made)) == (source.read_bytes(), [("no-text", "1")])


def test_a_scan_that_is_signed_stays_as_it_is(tmp_path: Path) -> None:
    pdf = scan()
    field = Dictionary(FT=Name.Sig, T="s", V=Dictionary(Type=Name.Sig), Subtype=Name.Widget, Rect=[0, 0, 0, 0])
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), SigFlags=3)
    source = saved(pdf, tmp_path / "a.pdf")
    made = taken(source, "fr")
    assert (made.pdf, codes(made)) == (source.read_bytes(), [("ocr-left", "1")])


def test_a_scan_that_is_locked_opens_with_its_password_and_is_read(tmp_path: Path) -> None:
    source = saved(scan(), tmp_path / "a.pdf", encryption=pikepdf.Encryption(owner="o", user="secret"))
    with Intake() as intake:
        made = intake.take(source, Permissions("secret", read_in=("fr",)))
    assert "Secrétariat" in words(made.pdf)
    assert {each.code for each in made.remarks} >= {"unlocked", "ocr-read"}


def test_a_language_that_is_not_there_is_named_with_what_to_install(tmp_path: Path) -> None:
    assert "khm" not in languages_known()
    with pytest.raises(MeetingError) as caught:
        taken(saved(scan(), tmp_path / "a.pdf"), "fr", "km")
    (finding,) = caught.value.findings
    assert (finding.code, finding.values) == ("ocr-missing", {"install": "apt-get install tesseract-ocr-khm"})


def test_what_breaks_down_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.convert.textlayer._MEMORY", 1 << 20)
    source = saved(scan(), tmp_path / "a.pdf")
    made = taken(source, "fr")
    assert (made.pdf, codes(made)) == (source.read_bytes(), [("ocr-left", "1")])


def test_who_reads_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    readers = Recognisers()
    why, pdf = readers.read(saved(scan(), tmp_path / "a.pdf").read_bytes(), [1], ["fr"])
    assert (why, "Secrétariat" in words(pdf)) == ("", True)
    readers.close()
    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]


def test_a_house_that_wants_scans_read_gets_a_bundle_that_can_be_searched(own_house: Path) -> None:
    folder = copy_meeting(own_house, "tiny")
    saved(scan(), folder / "enclosures/scan.pdf")
    message = a_message()
    message.add_attachment((folder / "enclosures/scan.pdf").read_bytes(), "application", "pdf", filename="scan.pdf")
    (folder / "enclosures/a.eml").write_bytes(message.as_bytes())
    with (folder / "meeting.toml").open("a", encoding="utf-8") as file:
        for name in ("scan.pdf", "a.eml"):
            file.write(f'\n[[groups.enclosures]]\ntitle.fr = "Numérisé"\nfile.fr = "enclosures/{name}"\n')
    config = own_house / "config.toml"
    settings = config.read_text(encoding="utf-8")
    config.write_text(settings.replace("[convert]", "[convert]\nocr = true"), encoding="utf-8")
    with Session(House.open(own_house), jobs=1) as session:
        assert session.check(folder).exit_code == 0
        first = session.build(folder)
        pdf = first.bundles[0].read_bytes()
        with pypdfium2.PdfDocument(pdf) as document:
            found = [number for number in range(len(document)) if "Secrétariat présente" in words(pdf, number)]
        assert len(found) == 2
        assert not [step.name for step in session.build(folder).steps if step.ran]
        more = settings.replace("[convert]", '[convert]\nocr = true\nocr_languages = ["km"]')
        config.write_text(more, encoding="utf-8")
        told = {each.first.code for each in session.check(folder).groups}
        assert "ocr-missing" in told


def test_pages_that_are_read_are_shown_before_a_build(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    saved(scan(), folder / "enclosures/form.pdf")
    config = own_house / "config.toml"
    settings = config.read_text(encoding="utf-8")
    config.write_text(settings.replace("[convert]", "[convert]\nocr = true"), encoding="utf-8")
    with Session(House.open(own_house), jobs=1) as session:
        shown = session.preview(folder, language="fr", parts=("3",)).documents[0]
    assert "Secrétariat" in {each.text for each in shown.pages[0].words}
