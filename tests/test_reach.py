"""Templates with what offices put into theirs, boxes, controls, sections: each letter of a batch is the same as alone,
byte by byte, has its own words, and holds nothing of another's."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import text
from pipeline.completeness.letters import have_own_words, pages_of
from pipeline.convert.many import Letter, convert_many
from pipeline.convert.office import Offices
from pipeline.localise import Wording
from pipeline.localise.wording import with_words
from pipeline.merge.together import merge_together
from tests.company import CREATED, MISSION, alone, batch_of, drawn, made, package_of, seen, template_with
from tests.company import assert_alike as alike
from tests.reading import unpacked
from tests.wordxml import WORD_XML

NAMES = ("Xerxes0 Žofia", "Ypsilon1 Jensen", "Zoroaster2 O’Brien")
"""Of whom nobody has a word of another's."""

_NAMESPACES = (
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)


def said(words: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def control(kind: str, words: str = "{{ addressees }}") -> str:
    return f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{words}</w:sdtContent></w:sdt>"


def section(size: str, besides: str = "") -> str:
    return f"<w:p><w:pPr><w:sectPr>{besides}<w:pgSz {size}/></w:sectPr></w:pPr></w:p>"


def styled(style: str, words: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'


def pointed(number: int, words: str, style: str = "Normal") -> str:
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{listed}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'


def style(name: str, properties: str, based: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


def numbering(number: int, *levels: str) -> tuple[str, str]:
    kind = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{linked}<w:lvlText w:val="%{at + 1}."/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{720 * at + 720}" w:hanging="360"/></w:pPr></w:lvl>'
        for at, linked in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{number}">{kind}</w:abstractNum>',
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>',
    )


_LINKED = '<w:pStyle w:val="{}"/>'
LISTS = (
    numbering(1, _LINKED.format("Counted"), _LINKED.format("Deeper")),
    numbering(7, "", ""),
    numbering(8, _LINKED.format("Chapter"), ""),
    ("", '<w:num w:numId="9"><w:abstractNumId w:val="1"/></w:num>'),
)
STYLES = (
    style("Counted", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
    style("Deeper", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'),
    style("Apart", '<w:numPr><w:numId w:val="7"/></w:numPr><w:ind w:left="2000" w:firstLine="300"/>'),
    style("ApartMore", '<w:numPr><w:ilvl w:val="1"/></w:numPr><w:ind w:right="900"/>', "Apart"),
    style("Chapter", '<w:numPr><w:numId w:val="8"/></w:numPr><w:outlineLvl w:val="0"/>'),
)


def with_lists(template: Path) -> Path:
    """The template with lists and the styles that number by them."""
    with zipfile.ZipFile(template) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    kinds, lists = ("".join(each) for each in zip(*LISTS, strict=True))
    parts["word/numbering.xml"] = f"<w:numbering {WORD_XML}>{kinds}{lists}</w:numbering>".encode()
    added = ("".join(STYLES) + "</w:styles>").encode()
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", added)
    with zipfile.ZipFile(template, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return template


FURTHER = said("Further words") * 3
"""After which no heading of the invitation is the last of a page, where LibreOffice forgets to keep it with what
follows in the first letter of a document, and in none behind it."""
_BOXED = f"<w:txbxContent>{said('Boxed: {{ addressees }}')}</w:txbxContent>"
_PLACED = (
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>4500000</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="page"><wp:posOffset>2200000</wp:posOffset></wp:positionV>'
    '<wp:extent cx="2000000" cy="4000000"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
)
BOX = (
    f'<w:p {_NAMESPACES}><w:r><w:t>Beside a box</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps">'
    '<w:drawing><wp:anchor behindDoc="0" distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"'
    f' locked="0" layoutInCell="1" allowOverlap="1">{_PLACED}'
    '<wp:docPr id="2" name="Box" descr="For {{ addressees }}"/>'
    "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData"
    ' uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
    "<wps:spPr>"
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="4000000"/></a:xfrm><a:prstGeom prst="rect"/>'
    '<a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>'
    f"<wps:txbx>{_BOXED}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    '</mc:Choice><mc:Fallback><w:pict><v:shape style="width:100pt;height:40pt"><v:textbox>'
    f"{_BOXED}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
_PORTRAIT, _LANDSCAPE = 'w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"'
KINDS = {
    "a control around a paragraph": control('<w:alias w:val="Kind"/>', said("To {{ addressees }}")),
    "a control in a line": f"<w:p>{control('<w:text/>', '<w:r><w:t>{{ addressees }}</w:t></w:r>')}</w:p>",
    "a control with a date": "<w:p>"
    + control('<w:date><w:dateFormat w:val="d MMMM yyyy"/></w:date>', "<w:r><w:t>1 May 2024</w:t></w:r>")
    + "</w:p>",
    "a list to choose from": "<w:p>"
    + control('<w:dropDownList><w:listItem w:value="b"/></w:dropDownList>', "<w:r><w:t>Choice b</w:t></w:r>")
    + "</w:p>",
    "a box to tick": f"<w:p {_NAMESPACES}>"
    + control('<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>', "<w:r><w:t>☒</w:t></w:r>")
    + "</w:p>",
    "a text box": BOX,
    "a frame": said("Beside")
    + '<w:p><w:pPr><w:framePr w:w="4000" w:h="1000" w:wrap="around" w:vAnchor="page" w:hAnchor="page"'
    ' w:x="6000" w:y="3000"/></w:pPr><w:r><w:t>{{ addressees }}</w:t></w:r></w:p>',
    "an older drawing": f"<w:p {_NAMESPACES}><w:r><w:pict>"
    '<v:rect style="width:100pt;height:20pt" fillcolor="#ff0000"/></w:pict></w:r></w:p>',
    "columns": said("One column")
    + section(_PORTRAIT)
    + said("Left words, so many that they take more than one line of the page, and more of them")
    + said("{{ addressees }}")
    + section(_PORTRAIT, '<w:type w:val="continuous"/><w:cols w:num="2" w:space="700"/>'),
    "a page on its side": said("{{ addressees }}") + section(_PORTRAIT) + said("Wide") + section(_LANDSCAPE),
    "points that a style numbers": styled("Counted", "One") + styled("Counted", "Two") + styled("Deeper", "Deep"),
    "a style that sets numbered points elsewhere": styled("Apart", "One") + styled("ApartMore", "Two"),
    "headings that a style numbers": styled("Chapter", "{{ addressees }}") + styled("Chapter", "Second"),
    "points of a style, of none, and of two lists of a kind": styled("Counted", "One")
    + pointed(1, "Two")
    + pointed(9, "3"),
    "a point without its number": styled("Counted", "One") + pointed(0, "None", "Counted") + styled("Counted", "Two"),
    "a heading": '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{{ addressees }}</w:t></w:r></w:p>',
}


_MARK = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>{}</w:r>'
NOTES = ("First note", "Second note for {{ addressees }}", "Third note", "* note of {{ addressees }}")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTED = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def noted(number: int, besides: str = "") -> str:
    """A paragraph with a note of that number, or with one whose mark is ``besides``."""
    own = f' w:customMarkFollows="1" w:id="{number}"/><w:t>{besides}</w:t>' if besides else f' w:id="{number}"/>'
    return f"<w:p><w:r><w:t>Noted words</w:t></w:r>{_MARK.format(f'<w:footnoteReference{own}')}</w:p>"


def with_notes(template: Path, kind: str = "footnote", counted: str = "") -> Path:
    """The template with notes, 1 to 4, of which a document may say how they are ``counted``."""
    with zipfile.ZipFile(template) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    notes = (f"<w:p>{_MARK.format(f'<w:{kind}Ref/>')}<w:r><w:t>{words}</w:t></w:r></w:p>" for words in NOTES)
    lines = (("separator", "-1"), ("continuationSeparator", "0"))
    written = "".join(
        f'<w:{kind} w:type="{a}" w:id="{at}"><w:p><w:r><w:{a}/></w:r></w:p></w:{kind}>' for a, at in lines
    )
    written += "".join(f'<w:{kind} w:id="{at}">{note}</w:{kind}>' for at, note in enumerate(notes, start=1))
    related = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"
    for name, end, added in (
        ("[Content_Types].xml", "</Types>", f'<Override PartName="/word/{kind}s.xml" ContentType="{_NOTED}"/>'),
        (
            "word/_rels/document.xml.rels",
            "</Relationships>",
            f'<Relationship Id="n" Type="{related}" Target="{kind}s.xml"/>',
        ),
        ("word/settings.xml", "<w:compat>", counted),
    ):
        parts[name] = parts[name].replace(end.encode(), (added.format(f"{kind}s") + end).encode())
    with zipfile.ZipFile(template, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
        new.writestr(f"word/{kind}s.xml", f'<w:{kind}s xmlns:w="{_W}">{written}</w:{kind}s>')
    return template


FOOTNOTES = {
    "one after the other": noted(1) + noted(2) + noted(3),
    "in another order": noted(3) + noted(1),
    "with a mark of its own": noted(1) + noted(4, "*") + noted(2),
    "in a table": said("Before a table")
    + f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{noted(2)}</w:tc></w:tr></w:tbl>"
    + noted(1),
}


@pytest.mark.parametrize("kind", FOOTNOTES)
def test_footnotes_are_counted_in_each_letter_as_alone(kind: str, offices: Offices, tmp_path: Path) -> None:
    assert_alike(with_notes(template_with(tmp_path, FOOTNOTES[kind] + FURTHER)), offices, tmp_path)


def test_footnotes_in_chinese_are_too(offices: Offices, tmp_path: Path) -> None:
    words = FOOTNOTES["one after the other"] + FURTHER
    assert_alike(with_notes(template_with(tmp_path, words, "zh")), offices, tmp_path, "zh")


def test_footnotes_from_right_to_left_go_alone(tmp_path: Path) -> None:
    """The line above them stands on the other side where a letter is behind others."""
    package, template = package_of("ar"), with_notes(template_with(tmp_path, noted(1), "ar"))
    together = merge_together([package.words()] * 2, template, package.letterhead, package.properties("A letter"))
    assert together.apart == dict.fromkeys(range(2), "alone-notes")


def test_a_reference_has_its_own_note_where_others_are_left_out(offices: Offices, tmp_path: Path) -> None:
    package, template = package_of("en"), with_notes(template_with(tmp_path, noted(3) + noted(1)))
    _, pdf = alone(package.words(), template, package, package.properties("A letter"), offices, tmp_path)
    shown = drawn(pdf)
    assert 0 < shown.index("Third note") < shown.index("First note")
    assert "Second note" not in shown


def test_a_letter_with_notes_that_is_in_the_way_of_others_is_made_with_fewer(offices: Offices, tmp_path: Path) -> None:
    recipients = [
        replace(MISSION, person=name, address=("Palais des Nations",) * 12 * (at % 3 == 1))
        for at, name in enumerate(NAMES)
    ]
    batch = batch_of("en", recipients, tmp_path)
    words = FOOTNOTES["one after the other"] + FURTHER
    found = made(replace(batch, template=with_notes(template_with(tmp_path, words))), offices)
    assert [each.alone for each in found] == [""] * len(NAMES)
    assert all(each.pdf for each in found)


ROMAN = '<w:footnotePr><w:numFmt w:val="lowerRoman"/></w:footnotePr>'


@pytest.mark.parametrize(("kind", "counted"), [("endnote", ""), ("footnote", ROMAN)])
def test_notes_that_are_counted_otherwise_go_alone(kind: str, counted: str, tmp_path: Path) -> None:
    package = package_of("en")
    template = with_notes(template_with(tmp_path, noted(1).replace("footnote", kind)), kind, counted)
    together = merge_together([package.words()] * 2, template, package.letterhead, package.properties("A letter"))
    assert together.apart == dict.fromkeys(range(2), "alone-notes")


def assert_alike(template: Path, offices: Offices, folder: Path, language: str = "en") -> None:
    package = package_of(language)
    whole, properties = package.words(), package.properties("A letter")
    addressed = [text.paragraphs((name, *["Palais des Nations"] * 12 * (at == 1))) for at, name in enumerate(NAMES)]
    many = [Wording(whole.language, with_words(whole.words, addressees=lines)) for lines in addressed]
    together = merge_together(many, template, package.letterhead, properties, nobody=whole)
    assert together.apart == {}
    count = len(NAMES)
    several = convert_many(
        together.document, count, template, offices, CREATED, led=together.led, proxies=together.proxies
    )
    pdfs = []
    for wording, each in zip(many, several, strict=True):
        own = alone(wording, template, package, properties, offices, folder)[1]
        if isinstance(each, Letter):
            assert each.pdf == own or language != "en"
            alike(seen(each.pdf), seen(own), exactly=language == "en")
        else:
            assert each.crowded  # and is made with fewer others
        pdfs.append(own)
    assert have_own_words(pdfs, [*map(pages_of, pdfs)], together.words, together.heads) == [True] * count
    for number, pdf in enumerate(pdfs):
        content, shown = unpacked("letter.pdf", pdf).lower(), drawn(pdf)
        for other, name in enumerate(NAMES):
            word = name.split()[0]
            assert (word in shown) is (number == other)
            for written in (word.encode(), word.encode("utf-16-be"), word.encode("utf-16-be").hex().encode()):
                assert number == other or written.lower() not in content


@pytest.mark.parametrize("kind", KINDS)
def test_what_offices_put_into_a_template_is_in_each_letter_as_alone(
    kind: str, offices: Offices, tmp_path: Path
) -> None:
    assert_alike(with_lists(template_with(tmp_path, KINDS[kind] + FURTHER)), offices, tmp_path)
