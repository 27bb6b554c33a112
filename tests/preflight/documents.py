"""Cases of ``left/`` go in, small documents come out: the files that checks of one document are tried on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.pdfs import Leaf, write

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PREFIXES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": _OFFICE,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
}
_NAMES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _PREFIXES.items())
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
}


def made(case: Mapping[str, Any], folder: Path) -> Path:
    """The document of a case, by its ``kind``."""
    kind = case["kind"]
    path = folder / f"document.{kind}"
    match kind:
        case "txt":
            path.write_text(case["text"], encoding="utf-8")
        case "pdf":
            _pdf(case, path)
        case "odt":
            _odt(case, path)
        case "docx":
            _package(path, kind, {"word/document.xml": _word(case), "word/styles.xml": _HEADINGS}, case, _STYLES)
        case "pptx":
            slides = {f"ppt/slides/slide{at}.xml": _slide(each) for at, each in enumerate(case["slides"], 1)}
            listed = "".join(f'<p:sldId id="{255 + at}" r:id="s{at}"/>' for at in range(1, len(slides) + 1))
            of = {f"s{at}": ("slide", f"slides/slide{at}.xml") for at in range(1, len(slides) + 1)}
            _package(
                path,
                kind,
                {"ppt/presentation.xml": _root("p:presentation", _in("p:sldIdLst", listed)), **slides},
                case,
                of,
            )
        case "xlsx":
            book = _in("x:sheets", '<x:sheet name="Sheet1" sheetId="1" r:id="s1"/>')
            sheet = _in("x:sheetData", "".join(_cells(case["cells"])))
            parts = {
                "xl/workbook.xml": _root("x:workbook", book),
                "xl/worksheets/sheet1.xml": _root("x:worksheet", sheet + case.get("more", "")),
                "xl/styles.xml": _root("x:styleSheet", case.get("styles", "")),
            }
            of = {"s1": ("worksheet", "worksheets/sheet1.xml"), "s2": ("styles", "styles.xml")}
            _package(path, kind, parts, case, of)
    return path


def _in(name: str, inner: str) -> str:
    return f"<{name}>{inner}</{name}>"


def _root(name: str, inner: str) -> str:
    return f"<{name} {_NAMES}>{inner}</{name}>"


_HEADINGS = _root(
    "w:styles",
    "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/></w:style>'
        for level in range(1, 7)
    ),
)
_STYLES = {"st": ("styles", "styles.xml")}


def _word(case: Mapping[str, Any]) -> str:
    paragraphs = (
        f'<w:p><w:r><w:t xml:space="preserve">{_plain(line)}</w:t></w:r></w:p>' for line in case.get("lines", ())
    )
    return _root("w:document", _in("w:body", "".join(paragraphs) + case.get("body", "")))


def _plain(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _slide(shapes: str) -> str:
    return _root("p:sld", _in("p:cSld", _in("p:spTree", shapes)))


def _cells(cells: Mapping[str, str]) -> Iterable[str]:
    """A row each."""
    for at, (name, words) in enumerate(cells.items(), 1):
        column = name.rstrip("0123456789")
        kind = "e" if words.startswith("#") else "inlineStr"
        value = _in("x:v", words) if kind == "e" else _in("x:is", _in("x:t", _plain(words)))
        yield f'<x:row r="{at}"><x:c r="{column}{at}" s="{at - 1}" t="{kind}">{value}</x:c></x:row>'


def _package(
    path: Path, kind: str, parts: Mapping[str, str], case: Mapping[str, Any], of_main: Mapping[str, tuple[str, str]]
) -> None:
    main, content_type = _MAIN[kind]
    whole = dict(parts)
    links = [_link(name, target, kind_of) for name, (kind_of, target) in of_main.items()]
    for each in case.get("links", ()):
        links.append(_link(each["id"], each["target"], each["kind"], external=each.get("external", False)))
    top = [_link("m", main, "officeDocument")]
    if core := case.get("properties"):
        whole["docProps/core.xml"] = _root("cp:coreProperties", _said(core))
        top.append(f'<Relationship Id="c" Target="docProps/core.xml" Type="{_LINKS}/metadata/core-properties"/>')
    whole |= {name: content.replace("NAMES", _NAMES) for name, content in case.get("parts", {}).items()}
    folder, _, name = main.rpartition("/")
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _types(main, content_type))
        archive.writestr("_rels/.rels", _listed(top))
        archive.writestr(f"{folder}/_rels/{name}.rels", _listed(links))
        for part, content in whole.items():
            archive.writestr(part, f'<?xml version="1.0" encoding="UTF-8"?>{content}')


def _said(properties: Mapping[str, str]) -> str:
    return "".join(_in(name, value) for name, value in properties.items())


def _types(main: str, kind: str) -> str:
    package, office = "application/vnd.openxmlformats-package", "application/vnd.openxmlformats-officedocument"
    return (
        f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="{package}.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{office}.{kind}.main+xml"/></Types>'
    )


def _listed(links: Iterable[str]) -> str:
    return f'<Relationships xmlns="{_LINKS}">{"".join(links)}</Relationships>'


def _link(name: str, target: str, kind: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'


def _odt(case: Mapping[str, Any], path: Path) -> None:
    lines = "".join(f"<text:p>{_plain(line)}</text:p>" for line in case.get("lines", ()))
    styles = _in("office:automatic-styles", case.get("styles", ""))
    body = _in("office:body", _in("office:text", case.get("changes", "") + lines + case.get("body", "")))
    kind, listed = "application/vnd.oasis.opendocument.text", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entry = f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", _root("office:document-content", styles + body))
        meta = _in("office:meta", _said(case.get("properties", {})))
        archive.writestr("meta.xml", _root("office:document-meta", meta))
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{listed}">{entry}</m:manifest>')


def _pdf(case: Mapping[str, Any], path: Path) -> None:
    leaves = []
    for page in case["pages"]:
        content = page.get("content", "").encode() + b"".join(map(_picture, page.get("pictures", ())))
        crop = page.get("crop")
        leaf = Leaf(
            page.get("words", "Words"),
            box=tuple(page.get("size", (0, 0, 595, 842))),
            crop=tuple(crop) if crop else None,
            rotate=page.get("rotate", 0),
            content=content if "content" in page or "pictures" in page else None,
        )
        leaves.append(leaf)

    def changed(pdf: Pdf) -> None:
        _remarks(pdf, case.get("remarks", ()))
        if case.get("author"):
            pdf.docinfo.Author = String(case["author"])

    write(path, *leaves, change=changed)


def _picture(picture: Mapping[str, Any]) -> bytes:
    """A grey picture of so many dots, placed left, bottom, wide and high."""
    columns, rows = map(int, picture["dots"])
    left, bottom, wide, high = picture["at"]
    placed = f"q {wide} 0 0 {high} {left} {bottom} cm BI /W {columns} /H {rows} /CS /G /BPC 8 ID "
    return placed.encode() + b"\x7f" * (columns * rows) + b"\nEI Q\n"


def _remarks(pdf: Pdf, remarks: Iterable[Mapping[str, Any]]) -> None:
    for each in remarks:
        page = pdf.pages[each.get("page", 1) - 1].obj
        told = Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{each['kind']}"), Rect=Array([72, 700, 200, 720]),
            Contents=String(each.get("words", "")), T=String(each.get("by", "")),
        )  # fmt: skip
        if "answers" in each:
            told.IRT = page.Annots[each["answers"]]
        page.Annots = Array([*page.get("/Annots", []), pdf.make_indirect(told)])
