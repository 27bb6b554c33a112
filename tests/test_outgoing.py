"""A letter's Word file goes out without traps and traces, and with the same pages."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE as CT

from pipeline.check import check
from pipeline.convert.office import Offices
from pipeline.errors import TemplateError
from pipeline.findings import Reason
from pipeline.merge import merge
from pipeline.officefile.clean.outgoing import for_sending
from tests import hostile
from tests.hostile import Lure, Relation, caught, relations, served
from tests.houses import ROOT, copy_meeting
from tests.soffice import by_command
from tests.templates import PROPERTIES, WORDING, template

LURE = served(9, "lure")
AWAY = "http://127.0.0.1:9"
PERSON = "Ada Lovelace"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


def a_template(path: Path, lure: Lure = LURE) -> Path:
    """One that has every trap and every trace."""
    fields = dict(hostile.in_docx(lure))
    body = "<w:p><w:r><w:t>On {{ date }}</w:t></w:r></w:p>"
    body += (
        '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>Remarked</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r>'
        '<w:commentReference w:id="0"/></w:r></w:p><w:sdt><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID="{1}"/>'
        "</w:sdtPr><w:sdtContent><w:p><w:r><w:t>Bound</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    for way in ("DDEAUTO", "INCLUDETEXT", "LINK", "linked object"):
        with zipfile.ZipFile(_in(path, fields[way])) as archive:
            inner = archive.read("word/document.xml").decode()
        start = inner.index("Plain words</w:t></w:r></w:p>") + len("Plain words</w:t></w:r></w:p>")
        body += inner[start : inner.index("<w:sectPr")].replace("rId1", "rId9")
    within = {
        "word/comments.xml": f'<w:comments {hostile._NAMES}><w:comment w:id="0" w:author="{PERSON}"><w:p/></w:comment>'
        "</w:comments>",
        "customXml/item1.xml": f"<x>{PERSON}</x>",
        "docProps/app.xml": f'<Properties xmlns="{_OFFICE}/extended-properties"><Company>{PERSON} Ltd</Company>'
        f"<Manager>{PERSON}</Manager></Properties>",
        "docProps/custom.xml": f'<Properties xmlns="{_OFFICE}/custom-properties"><p>{PERSON}</p></Properties>',
        "docProps/thumbnail.jpeg": PERSON,
        "word/printerSettings1.bin": PERSON,
        "word/customizations.xml": f"<x>{PERSON}</x>",
    }
    outer = [
        Relation("attachedTemplate", lure.docx),
        *(Relation("other", f"other{number}.xml", outside=False) for number in range(2, 9)),
        Relation("oleObject", lure.docx),
        Relation("comments", "comments.xml", outside=False),
        Relation("customXml", "../customXml/item1.xml", outside=False),
        Relation("printerSettings", "printerSettings1.bin", outside=False),
        Relation("keyMapCustomizations", "customizations.xml", outside=False),
    ]
    settings = (
        f'<w:attachedTemplate r:id="rId1"/><w:rsids/><w:docVars><w:docVar w:name="by" w:val="{PERSON}"/></w:docVars>'
    )
    made = hostile.docx(body, *(each for each in outer if each.kind != "other"), settings=settings, parts=within)
    with zipfile.ZipFile(_in(path, made)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    own = Relation("settings", "settings.xml", outside=False)
    parts["word/_rels/document.xml.rels"] = relations(*outer[9:], own).replace(
        "</Relationships>", outer[8].xml(9) + "</Relationships>"
    )
    parts["word/_rels/settings.xml.rels"] = relations(outer[0])
    parts["_rels/.rels"] = relations(
        Relation("officeDocument", "word/document.xml", outside=False),
        Relation("extended-properties", "docProps/app.xml", outside=False),
        Relation("custom-properties", "docProps/custom.xml", outside=False),
        Relation("metadata/thumbnail", "docProps/thumbnail.jpeg", outside=False),
    )
    types = str(hostile.archive_text(parts["[Content_Types].xml"])).replace(
        "</Types>",
        f'<Override PartName="/word/comments.xml" ContentType="{CT.WML_COMMENTS}"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/></Types>',
    )
    path.write_bytes(hostile.zipped(parts | {"[Content_Types].xml": types}))
    return path


def _in(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def everything(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"\n".join(name.encode() + b"\n" + archive.read(name) for name in archive.namelist())


def test_traps_and_traces_stay_in_the_house_and_words_go_out(offices: Offices, tmp_path: Path) -> None:
    template, target = a_template(tmp_path / "template.docx"), tmp_path / "letter.docx"
    assert PERSON.encode() in everything(template)
    assert AWAY.encode() in everything(template)
    found = merge(WORDING, template, None, PROPERTIES, target)
    out = everything(target)
    for trap in (
        PERSON,
        AWAY,
        "attachedTemplate",
        "DDEAUTO",
        "INCLUDETEXT",
        "OLEObject",
        "comment",
        "rsids",
        "customXml",
    ):
        assert trap.encode() not in out, trap
    words = [paragraph.text for paragraph in docx.Document(str(target)).paragraphs]
    assert words[:3] == ["Plain words", "On 22 April 2024", "Remarked"]
    assert words.count("before") == 3
    assert b"Bound" in out
    assert {finding.code for finding in found} == {
        "outside-other",
        "outside-data",
        "outside-text",
        "outside-object",
        "letter-cleaned",
    }
    (cleaned,) = (finding for finding in found if finding.code == "letter-cleaned")
    kinds = ("remarks", "data", "properties", "preview", "printer", "commands")
    assert cleaned.values["what"] == tuple(Reason(f"sent-{kind}") for kind in kinds)
    assert {finding.place.file for finding in found} == {str(template)}
    first = target.read_bytes()
    merge(WORDING, template, None, PROPERTIES, target)
    assert target.read_bytes() == first
    offices.export(target)


def test_a_drawing_of_a_template_brings_nothing_in(tmp_path: Path) -> None:
    lure = hostile.write_lures(tmp_path / "elsewhere")
    template = _in(tmp_path / "template.docx", dict(hostile.in_docx(lure))["svg, image"])
    found = merge(WORDING, template, None, PROPERTIES, tmp_path / "letter.docx")
    assert [finding.values["address"] for finding in found] == [lure.png]
    by_command([tmp_path / "letter.docx"], tmp_path / "out")
    assert not caught((tmp_path / "out" / "letter.pdf").read_bytes())


def test_a_sound_template_loses_nothing(tmp_path: Path) -> None:
    source, target = ROOT / "templates" / "fr" / "invitation.docx", tmp_path / "letter.docx"
    data, found = for_sending(source.read_bytes(), "invitation.docx")
    assert found == ()
    target.write_bytes(data)
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target) as after:
        assert set(before.namelist()) - set(after.namelist()) == {"docProps/app.xml"}
        same = {name for name in after.namelist() if before.read(name) == after.read(name)}
        changed = set(after.namelist()) - same
    assert changed == {"[Content_Types].xml", "_rels/.rels", "word/settings.xml"}


@pytest.mark.parametrize("trapped", [True, False], ids=["with traps", "sound"])
def test_a_text_that_repeats_itself_is_looked_at_once_and_goes_out_as_a_whole(trapped: bool, tmp_path: Path) -> None:
    source = a_template(tmp_path / "t.docx") if trapped else ROOT / "templates" / "fr" / "invitation.docx"
    with zipfile.ZipFile(source) as archive:
        text = archive.read("word/document.xml")
    start, end = text.index(b"<w:p>"), text.index(b"<w:sectPr")
    whole = text[:start] + text[start:end] * 3 + text[end:]
    data, found = for_sending(source.read_bytes(), "t.docx", {"word/document.xml": whole})
    (tmp_path / "sent.docx").write_bytes(data)
    with zipfile.ZipFile(tmp_path / "sent.docx") as archive:
        sent = archive.read("word/document.xml")
    assert sent.count(b"</w:p>") == whole.count(b"</w:p>")
    assert (sent == whole) is not trapped
    for mark in (b"commentRangeStart", b"dataBinding", b"INCLUDETEXT", LURE.docx.encode()):
        assert mark not in sent
    assert found == for_sending(source.read_bytes(), "t.docx")[1]


def test_what_no_program_reads_stays_in_the_house(tmp_path: Path) -> None:
    target = tmp_path / "letter.docx"
    written = template(tmp_path / "template.docx", "On {{ date }}")
    assert b"stylesWithEffects" in everything(written)
    assert not [each for each in merge(WORDING, written, None, PROPERTIES, target) if each.code != "letter-cleaned"]
    assert b"stylesWithEffects" not in everything(target)


def test_a_picture_that_the_template_does_not_hold_is_refused(tmp_path: Path) -> None:
    template = _in(tmp_path / "template.docx", dict(hostile.in_docx(LURE))["linked picture"])
    with pytest.raises(TemplateError) as refused:
        merge(WORDING, template, None, PROPERTIES, tmp_path / "letter.docx")
    (finding,) = refused.value.findings
    assert (finding.code, finding.values, finding.place.paragraph) == ("template-picture", {"address": LURE.png}, 2)


def test_a_template_with_macros_gets_one_answer(own_house: Path) -> None:
    meeting = copy_meeting(own_house)
    template = own_house / "templates" / "fr" / "invitation.docx"
    with zipfile.ZipFile(template) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    types = hostile.archive_text(parts["[Content_Types].xml"])
    plain = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert plain in types
    for macros in ("vnd.ms-word.document.macroEnabled.main+xml", "vnd.ms-word.template.macroEnabledTemplate.main+xml"):
        template.write_bytes(hostile.zipped(parts | {"[Content_Types].xml": types.replace(plain, macros)}))
        assert [finding.code for error in check(meeting).errors for finding in error.findings] == ["template-macros"]
    template.write_bytes(hostile.zipped(parts | {"word/vbaProject.bin": b"x"}))
    (error,) = check(meeting).errors
    assert error.exit_code == 5
    assert [(finding.code, finding.place.part) for finding in error.findings] == [("template-macros", "vbaProject")]
    template.rename(template.with_suffix(".docm"))
    (finding,) = (finding for error in check(meeting).errors for finding in error.findings)
    assert "invitation.docm" in finding.what
