"""The report beside a bundle, read back as a browser would: its words, its pictures, and what they rest on."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import lxml.html
import pytest
from babel.messages.pofile import read_po
from pikepdf import Dictionary, Name, Pdf, String
from PIL import Image

from pipeline.check import check
from pipeline.convert.office import Offices
from pipeline.errors import TemplateError
from pipeline.findings import Finding, Place, Reason
from pipeline.findings.catalogue import CATALOGUE
from pipeline.localise import read_phrases
from pipeline.report.page import BundleTold, PartTold, write_report
from pipeline.report.picture import HEIGHT, WIDTH, draw_first_page
from pipeline.report.style import STYLE
from pipeline.report.words import ENGLISH, HEADINGS, ReportWords, report_phrases
from tests.houses import ROOT, Package, build, copy_house, copy_meeting
from tests.languages import of
from tests.pdfs import Leaf, bookmarks, link, part, simple, tagged, text_field, write

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def catalogue(language: str) -> Path:
    return ROOT / "templates" / language / "program.po"


def page(path: Path) -> Any:
    return lxml.html.fromstring(path.read_text(encoding="utf-8"))


def words(element: Any) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


def eventful(pdf: Pdf) -> None:
    """A form without tags, with a script, a dead link, a live one and bookmarks."""
    field = text_field(pdf, "name", "N. N.", AA=Dictionary(F=Dictionary(S=Name.JavaScript, JS=String("x"))))
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=[field]))
    link(pdf, 0, A=Dictionary(S=Name.GoTo, D=String("nowhere")))
    link(pdf, 0, A=Dictionary(S=Name.URI, URI=String("https://example.org/")))
    bookmarks(pdf, ("One", [pdf.pages[0].obj, Name.Fit]), ("Two", [pdf.pages[0].obj, Name.Fit]))


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory, offices: Offices) -> Package:
    """The small meeting with an enclosure of which there is much to tell."""
    folder = copy_meeting(copy_house(tmp_path_factory.mktemp("told")))
    simple(folder / "enclosures" / "form.pdf", 2, eventful)
    toml = folder / "meeting.toml"
    old = 'title.fr = "Formulaire"\n'
    text = toml.read_text(encoding="utf-8")
    assert old in text
    toml.write_text(text.replace(old, 'title.fr = "R & D <b>"\nsymbol = "A/1 <2> & 3"\n'), encoding="utf-8")
    return build(folder, folder / "out", offices)


# --- what it tells -------------------------------------------------------------------------------


def test_every_part_is_there_with_its_picture_its_pages_and_its_labels(told: Package) -> None:
    report = page(told.path("report"))
    parts = report.findall(".//article")
    assert [words(each.find(".//*[@class='name']")) for each in parts] == [
        "Lettre",
        "Table des pièces jointes",
        "1. Ordre du jour, 1er-3 mars 2025",
        "2. Programme",
        "3. R & D <b>",
        "4. Note",
    ]
    facts = [words(each.find(".//dl")) for each in parts]
    assert facts[4] == (
        "Langue français Pages 2 Pages du recueil 5 – 6 Étiquettes de page 3-1 – 3-2 "
        "Cote A/1 <2> & 3 Établi à partir de meetings/small/enclosures/form.pdf"
    )
    assert "Établi à partir de templates/fr/invitation.docx" in facts[0]
    assert words(report.find(".//h1")) == "Réunion du comité <permanent>"
    assert words(report.find(".//header/dl")).startswith("Date de la lettre 15 janvier 2025 Langue français Pages 7 ")
    for each in parts:
        picture = each.find(".//img")
        kind, _, data = picture.get("src").partition(",")
        assert kind == "data:image/jpeg;base64"
        with Image.open(BytesIO(b64decode(data))) as drawn:
            assert (drawn.format, drawn.width, drawn.height <= HEIGHT) == ("JPEG", WIDTH, True)
        assert words(each.find(".//*[@class='name']")).endswith(" ".join(picture.get("alt").split()[4:-1]))


def test_every_remark_is_under_its_part_with_its_kind_and_how_to_mend(told: Package) -> None:
    report = page(told.path("report"))
    form = report.findall(".//article")[4]
    groups = [words(each) for each in form.findall(".//section")]
    assert [each.split()[0] for each in groups] == ["Avertissements", "Supprimé", "Modifié", "Conservé"]
    assert "Il n’a pas de balises" in groups[0]
    assert "Balises de structure de document" in groups[0]
    assert "Liens sans cible, rendus inactifs : 1. Dans le document : clic droit" in groups[2]
    assert groups[3] == "Conservé Ses champs de formulaire : 1. Ses liens : 1. Ses signets : 2."
    # All that the manifest notes is told, once above and once below.
    notes = [note for note in told.manifest["notes"] if "“R & D <b>”" in note["where"]]
    assert notes
    said = ReportWords("fr", _told("fr"))
    for note in notes:
        sentence = said.what(Finding.from_json(note)).words.replace("\u00a0", " ")
        assert words(report).count(sentence) == 2, sentence


def test_what_to_look_at_stands_first_and_leads_there(told: Package, sample: Package) -> None:
    report = page(told.path("report"))
    first = report.find(".//main/section")
    counted = sum(note["kind"] in {"warning", "removed"} for note in told.manifest["notes"])
    assert counted
    assert words(first.find("h2")) == f"À vérifier : {counted}"
    assert [each.get("href") for each in first.findall(".//li//a")].count("#part-5") == len(first.findall(".//li"))
    for each in (told.path("report"), sample.path("report", language="ar")):
        whole = page(each)
        targets = {unquote(str(link.get("href"))) for link in whole.iter("a")}
        anchors = {f"#{element.get('id')}" for element in whole.iter() if element.get("id")}
        for target in targets - anchors:
            assert (each.parent / target.partition("#")[0]).is_file()


def test_a_bundle_of_which_nothing_is_to_be_told_says_so(tmp_path: Path) -> None:
    bare = report_of(tmp_path, tagged(tmp_path / "a.pdf"))
    assert words(bare.find(".//main/section/h2")) == ENGLISH["look.none"]
    assert bare.findall(".//main/section//li") == []
    known = report_of(tmp_path, tagged(tmp_path / "a.pdf"), conformance={"pdfa": "2a", "pdfua": True})
    assert "Conforms to PDF/A-2a, PDF/UA-1" in words(known.find(".//header"))
    less = report_of(tmp_path, tagged(tmp_path / "a.pdf"), conformance={"pdfa": None, "pdfua": False})
    assert f"Conforms to {ENGLISH['conformance.none']}" in words(less.find(".//header"))
    changed = report_of(tmp_path, tagged(tmp_path / "a.pdf"), remarks=(Finding("repaired", Place("the file")),))
    assert words(changed.find(".//main/section/h2")) == ENGLISH["look.none"]
    assert "repaired" in words(changed.find(".//main/section//li"))


def report_of(folder: Path, pdf: Path, *, language: str = "en", **more: Any) -> Any:
    """The report, without a catalogue, of a bundle that is one enclosure."""
    draw_first_page(pdf, folder / "picture.jpg")
    remarks = more.pop("remarks", ())
    only = PartTold(part(pdf, 1), "a.pdf", "", 1, 1, folder / "picture.jpg", remarks)
    whole = {"conformance": None, **more}
    told = BundleTold("T", "1 May 2024", "out.pdf", 1, parts=(only,), **whole)
    write_report(told, ReportWords(language, {}, right_to_left=language == "ar"), folder / "report.html")
    return page(folder / "report.html")


# --- how it is made ------------------------------------------------------------------------------


def test_nothing_runs_nothing_is_fetched_and_no_sign_becomes_markup(told: Package) -> None:
    source = told.path("report").read_text(encoding="utf-8")
    report = page(told.path("report"))
    assert {each.tag for each in report.iter() if isinstance(each.tag, str)} <= set(
        "html head meta title style body main header footer section article figure img div p span bdi a"
        " h1 h2 h3 h4 h5 ul li dl dt dd".split()
    )
    leads = [value for each in report.iter() for value in each.attrib.values() if re.match(r"\w+:|//", str(value))]
    assert [value for value in leads if not str(value).startswith("data:image/jpeg;base64,")] == []
    assert "url(" not in source
    assert "&lt;permanent&gt;" in source
    for each in report.iter():
        assert not [name for name in each.attrib if name.startswith("on")]
        assert str(each.get("src", "data:")).startswith("data:")


def test_headings_step_down_one_at_a_time_and_every_picture_has_words(told: Package) -> None:
    report = page(told.path("report"))
    levels = [int(each.tag[1]) for each in report.iter() if re.fullmatch("h[1-6]", str(each.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert all(each.get("alt") for each in report.iter("img"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_in_its_readers_language_and_direction(language: str, sample: Package) -> None:
    report = page(sample.path("report", language=language))
    assert (report.get("lang"), report.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    assert report.findall(".//*[@lang]") == []
    assert len(report.findall(".//article")) == 12


def test_names_and_figures_keep_their_direction_among_arabic() -> None:
    phrases = _told("ar")
    said = ReportWords("ar", phrases, right_to_left=True).say("file-link", name="budget (2024).docx")
    assert "\u2068budget (2024).docx\u2069" in said.words


def test_reasons_within_a_remark_are_in_the_readers_language_too() -> None:
    why = (
        Reason("tagged-document"),
        Reason("font-embedding", {"it": "Arial, Calibri"}),
        Reason("checker", {"words": "own words"}),
    )
    remark = Finding.from_json(Finding("lower-level", Place("a"), {"what": "PDF/A-2a", "why": why}).as_json())
    assert remark.what.endswith(
        "PDF/A-2a: it has no tags; fonts that are not embedded: Arial, Calibri; "
        "a detail that no page shows is not as the standard asks (in the checker's words: own words)."
    )
    said = ReportWords("fr", _told("fr")).what(remark).words.replace("\u00a0", " ")
    assert said.endswith(
        ": il n’a pas de balises ; polices non incorporées : Arial, Calibri ; un détail que nulle page ne montre "
        "n’est pas conforme à la norme (selon le vérificateur : own words)."
    )
    assert ReportWords("fr", {}).what(remark).words == remark.what


def test_colours_have_the_contrast_of_wcag() -> None:
    named = dict(re.findall(r"--(\w+): (#\w+)", STYLE.partition("}")[0]))
    kinds = re.findall(r"\.(\w+) \{ --tone: (#\w+)(?:; --tint: (#\w+))?", STYLE)
    assert len(kinds) == 7
    pairs = [(named[ink], paper) for ink in ("ink", "soft", "link") for paper in ("#fff", "#f3f5f8")]
    pairs += [(tone, "#fff") for _kind, tone, _tint in kinds]
    pairs += [(ink, tint) for _kind, tone, tint in kinds if tint for ink in (tone, named["ink"], named["soft"])]
    for ink, paper in pairs:
        low, high = sorted((_luminance(ink), _luminance(paper)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, paper)


def _luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    signs = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
    parts = [int(signs[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_same_bytes_in_another_folder_with_other_jobs(told: Package, tmp_path: Path, offices: Offices) -> None:
    folder = told.out.parent
    again = build(folder, tmp_path / "elsewhere", offices, jobs=1)
    assert again.path("report").read_bytes() == told.path("report").read_bytes()


# --- pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("box", "size"),
    [
        ((0, 0, 595, 842), (WIDTH, HEIGHT)),
        ((0, 0, 842, 595), (WIDTH, 142)),
        ((0, 0, 3, 14000), (1, HEIGHT)),
        ((0, 0, 14000, 3), (WIDTH, 1)),
    ],
)
def test_a_picture_keeps_its_proportions_within_bounds(
    box: tuple[float, ...], size: tuple[int, int], tmp_path: Path
) -> None:
    draw_first_page(write(tmp_path / "a.pdf", Leaf(box=box)), tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as drawn:
        assert all(abs(one - other) <= 1 for one, other in zip(drawn.size, size, strict=True)), drawn.size


def test_what_cant_be_drawn_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nrubbish")
    report = report_of(tmp_path, tmp_path / "broken.pdf")
    assert words(report.find(".//figure")) == ENGLISH["picture.none"]


# --- its phrases ---------------------------------------------------------------------------------


def _phrases(language: str) -> dict[str, str]:
    with catalogue(language).open("rb") as file:
        return {str(each.context): str(each.string) for each in read_po(file, locale=language) if each.context}


def _told(language: str) -> dict[str, str]:
    return report_phrases(read_phrases(catalogue(language), language), of(language))


def _sources(language: str) -> Iterator[tuple[str, str]]:
    with catalogue(language).open("rb") as file:
        for message in read_po(file, locale=language):
            if message.context and str(message.context).startswith("report."):
                words = message.id if isinstance(message.id, str) else message.id[0]  # of one, where it is counted
                yield str(message.context).removeprefix("report."), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_translated_in_every_language_and_nothing_that_is_gone(language: str) -> None:
    """What this lists is what to write into templates/<lang>/program.po, or to take out of it."""
    known = dict(_sources(language))
    assert sorted({*HEADINGS, *dict(_sources("en"))} - set(known)) == []
    assert sorted(set(known) - set(ENGLISH)) == []
    assert {key: said for key, said in known.items() if said != ENGLISH[key]} == {}


def test_what_a_person_accepted_is_told_as_such_and_not_to_look_at(tmp_path: Path) -> None:
    finding, other = Finding("untagged", Place("a.pdf")), Finding("no-language", Place("a.pdf"))
    entry = {"by": "N. N.", "on": "2025-01-20", "reason": "R & D <b>"}
    report = report_of(tmp_path, simple(tmp_path / "a.pdf"), remarks=(finding, other), accepted={finding: entry})
    assert words(report.find(".//*[@id='look']")) == "To look at: 1"
    (told,) = [each for each in report.findall(".//li") if "N. N." in words(each)]
    assert words(told) == f"{CATALOGUE['untagged'].what} Accepted by N. N. on 2025-01-20: R & D <b>"
    (still,) = report.findall(".//section[@aria-labelledby='look']//li")
    assert CATALOGUE["no-language"].what in words(still)


def test_headings_and_remarks_have_different_keys() -> None:
    assert not set(HEADINGS) & {*CATALOGUE, *(f"{key}.mend" for key in CATALOGUE)}


def test_what_a_catalogue_lacks_is_said_in_english_and_marked_as_such(tmp_path: Path) -> None:
    remarks = (Finding("untagged", Place("the file")),)
    report = report_of(tmp_path, simple(tmp_path / "a.pdf"), language="ar", remarks=remarks)
    marked = [words(each) for each in report.findall(".//span[@lang='en'][@dir='ltr']")]
    assert {"Build report", "To look at: 1", CATALOGUE["untagged"].what, CATALOGUE["untagged"].mend} <= set(marked)


def test_a_phrase_with_another_place_than_its_source_is_named_by_check_and_by_build(
    own_house: Path, offices: Offices
) -> None:
    folder = copy_meeting(own_house)
    path = own_house / "templates" / "fr" / "program.po"
    text = path.read_text(encoding="utf-8")
    at = text.index("msgstr", text.index('msgctxt "report.dead-links"'))
    path.write_text(text[:at] + text[at:].replace("{count}", "{number}", 1), encoding="utf-8")
    found = check(folder)
    assert found.exit_code == 5
    (problem,) = [problem for error in found.errors for problem in error.problems]
    assert problem.where == f"{path}: report.dead-links"
    assert "{number}" in problem.what
    assert "{count}" in problem.what
    with pytest.raises(TemplateError, match=r"report\.dead-links"):
        build(folder, own_house / "out", offices)
