"""An OpenDocument text (ODF 1.3): paragraphs, lists, tables and pictures go in, the bytes of an ``.odt`` come out.

It has what everybody needs to read a page: a title, a language, headings with their levels, heads of tables, words in
the place of pictures. The same goes in, the same bytes come out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pipeline.fonts.scripts import family_for
from pipeline.officefile.plaintext import from_right, spaced

WIDTH = 17.0
"""Of the text on a page that stands upright, in centimetres: A4 with margins of two."""
ACROSS = 25.7
"""The same of a page that lies."""
MARGIN = 2.0
"""Around the text, in centimetres."""
LONGEST_PICTURE = 24.0
"""The height that a picture may have, in centimetres."""
DOT = 2.54 / 96
"""A dot of a picture that gives no size, in centimetres (CSS 2.2, 4.3.2)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    content: str
    """The XML of its paragraphs."""
    across: int = 1
    down: int = 1
    head: bool = False


@dataclass
class Text:
    """A text on its way: each method gives the XML of what it was asked for; pictures are kept beside."""

    language: str = "und"
    title: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)
    lying: bool = False
    """Whether the pages lie."""

    def paragraph(self, content: str, words: str, style: str = "P") -> str:
        """A paragraph; ``words`` are what ``content`` shows, and say from which side it runs."""
        side = "-rtl" if from_right(words) else ""
        return f'<text:p text:style-name="{style}{side}">{content}</text:p>'

    def heading(self, content: str, words: str, level: int) -> str:
        style = f"H{level}{'-rtl' if from_right(words) else ''}"
        return f'<text:h text:style-name="{style}" text:outline-level="{level}">{content}</text:h>'

    def lines(self, words: str, style: str = "Pre") -> str:
        """Paragraphs of lines that are set as they are typed."""
        return "".join(self.paragraph(spaced(line), line, style) for line in words.splitlines())

    def listed(self, items: Iterable[str], *, ordered: bool = False, start: int = 1) -> str:
        """A list; each item is the XML of its paragraphs."""
        inner = []
        for number, item in enumerate(items):
            begins = f' text:start-value="{start}"' if ordered and not number and start != 1 else ""
            inner.append(f"<text:list-item{begins}>{item}</text:list-item>")
        return f'<text:list text:style-name="{"Numbers" if ordered else "Bullets"}">{"".join(inner)}</text:list>'

    def table(self, rows: Sequence[Sequence[Cell]], heads: int, widths: Sequence[float] = ()) -> str:
        """A table whose first ``heads`` rows are repeated on each page. ``widths`` are shares of the columns."""
        grid = _grid(rows)
        columns = max((len(row) for row in grid), default=0)
        if not columns:
            return ""
        shares = widths or [1.0] * columns
        all_of_it = ACROSS if self.lying else WIDTH
        total = sum(shares)
        styles = "".join(
            f'<table:table-column table:style-name="W{max(1, round(100 * share / total * all_of_it / WIDTH))}"/>'
            for share in shares
        )
        made = ["<table:table-row>" + "".join(row) + _empty(columns - len(row)) + "</table:table-row>" for row in grid]
        head = f"<table:table-header-rows>{''.join(made[:heads])}</table:table-header-rows>" if heads else ""
        side = "-rtl" if from_right(_TAGS.sub(" ", "".join(made[0]))) else ""
        return f'<table:table table:style-name="T{side}">{styles}{head}{"".join(made[heads:])}</table:table>'

    def picture(self, data: bytes, suffix: str, size: tuple[float, float], words: str) -> str:
        """A paragraph's picture, ``size`` in centimetres, made smaller where it must be; ``words`` stand for it."""
        name = f"Pictures/{len(self.pictures) + 1}{suffix}"
        self.pictures[name] = data
        scale = min(1.0, WIDTH / size[0], LONGEST_PICTURE / size[1])
        width, height = (f"{side * scale:.3f}cm" for side in size)
        told = f"<svg:desc>{spaced(words)}</svg:desc>" if words else ""
        return (
            f'<draw:frame draw:style-name="F" draw:name="{len(self.pictures)}" text:anchor-type="as-char"'
            f' svg:width="{width}" svg:height="{height}"><draw:image xlink:href="{name}" xlink:type="simple"'
            f' xlink:show="embed" xlink:actuate="onLoad"/>{told}</draw:frame>'
        )

    def packed(self, body: str) -> bytes:
        """The file, with this XML in it."""
        parts = {
            "content.xml": _CONTENT.replace("{body}", body).encode("utf-8"),
            "styles.xml": _styles(self.language, family_for(body), lying=self.lying).encode("utf-8"),
            "meta.xml": _META.replace("{title}", spaced(self.title)).encode("utf-8"),
            **self.pictures,
        }
        listed = "".join(
            f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{_type(name)}"/>' for name in parts
        )
        parts["META-INF/manifest.xml"] = _MANIFEST.replace("{parts}", listed).encode("utf-8")
        out = BytesIO()
        with ZipFile(out, "w") as archive:
            archive.writestr(ZipInfo("mimetype"), _ODT, ZIP_STORED)
            for name, data in parts.items():
                archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
        return out.getvalue()


def linked(content: str, address: str) -> str:
    """Words that lead to an address."""
    return f'<text:a xlink:type="simple" xlink:href="{escape(address)}">{content}</text:a>'


def styled(content: str, style: str) -> str:
    """Words of a style: ``B``, ``I``, ``U``, ``S``, ``Sub``, ``Sup`` or ``Code``."""
    return f'<text:span text:style-name="{style}">{content}</text:span>'


BREAK = "<text:line-break/>"
RULE = '<text:p text:style-name="Rule"/>'


def _grid(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The cells of each row, with those that others cover (ODF 1.3-3, 9.1.4 and 9.1.5)."""
    made: list[list[str]] = []
    covered: dict[tuple[int, int], bool] = {}
    for y, row in enumerate(rows):
        line: list[str] = []
        for cell in row:
            while covered.pop((y, len(line)), False):
                line.append(_COVERED)
            x, down = len(line), max(1, min(cell.down, len(rows) - y))
            across = max(1, min(cell.across, _WIDEST - x))
            spans = f' table:number-columns-spanned="{across}"' if across > 1 else ""
            spans += f' table:number-rows-spanned="{down}"' if down > 1 else ""
            style = "CH" if cell.head else "C"
            line.append(
                f'<table:table-cell table:style-name="{style}" office:value-type="string"{spans}>'
                f"{cell.content or '<text:p/>'}</table:table-cell>"
            )
            line += [_COVERED] * (across - 1)
            covered.update({(y + below, x + beside): True for below in range(1, down) for beside in range(across)})
        while covered.pop((y, len(line)), False):
            line.append(_COVERED)
        made.append(line)
    return made


_COVERED = "<table:covered-table-cell/>"
_WIDEST = 200
"""Columns that a table may have."""


_TAGS = re.compile("<[^>]*>")


def _empty(count: int) -> str:
    return '<table:table-cell table:style-name="C"><text:p/></table:table-cell>' * count


def _type(name: str) -> str:
    ending = name.rpartition(".")[2]
    return {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}.get(ending, "text/xml")


_ODT = "application/vnd.oasis.opendocument.text"
_NAMES = """xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3\""""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = f"""{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
 manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODT}"/>{{parts}}
</manifest:manifest>"""
_META = (
    f"{_HEAD}<office:document-meta {_NAMES}><office:meta><dc:title>{{title}}</dc:title></office:meta>"
    "</office:document-meta>"
)
_LINE = "0.5pt solid #808080"


def _columns() -> str:
    """A style for each share of the page's width, in hundredths."""
    return "".join(
        f'<style:style style:name="W{share}" style:family="table-column"><style:table-column-properties'
        f' style:column-width="{WIDTH * share / 100:.3f}cm" style:rel-column-width="{share}*"/></style:style>'
        for share in range(1, 152)
    )


def _paragraphs() -> str:
    """The styles of paragraphs, each in both directions."""
    kinds = {
        "P": ("Standard", 'fo:margin-bottom="0.2cm"', ""),
        "Cell": ("Standard", "", 'fo:font-size="9pt" style:font-size-asian="9pt" style:font-size-complex="10pt"'),
        "Number": (
            "Standard",
            'fo:text-align="end"',
            'fo:font-size="9pt" style:font-size-asian="9pt" style:font-size-complex="10pt"',
        ),
        "Head": ("Standard", "", _BOLD + ' fo:font-size="9pt" style:font-size-asian="9pt"'),
        "Pre": ("Standard", "", f'{_MONO} fo:font-size="9pt" style:font-size-asian="9pt"'),
        "Quote": ("Standard", 'fo:margin-left="1cm" fo:margin-right="1cm" fo:margin-bottom="0.2cm"', ""),
        "Line": ("Standard", "", ""),
        **{f"H{level}": (f"Heading_20_{level}", 'fo:keep-with-next="always"', "") for level in range(1, 7)},
    }
    made = []
    for name, (parent, own, letters) in kinds.items():
        # in a table that runs from the right, words that don't say so
        left = 'style:writing-mode="lr-tb"' if name in {"Cell", "Head", "Line"} else ""
        for side, way in (("", left), ("-rtl", 'style:writing-mode="rl-tb"')):
            # an office takes “start” for the left, whichever way a line runs
            turned = own.replace('fo:text-align="end"', 'fo:text-align="start"') if side else own
            align = 'fo:text-align="end"' if side and "text-align" not in own else ""
            made.append(
                f'<style:style style:name="{name}{side}" style:family="paragraph" style:parent-style-name="{parent}">'
                f"<style:paragraph-properties {turned} {align} {way}/><style:text-properties {letters}/></style:style>"
            )
    return "".join(made)


_BOLD = 'fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"'
_MONO = 'style:font-name="Liberation Mono" style:font-name-asian="Noto Sans CJK SC"'
_LETTERS = {
    "B": _BOLD,
    "I": 'fo:font-style="italic" style:font-style-asian="italic" style:font-style-complex="italic"',
    "U": 'style:text-underline-style="solid" style:text-underline-width="auto"',
    "S": 'style:text-line-through-style="solid"',
    "Sub": 'style:text-position="sub 70%"',
    "Sup": 'style:text-position="super 70%"',
    "Code": _MONO,
}
_LEVELS = range(1, 11)
_LISTS = "".join(
    f'<text:list-style style:name="{name}">'
    + "".join(
        f'<text:list-level-style-{kind} text:level="{level}" {sign}><style:list-level-properties'
        ' text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment'
        f' text:label-followed-by="listtab" fo:text-indent="-0.6cm" fo:margin-left="{0.6 * level:.1f}cm"'
        f' text:list-tab-stop-position="{0.6 * level:.1f}cm"/></style:list-level-properties>'
        f"</text:list-level-style-{kind}>"
        for level in _LEVELS
    )
    + "</text:list-style>"
    for name, kind, sign in (
        ("Bullets", "bullet", 'text:bullet-char="•"'),
        ("Numbers", "number", 'style:num-format="1" style:num-suffix="."'),
    )
)
_CONTENT = (
    f"{_HEAD}<office:document-content {_NAMES}><office:automatic-styles>{_paragraphs()}{_columns()}{_LISTS}"
    + "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {said}/></style:style>'
        for name, said in _LETTERS.items()
    )
    + "".join(
        f'<style:style style:name="T{side}" style:family="table"><style:table-properties style:width="17cm"'
        f' style:rel-width="100%" table:align="margins" fo:margin-bottom="0.3cm" style:writing-mode="{way}"/>'
        "</style:style>"
        for side, way in (("", "lr-tb"), ("-rtl", "rl-tb"))
    )
    + f"""<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:padding="0.08cm"
 fo:border="{_LINE}"/></style:style>
<style:style style:name="CH" style:family="table-cell"><style:table-cell-properties fo:padding="0.08cm"
 fo:border="{_LINE}" fo:background-color="#eeeeee"/></style:style>
<style:style style:name="F" style:family="graphic"><style:graphic-properties style:vertical-pos="bottom"
 style:vertical-rel="baseline"/></style:style>
<style:style style:name="Rule" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties
 fo:border-bottom="{_LINE}" fo:margin-bottom="0.3cm"/></style:style>
</office:automatic-styles><office:body><office:text>{{body}}</office:text></office:body></office:document-content>"""
)


def _styles(language: str, family: str | None, *, lying: bool) -> str:
    shaped = f'style:font-name-complex="{family or "Amiri"}"'
    declared = f'<style:font-face style:name="{family}" svg:font-family="\'{family}\'"/>' if family else ""
    # Amiri is drawn smaller than others.
    shaped_size = f'style:font-size-complex="{"11pt" if family else "13pt"}"'
    own, _, place = language.partition("-")
    place = place if re.fullmatch("[A-Z]{2}", place) else ""
    told = "".join(
        f' fo:{name}{kind}="{value}"' if not kind else f' style:{name}{kind}="{value}"'
        for kind in ("", "-asian", "-complex")
        for name, value in (("language", own if own != "und" else "zxx"), ("country", place or "none"))
    )
    size = (
        'fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape"'
        if lying
        else 'fo:page-width="21cm" fo:page-height="29.7cm"'
    )
    headings = "".join(
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" style:family="paragraph"'
        f' style:parent-style-name="Standard" style:default-outline-level="{level}"><style:paragraph-properties'
        ' fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"/><style:text-properties'
        f' fo:font-size="{size}pt" style:font-size-asian="{size}pt" style:font-size-complex="{size}pt"'
        ' fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"/></style:style>'
        for level, size in enumerate((16, 14, 12, 11, 11, 11), start=1)
    )
    return f"""{_HEAD}<office:document-styles {_NAMES}><office:font-face-decls>
<style:font-face style:name="Carlito" svg:font-family="Carlito"/>
<style:font-face style:name="Liberation Mono" svg:font-family="'Liberation Mono'"/>
<style:font-face style:name="Amiri" svg:font-family="Amiri"/>{declared}
<style:font-face style:name="Noto Sans CJK SC" svg:font-family="'Noto Sans CJK SC'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="Carlito"
 style:font-name-asian="Noto Sans CJK SC" {shaped} fo:font-size="11pt"
 style:font-size-asian="11pt" {shaped_size}{told}/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>{headings}
</office:styles><office:automatic-styles><style:page-layout style:name="Page"><style:page-layout-properties
 {size} fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2cm" fo:margin-right="2cm"/></style:page-layout>
</office:automatic-styles><office:master-styles><style:master-page style:name="Standard"
 style:page-layout-name="Page"/></office:master-styles></office:document-styles>"""
