"""Drafts: what is for clearance says so on every page, and may have what must not go out, which is refused else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from pipeline import House, Session
from pipeline.convert.office import Offices
from pipeline.errors import ArchiveError, MeetingError, TemplateError
from pipeline.findings import Place
from pipeline.load import load_meeting
from pipeline.merge.provisional import provisional
from tests.houses import build, copy_house, copy_meeting
from tests.reading import pages as words_of


def _tracked(paragraph: Paragraph, added: str, taken: str) -> None:
    for kind, holder, words in (("w:ins", "w:t", added), ("w:del", "w:delText", taken)):
        change, run, text = OxmlElement(kind), OxmlElement("w:r"), OxmlElement(holder)
        change.set(qn("w:id"), "1")
        change.set(qn("w:author"), "A. N.")
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)


def _with_changes(house: Path) -> Path:
    """The small meeting with an enclosure that has tracked changes."""
    folder = copy_meeting(house)
    document = docx.Document()
    _tracked(document.add_paragraph("The committee meets "), "on Tuesday", "on Monday")
    document.save(str(folder / "enclosures/changed.docx"))
    with (folder / "meeting.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[[groups.enclosures]]\ntitle.fr = "Modifié"\nfile.fr = "enclosures/changed.docx"\n')
    return folder


def _mark_template(house: Path) -> None:
    template = house / "templates/fr/invitation.docx"
    document = docx.Document(str(template))
    paragraph = next(each for each in document.paragraphs if each.text.startswith("Je me réjouis"))
    paragraph.add_run(" (salle TBC)").font.highlight_color = WD_COLOR_INDEX.YELLOW
    _tracked(paragraph, "ajouté", "enlevé")
    document.save(str(template))


def test_a_draft_may_have_what_must_not_go_out(tmp_path: Path, offices: Offices) -> None:
    house = copy_house(tmp_path / "house")
    folder, out = _with_changes(house), house / "build/small"
    with pytest.raises(MeetingError) as refused:
        build(folder, out, offices)
    assert [each.code for each in refused.value.findings] == ["changes"]
    _mark_template(house)
    drafted = build(folder, out / "draft", offices, draft=True)
    assert drafted.manifest["draft"] is True
    assert {entry["role"] for entry in drafted.manifest["outputs"]} == {"bundle", "report"}
    told = {note["code"] for note in drafted.manifest["notes"]}
    assert {"changes", "highlighted", "stand-in"} <= told
    path = drafted.path("bundle")
    assert path.name == "small-invitation-fr-draft.pdf"
    pages = words_of(path)
    assert all("Projet" in words and "approbation" in words for words in pages)
    assert "on Tuesday" in pages[-1]
    assert "on Monday" in pages[-1]
    assert "salle TBC" in pages[0]
    with pytest.raises(ArchiveError) as kept:
        House.open(house).archive.seal("small", today="2025-03-03", out=out / "draft")
    assert [each.code for each in kept.value.findings] == ["draft-sealed"]


def test_what_goes_out_has_no_marks_of_work(tmp_path: Path, offices: Offices) -> None:
    house = copy_house(tmp_path / "house")
    folder = copy_meeting(house, "tiny")
    _mark_template(house)
    with pytest.raises(TemplateError) as refused:
        build(folder, tmp_path / "out", offices)
    assert [each.code for each in refused.value.findings] == ["changes"]
    template = house / "templates/fr/invitation.docx"
    document = docx.Document(str(template))
    for change in list(document.element.body.iter(qn("w:ins"), qn("w:del"))):
        change.getparent().remove(change)
    document.save(str(template))
    with pytest.raises(TemplateError) as refused:
        build(folder, tmp_path / "out", offices)
    assert {each.code for each in refused.value.findings} == {"highlighted", "stand-in"}
    assert all(each.acceptable for each in refused.value.findings)
    assert not list((tmp_path / "out").glob("*.pdf"))


def test_a_draft_does_without_a_signature_that_is_not_there(tmp_path: Path) -> None:
    folder = copy_meeting(copy_house(tmp_path / "house"), "tiny")
    settings = folder / "meeting.toml"
    said = settings.read_text(encoding="utf-8")
    settings.write_text(said.replace('name = "A. Nom"', 'name = "A. Nom"\npicture = "nom.png"'), encoding="utf-8")
    with pytest.raises(MeetingError) as refused:
        load_meeting(folder)
    assert [each.code for each in refused.value.findings] == ["signature-missing"]
    assert load_meeting(folder, draft=True).signatories[0].picture is None


def test_a_check_tells_of_marks_before_anything_is_built(tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    folder = copy_meeting(house, "tiny")
    template = house / "templates/fr/invitation.docx"
    document = docx.Document(str(template))
    paragraph = next(each for each in document.paragraphs if each.text.startswith("Je me réjouis"))
    paragraph.add_run(" (salle TBC)").font.highlight_color = WD_COLOR_INDEX.YELLOW
    document.save(str(template))
    with Session(House.open(house), jobs=1) as session:
        assert [each.code for each in session.check(folder).open] == ["highlighted", "stand-in"]
        with pytest.raises(TemplateError):
            session.build(folder)
        # what the build found is what the check finds, once
        assert [each.code for each in session.check(folder).open] == ["highlighted", "stand-in"]
        session.accept(folder, 1, reason="It is meant.", by="N. N.", on=date(2026, 1, 2))
        found = session.accept(folder, 2, reason="TBC is a commission.", by="N. N.", on=date(2026, 1, 2))
        assert found.exit_code == 0
        assert session.build(folder).bundles


def _said(words: str) -> list[str]:
    document = docx.Document()
    document.add_paragraph(words)
    return [str(each.values["words"]) for each in provisional(Place("a.docx"), document.element)]


@pytest.mark.parametrize("words", ["Room TBC", "on XX.XX.2026", "Room XXXX", "Who???", "Room [●]", "T.B.D. by us"])
def test_words_that_stand_in_for_others_are_told(words: str) -> None:
    assert len(_said(words)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "The XX session, and the XXX session after it",
        "Article XXIX.2, MCMXXX",
        "Why? “Who?”",
        "[…] as he said",
        "the ATBCs, TBCX and doc.TBC",
        "xx and xxx",
        "CP/2027/XX",
    ],
)
def test_words_that_look_like_them_are_not(words: str) -> None:
    assert _said(words) == []


def test_a_designers_colours_are_no_marks() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("plain").font.highlight_color = WD_COLOR_INDEX.WHITE
    document.add_paragraph().add_run(" ").font.highlight_color = WD_COLOR_INDEX.YELLOW
    shaded = OxmlElement("w:shd")
    shaded.set(qn("w:fill"), "DDEEFF")
    run = document.add_paragraph().add_run("blue")
    run._r.get_or_add_rPr().append(shaded)
    assert provisional(Place("a.docx"), document.element) == []
    shaded.set(qn("w:fill"), "FFFF00")
    assert [each.code for each in provisional(Place("a.docx"), document.element)] == ["highlighted"]
