"""What archives' own systems read: the facts of a bag go in, Dublin Core and PREMIS come out as XML.

Sources: the DCMI Metadata Terms; the PREMIS Data Dictionary 3.0 with its schema (http://www.loc.gov/premis/v3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pipeline.bags.layout import Digests

_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_PREMIS = "http://www.loc.gov/premis/v3"

_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"

DUBLIN_CORE = "metadata/dublin-core.xml"
PREMIS = "metadata/premis.xml"

_FORMATS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    ".xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
    ".potx": "application/vnd.openxmlformats-officedocument.presentationml.template",
    ".ppsx": "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
    ".ott": "application/vnd.oasis.opendocument.text-template",
    ".ots": "application/vnd.oasis.opendocument.spreadsheet-template",
    ".otp": "application/vnd.oasis.opendocument.presentation-template",
    ".docm": "application/vnd.ms-word.document.macroEnabled.12",
    ".dotm": "application/vnd.ms-word.template.macroEnabled.12",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xltm": "application/vnd.ms-excel.template.macroEnabled.12",
    ".pptm": "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
    ".potm": "application/vnd.ms-powerpoint.template.macroEnabled.12",
    ".ppsm": "application/vnd.ms-powerpoint.slideshow.macroEnabled.12",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pps": "application/vnd.ms-powerpoint",
    ".rtf": "application/rtf",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".html": "text/html",
    ".htm": "text/html",
    ".ics": "text/calendar",
    ".md": "text/markdown",
    ".json": "application/json",
    ".toml": "application/toml",
    ".po": "text/x-gettext-translation",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".ttc": "font/collection",
}


@dataclass(frozen=True, slots=True)
class Described:
    """What both descriptions tell of a bag besides its files."""

    identifier: str
    catalogue: Mapping[str, Any]
    organisation: str
    environment: Mapping[str, Any]
    redacted: bool
    original: str | None
    """In a redacted copy, the name of the whole bag."""
    copy: str | None
    """In a whole bag, the identifier that its redacted copy has."""


def dublin_core(of: Described) -> bytes:
    """The package, described in Dublin Core."""
    root = Element("metadata", {"xmlns:dc": _DC, "xmlns:dcterms": _TERMS})

    def add(name: str, words: str, language: str | None = None) -> None:
        if words:
            SubElement(root, name, {"xml:lang": language} if language else {}).text = _printable(words)

    facts = of.catalogue
    add("dc:identifier", of.identifier)
    for language, title in facts["titles"].items():
        add("dc:title", title, language)
    for language, subject in facts["subjects"].items():
        add("dc:subject", subject, language)
    add("dc:creator", facts["author"])
    add("dc:publisher", of.organisation)
    add("dc:date", facts["date"])
    for language in facts["languages"]:
        add("dc:language", language)
    add("dc:type", "Collection")
    add("dc:format", "application/pdf")
    for enclosure in facts["enclosures"]:
        add("dcterms:references", enclosure["symbol"])
    for each in facts["enclosures"]:
        for language, title in each["titles"].items():
            add("dcterms:hasPart", f"{each['number']} {title}", language)
    add("dcterms:hasVersion", of.copy or "")
    add("dcterms:isVersionOf", of.original or "")
    if of.redacted:
        add("dcterms:accessRights", "A copy without the personal data of recipients.", "en")
    return _written(root)


def premis(of: Described, files: Mapping[str, Digests]) -> bytes:
    """The files of the bag and the programs that made them, described in PREMIS.

    It has no event: one must have its moment, and that of sealing stands in the register alone, so that a package has
    one bag.
    """
    root = Element(
        "premis",
        {
            "xmlns": _PREMIS,
            "xmlns:xsi": _SCHEMA,
            "xsi:schemaLocation": f"{_PREMIS} https://www.loc.gov/standards/premis/premis.xsd",
            "version": "3.0",
        },
    )
    for name in sorted(files):
        _object(root, name, files[name])
    for identifier, (name, version) in _agents(of.environment):
        agent = SubElement(root, "agent")
        _identified(agent, "agent", identifier)
        SubElement(agent, "agentName").text = name
        SubElement(agent, "agentType").text = "software"
        SubElement(agent, "agentVersion").text = version
    return _written(root)


def _object(root: Element, name: str, digests: Digests) -> None:
    entry = SubElement(root, "object", {"xsi:type": "file"})
    _identified(entry, "object", name)
    about = SubElement(entry, "objectCharacteristics")
    for algorithm, digest in (("SHA-256", digests.sha256), ("SHA-512", digests.sha512)):
        fixity = SubElement(about, "fixity")
        SubElement(fixity, "messageDigestAlgorithm").text = algorithm
        SubElement(fixity, "messageDigest").text = digest
    SubElement(about, "size").text = str(digests.size)
    designation = SubElement(SubElement(about, "format"), "formatDesignation")
    suffix = PurePosixPath(name).suffix.lower()
    SubElement(designation, "formatName").text = _FORMATS.get(suffix, "application/octet-stream")
    SubElement(entry, "originalName").text = _printable(name.rpartition("/")[2])


def _agents(environment: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    yield "agent-papers", ("papers", str(environment["pipeline"]))
    if environment["libreoffice"]:
        yield "agent-libreoffice", ("LibreOffice", str(environment["libreoffice"]).removeprefix("LibreOffice "))


def _identified(entry: Element, kind: str, value: str) -> None:
    identifier = SubElement(entry, f"{kind}Identifier")
    SubElement(identifier, f"{kind}IdentifierType").text = "local"
    SubElement(identifier, f"{kind}IdentifierValue").text = _printable(value)


def _printable(words: str) -> str:
    """The words without the signs that XML can't have (XML 1.0, 2.2)."""
    return "".join(sign for sign in words if sign >= " " and not "\ud800" <= sign <= "\udfff" and sign < "\ufffe")


def _written(root: Element) -> bytes:
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"
