"""Templates that are made to do harm, or that lose words: each is refused with its place, and its sound twin is not."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn

from pipeline.errors import TemplateError
from pipeline.merge import check_template, merge
from pipeline.merge.tags import tags
from tests.changing import rewritten
from tests.houses import ROOT
from tests.templates import PROPERTIES, WORDING, many, nested, raw, template, told
from tests.wordxml import WORD_XML, line

# --- nothing is computed -------------------------------------------------------------------------

COMPUTING = [
    "{% macro m() %}{{ m() }}{% endmacro %}",
    "{% call m() %}{% endcall %}",
    "{% import 'os' as os %}",
    "{% from 'os' import path %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'x' %}",
    "{% block a %}{% endblock %}",
    "{% set x = 1 %}",
    "{% do days %}",
    "{% with x = date %}{% endwith %}",
    "{% filter upper %}x{% endfilter %}",
    "{% autoescape false %}{{ house }}{% endautoescape %}",
    "{% raw %}{{ date }}{% endraw %}",
    "{% debug %}",
    "{% for x in days recursive %}{{ loop(days) }}{% endfor %}",
    "{% for x in days %}{{ loop }}{% endfor %}",
    "{% for x in days %}{{ loop.cycle }}{% endfor %}",
    "{% for x in days %}{{ loop.cycle('a') }}{% endfor %}",
    "{% for x in days %}{{ loop.__class__ }}{% endfor %}",
    "{% for x in range(9) %}{% endfor %}",
    "{% for x in days %}{% endfor x %}",
    "{% if date %}{% else if date %}{% endif %}",
    "{{ 1/0 }}",
    "{{ 7 // 0 }}",
    "{{ 'x' * 10 ** 9 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'x' % date }}",
    "{{ range(10) }}",
    "{{ lipsum(n=1000) }}",
    "{{ cycler('a') }}",
    "{{ joiner() }}",
    "{{ namespace(a=1) }}",
    "{{ dict() }}",
    "{{ self._TemplateReference__context }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ date['__class__'] }}",
    "{{ date | attr('__class__') }}",
    "{{ days | map('upper') | join }}",
    "{{ days | map(attribute='__class__') | join }}",
    "{{ '%s' | format(date) }}",
    "{{ date | safe }}",
    "{{ date | center(1000000) }}",
    "{{ date | counted }}",
    "{% for x in days | counted %}{% endfor %}",
    "{{ date | upper(*days) }}",
    "{{ date if date else date }}",
    "{{ {'a': 1} }}",
    "{{ (days, days) }}",
    "{{ days[0:1] }}",
    "{% if 3 is divisibleby 0 %}{% endif %}",
    "{% if 3 is divisibleby days %}{% endif %}",
    "{% if days | length < 'a' %}{% endif %}",
    "{{ none }}",
    "{{- date -}}",
    "{%- if date -%}{%- endif -%}",
    "{%+ if date %}{% endif %}",
    "{{ " + "(" * 200 + "date" + ")" * 200 + " }}",
    "{{ date" + " | upper" * 70 + " }}",
    "{{ '" + "x" * 600 + "' }}",
    "{{ " + "9" * 5000 + " }}",
    "{% if " + "not " * 100 + "date %}{% endif %}",
    "{% for x in days %}" * 8 + "x" + "{% endfor %}" * 8,
    "{% if date %}" * 30 + "x" + "{% endif %}" * 30,
]


@pytest.mark.parametrize("words", COMPUTING, ids=[f"{words[:50]}" for words in COMPUTING])
def test_a_template_cannot_compute(words: str, tmp_path: Path) -> None:
    path = raw(tmp_path / "t.docx", line("Before") + line(escape(words)) + line("After"))
    found = told(path)
    assert found
    assert all(f"“{words[:40]}" in each or "can't be filled in" in each for each in found), found
    with pytest.raises(TemplateError) as caught:
        merge(WORDING, path, None, PROPERTIES, tmp_path / "m.docx")
    assert caught.value.exit_code == 5
    assert not (tmp_path / "m.docx").exists()


PAYLOADS = ("{{ 1/0 }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"


def in_body(xml: str) -> Callable[[Path, str], Path]:
    return lambda path, words: raw(path, xml.replace("WORDS", words))


def in_part(part: str, before: str, xml: str) -> Callable[[Path, str], Path]:
    """Puts XML before some text of a part."""
    return lambda path, words: rewritten(
        template(path, "Text"), part, lambda old: old.replace(before, xml.replace("WORDS", words) + before, 1)
    )


def in_core(name: str) -> Callable[[Path, str], Path]:
    def make(path: Path, words: str) -> Path:
        return template(path, "Text", change=lambda document: setattr(document.core_properties, name, words))

    return make


def added(part: str, xml: str) -> Callable[[Path, str], Path]:
    return lambda path, words: rewritten(template(path, "Text"), part, lambda _old: xml.replace("WORDS", words))


PLACES: dict[str, tuple[Callable[[Path, str], Path], str]] = {
    "bookmark": (
        in_body('<w:p><w:bookmarkStart w:id="1" w:name="WORDS"/><w:bookmarkEnd w:id="1"/></w:p>'),
        "bookmark",
    ),
    "picture's name": (
        in_body(
            '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
            'wordprocessingDrawing"><wp:docPr id="1" name="WORDS"/></wp:inline></w:drawing></w:r></w:p>'
        ),
        "the name of a picture",
    ),
    "style's name of a paragraph": (
        in_body('<w:p><w:pPr><w:pStyle w:val="WORDS"/></w:pPr></w:p>'),
        "the attribute “val” of “pStyle”",
    ),
    "field": (
        in_body("<w:p><w:r><w:instrText>REF WORDS</w:instrText></w:r></w:p>"),
        "the instruction of a field",
    ),
    "simple field": (in_body('<w:p><w:fldSimple w:instr="REF WORDS"/></w:p>'), "the instruction of a field"),
    "link's bookmark": (in_body('<w:p><w:hyperlink w:anchor="WORDS"/></w:p>'), "link"),
    "control's tag": (
        in_body('<w:p><w:sdt><w:sdtPr><w:tag w:val="WORDS"/></w:sdtPr><w:sdtContent/></w:sdt></w:p>'),
        "content control",
    ),
    "equation": (
        in_body(
            '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
            "<m:r><m:t>WORDS</m:t></m:r></m:oMath></w:p>"
        ),
        "an equation",
    ),
    "between elements": (in_body("<w:p/>WORDS<w:p/>"), "“p” in the file's XML"),
    "style": (
        in_part("word/styles.xml", "</w:styles>", '<w:style w:styleId="x"><w:name w:val="WORDS"/></w:style>'),
        "a style",
    ),
    "numbering": (
        in_part(
            "word/numbering.xml",
            "</w:numbering>",
            '<w:abstractNum w:abstractNumId="99"><w:lvl w:ilvl="0"><w:lvlText w:val="WORDS"/></w:lvl></w:abstractNum>',
        ),
        "a numbering",
    ),
    "settings": (
        in_part(
            "word/settings.xml",
            "</w:settings>",
            '<w:docVars><w:docVar w:name="a" w:val="WORDS"/></w:docVars>',
        ),
        "the settings",
    ),
    "title of the file": (in_core("title"), "the properties of the file"),
    "subject of the file": (in_core("subject"), "the properties of the file"),
    "author of the file": (in_core("author"), "the properties of the file"),
    "keywords of the file": (in_core("keywords"), "the properties of the file"),
    "own property": (
        added("docProps/custom.xml", '<Properties xmlns="x"><property name="WORDS"/></Properties>'),
        "the properties of the file",
    ),
    "company": (in_part("docProps/app.xml", "</Properties>", "<Company>WORDS</Company>"), "the properties of the file"),
    "comment": (
        added(
            "word/comments.xml", f"<w:comments {WORD_XML}><w:comment w:id='0'>{line('WORDS')}</w:comment></w:comments>"
        ),
        "a comment",
    ),
    "chart": (
        added(
            "word/charts/chart1.xml",
            '<c xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>Title</a:t></a:r><a:r><a:t>'
            " WORDS</a:t></a:r></a:p></c>",
        ),
        "a chart",
    ),
    "picture's file": (
        in_part(
            "word/_rels/document.xml.rels",
            "</Relationships>",
            f'<Relationship Id="rId77" Type="{RELATIONS}/image" Target="https://example.org/WORDS"'
            ' TargetMode="External"/>',
        ),
        "the address of a picture",
    ),
    "its own template": (
        added(
            "word/_rels/settings.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            f'Id="rId1" Type="{RELATIONS}/attachedTemplate" Target="https://example.org/WORDS" TargetMode="External"/>'
            "</Relationships>",
        ),
        "the address of a picture",
    ),
}


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda words: words[:12])
@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_filled_in_but_text_alternative_text_and_links(place: str, payload: str, tmp_path: Path) -> None:
    make, words = PLACES[place]
    path = make(tmp_path / "t.docx", payload)
    found = told(path)
    assert len(found) == 1, found
    assert str(path) in found[0]
    assert words in found[0]
    with pytest.raises(TemplateError):
        merge(WORDING, path, None, PROPERTIES, tmp_path / "m.docx")


@pytest.mark.parametrize("place", PLACES)
def test_the_same_places_without_placeholders_are_sound(place: str, tmp_path: Path) -> None:
    make, _words = PLACES[place]
    path = make(tmp_path / "t.docx", "" if place == "between elements" else "a{1}b}")
    assert told(path) == []
    merge(WORDING, path, None, PROPERTIES, tmp_path / "m.docx")


@pytest.mark.parametrize("words", ["{{ 1/0 }}", "{% if date %}", "{{ dat }}", "{{ venue }}"])
def test_alternative_text_is_checked_as_text_is(words: str, tmp_path: Path) -> None:
    found = told(pictured(tmp_path / "t.docx", words))
    assert found
    assert all(f"“{words}”" in each for each in found)


def pictured(path: Path, words: str) -> Path:
    """A template with a picture that has alternative text."""

    def put_in(document: DocumentObject) -> None:
        document.add_picture(str(ROOT / "letterheads" / "siem-reap-angkor" / "emblem.png"))
        (described,) = document.element.body.iter(qn("wp:docPr"))
        described.set("descr", words)

    return template(path, "Text", change=put_in)


def test_alternative_text_is_filled_in_without_marks(tmp_path: Path) -> None:
    path = pictured(tmp_path / "t.docx", 'The seal of {{ house }} for {{ marked }}, {"kept"}')
    merge(WORDING, path, None, PROPERTIES, tmp_path / "m.docx")
    (described,) = docx.Document(str(tmp_path / "m.docx")).element.body.iter(qn("wp:docPr"))
    assert described.get("descr") == ('The seal of Smith & Sons <“A” \'B\' "C"> for the Summit of Angkor, {"kept"}')


def test_a_part_that_is_not_declared_as_what_it_is_gives_an_error(tmp_path: Path) -> None:
    """The text is found by its relationship, not by its name: what is checked is what is filled in."""
    path = template(tmp_path / "t.docx", "{{ 1/0 }}")
    rewritten(path, "word/other.xml", lambda _old: zipfile.ZipFile(path).read("word/document.xml").decode())
    rewritten(path, "word/document.xml", lambda xml: xml.replace("{{ 1/0 }}", "Harmless"))
    rewritten(path, "_rels/.rels", lambda xml: xml.replace("word/document.xml", "word/other.xml"))
    rewritten(
        path,
        "[Content_Types].xml",
        lambda xml: xml.replace(
            "</Types>",
            '<Override PartName="/word/other.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
        ),
    )
    assert any("may not calculate" in each for each in told(path))


@pytest.mark.parametrize(
    ("lines", "count", "words"),
    [
        (nested(2).replace("{{ house }}", ""), 300, "50000 items"),
        (nested(5).replace("{{ house }}", ""), 9, "50000 items"),
        (nested(1) * 2, 10_000, "16777216 characters"),
    ],
)
def test_work_and_size_are_counted(lines: str, count: int, words: str, tmp_path: Path) -> None:
    path = template(tmp_path / "t.docx", lines)
    (found,) = told(path, many(count))
    assert words in found
    assert str(path) in found
    with pytest.raises(TemplateError, match=words):
        merge(many(count), path, None, PROPERTIES, tmp_path / "m.docx")


def test_a_long_list_is_within_the_limits(tmp_path: Path) -> None:
    lines = ("{%p for x in days %}", "{{ x }} {{ house }}", "{%p endfor %}")
    assert told(template(tmp_path / "t.docx", *lines), many(2_000)) == []


def test_a_template_has_room_for_thousands_of_placeholders_and_no_more(tmp_path: Path) -> None:
    assert told(raw(tmp_path / "t.docx", line("{{ date }}") * 500)) == []
    (found,) = told(raw(tmp_path / "t.docx", line("{{ date }}" * 1001) * 10))
    assert "more than 10000 placeholders" in found


@pytest.mark.parametrize("body", ["<w:p/>" * 160_000, line("x" * 17_000_000)], ids=["elements", "bytes"])
def test_a_template_that_swells_is_too_large(body: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="The file is too large for a template"):
        check_template(raw(tmp_path / "t.docx", body), WORDING)


@pytest.mark.parametrize("words", ["{" * 3000, "{{ a" * 3000, "{% " * 3000, "{# " * 3000])
def test_braces_that_never_close_are_looked_at_once(words: str, tmp_path: Path) -> None:
    """A tag holds no other's beginning: as many braces as one likes take as long as any signs do."""
    assert list(tags(words)) == []
    assert told(raw(tmp_path / "t.docx", line(words) * 30))
