"""Office files that reach for what lies elsewhere: an address goes in, a file for each way to reach comes out."""

# ruff: noqa: E501 - XML has long lines

from __future__ import annotations

import base64
import gzip
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

WORD = "Kanarienvogel"
"""Stands in every file that is reached for."""
COLOUR = (255, 0, 165)
"""Of every picture that is reached for."""


@dataclass(frozen=True, slots=True)
class Lure:
    """Addresses of what no document may bring in; each a file of one form."""

    png: str
    svg: str
    txt: str
    odt: str
    ods: str
    docx: str
    xlsx: str
    html: str
    csv: str


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, stored)
    return out.getvalue()


# --- sound files, into which the lures are put ---------------------------------------------------

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_NAMES = (
    f'xmlns:w="{_MAIN}" xmlns:r="{_TYPE}" xmlns:a="{_DRAWING}/main" xmlns:pic="{_DRAWING}/picture"'
    f' xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
)


@dataclass(frozen=True, slots=True)
class Relation:
    """ECMA-376-2, 6.5."""

    kind: str
    target: str
    outside: bool = True
    base: str = _TYPE

    def xml(self, number: int) -> str:
        mode = ' TargetMode="External"' if self.outside else ""
        target = self.target.replace("&", "&amp;")
        return f'<Relationship Id="rId{number}" Type="{self.base}/{self.kind}" Target="{target}"{mode}/>'


def relations(*all_: Relation) -> str:
    """They are called rId1, rId2 …"""
    inner = "".join(each.xml(number) for number, each in enumerate(all_, start=1))
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'


_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml", "png": "image/png",
    "svg": "image/svg+xml", "bin": "application/vnd.openxmlformats-officedocument.oleObject", "html": "text/html",
    "rtf": "application/rtf", "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
_FORMATS = "application/vnd.openxmlformats-officedocument"


def _content_types(overrides: Mapping[str, str]) -> str:
    inner = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in _DEFAULTS.items())
    inner += "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{inner}</Types>'


def docx(body: str, *outer: Relation, parts: Mapping[str, str | bytes] | None = None, settings: str = "") -> bytes:
    """A Word document with ``body`` after a paragraph; ``outer`` belong to its text, and to its settings too."""
    types = {
        "word/document.xml": f"{_FORMATS}.wordprocessingml.document.main+xml",
        "word/settings.xml": f"{_FORMATS}.wordprocessingml.settings+xml",
    }
    own = Relation("settings", "settings.xml", outside=False)
    return zipped({
        "[Content_Types].xml": _content_types(types),
        "_rels/.rels": relations(Relation("officeDocument", "word/document.xml", outside=False)),
        "word/document.xml": f"{_HEAD}<w:document {_NAMES}><w:body>{_p('Plain words')}{body}<w:sectPr/></w:body>"
        "</w:document>",
        "word/_rels/document.xml.rels": relations(*outer, own),
        "word/settings.xml": f"{_HEAD}<w:settings {_NAMES}>{settings}</w:settings>",
        "word/_rels/settings.xml.rels": relations(*(outer if settings else ())),
        **(parts or {}),
    })  # fmt: skip


def _p(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def _drawn(blip: str, holder: str = "w") -> str:
    """A picture of 3 cm in a paragraph, whose ``blip`` says where it is."""
    size = '<a:ext cx="1080000" cy="1080000"/>'
    picture = (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>{blip}'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>{size}</a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1080000" cy="1080000"/><wp:docPr id="1" name="a"/>'
        f'<a:graphic><a:graphicData uri="{_DRAWING}/picture">{picture}</a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )


def _field(*pieces: str, result: str = "before") -> str:
    """A field whose instruction is spread over runs."""
    inner = "".join(f'<w:r><w:instrText xml:space="preserve">{_x(piece)}</w:instrText></w:r>' for piece in pieces)
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{inner}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def _x(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def xlsx(
    cells: str, *outer: Relation, parts: Mapping[str, str | bytes] | None = None, after: str = "", book: str = "",
    of_book: tuple[Relation, ...] = (), types: Mapping[str, str] | None = None,
) -> bytes:  # fmt: skip
    """A workbook with ``cells`` in its second row; ``outer`` belong to its sheet."""
    known = {
        "xl/workbook.xml": f"{_FORMATS}.spreadsheetml.sheet.main+xml",
        "xl/worksheets/sheet1.xml": f"{_FORMATS}.spreadsheetml.worksheet+xml",
    } | dict(types or {})
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    plain = '<row r="1"><c r="A1" t="inlineStr"><is><t>Plain words</t></is></c></row>'
    sheet = Relation("worksheet", "worksheets/sheet1.xml", outside=False)
    return zipped({
        "[Content_Types].xml": _content_types(known),
        "_rels/.rels": relations(Relation("officeDocument", "xl/workbook.xml", outside=False)),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{main}" xmlns:r="{_TYPE}"><sheets>'
        f'<sheet name="S" sheetId="1" r:id="rId1"/></sheets>{book}</workbook>',
        "xl/_rels/workbook.xml.rels": relations(sheet, *of_book),
        "xl/worksheets/sheet1.xml": f'{_HEAD}<worksheet xmlns="{main}" xmlns:r="{_TYPE}"><sheetData>{plain}'
        f'<row r="2">{cells}</row></sheetData>{after}</worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": relations(*outer),
        **(parts or {}),
    })  # fmt: skip


def pptx(shapes: str, *outer: Relation, parts: Mapping[str, str | bytes] | None = None, background: str = "") -> bytes:
    """A presentation of one slide; ``outer`` belong to it, from rId1 on."""
    names = f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" {_NAMES}'
    tree = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    words = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="t"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        '<a:off x="500000" y="500000"/><a:ext cx="3000000" cy="500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:t>Plain words</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    mapped = "".join(
        f' {a}="{b}"'
        for a, b in (("bg1", "lt1"), ("tx1", "dk1"), ("bg2", "lt2"), ("tx2", "dk2"), ("hlink", "hlink"),
                     ("folHlink", "folHlink"), *((f"accent{n}", f"accent{n}") for n in range(1, 7)))
    )  # fmt: skip
    types = {
        "ppt/presentation.xml": f"{_FORMATS}.presentationml.presentation.main+xml",
        "ppt/slides/slide1.xml": f"{_FORMATS}.presentationml.slide+xml",
        "ppt/slideLayouts/slideLayout1.xml": f"{_FORMATS}.presentationml.slideLayout+xml",
        "ppt/slideMasters/slideMaster1.xml": f"{_FORMATS}.presentationml.slideMaster+xml",
    }
    layout = Relation("slideLayout", "../slideLayouts/slideLayout1.xml", outside=False)
    master = Relation("slideMaster", "../slideMasters/slideMaster1.xml", outside=False)
    return zipped({
        "[Content_Types].xml": _content_types(types),
        "_rels/.rels": relations(Relation("officeDocument", "ppt/presentation.xml", outside=False)),
        "ppt/presentation.xml": f'{_HEAD}<p:presentation {names}><p:sldMasterIdLst><p:sldMasterId id="2147483648"'
        ' r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="rId2"/></p:sldIdLst>'
        '<p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(
            Relation("slideMaster", "slideMasters/slideMaster1.xml", outside=False),
            Relation("slide", "slides/slide1.xml", outside=False),
        ),
        "ppt/slides/slide1.xml": f"{_HEAD}<p:sld {names}><p:cSld>{background}<p:spTree>{tree}{words}{shapes}</p:spTree>"
        "</p:cSld></p:sld>",
        "ppt/slides/_rels/slide1.xml.rels": relations(*outer, layout),
        "ppt/slideLayouts/slideLayout1.xml": f"{_HEAD}<p:sldLayout {names}><p:cSld><p:spTree>{tree}</p:spTree></p:cSld>"
        "</p:sldLayout>",
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relations(master),
        "ppt/slideMasters/slideMaster1.xml": f"{_HEAD}<p:sldMaster {names}><p:cSld><p:spTree>{tree}</p:spTree></p:cSld>"
        f'<p:clrMap{mapped}/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst>'
        "</p:sldMaster>",
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(
            Relation("slideLayout", "../slideLayouts/slideLayout1.xml", outside=False)
        ),
        **(parts or {}),
    })  # fmt: skip


_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_OPEN_NAMES = " ".join(
    (
        *(f'xmlns:{name}="{_OPEN}:{name}:1.0"' for name in (
            "office", "style", "text", "table", "meta", "form", "script", "presentation", "chart", "manifest",
        )),
        f'xmlns:draw="{_OPEN}:drawing:1.0"', f'xmlns:svg="{_OPEN}:svg-compatible:1.0"',
        f'xmlns:fo="{_OPEN}:xsl-fo-compatible:1.0"', f'xmlns:smil="{_OPEN}:smil-compatible:1.0"',
        f'xmlns:anim="{_OPEN}:animation:1.0"', 'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:xforms="http://www.w3.org/2002/xforms"', f'xmlns:of="{_OPEN}:of:1.2"',
        'xmlns:dom="http://www.w3.org/2001/xml-events"', 'xmlns:ooo="http://openoffice.org/2004/office"',
        f'xmlns:config="{_OPEN}:config:1.0"',
    )
)  # fmt: skip


def open_document(
    kind: str, body: str, *, automatic: str = "", styles: str = "", masters: str = "", meta: str = "",
    parts: Mapping[str, str | bytes] | None = None, scripts: str = "", faces: str = "", manifest: str = "",
    before: str = "",
) -> bytes:  # fmt: skip
    """An ODF document of a kind (text, spreadsheet, presentation) with ``body`` after plain words."""
    plain = {
        "text": "<text:p>Plain words</text:p>",
        "spreadsheet": '<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string">'
        "<text:p>Plain words</text:p></table:table-cell></table:table-row>",
        "presentation": '<draw:page draw:name="p1" draw:master-page-name="m" draw:style-name="dp1"><draw:frame'
        ' svg:width="9cm" svg:height="2cm" svg:x="1cm" svg:y="1cm"><draw:text-box><text:p>Plain words</text:p>'
        "</draw:text-box></draw:frame>",
    }[kind]
    end = {"text": "", "spreadsheet": "</table:table>", "presentation": "</draw:page>"}[kind]
    page = (
        '<style:page-layout style:name="l"><style:page-layout-properties fo:page-width="21cm" fo:page-height="16cm"/>'
    )
    page += "</style:page-layout>"
    masters = masters or (
        '<style:master-page style:name="m" style:page-layout-name="l"/>' if kind == "presentation" else ""
    )
    media = f"application/vnd.oasis.opendocument.{kind}"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{"text/xml" if ".xml" in name else ""}"/>'
        for name in ("content.xml", "styles.xml", "meta.xml", *(parts or {}))
    )
    wrap = '{head}<office:{root} {names} office:version="1.3">{inner}</office:{root}>'.format
    return zipped({
        "mimetype": media,
        "content.xml": wrap(
            head=_HEAD, root="document-content", names=_OPEN_NAMES,
            inner=f"{scripts}<office:font-face-decls>{faces}</office:font-face-decls><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:{kind}>{before}{plain}{body}{end}</office:{kind}>"
            "</office:body>",
        ),
        "styles.xml": wrap(
            head=_HEAD, root="document-styles", names=_OPEN_NAMES,
            inner=f"<office:styles>{styles}</office:styles><office:automatic-styles>{page}</office:automatic-styles>"
            f"<office:master-styles>{masters}</office:master-styles>",
        ),
        "meta.xml": wrap(head=_HEAD, root="document-meta", names=_OPEN_NAMES, inner=f"<office:meta>{meta}</office:meta>"),
        **(parts or {}),
        "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest {_OPEN_NAMES} manifest:version="1.3"><manifest:file-entry'
        f' manifest:full-path="/" manifest:media-type="{media}"/>{entries}{manifest}</manifest:manifest>',
    })  # fmt: skip


def odt(body: str, **more: object) -> bytes:
    return open_document("text", body, **more)  # type: ignore[arg-type]


def ods(body: str, **more: object) -> bytes:
    return open_document("spreadsheet", body, **more)  # type: ignore[arg-type]


def odp(body: str, **more: object) -> bytes:
    return open_document("presentation", body, **more)  # type: ignore[arg-type]


def rtf(inner: str) -> bytes:
    return (
        b"{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Liberation Serif;}}\\f0 Plain words\\par "
        + inner.encode("latin-1")
        + b"\\par}"
    )


# --- pictures ------------------------------------------------------------------------------------


def png(colour: tuple[int, int, int] = (0, 90, 0)) -> bytes:
    out = BytesIO()
    Image.new("RGB", (24, 24), colour).save(out, "PNG")
    return out.getvalue()


def svg(inner: str, *, before: str = "", attributes: str = "") -> str:
    return (
        f'{_HEAD}{before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="100" height="100" {attributes}><rect width="20" height="20" fill="#005a00"/>{inner}</svg>'
    )


def _data(picture: str | bytes, kind: str = "image/svg+xml") -> str:
    packed = picture.encode() if isinstance(picture, str) else picture
    return f"data:{kind};base64,{base64.b64encode(packed).decode()}"


def pictures(lure: Lure) -> dict[str, str | bytes]:
    """SVG pictures that point elsewhere, by how they do it."""
    image = f'<image xlink:href="{lure.png}" x="10" y="10" width="80" height="80"/>'
    other = f'<image xlink:href="{lure.svg}" x="10" y="10" width="80" height="80"/>'
    return {
        "image": svg(image),
        "svg": svg(other),
        "plain href": svg(image.replace("xlink:href", "href")),
        "packed": gzip.compress(svg(image).encode(), mtime=0),
        "nested": svg(f'<image xlink:href="{_data(svg(image))}" width="90" height="90"/>'),
        "nested, called a png": svg(f'<image xlink:href="{_data(svg(image), "image/png")}" width="90" height="90"/>'),
        "wide": svg(image).replace("UTF-8", "UTF-16").encode("utf-16"),
        "entity": svg(
            '<image xlink:href="&f;" x="10" y="10" width="80" height="80"/>',
            before=f'<!DOCTYPE svg [<!ENTITY f "{lure.png}">]>',
        ),
        "outer entity": svg(
            "<text x='5' y='50'>&f;</text>", before=f'<!DOCTYPE svg [<!ENTITY f SYSTEM "{lure.txt}">]>'
        ),
        "use": svg(f'<use xlink:href="{lure.svg}#words"/>'),
        "pattern": svg(
            f'<defs><pattern id="p" width="80" height="80" patternUnits="userSpaceOnUse">{image}</pattern></defs>'
            '<rect width="99" height="99" fill="url(#p)"/>'
        ),
        "fill": svg(f'<rect width="99" height="99" fill="url({lure.svg}#paint)"/>'),
        "style": svg(f'<style>@import url("{lure.svg}"); rect {{ fill: url({lure.svg}#paint) }}</style>'),
        "filter": svg(
            f'<filter id="f"><feImage xlink:href="{lure.png}"/></filter><rect width="90" height="90" filter="url(#f)"/>'
        ),
        "foreign": svg(
            f'<foreignObject width="90" height="90"><img xmlns="http://www.w3.org/1999/xhtml" src="{lure.png}"/>'
            "</foreignObject>"
        ),
        "style sheet": svg("", before=f'<?xml-stylesheet href="{lure.svg}" type="text/css"?>'),
        "base": svg(
            f'<image xlink:href="{lure.png.rpartition("/")[2]}" x="10" y="10" width="80" height="80"/>',
            attributes=f'xml:base="{lure.png.rpartition("/")[0]}/"',
        ),
        "prefix": svg(image).replace("xlink:", "y:").replace("xmlns:xlink", "xmlns:y"),
        "references": svg(image.replace(lure.png, "".join(f"&#{ord(sign)};" for sign in lure.png))),
        "dot": svg(image.replace(lure.png, lure.png.replace(":", "&#58;"))),
        "no prefix": svg(image).replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', ""),
        "cut short": svg(image).removesuffix("</svg>"),
        "late": "\n" * 40 + svg(image).removeprefix(_HEAD),
        "within": f"{_HEAD}<page>{svg(image).removeprefix(_HEAD)}</page>",
        "style in codes": svg(f'<rect width="99" height="99" style="fill:u\\72l({lure.svg}#paint)"/>'),
    }


def some_pictures(lure: Lure) -> dict[str, str | bytes]:
    """Those that tell whether a kind of file is looked through; one kind has them all."""
    return {name: picture for name, picture in pictures(lure).items() if name in {"image", "svg", "packed", "nested"}}


# --- the ways to reach ----------------------------------------------------------------------------

Made = Iterator[tuple[str, bytes]]
"""A way's name and the file that goes it."""


def in_docx(lure: Lure) -> Made:
    blip = '<a:blip r:link="rId1"/>'
    yield "linked picture", docx(_drawn(blip), Relation("image", lure.png))
    yield "linked svg", docx(_drawn(blip), Relation("image", lure.svg))
    yield "linked picture as hyperlink", docx(_drawn(blip), Relation("hyperlink", lure.png))
    yield "embedded outside", docx(_drawn('<a:blip r:embed="rId1"/>'), Relation("image", lure.png))
    yield (
        "embedded, not said to be outside",
        docx(_drawn('<a:blip r:embed="rId1"/>'), Relation("image", lure.png, outside=False)),
    )
    yield "linked, not said to be outside", docx(_drawn(blip), Relation("image", lure.png, outside=False))
    yield (
        "svg beside a picture",
        docx(
            _drawn(
                '<a:blip r:embed="rId2"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
                '<asvg:svgBlip r:link="rId1"/></a:ext></a:extLst></a:blip>'
            ),
            Relation("image", lure.svg),
            Relation("image", "media/a.png", outside=False),
            parts={"word/media/a.png": png()},
        ),
    )
    for name, picture in pictures(lure).items():
        parts = {"word/media/a.svg": picture}
        yield (
            f"svg, {name}",
            docx(_drawn('<a:blip r:embed="rId1"/>'), Relation("image", "media/a.svg", outside=False), parts=parts),
        )
    yield (
        "svg called a png",
        docx(
            _drawn('<a:blip r:embed="rId1"/>'),
            Relation("image", "media/a.png", outside=False),
            parts={"word/media/a.png": pictures(lure)["image"]},
        ),
    )
    for attribute in ('r:id="rId1"', 'r:href="rId1"', 'r:pict="rId1"', f'src="{lure.png}"', f'o:href="{lure.png}"'):
        shape = f'<v:shape style="width:90pt;height:90pt"><v:imagedata {attribute}/></v:shape>'
        yield (
            f"vml {attribute.partition('=')[0]}",
            docx(f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>", Relation("image", lure.png)),
        )
    fill = '<v:fill type="frame" {}/>'
    for attribute in ('r:id="rId1"', f'src="{lure.png}"', f'o:href="{lure.png}"', 'o:relid="rId1"'):
        shape = f'<v:rect style="width:90pt;height:90pt" filled="t">{fill.format(attribute)}</v:rect>'
        yield (
            f"vml fill {attribute.partition('=')[0]}",
            docx(f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>", Relation("image", lure.png)),
        )
    quoted = {name: f'"{value}"' for name, value in (("png", lure.png), ("docx", lure.docx), ("txt", lure.txt))}
    yield "INCLUDEPICTURE", docx(_field(f" INCLUDEPICTURE {quoted['png']} \\d "))
    yield "INCLUDEPICTURE kept", docx(_field(f" INCLUDEPICTURE {quoted['png']} "))
    yield (
        "INCLUDEPICTURE in pieces",
        docx(_field(" INCLU", "DEPIC", f"TURE {quoted['png'][:9]}", quoted["png"][9:], " \\d")),
    )
    yield "INCLUDETEXT", docx(_field(f" INCLUDETEXT {quoted['docx']} "))
    yield "INCLUDETEXT of text", docx(_field(f" includetext {quoted['txt']} "))
    yield "INCLUDE", docx(_field(f" INCLUDE {quoted['docx']} "))
    yield "IMPORT", docx(_field(f" IMPORT {quoted['png']} "))
    yield "LINK", docx(_field(f" LINK Word.Document.12 {quoted['docx']} \\a \\r "))
    yield "DDEAUTO", docx(_field(f" DDEAUTO soffice {quoted['docx']} x "))
    yield "DDE", docx(_field(f" DDE soffice {quoted['docx']} x "))
    yield "RD", docx(_field(f" RD {quoted['docx']} ") + _field(" TOC \\o "))
    yield "DATABASE", docx(_field(f" DATABASE \\d {quoted['docx']} "))
    simple = _x(f" INCLUDEPICTURE {quoted['png']} ")
    yield "simple field", docx(f'<w:p><w:fldSimple w:instr="{simple}"/></w:p>')
    yield (
        "nested field",
        docx(
            _field(" IF 1 = 1 ").replace('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "")
            + _field(f" INCLUDEPICTURE {quoted['png']} \\d ")
        ),
    )
    yield "template", docx("", Relation("attachedTemplate", lure.docx), settings='<w:attachedTemplate r:id="rId1"/>')
    yield (
        "mail merge",
        docx(
            "",
            Relation("mailMergeSource", lure.csv),
            settings='<w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:linkToQuery/><w:dataType w:val="textFile"/>'
            '<w:dataSource r:id="rId1"/></w:mailMerge>',
        ),
    )
    yield "subdocument", docx('<w:p><w:subDoc r:id="rId1"/></w:p>', Relation("subDocument", lure.docx))
    yield "alternative part outside", docx('<w:altChunk r:id="rId1"/>', Relation("aFChunk", lure.docx))
    page = f'<html><body><p>chunk</p><img src="{lure.png}"><iframe src="{lure.html}"></iframe></body></html>'
    inner = docx(_drawn(blip), Relation("image", lure.png))
    for end, chunk in (("html", page.encode()), ("docx", inner), ("rtf", dict(in_rtf(lure))["INCLUDEPICTURE"])):
        yield (
            f"alternative part in {end}",
            docx(
                '<w:altChunk r:id="rId1"/>',
                Relation("aFChunk", f"a.{end}", outside=False),
                parts={f"word/a.{end}": chunk},
            ),
        )
    ole = (
        '<w:p><w:r><w:object><v:shape id="s" style="width:90pt;height:90pt"/><o:OLEObject Type="Link"'
        ' ProgID="Word.Document.12" ShapeID="s" DrawAspect="Content" r:id="rId1" UpdateMode="Always"/></w:object></w:r></w:p>'
    )
    yield "linked object", docx(ole, Relation("oleObject", lure.docx))
    yield "embedded document that reaches", docx(
        ole.replace('"Link"', '"Embed"'), Relation("package", "embeddings/a.docx", outside=False),
        parts={"word/embeddings/a.docx": inner},
    )  # fmt: skip
    yield "frame", docx(
        "", Relation("webSettings", "webSettings.xml", outside=False),
        parts={
            "word/webSettings.xml": f'{_HEAD}<w:webSettings {_NAMES}><w:frameset><w:frame><w:sourceFileName r:id="rId1"/>'
            "</w:frame></w:frameset></w:webSettings>",
            "word/_rels/webSettings.xml.rels": relations(Relation("frame", lure.docx)),
        },
    )  # fmt: skip
    yield (
        "relations in UTF-16",
        docx(
            _drawn(blip),
            parts={
                "word/_rels/document.xml.rels": relations(Relation("image", lure.png))
                .replace("UTF-8", "UTF-16")
                .encode("utf-16")
            },
        ),
    )
    yield "text in UTF-16", wide_text(docx(_field(f" INCLUDEPICTURE {quoted['png']} \\d ")))
    yield (
        "font",
        docx(
            '<w:p><w:r><w:rPr><w:rFonts w:ascii="Kanarien" w:hAnsi="Kanarien"/></w:rPr><w:t>font</w:t></w:r></w:p>',
            Relation("fontTable", "fontTable.xml", outside=False),
            parts={
                "word/fontTable.xml": f'{_HEAD}<w:fonts {_NAMES}><w:font w:name="Kanarien"><w:embedRegular r:id="rId1"'
                ' w:fontKey="{00000000-0000-0000-0000-000000000000}"/></w:font></w:fonts>',
                "word/_rels/fontTable.xml.rels": relations(Relation("font", lure.png)),
            },
        ),
    )
    included = _field(f" INCLUDEPICTURE {quoted['png']} ")
    header = f"{_HEAD}<w:hdr {_NAMES}>{_drawn(blip)}{included}</w:hdr>"
    yield (
        "header",
        docx(
            '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr></w:pPr></w:p>',
            Relation("header", "header1.xml", outside=False),
            parts={
                "word/header1.xml": header,
                "word/_rels/header1.xml.rels": relations(Relation("image", lure.png)),
            },
        ),
    )
    drawn = docx(
        _drawn('<a:blip r:embed="rId1"/>'), Relation("image", "media/a.svg", outside=False),
        parts={"word/media/a.svg": pictures(lure)["image"]},
    )  # fmt: skip
    yield (
        "alternative part with a drawing",
        docx('<w:altChunk r:id="rId1"/>', Relation("aFChunk", "a.docx", outside=False), parts={"word/a.docx": drawn}),
    )
    yield "main part outside", docx("", parts={"_rels/.rels": relations(Relation("officeDocument", lure.docx))})


def wide_text(document: bytes) -> bytes:
    """Its text in UTF-16, which every XML reader takes (XML 1.0, 4.3.3)."""
    with zipfile.ZipFile(BytesIO(document)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = archive_text(parts["word/document.xml"]).replace("UTF-8", "UTF-16").encode("utf-16")
    return zipped(parts)


def archive_text(part: str | bytes) -> str:
    return part if isinstance(part, str) else part.decode()


def in_pptx(lure: Lure) -> Made:
    def picture(blip: str) -> str:
        return (
            f'<p:pic><p:nvPicPr><p:cNvPr id="3" name="a"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>{blip}<a:stretch>'
            '<a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="900000" y="2000000"/><a:ext cx="1080000"'
            ' cy="1080000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )

    blip = '<a:blip r:link="rId1"/>'
    yield "linked picture", pptx(picture(blip), Relation("image", lure.png))
    yield "linked svg", pptx(picture(blip), Relation("image", lure.svg))
    yield "linked picture as hyperlink", pptx(picture(blip), Relation("hyperlink", lure.png))
    yield "embedded outside", pptx(picture('<a:blip r:embed="rId1"/>'), Relation("image", lure.png))
    yield "not said to be outside", pptx(picture(blip), Relation("image", lure.png, outside=False))
    for name, drawn in some_pictures(lure).items():
        yield f"svg, {name}", pptx(
            picture('<a:blip r:embed="rId1"/>'), Relation("image", "../media/a.svg", outside=False),
            parts={"ppt/media/a.svg": drawn},
        )  # fmt: skip
    fill = f"<p:bg><p:bgPr><a:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></a:blipFill><a:effectLst/></p:bgPr></p:bg>"
    yield "background", pptx("", Relation("image", lure.png), background=fill)
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="f"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="900000"'
        ' y="2000000"/><a:ext cx="1080000" cy="1080000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"<a:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></a:blipFill></p:spPr></p:sp>"
    )
    yield "filled shape", pptx(shape, Relation("image", lure.png))
    bullet = shape.replace(f"<a:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></a:blipFill></p:spPr>",
        f"</p:spPr><p:txBody><a:bodyPr/><a:p><a:pPr><a:buBlip>{blip}</a:buBlip></a:pPr><a:r><a:t>bullet</a:t></a:r></a:p>"
        "</p:txBody>")  # fmt: skip
    yield "bullet", pptx(bullet, Relation("image", lure.png))
    for kind, tag in (("video", "a:videoFile"), ("audio", "a:audioFile")):
        media = picture('<a:blip r:embed="rId2"/>').replace(
            "<p:nvPr/></p:nvPicPr>", f'<p:nvPr><{tag} r:link="rId1"/></p:nvPr></p:nvPicPr>'
        )
        yield kind, pptx(
            media, Relation(kind, lure.svg), Relation("image", "../media/a.png", outside=False),
            parts={"ppt/media/a.png": png()},
        )  # fmt: skip
    ole = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="o"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
        '<p:xfrm><a:off x="900000" y="2000000"/><a:ext cx="3080000" cy="1080000"/></p:xfrm><a:graphic><a:graphicData'
        ' uri="http://schemas.openxmlformats.org/presentationml/2006/ole"><p:oleObj name="o" r:id="rId1" imgW="300"'
        ' imgH="300" progId="Word.Document.12"><p:link updateAutomatic="1"/></p:oleObj></a:graphicData></a:graphic>'
        "</p:graphicFrame>"
    )
    yield "linked object", pptx(ole, Relation("oleObject", lure.docx))
    chart = f'{_HEAD}<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:r="{_TYPE}"><c:chart><c:plotArea/></c:chart><c:externalData r:id="rId1"><c:autoUpdate val="1"/></c:externalData></c:chartSpace>'
    frame = ole.partition("<a:graphic>")[0] + (
        f'<a:graphic><a:graphicData uri="{_DRAWING}/chart"><c:chart xmlns:c="{_DRAWING}/chart" r:id="rId1"/></a:graphicData>'
        "</a:graphic></p:graphicFrame>"
    )
    yield "chart", pptx(
        frame, Relation("chart", "../charts/chart1.xml", outside=False),
        parts={
            "ppt/charts/chart1.xml": chart,
            "ppt/charts/_rels/chart1.xml.rels": relations(Relation("oleObject", lure.xlsx)),
        },
    )  # fmt: skip


def in_xlsx(lure: Lure) -> Made:
    spread = f"{_DRAWING}/spreadsheetDrawing"

    def drawing(blip: str) -> str:
        return (
            f'{_HEAD}<xdr:wsDr xmlns:xdr="{spread}" xmlns:a="{_DRAWING}/main" xmlns:r="{_TYPE}"><xdr:oneCellAnchor>'
            "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
            '<xdr:ext cx="1080000" cy="1080000"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" name="a"/><xdr:cNvPicPr/>'
            f"</xdr:nvPicPr><xdr:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm><a:off"
            ' x="0" y="0"/><a:ext cx="1080000" cy="1080000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            "</xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>"
        )

    def drawn(blip: str, of: Relation, **parts: str | bytes) -> bytes:
        return xlsx(
            "", Relation("drawing", "../drawings/drawing1.xml", outside=False), after='<drawing r:id="rId1"/>',
            parts={
                "xl/drawings/drawing1.xml": drawing(blip),
                "xl/drawings/_rels/drawing1.xml.rels": relations(of),
                **{name.replace("__", "/").replace("_", "."): part for name, part in parts.items()},
            },
            types={"xl/drawings/drawing1.xml": f"{_FORMATS}.drawing+xml"},
        )  # fmt: skip

    yield "linked picture", drawn('<a:blip r:link="rId1"/>', Relation("image", lure.png))
    yield "linked svg", drawn('<a:blip r:link="rId1"/>', Relation("image", lure.svg))
    yield "linked picture as hyperlink", drawn('<a:blip r:link="rId1"/>', Relation("hyperlink", lure.png))
    yield "embedded outside", drawn('<a:blip r:embed="rId1"/>', Relation("image", lure.png))
    for name, picture in some_pictures(lure).items():
        of = Relation("image", "../media/a.svg", outside=False)
        yield f"svg, {name}", drawn('<a:blip r:embed="rId1"/>', of, xl__media__a_svg=picture)
    yield "background", xlsx("", Relation("image", lure.png), after='<picture r:id="rId1"/>')
    link = (
        f'{_HEAD}<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_TYPE}">'
        '<externalBook r:id="rId1"><sheetNames><sheetName val="Sheet1"/></sheetNames>{}</externalBook></externalLink>'
    )
    cached = '<sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>before</v></cell></row></sheetData></sheetDataSet>'

    def linked(formula: str, of: Relation, cache: str = cached, value: str = "<v>before</v>") -> bytes:
        return xlsx(
            f'<c r="A2" t="str"><f>{_x(formula)}</f>{value}</c>',
            of_book=(Relation("externalLink", "externalLinks/externalLink1.xml", outside=False),),
            book='<externalReferences><externalReference r:id="rId2"/></externalReferences>'
            '<calcPr fullCalcOnLoad="1"/>',
            parts={
                "xl/externalLinks/externalLink1.xml": link.format(cache),
                "xl/externalLinks/_rels/externalLink1.xml.rels": relations(of),
            },
            types={"xl/externalLinks/externalLink1.xml": f"{_FORMATS}.spreadsheetml.externalLink+xml"},
        )  # fmt: skip

    yield "other book", linked("[1]Sheet1!A1", Relation("externalLinkPath", lure.xlsx))
    yield "other book without cache", linked("[1]Sheet1!A1", Relation("externalLinkPath", lure.xlsx), "", "")
    yield (
        "other book in a formula",
        linked('CONCATENATE("",[1]Sheet1!A1)', Relation("externalLinkPath", lure.ods), "", ""),
    )
    shared = linked("[1]Sheet1!A1", Relation("externalLinkPath", lure.xlsx))
    yield "shared formula", replaced(
        shared, "xl/worksheets/sheet1.xml", "<f>[1]Sheet1!A1</f><v>before</v></c>",
        '<f t="shared" ref="A2:B2" si="0">[1]Sheet1!A1</f><v>before</v></c><c r="B2" t="str"><f t="shared" si="0"/>'
        "<v>before</v></c>",
    )  # fmt: skip
    yield "INDIRECT", xlsx(f"""<c r="A2"><f>INDIRECT("'{lure.xlsx}'#$Sheet1.A1")</f></c>""")
    yield "INDIRECT in brackets", xlsx(f"""<c r="A2"><f>INDIRECT("'[{lure.xlsx}]Sheet1'!A1")</f></c>""")
    yield "WEBSERVICE", xlsx(f"""<c r="A2"><f>_xlfn.WEBSERVICE("{lure.txt}")</f></c>""")
    yield (
        "WEBSERVICE built",
        xlsx(
            f"""<c r="A2"><f>CONCATENATE("",_xlfn.WEBSERVICE(CONCATENATE("{lure.txt[:5]}","{lure.txt[5:]}")))</f></c>"""
        ),
    )
    yield "IMAGE", xlsx(f"""<c r="A2"><f>_xlfn.IMAGE("{lure.png}")</f></c>""")
    yield "DDE", xlsx(f"""<c r="A2"><f>soffice|'{lure.ods}'!'S.A1'</f></c>""")
    dde = (
        f'{_HEAD}<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><ddeLink ddeService="soffice"'
        f' ddeTopic="{lure.ods}"><ddeItems><ddeItem name="S.A1" advise="1"/></ddeItems></ddeLink></externalLink>'
    )
    yield (
        "DDE link",
        xlsx(
            """<c r="A2"><f>[1]!'S.A1'</f></c>""",
            of_book=(Relation("externalLink", "externalLinks/externalLink1.xml", outside=False),),
            book='<externalReferences><externalReference r:id="rId2"/></externalReferences>',
            parts={"xl/externalLinks/externalLink1.xml": dde},
            types={"xl/externalLinks/externalLink1.xml": f"{_FORMATS}.spreadsheetml.externalLink+xml"},
        ),
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    yield "query", xlsx(
        '<c r="A2" t="inlineStr"><is><t>before</t></is></c>', Relation("queryTable", "../queryTables/queryTable1.xml", outside=False),
        of_book=(Relation("connections", "connections.xml", outside=False),),
        book='<definedNames><definedName name="q" localSheetId="0">S!$A$2:$B$3</definedName></definedNames>',
        parts={
            "xl/connections.xml": f'{_HEAD}<connections xmlns="{main}"><connection id="1" name="c" type="4" refreshedVersion="3"'
            f' refreshOnLoad="1"><webPr url="{lure.html}" htmlTables="1"><tables count="1"><x v="1"/></tables></webPr>'
            "</connection></connections>",
            "xl/queryTables/queryTable1.xml": f'{_HEAD}<queryTable xmlns="{main}" name="q" connectionId="1" refreshOnLoad="1"/>',
        },
        types={
            "xl/connections.xml": f"{_FORMATS}.spreadsheetml.connections+xml",
            "xl/queryTables/queryTable1.xml": f"{_FORMATS}.spreadsheetml.queryTable+xml",
        },
    )  # fmt: skip
    yield "linked object", xlsx(
        "", Relation("oleObject", lure.docx),
        after='<oleObjects><oleObject progId="Word.Document.12" link="[1]!\'\'" oleUpdate="OLEUPDATE_ALWAYS" shapeId="1"/></oleObjects>',
    )  # fmt: skip
    shape = f'<xml {_NAMES} xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="s" style="position:absolute;width:90pt;height:90pt" filled="t"><v:imagedata o:relid="rId1" src="{lure.png}" o:href="{lure.png}"/></v:shape></xml>'
    yield "vml", xlsx(
        "", Relation("vmlDrawing", "../drawings/a.vml", outside=False), after='<legacyDrawing r:id="rId1"/>',
        parts={"xl/drawings/a.vml": shape, "xl/drawings/_rels/a.vml.rels": relations(Relation("image", lure.png))},
    )  # fmt: skip
    yield "header picture", xlsx(
        "", Relation("vmlDrawing", "../drawings/a.vml", outside=False),
        after='<headerFooter><oddHeader>&amp;C&amp;G</oddHeader></headerFooter><legacyDrawingHF r:id="rId1"/>',
        parts={
            "xl/drawings/a.vml": shape.replace('id="s"', 'id="CH"'),
            "xl/drawings/_rels/a.vml.rels": relations(Relation("image", lure.png)),
        },
    )  # fmt: skip


def _frame(inner: str, holder: str = 'text:anchor-type="as-char" ') -> str:
    return f'<draw:frame {holder}svg:width="3cm" svg:height="3cm" svg:x="2cm" svg:y="4cm">{inner}</draw:frame>'


_LINK = 'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'


def _in_open(kind: str, lure: Lure) -> Made:
    """What texts, spreadsheets and presentations have in common."""

    def holding(inner: str, **more: object) -> bytes:
        """The document with a drawing."""
        body = {
            "text": f"<text:p>{inner}</text:p>",
            "spreadsheet": f"<table:shapes>{inner}</table:shapes>",
            "presentation": inner,
        }[kind]
        if kind == "spreadsheet":
            made = open_document(kind, "", **more)  # type: ignore[arg-type]
            return replaced(made, "content.xml", '<table:table table:name="S">', f'<table:table table:name="S">{body}')
        return open_document(kind, body, **more)  # type: ignore[arg-type]

    def picture(href: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
        return holding(_frame(f'<draw:image xlink:href="{href}" {_LINK}/>'), parts=parts)

    yield "picture", picture(lure.png)
    yield "svg picture", picture(lure.svg)
    packed = base64.b64encode(svg(f'<image xlink:href="{lure.png}" width="90" height="90"/>').encode()).decode()
    yield (
        "picture in the text",
        holding(_frame(f"<draw:image><office:binary-data>{packed}</office:binary-data></draw:image>")),
    )
    yield "picture, other prefix", renamed(picture(lure.png))
    yield "picture, references", picture("".join(f"&#{ord(sign)};" for sign in lure.png))
    for name, drawn in some_pictures(lure).items():
        yield f"svg, {name}", picture("Pictures/a.svg", {"Pictures/a.svg": drawn})
    yield "object", holding(_frame(f'<draw:object xlink:href="{lure.odt}" {_LINK}/>'))
    yield "spreadsheet object", holding(_frame(f'<draw:object xlink:href="{lure.ods}" {_LINK}/>'))
    yield "ole object", holding(_frame(f'<draw:object-ole xlink:href="{lure.odt}" {_LINK}/>'))
    yield "floating frame", holding(_frame(f'<draw:floating-frame xlink:href="{lure.html}" {_LINK}/>'))
    yield "floating text", holding(_frame(f'<draw:floating-frame xlink:href="{lure.odt}" {_LINK}/>'))
    yield "plugin", holding(_frame(f'<draw:plugin xlink:href="{lure.svg}" draw:mime-type="image/svg+xml" {_LINK}/>'))
    yield (
        "applet",
        holding(
            _frame(f'<draw:applet xlink:href="{lure.html}" draw:code="a.class" draw:archive="{lure.html}" {_LINK}/>')
        ),
    )
    yield (
        "film",
        holding(
            _frame(f'<draw:plugin xlink:href="{lure.png}" draw:mime-type="application/vnd.sun.star.media" {_LINK}/>')
        ),
    )
    fill = f'<draw:fill-image draw:name="f" xlink:href="{lure.png}" {_LINK}/>'
    filled = (
        '<style:style style:name="gr1" style:family="graphic"><style:graphic-properties draw:fill="bitmap"'
        ' draw:fill-image-name="f" style:repeat="stretch"/></style:style>'
    )
    rectangle = '<draw:rect draw:style-name="gr1" svg:width="3cm" svg:height="3cm" svg:x="2cm" svg:y="4cm"/>'
    yield "fill", holding(rectangle, automatic=filled, styles=fill)
    inner = open_document("text", _frame(f'<draw:image xlink:href="{lure.png}" {_LINK}/>'))
    with zipfile.ZipFile(BytesIO(inner)) as archive:
        within = {f"Object 1/{name}": archive.read(name) for name in ("content.xml", "styles.xml")}
    made = holding(
        _frame(f'<draw:object xlink:href="./Object 1" {_LINK}/>'), parts=within,
        manifest='<manifest:file-entry manifest:full-path="Object 1/" manifest:media-type='
        '"application/vnd.oasis.opendocument.text"/>',
    )  # fmt: skip
    yield "object within that reaches", made
    face = (
        '<style:font-face style:name="Kanarien" svg:font-family="Kanarien"><svg:font-face-src><svg:font-face-uri'
        f' xlink:href="{lure.png}" xlink:type="simple"><svg:font-face-format svg:string="truetype"/></svg:font-face-uri>'
        "</svg:font-face-src></style:font-face>"
    )
    yield "font", open_document(
        kind, "", faces=face,
        automatic='<style:style style:name="P1" style:family="paragraph"><style:text-properties style:font-name="Kanarien"/></style:style>',
    )  # fmt: skip
    yield (
        "template",
        open_document(
            kind,
            "",
            meta=f'<meta:template xlink:type="simple" xlink:href="{lure.odt}" meta:date="2001-01-01T00:00:00"/>',
        ),
    )
    yield (
        "reload",
        open_document(
            kind, "", meta=f'<meta:auto-reload xlink:type="simple" xlink:href="{lure.odt}" meta:delay="PT0S"/>'
        ),
    )
    event = f'<script:event-listener script:language="ooo:script" script:event-name="{{}}" xlink:href="{lure.html}" xlink:type="simple"/>'
    listeners = "".join(event.format(name) for name in ("dom:load", "office:new", "dom:unload"))
    yield (
        "listener",
        open_document(
            kind,
            "",
            scripts=f"<office:scripts><office:event-listeners>{listeners}</office:event-listeners></office:scripts>",
        ),
    )
    button = f'<form:form form:name="F" xlink:href="{lure.html}"><form:image form:name="i" form:id="c1" xml:id="c1" form:image-data="{lure.png}"/><form:button form:name="b" form:id="c2" xml:id="c2" form:image-data="{lure.png}"/></form:form>'
    anchor = 'text:anchor-type="as-char"' if kind == "text" else ""
    controls = "".join(
        f'<draw:control draw:control="c{n}" svg:width="3cm" svg:height="3cm" svg:x="{3 * n}cm" svg:y="6cm" {anchor}/>'
        for n in (1, 2)
    )
    forms = f"<office:forms>{button}</office:forms>"
    if kind == "text":
        yield "form", open_document(kind, f"<text:p>{controls}</text:p>", before=forms)
    elif kind == "spreadsheet":
        yield (
            "form",
            replaced(open_document(kind, ""), "content.xml", '<table:table table:name="S">',
                     f'<table:table table:name="S">{forms}<table:shapes>{controls}</table:shapes>'),
        )  # fmt: skip
    else:
        yield (
            "form",
            replaced(
                open_document(kind, controls), "content.xml", 'draw:style-name="dp1">', f'draw:style-name="dp1">{forms}'
            ),
        )
    yield "manifest", open_document(
        kind, _frame('<draw:image xlink:href="../png" xlink:type="simple"/>') if kind == "presentation" else "",
        manifest=f'<manifest:file-entry manifest:full-path="../{lure.png}" manifest:media-type="image/png"/>',
    )  # fmt: skip
    if kind != "spreadsheet":
        bullets = f'<text:list-style style:name="L1"><text:list-level-style-image text:level="1" xlink:href="{lure.png}" {_LINK}><style:list-level-properties fo:width="1cm" fo:height="1cm"/></text:list-level-style-image></text:list-style>'
        listed = '<text:list text:style-name="L1"><text:list-item><text:p>bullet</text:p></text:list-item></text:list>'
        inside = listed if kind == "text" else _frame(f"<draw:text-box>{listed}</draw:text-box>")
        yield "bullet", open_document(kind, inside, automatic=bullets)


def replaced(document: bytes, part: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(BytesIO(document)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    text = archive_text(parts[part])
    assert old in text
    parts[part] = text.replace(old, new)
    return zipped(parts)


def renamed(document: bytes) -> bytes:
    """The prefix xlink is called otherwise."""
    with zipfile.ZipFile(BytesIO(document)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = archive_text(parts["content.xml"]).replace("xlink", "q")
    return zipped(parts)


def in_odt(lure: Lure) -> Made:
    yield from _in_open("text", lure)
    yield (
        "section",
        odt(
            f'<text:section text:name="s"><text:section-source xlink:href="{lure.odt}" {_LINK}/><text:p>before</text:p></text:section>'
        ),
    )
    yield (
        "section of text",
        odt(
            f'<text:section text:name="s"><text:section-source xlink:href="{lure.txt}" {_LINK}/><text:p>before</text:p></text:section>'
        ),
    )
    yield (
        "section by DDE",
        odt(
            f'<text:section text:name="s"><office:dde-source office:dde-application="soffice" office:dde-topic="{lure.odt}"'
            ' office:dde-item="x" office:automatic-update="true"/><text:p>before</text:p></text:section>'
        ),
    )
    yield (
        "DDE",
        odt(
            '<text:p><text:dde-connection text:connection-name="d">before</text:dde-connection></text:p>',
            before='<text:dde-connection-decls><text:dde-connection-decl office:name="d" office:dde-application="soffice"'
            f' office:dde-topic="{lure.odt}" office:dde-item="x" office:automatic-update="true"/></text:dde-connection-decls>',
        ),
    )
    image = f'<style:background-image xlink:href="{lure.png}" {_LINK} style:repeat="stretch"/>'
    yield (
        "paragraph's background",
        odt(
            '<text:p text:style-name="P1">shaded</text:p>',
            automatic=f'<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties>{image}</style:paragraph-properties></style:style>',
        ),
    )
    yield (
        "table's background",
        odt(
            '<table:table table:style-name="T1"><table:table-column/><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>',
            automatic=f'<style:style style:name="T1" style:family="table"><style:table-properties>{image}</style:table-properties></style:style>',
        ),
    )
    page = f'<style:page-layout style:name="b"><style:page-layout-properties fo:page-width="21cm" fo:page-height="16cm">{image}</style:page-layout-properties></style:page-layout>'
    yield "page's background", replaced(
        odt("", masters='<style:master-page style:name="Standard" style:page-layout-name="b"/>'), "styles.xml",
        '<style:page-layout style:name="l">', f'{page}<style:page-layout style:name="l">',
    )  # fmt: skip
    form = (
        f'<office:forms><xforms:model id="m"><xforms:instance id="i" src="{lure.html}"/><xforms:submission id="s"'
        f' action="{lure.html}" method="get"/></xforms:model></office:forms>'
    )
    yield "xforms", odt("", before=form)
    yield (
        "index marks",
        odt(
            f'<text:alphabetical-index text:name="a"><text:alphabetical-index-source><text:alphabetical-index-auto-mark-file xlink:type="simple" xlink:href="{lure.txt}"/></text:alphabetical-index-source><text:index-body/></text:alphabetical-index>',
            before=f'<text:alphabetical-index-auto-mark-file xlink:type="simple" xlink:href="{lure.txt}"/>',
        ),
    )
    yield (
        "linked frame chain",
        odt(
            _frame(
                f'<draw:image xlink:href="{lure.png}" xlink:type="simple" draw:filter-name="PNG - Portable Network Graphic"/>'
            )
        ),
    )
    yield (
        "script",
        odt(
            f'<text:p><text:script script:language="JavaScript" xlink:href="{lure.txt}" xlink:type="simple"/></text:p>'
        ),
    )


def in_ods(lure: Lure) -> Made:
    yield from _in_open("spreadsheet", lure)

    def cell(formula: str) -> bytes:
        return ods(f'<table:table-row><table:table-cell table:formula="of:={_x(formula)}"/></table:table-row>')

    yield "sheet", replaced(
        ods(""), "content.xml", '<table:table table:name="S">',
        f'<table:table table:name="S"><table:table-source xlink:href="{lure.ods}" {_LINK} table:table-name="Sheet1" table:mode="copy-all"/>',
    )  # fmt: skip
    yield "sheet of values", replaced(
        ods(""), "content.xml", '<table:table table:name="S">',
        f'<table:table table:name="S"><table:table-source xlink:href="{lure.csv}" {_LINK} table:filter-name="Text - txt - csv (StarCalc)" table:mode="copy-results-only"/>',
    )  # fmt: skip
    yield (
        "cells of another",
        ods(
            '<table:table-row><table:table-cell><table:cell-range-source table:name="Sheet1" xlink:href="'
            f'{lure.ods}" {_LINK} table:filter-name="calc8" table:last-column-spanned="2" table:last-row-spanned="2" table:refresh-delay="PT1S"/></table:table-cell></table:table-row>'
        ),
    )
    yield "formula", cell(f"['{lure.ods}'#$Sheet1.A1]")
    yield (
        "value of another",
        ods(
            f"""<table:table-row><table:table-cell table:formula="of:=['{lure.ods}'#$Sheet1.A1]" """
            'office:value-type="string" office:string-value="before"><text:p>before</text:p></table:table-cell></table:table-row>'
        ),
    )
    yield "formula of text", cell(f"""CONCATENATE("";['{lure.ods}'#$Sheet1.A1])""")
    yield "INDIRECT", cell(f"""INDIRECT("'{lure.ods}'#$Sheet1.A1")""")
    yield "INDIRECT built", cell(f"""INDIRECT("'{lure.ods[:4]}"&"{lure.ods[4:]}'#$Sheet1.A1")""")
    yield "DDE", cell(f'DDE("soffice";"{lure.ods}";"Sheet1.A1")')
    yield "WEBSERVICE", cell(f'COM.MICROSOFT.WEBSERVICE("{lure.txt}")')
    yield "plain WEBSERVICE", cell(f'WEBSERVICE("{lure.txt}")')
    yield "VLOOKUP", cell(f"""VLOOKUP("x";['{lure.ods}'#$Sheet1.A1:.B9];1)""")
    yield "name", replaced(
        ods('<table:table-row><table:table-cell table:formula="of:=beyond"/></table:table-row>'), "content.xml",
        "</table:table></office:spreadsheet>",
        "</table:table><table:named-expressions><table:named-expression table:name=\"beyond\" table:base-cell-address=\"$S.$A$1\""
        f" table:expression=\"['{lure.ods}'#$Sheet1.A1]\"/></table:named-expressions></office:spreadsheet>",
    )  # fmt: skip
    yield "dde link", replaced(
        ods(""), "content.xml", "</table:table></office:spreadsheet>",
        '</table:table><table:dde-links><table:dde-link><office:dde-source office:dde-application="soffice" office:dde-topic='
        f'"{lure.ods}" office:dde-item="Sheet1.A1" office:automatic-update="true"/><table:table><table:table-column/>'
        "<table:table-row><table:table-cell/></table:table-row></table:table></table:dde-link></table:dde-links></office:spreadsheet>",
    )  # fmt: skip
    image = f'<style:background-image xlink:href="{lure.png}" {_LINK} style:repeat="stretch"/>'
    page = f'<style:page-layout style:name="b"><style:page-layout-properties fo:page-width="21cm" fo:page-height="16cm">{image}</style:page-layout-properties></style:page-layout>'
    yield "page's background", replaced(
        ods("", masters='<style:master-page style:name="Default" style:page-layout-name="b"/>'), "styles.xml",
        '<style:page-layout style:name="l">', f'{page}<style:page-layout style:name="l">',
    )  # fmt: skip


def in_odp(lure: Lure) -> Made:
    yield from _in_open("presentation", lure)
    page = '<style:style style:name="dp1" style:family="drawing-page"><style:drawing-page-properties {}</style:style>'
    yield "page's background", odp(
        "", automatic=page.format('draw:fill="bitmap" draw:fill-image-name="f" style:repeat="stretch" draw:background-size="full"/>'),
        styles=f'<draw:fill-image draw:name="f" xlink:href="{lure.png}" {_LINK}/>',
    )  # fmt: skip
    yield "sound", odp(
        "", automatic=page.format(
            f'presentation:transition-speed="slow"><presentation:sound xlink:href="{lure.png}" {_LINK}/></style:drawing-page-properties>'
        ),
    )  # fmt: skip
    yield (
        "animated sound",
        odp(
            f'<anim:par presentation:node-type="timing-root"><anim:seq><anim:audio xlink:href="{lure.png}"/></anim:seq></anim:par>'
        ),
    )


def in_rtf(lure: Lure) -> Made:
    def field(instruction: str) -> bytes:
        return rtf(f"{{\\field{{\\*\\fldinst {{{instruction}}}}}{{\\fldrslt before}}}}")

    yield "INCLUDEPICTURE", field(f'INCLUDEPICTURE "{lure.png}" \\\\d')
    yield "INCLUDEPICTURE kept", field(f'INCLUDEPICTURE "{lure.png}"')
    yield "INCLUDEPICTURE svg", field(f'INCLUDEPICTURE "{lure.svg}" \\\\d')
    yield "in pieces", field(f'INCLU}}{{\\b DEPIC}}\n{{TURE "{lure.png[:7]}\n{lure.png[7:]}" \\\\d')
    yield "in codes", field("".join(f"\\'{ord(sign):02x}" for sign in f'INCLUDEPICTURE "{lure.png}" \\d'))
    yield "in Unicode", field("".join(f"\\u{ord(sign)}?" for sign in f'INCLUDEPICTURE "{lure.png}" \\d'))
    yield "without star", rtf(f'{{\\field{{\\fldinst INCLUDEPICTURE "{lure.png}" \\\\d}}{{\\fldrslt before}}}}')
    yield "INCLUDETEXT", field(f'INCLUDETEXT "{lure.docx}"')
    yield "LINK", field(f'LINK Word.Document.12 "{lure.docx}" \\\\a')
    yield "DDEAUTO", field(f'DDEAUTO soffice "{lure.docx}" x')
    drawing = svg(f'<image xlink:href="{lure.png}" width="90" height="90"/>').encode()
    for kind in ("pngblip", "emfblip"):
        head = f"{{\\pict\\{kind}\\picw1000\\pich1000\\picwgoal1000\\pichgoal1000 "
        yield f"drawing as {kind}", rtf(f"{head}{drawing.hex()}}}")
        yield f"drawing as {kind} in bytes", rtf(f"{head}\\bin{len(drawing)} {drawing.decode()}}}")
    yield "template", rtf(f"{{\\*\\template {lure.docx}}}")
    yield (
        "shape's picture",
        rtf(
            "{\\shp{\\*\\shpinst\\shpleft0\\shptop500\\shpright2000\\shpbottom2500{\\sp{\\sn shapeType}{\\sv 75}}"
            f"{{\\sp{{\\sn pibName}}{{\\sv {lure.png}}}}}{{\\sp{{\\sn pibFlags}}{{\\sv 14}}}}}}}}"
        ),
    )
    yield (
        "shape's fill",
        rtf(
            "{\\shp{\\*\\shpinst\\shpleft0\\shptop500\\shpright2000\\shpbottom2500{\\sp{\\sn shapeType}{\\sv 1}}"
            f"{{\\sp{{\\sn fillType}}{{\\sv 3}}}}{{\\sp{{\\sn fillBlipName}}{{\\sv {lure.png}}}}}}}}}"
        ),
    )
    moniker = lure.docx.encode("latin-1")
    data = (0x501).to_bytes(4, "little") + (1).to_bytes(4, "little")
    for words in (b"Word.Document.12", moniker, b"x"):
        data += (len(words) + 1).to_bytes(4, "little") + words + b"\0"
    yield (
        "linked object",
        rtf(
            f"{{\\object\\objautlink\\objupdate\\rsltpict\\objw2000\\objh2000{{\\*\\objclass Word.Document.12}}{{\\*\\objdata {data.hex()}}}{{\\result before}}}}"
        ),
    )


def in_txt(lure: Lure) -> Made:
    """What a program that looks into a file would take it for, whatever its name says."""
    page = f'<html><head><title>x</title></head><body><p>Plain words</p><img src="{lure.png}"><img src="{lure.svg}"><iframe src="{lure.html}"></iframe></body></html>'
    yield "HTML", page.encode()
    yield "HTML after a mark", b"\xef\xbb\xbf" + page.encode()
    yield "HTML after a line", b"\n\n  " + page.encode()
    yield "doctype", b"<!DOCTYPE html>\n" + page.encode()
    yield "rich text", dict(in_rtf(lure))["INCLUDEPICTURE"]
    yield (
        "flat ODF",
        (
            f'{_HEAD}<office:document {_OPEN_NAMES} office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.3">'
            f'<office:body><office:text><text:p>Plain words</text:p><text:p>{_frame(f"""<draw:image xlink:href="{lure.png}" {_LINK}/>""")}'
            "</text:p></office:text></office:body></office:document>"
        ).encode(),
    )
    yield (
        "flat Word",
        (
            f'{_HEAD}<?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>'
        ).encode(),
    )
    yield "svg", svg(f'<image xlink:href="{lure.png}" width="90" height="90"/>').encode()
    yield "query", f"WEB\n1\n{lure.html}\n".encode()
    yield "shortcut", f"[InternetShortcut]\nURL={lure.html}\n".encode()
    yield "DIF", b'TABLE\n0,1\n"EXCEL"\n'
    yield "SYLK", f'ID;PWXL;N;E\nC;Y1;X1;K0;E"=WEBSERVICE(""{lure.txt}"")"\nE\n'.encode()


WAYS: Mapping[str, Callable[[Lure], Made]] = {
    "docx": in_docx, "pptx": in_pptx, "xlsx": in_xlsx, "odt": in_odt, "ods": in_ods, "odp": in_odp, "rtf": in_rtf,
    "txt": in_txt,
}  # fmt: skip


def write_lures(folder: Path) -> Lure:
    """Files that no document may bring in, and their addresses."""
    folder.mkdir(parents=True, exist_ok=True)
    words = f"{WORD} sang"
    made: dict[str, bytes] = {
        "png": png(COLOUR),
        "svg": svg(
            f'<linearGradient id="paint"><stop stop-color="rgb{COLOUR}"/></linearGradient>'
            f'<text id="words" x="5" y="50">{WORD}</text><rect y="50" width="90" height="40" fill="rgb{COLOUR}"/>'
        ).encode(),
        "txt": words.encode(),
        "odt": odt(f"<text:p>{words}</text:p>"),
        "ods": replaced(ods(""), "content.xml", "Plain words", words),
        "docx": docx(_p(words)),
        "xlsx": xlsx(""),
        "html": f"<html><body><p>{words}</p><table><tr><td>{words}</td></tr></table></body></html>".encode(),
        "csv": f"{WORD},1\n".encode(),
    }
    made["ods"] = replaced(made["ods"], "content.xml", 'table:name="S"', 'table:name="Sheet1"')
    made["xlsx"] = replaced(
        replaced(xlsx(""), "xl/workbook.xml", 'name="S"', 'name="Sheet1"'),
        "xl/worksheets/sheet1.xml",
        "Plain words",
        words,
    )
    for name, data in made.items():
        (folder / f"lure.{name}").write_bytes(data)
    return Lure(**{name: (folder / f"lure.{name}").as_uri() for name in made})


def served(port: int, name: str, made: str = "lure") -> Lure:
    """The addresses of the same on this machine's network, below ``name``."""
    fields = Lure.__dataclass_fields__
    return Lure(**{field: f"http://127.0.0.1:{port}/{name}/{made}.{field}" for field in fields})


def with_relation(document: bytes, template: str) -> bytes:
    """A Word document whose settings name a template."""
    relation = relations(Relation("attachedTemplate", template))
    named = replaced(
        document, "word/settings.xml", "<w:zoom", '<w:attachedTemplate xmlns:r="' + _TYPE + '" r:id="rId1"/><w:zoom'
    )
    with zipfile.ZipFile(BytesIO(named)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {"word/_rels/settings.xml.rels": relation})


def caught(pdf: bytes) -> bool:
    """Whether a page shows the word or the colour of what lies elsewhere."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            if WORD in page.get_textpage().get_text_bounded():
                return True
            colours = page.render(scale=0.25).to_pil().convert("RGB").getcolors(1 << 22)
            if any(all(abs(a - b) < 40 for a, b in zip(seen, COLOUR, strict=True)) for _, seen in colours or ()):
                return True
    finally:
        document.close()
    return False
