"""Links that readers can't follow, or that follow readers: a document goes in, addresses that lead astray come out.

What lies in an office's own network or cloud asks a stranger for a password; what a mail filter or a newsletter made
of an address tells others who clicked on it. Links to a disk are taken out (:mod:`pipeline.officefile.clean`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf

from pipeline.findings import Finding, Place
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.preflight.document import Opened, first

_ADDRESS = re.compile(r"https?://[^\s<>()\"“”«»|،，；。]+")
_INSIDE = re.compile(
    r"(?:[\w-]+\.)*(?:sharepoint\.com|sharepoint-df\.com|onedrive\.live\.com|1drv\.ms|drive\.google\.com)"
    r"|[\w-]+|(?:[\w-]+\.)+(?:local|lan|corp|intra|intranet|internal|home|localdomain)",
    re.IGNORECASE,
)
"""Hosts where only those of an office get in: a host without a dot is one of its network."""
_TO_EDIT = re.compile(
    r"https?://docs\.google\.com/(?:document|spreadsheets|presentation)/d/[^?#]*/edit"
    r"|https?://teams\.microsoft\.com/l/(?:file|channel|team)/",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:safelinks\.protection\.outlook\.com|urldefense\.(?:com|proofpoint\.com)"
    r"|list-manage\.com|linkprotect\.cudasvc\.com|protect-[a-z]+\.mimecast\.com)/"
    r"|[?&](?:utm_(?:source|medium|campaign)|fbclid|gclid|mc_eid)=",
    re.IGNORECASE,
)
_PAGES, _MOST, _LONGEST = 200, 3, 80


def linked(opened: Opened) -> Iterator[Finding]:
    """Addresses of a document's links and of its words, each kind once."""
    if opened.kind not in {"letter", "enclosure"}:
        return
    found: dict[str, dict[str, Place]] = {}
    for address, place in _addresses(opened):
        for code in _kinds(address):
            found.setdefault(code, {}).setdefault(_short(address), place)
    for code, places in found.items():
        told = tuple(places)
        yield Finding(code, next(iter(places.values())), {"addresses": told[:_MOST], "count": len(told)})


def _kinds(address: str) -> Iterator[str]:
    if _FOLLOWS.search(address):
        yield "link-follows"
    elif _is_inside(address):
        yield "link-inside"


def _is_inside(address: str) -> bool:
    if _TO_EDIT.match(address):
        return True
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    with suppress(ValueError):
        return ip_address(host).is_private
    return _INSIDE.fullmatch(host) is not None


def _addresses(opened: Opened) -> Iterator[tuple[str, Place]]:
    for line in opened.lines:
        if "://" in line.words:
            for match in _ADDRESS.finditer(line.words):
                yield match[0].rstrip(".,;:"), first([line])
    if opened.package is not None:
        with suppress(PackageError, OSError, KeyError):  # of what is damaged, others say what is wrong with it
            yield from ((each, Place()) for each in _of_package(opened.package))
    elif opened.pdf is not None:
        with suppress(pikepdf.PdfError):
            yield from _of_pages(opened.pdf)


def _of_package(package: Package) -> Iterator[str]:
    for part in package.names:
        if part.endswith(".xml") and package.find(_relationships_of(part)):
            yield from (
                each.target
                for each in package.relationships(part)
                if each.external and each.kind == "hyperlink" and _is_of_the_web(each.target)
            )


def _relationships_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _of_pages(path: Path) -> Iterator[tuple[str, Place]]:
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            if number > _PAGES:
                return
            annotations = page.obj.get(pikepdf.Name.Annots)
            for each in annotations if isinstance(annotations, pikepdf.Array) else ():
                action = each.get(pikepdf.Name.A) if isinstance(each, pikepdf.Dictionary) else None
                address = action.get(pikepdf.Name.URI) if isinstance(action, pikepdf.Dictionary) else None
                if isinstance(address, pikepdf.String) and _is_of_the_web(str(address)):
                    yield str(address), Place(page=number)


def _is_of_the_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


def _short(address: str) -> str:
    return address if len(address) <= _LONGEST else address[: _LONGEST - 1] + "…"
