"""Pictures in words (SVG): what one would bring in from elsewhere is found, in it and in the pictures in it.

SVG 1.1, 5.7 and 6: an image, a pattern, a filter or a style may name any address, and LibreOffice reads local ones.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from pipeline.officefile.clean.reach import Reach, drop
from pipeline.officefile.vocabulary import local

if TYPE_CHECKING:
    from lxml import etree

_LARGEST = 1 << 24
"""In bytes: a packed picture that is larger is not looked through, and is left out."""
_DEEPEST = 4
_URL = re.compile(r"""url\(\s*+["']?+\s*+(?!#|["')])([^)]*)\)|@import\b[^;]*;?""", re.IGNORECASE)
"""CSS: an address that is not a place in the same file."""
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DATA = re.compile(r"\s*data:([^,]*),(.*)", re.IGNORECASE | re.DOTALL)


class UncleanError(Exception):
    """A picture that can't be looked through."""


def in_drawing(root: etree._Element, depth: int = 0) -> Iterator[Reach]:
    """All that an SVG picture reaches for."""
    for before in root.itersiblings(preceding=True):
        if str(getattr(before, "target", "")) == "xml-stylesheet":
            yield Reach(before, "picture", str(before.text or ""), partial(drop, before))
    for element in root.iter():
        name = local(element.tag)
        if name in {"script", "import", "handler"}:
            yield Reach(element, "other", name, partial(drop, element))
            continue
        for key, value in element.attrib.items():
            kind, said = local(key), str(value)
            if kind in {"href", "src", "data", "base"}:
                if name == "a":
                    continue
                found = _named(said, depth)
                if found is not None:
                    address, instead = found
                    yield Reach(element, "picture", address, partial(_put, element, str(key), instead))
            elif found_in := _in_style(said):
                yield Reach(element, "picture", found_in, partial(_put, element, str(key), None))
        if name == "style" and (found_in := _in_style("".join(map(str, element.itertext())))):
            yield Reach(element, "picture", found_in, partial(drop, element))


def _in_style(said: str) -> str | None:
    """The address that a style reaches for, whatever signs it is written with (CSS 2.2, 4.1.3)."""
    if "(" not in said and "@" not in said and "\\" not in said:
        return None
    plain = _ESCAPED.sub(lambda code: chr(min(int(code[1], 16), 0x10FFFF)), _without_comments(said))
    found = _URL.search(plain)
    return (found[1] or found[0]).strip() if found else None


def _without_comments(said: str) -> str:
    """What stands in no comment; one that nothing ends is looked through."""
    ended, end, rest = said.rpartition("*/")
    return f"{_COMMENT.sub('', ended + end)}{rest}"


def _named(address: str, depth: int) -> tuple[str, str | None] | None:
    """What an address reaches for, and what to write instead of it; None where it reaches for nothing."""
    data = _DATA.match(address)
    if data is None:
        here = not address.strip() or address.lstrip().startswith("#")
        return None if here else (address, None)
    try:
        held = unquote_to_bytes(data[2])
        held = base64.b64decode(held) if "base64" in data[1].casefold() else held
    except (binascii.Error, ValueError):
        return "data:", None
    try:
        cleaned = clean_picture(held, depth + 1)
    except UncleanError:
        return "data:", None
    if cleaned is None:
        return None
    picture, reached = cleaned
    return reached[0].address, f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}"


def clean_picture(data: bytes, depth: int = 0) -> tuple[bytes, list[Reach]] | None:
    """A picture without what it reaches for, and what that is; None where it reaches for nothing, or is no SVG."""
    plain = _unpacked(data)
    if not plain.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        return None
    if depth > _DEEPEST:
        raise UncleanError
    root = _parsed(plain)
    reached = list(in_drawing(root, depth))
    if not reached:
        return None
    for each in reached:
        each.cut()
    return _bytes(root), reached


def _bytes(root: etree._Element) -> bytes:
    from lxml import etree  # noqa: PLC0415 - the offices start before it is loaded

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _parsed(plain: bytes) -> etree._Element:
    """The root, with the short words that it declares filled in. Its prefixes need not be declared."""
    from lxml import etree  # noqa: PLC0415

    inner: Any = "internal"  # the stubs of lxml know yes and no alone
    parser = etree.XMLParser(resolve_entities=inner, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(plain, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UncleanError from None
    wrong = [each for each in parser.error_log if each.domain != etree.ErrorDomains.NAMESPACE]
    if root is None or any(each.level > etree.ErrorLevels.WARNING for each in wrong):
        raise UncleanError
    return root


def _unpacked(data: bytes) -> bytes:
    """RFC 1952: a picture may be packed as a whole, which its name need not say."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unpack.decompress(data, _LARGEST)
    except zlib.error:
        return b""
    if unpack.unconsumed_tail:
        raise UncleanError
    return plain


def _put(element: etree._Element, key: str, value: str | None) -> None:
    if value is None:
        del element.attrib[key]
    else:
        element.set(key, value)
