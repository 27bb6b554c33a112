"""The signed copy: a scan takes the letter's place, is held against it, linked, kept, sealed and built again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

from pipeline import House, Session, compare
from pipeline.bundle.signed import likeness
from pipeline.cli import main
from pipeline.errors import BundleError, MeetingError, PapersError, UsageError
from pipeline.load import load_meeting
from pipeline.results import Build
from pipeline.workers.reader import Reader
from tests.houses import copy_house, copy_meeting, without_fonts
from tests.pdfs import Leaf, write
from tests.reading import outline
from tests.reading import pages as words_of

pytestmark = pytest.mark.office


def scanned(letter: Path, target: Path, *, pages: int | None = None, turned: float = 0.5) -> Path:
    """The letter as a scanner gives it: pictures of its pages, a little askew, with a signature."""
    document = pypdfium2.PdfDocument(letter)
    pictures = []
    for page in document:
        picture = page.render(scale=1.6, grayscale=True).to_pil().rotate(turned, fillcolor=250)
        ImageDraw.Draw(picture).line([(200, 560), (260, 520), (300, 570)], fill=40, width=4)
        pictures.append(picture)
    document.close()
    pictures = [pictures[number % len(pictures)] for number in range(len(pictures) if pages is None else pages)]
    pictures[0].save(target, save_all=target.suffix in {".pdf", ".tif"}, append_images=pictures[1:], resolution=115)
    return target


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session of a house with the small meeting, built."""
    house = copy_house(tmp_path_factory.mktemp("signed") / "house")
    without_fonts(house / "config.toml")
    copy_meeting(house)
    with Session(House.open(house), jobs=2) as made:
        made.build("small")
        yield made


@pytest.fixture
def unsigned(session: Session) -> Session:
    """The same, without what another test has signed."""
    shutil.rmtree(session.house.root / "meetings/small/signed", ignore_errors=True)
    return session


def letter_of(session: Session) -> Path:
    return session.house.root / "build/small/fr/invitation-fr.pdf"


def sign(session: Session, scan: Path) -> Build:
    return session.sign("small", instrument="invitation", language="fr", scan=scan)


def signed_copy(built: Build) -> tuple[Path, dict[str, Any]]:
    (entry,) = [each for each in built.manifest["outputs"] if each["role"] == "signed"]
    return built.out / entry["path"], entry


def codes(built: Build) -> set[str]:
    return {each.code for each in built.findings}


def test_the_scan_takes_the_letters_place(unsigned: Session, tmp_path: Path) -> None:
    built = sign(unsigned, scanned(letter_of(unsigned), tmp_path / "scan.pdf"))
    path, entry = signed_copy(built)
    (bundle,) = built.bundles
    assert path.name == "small-invitation-fr-signed.pdf"
    assert outline(path) == outline(bundle)
    one, two = pypdf.PdfReader(path), pypdf.PdfReader(bundle)
    assert one.page_labels == two.page_labels
    # the links lie over the same words, whatever the size of the scan's pages
    for scan_page, page in zip(one.pages[:1], two.pages[:1], strict=True):
        assert abs(float(scan_page.mediabox.width) - float(page.mediabox.width)) < 5
        links, wanted = ([each.get_object() for each in of.get("/Annots", [])] for of in (scan_page, page))
        assert len(links) == len(wanted) == 4
        for link, like in zip(links, wanted, strict=True):
            assert one.get_destination_page_number(_target(link)) == two.get_destination_page_number(_target(like))
            assert all(abs(float(a) - float(b)) < 5 for a, b in zip(link["/Rect"], like["/Rect"], strict=True))
    assert words_of(path)[1:] == words_of(bundle)[1:]
    # no more is declared than is true, and it is said
    assert entry["conformance"]["pdfua"] is False
    assert entry["conformance"]["pdfa"] != "2a"
    assert "signed-scan" in codes(built)
    with pikepdf.open(path) as pdf:
        figure = pdf.Root.StructTreeRoot.K[0].K[0].K[0].K[0]
        assert Name.Figure == figure.S
        assert "page 1 sur 1" in str(figure.Alt)
        assert "honneur de vous inviter" in str(figure.Alt)


def _target(link: Any) -> Any:
    found = link["/A"]["/D"]
    return pypdf.generic.Destination("", found[0], pypdf.generic.Fit.fit())


def test_a_picture_does_as_well_and_a_second_scan_takes_the_place_of_the_first(
    unsigned: Session, tmp_path: Path
) -> None:
    sign(unsigned, scanned(letter_of(unsigned), tmp_path / "scan.pdf"))
    built = sign(unsigned, scanned(letter_of(unsigned), tmp_path / "scan.png"))
    kept = unsigned.house.root / "meetings/small/signed"
    assert sorted(each.name for each in kept.iterdir()) == ["invitation-fr.png", "invitation-fr.toml"]
    path, _ = signed_copy(built)
    assert len(pypdf.PdfReader(path).pages) == len(pypdf.PdfReader(built.bundles[0]).pages)


def test_a_later_build_makes_it_again_and_leaves_out_what_is_taken_away(unsigned: Session, tmp_path: Path) -> None:
    path, entry = signed_copy(sign(unsigned, scanned(letter_of(unsigned), tmp_path / "scan.pdf")))
    again = unsigned.build("small", force=True)
    assert signed_copy(again)[1]["sha256"] == entry["sha256"]
    shutil.rmtree(unsigned.house.root / "meetings/small/signed")
    assert "signed" not in {each["role"] for each in unsigned.build("small").manifest["outputs"]}
    assert not path.exists()


def _refused(session: Session, scan: Path, error: type[PapersError]) -> list[str]:
    with pytest.raises(error) as caught:
        sign(session, scan)
    assert not (session.house.root / "meetings/small/signed").exists()
    return [each.code for each in caught.value.findings]


def test_a_scan_with_another_number_of_pages_is_refused(unsigned: Session, tmp_path: Path) -> None:
    scan = scanned(letter_of(unsigned), tmp_path / "scan.pdf", pages=2)
    assert _refused(unsigned, scan, BundleError) == ["scan-pages"]


def test_what_is_no_scan_is_refused(unsigned: Session, tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"PK")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    assert _refused(unsigned, tmp_path / "letter.docx", UsageError) == ["scan-kind"]
    assert _refused(unsigned, tmp_path / "none.pdf", UsageError) == ["scan-missing"]
    assert _refused(unsigned, tmp_path / "broken.pdf", MeetingError)


def test_what_a_scan_holds_besides_pictures_is_left_behind(unsigned: Session, tmp_path: Path) -> None:
    scan = scanned(letter_of(unsigned), tmp_path / "scan.pdf")
    with pikepdf.open(scan, allow_overwriting_input=True) as pdf:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.Root.OpenAction = script
        pdf.pages[0].obj.AA = Dictionary(O=script)
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 500, 500]), A=script)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
        pdf.attachments["run.exe"] = b"MZ"
        pdf.save(scan)
    path, _ = signed_copy(sign(unsigned, scan))
    with pikepdf.open(path) as pdf:
        assert not [each for each in pdf.objects if isinstance(each, Dictionary) and Name.JS in each]
        assert Name.EmbeddedFiles not in pdf.Root.get(Name.Names, Dictionary())
        assert len(pdf.pages[0].obj.Annots) == 4


def test_a_scan_with_text_is_held_against_the_letter(unsigned: Session, tmp_path: Path) -> None:
    with_text = shutil.copy(letter_of(unsigned), tmp_path / "scan.pdf")
    assert not {"scan-words", "scan-not-read", "scan-no-words"} & codes(sign(unsigned, Path(with_text)))
    line = b"(The Treasurer regrets that no payment can be made this year.) ' "
    said = b"BT /F1 12 Tf 14 TL 60 700 Td " + line * 9 + b"ET"
    other = write(tmp_path / "other.pdf", Leaf(content=said))
    told = codes(sign(unsigned, other))
    # a machine that can read pictures reads the same words, or none, of a font that is not there
    assert {"scan-words", "scan-no-words"} & told


def test_a_letter_to_one_recipient_is_not_the_letter_to_all(unsigned: Session, tmp_path: Path) -> None:
    said = b"BT /Own 9 Tf 60 20 Td (Madame Zofia Alesund, rue de Varembe, Geneve, Suisse) Tj ET"
    with pikepdf.open(letter_of(unsigned)) as pdf:
        page = pdf.pages[0]
        page.obj.Resources.Font.Own = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.contents_add(said)
        pdf.save(tmp_path / "own.pdf")
    assert _refused(unsigned, tmp_path / "own.pdf", BundleError) == ["scan-added"]


def test_that_a_scan_could_not_be_read_is_told(
    unsigned: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # where Tesseract is not found
    assert "scan-not-read" in codes(sign(unsigned, scanned(letter_of(unsigned), tmp_path / "scan.pdf")))


@pytest.mark.skipif(Reader.found("fr") is None, reason="Tesseract is not installed")
def test_a_scan_is_read_where_that_is_possible(unsigned: Session, tmp_path: Path) -> None:
    told = codes(sign(unsigned, scanned(letter_of(unsigned), tmp_path / "scan.pdf")))
    assert not {"scan-words", "scan-not-read", "scan-no-words"} & told


def test_a_letter_that_has_changed_since_is_not_the_one_that_was_signed(unsigned: Session, tmp_path: Path) -> None:
    settings = unsigned.house.root / "meetings/small/meeting.toml"
    before = settings.read_text(encoding="utf-8")
    sign(unsigned, scanned(letter_of(unsigned), tmp_path / "scan.pdf"))
    assert "signed-letter-changed" not in {each.first.code for each in unsigned.check("small").groups}
    try:
        settings.write_text(before.replace("Salle", "Autre salle"), encoding="utf-8")
        with pytest.raises(BundleError) as caught:
            unsigned.build("small")
        assert [each.code for each in caught.value.findings] == ["signed-letter-changed"]
        assert "signed-letter-changed" in {each.first.code for each in unsigned.check("small").groups}
        # a draft of the new one is nobody's signature
        assert unsigned.build("small", draft=True).manifest["draft"]
    finally:
        settings.write_text(before, encoding="utf-8")


def test_only_what_is_built_is_signed(unsigned: Session, tmp_path: Path) -> None:
    scan = scanned(letter_of(unsigned), tmp_path / "scan.pdf")
    drafted = unsigned.build("small", draft=True)
    for out, instrument, language, code in (
        (drafted.out, "invitation", "fr", "draft-signed"),
        (tmp_path, "invitation", "fr", "sign-not-built"),
        (None, "invitatoin", "fr", "sign-nothing"),
        (None, "invitation", "en", "sign-nothing"),
    ):
        with pytest.raises(UsageError) as caught:
            unsigned.sign("small", instrument=instrument, language=language, scan=scan, out=out)
        assert [each.code for each in caught.value.findings] == [code]


def test_the_built_letter_rides_along_where_the_house_wants_it(unsigned: Session, tmp_path: Path) -> None:
    config = unsigned.house.root / "config.toml"
    before = config.read_text(encoding="utf-8")
    try:
        config.write_text(f"{before}\n[signed]\nattach_letter = true\n", encoding="utf-8")
        unsigned.build("small")
        path, _ = signed_copy(sign(unsigned, scanned(letter_of(unsigned), tmp_path / "scan.pdf")))
        (attached,) = pypdf.PdfReader(path).attachments["invitation-fr.pdf"]
        assert "honneur" in pypdf.PdfReader(BytesIO(attached)).pages[0].extract_text()
        with pikepdf.open(path) as pdf:
            assert pdf.Root.AF[0].AFRelationship == Name.Source
    finally:
        config.write_text(before, encoding="utf-8")


def test_the_archive_keeps_both_and_builds_both_again(unsigned: Session, tmp_path: Path) -> None:
    sign(unsigned, scanned(letter_of(unsigned), tmp_path / "scan.pdf"))
    unsigned.build("small")
    archive = unsigned.house.archive
    sealed = archive.seal("small", today="2025-03-03")
    assert archive.verify(sealed.path.name).problems == ()
    (bag,) = archive.list(slug="small").bags
    assert bag.facts["sent"] == [{"instrument": "invitation", "language": "fr", "role": "signed"}]
    names = {each.relative_to(sealed.path).as_posix() for each in sealed.path.rglob("*") if each.is_file()}
    assert {"invitation-fr.pdf", "invitation-fr.toml"} <= {
        Path(name).name for name in names if "/meetings/small/signed/" in name
    }
    assert {name for name in names if name.endswith("-signed.pdf")}
    assert archive.regenerate(sealed.path.name).comparison.verdict == "identical"
    assert compare(sealed.path, unsigned.house.root / "build/small").verdict == "identical"


def test_the_command(
    unsigned: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(unsigned.house.root)

    def papers(scan: Path, *more: str) -> tuple[int, str, str]:
        words = ["papers", "sign", "small", "--instrument", "invitation", "--lang", "fr", "--scan", str(scan), *more]
        monkeypatch.setattr("sys.argv", words)
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capsys.readouterr()
        return int(stopped.value.code or 0), said.out, said.err

    code, out, told = papers(scanned(letter_of(unsigned), tmp_path / "scan.pdf"))
    assert (code, out) == (0, "build/small/small-invitation-fr-signed.pdf\n")
    assert "The signed copy declares: " in told
    code, out, _ = papers(tmp_path / "scan.pdf", "--json")
    assert (code, "signed" in {each["role"] for each in json.loads(out)["outputs"]}) == (0, True)
    code, out, told = papers(scanned(letter_of(unsigned), tmp_path / "long.pdf", pages=3))
    assert (code, out) == (7, "")
    assert "Its pages: 3; those of the letter: 1." in told
    # what was signed before is still there
    assert (unsigned.house.root / "meetings/small/signed/invitation-fr.toml").is_file()
    assert papers(tmp_path / "none.pdf")[0] == 2


def _record(folder: Path, **other: str) -> None:
    said = {"instrument": "invitation", "language": "fr", "scan": "invitation-fr.pdf", "of": "0" * 16} | other
    (folder / "signed").mkdir(exist_ok=True)
    rows = "".join(f'{key} = "{value}"\n' for key, value in said.items() if value)
    (folder / "signed/invitation-fr.toml").write_text(rows, encoding="utf-8")


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({}, "signed-scan-missing"),
        ({"instrument": "invitatoin"}, "signed-of-none"),
        ({"language": "en"}, "signed-of-none"),
        ({"scan": "../../../config.toml"}, "signed-record"),
        ({"of": ""}, "signed-record"),
        ({"program": "/bin/sh"}, "signed-record"),
    ],
)
def test_a_record_that_is_none_is_told(tmp_path: Path, other: dict[str, str], code: str) -> None:
    folder = copy_meeting(copy_house(tmp_path / "house"), "tiny")
    _record(folder, **other)
    with pytest.raises(MeetingError) as caught:
        load_meeting(folder)
    assert [each.code for each in caught.value.findings] == [code]


def test_a_scan_that_lies_elsewhere_is_none(tmp_path: Path) -> None:
    folder = copy_meeting(copy_house(tmp_path / "house"), "tiny")
    _record(folder)
    (folder / "signed/invitation-fr.pdf").symlink_to(write(tmp_path / "elsewhere.pdf", Leaf()))
    with pytest.raises(MeetingError) as caught:
        load_meeting(folder)
    assert [each.code for each in caught.value.findings] == ["signed-record"]


LETTER = "The Committee has the honour to invite all Members to its third session, to be held at Geneva in March"


@pytest.mark.parametrize(
    ("read", "alike"),
    [
        (LETTER, True),
        (LETTER.replace("m", "rn").replace("l", "I"), True),
        (LETTER.upper().replace(" ", "\n"), True),
        ("The Treasurer regrets to inform the Members that no payment can be made at present to the Bureau", False),
        ("", False),
    ],
)
def test_likeness(read: str, alike: bool) -> None:
    share = likeness(LETTER, read)
    assert share is not None
    assert (share >= 0.6) is alike
    assert likeness("Page 2", read) is None


def test_a_line_that_is_read_from_the_right_is_like_itself() -> None:
    words = "تتشرف اللجنة بدعوة جميع الأعضاء إلى دورتها الثالثة التي ستعقد في جنيف في آذار مارس المقبل"
    assert likeness(words, words) == likeness(words, words[::-1]) == 1


def test_a_turned_page_is_seen_upright(unsigned: Session, tmp_path: Path) -> None:
    scan = scanned(letter_of(unsigned), tmp_path / "scan.pdf", turned=-90)
    with pikepdf.open(scan, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.Rotate = 270
        pdf.save(scan)
    path, _ = signed_copy(sign(unsigned, scan))
    with pikepdf.open(path) as pdf:
        box = [float(each) for each in pdf.pages[0].obj.MediaBox]
        assert pdf.pages[0].obj.get(Name.Rotate, 0) == 0
    with pikepdf.open(scan) as pdf:
        own = [float(each) for each in pdf.pages[0].obj.MediaBox]
    assert box[2:] == pytest.approx([own[3], own[2]])
    document = pypdfium2.PdfDocument(path)
    drawn = document[0].render(scale=0.5, grayscale=True).to_pil()
    assert isinstance(drawn, Image.Image)
    document.close()
