"""A web address as it was typed goes in, the address as programs take it comes out, or why it is none.

What an address says to a person and where it leads are to be the same: it has no signs that are not seen, none that
turn the direction of writing, no name before the host's, and no host that looks like another.
"""

from __future__ import annotations

import re
from contextlib import suppress
from unicodedata import category, name
from urllib.parse import quote, unquote, urlsplit

from pipeline.findings import Reason, Unfit
from pipeline.findings.alike import look

SCHEMES = ("http", "https", "mailto", "tel")
"""What an address that a meeting gives may begin with."""

LONGEST = 2000
"""In characters, in per cent: what every browser takes, and a QR code holds with room for damage (ISO/IEC 18004)."""

_SAFE = "%/:?#[]@!$&'()*+,;=~"
_HOST = re.compile(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9])?\.?|[0-9a-f:.]*:[0-9a-f:.]+")
_LATIN = re.compile("[A-Za-z]")
_DRAWN_AS_LATIN = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
"""Scripts with letters that are drawn as Latin ones (Unicode Technical Standard 39, 4)."""


def checked(typed: str) -> str:
    """The address in signs that every program takes (RFC 3986, 2.1; RFC 3987, 3.1). Raises Unfit.

    >>> checked("https://example.org/réunion?a=1"), checked("https://例え.jp")
    ('https://example.org/r%C3%A9union?a=1', 'https://xn--r8jz45g.jp')
    """
    _short(typed)
    if unseen := next((sign for sign in typed if sign.isspace() or category(sign)[0] == "C"), None):
        raise Unfit("address-unseen", code=f"U+{ord(unseen):04X}")
    scheme, colon, rest = typed.partition(":")
    if not colon or scheme.casefold() not in SCHEMES:
        raise Unfit("address-scheme", address=typed, schemes=SCHEMES)
    if scheme.casefold() not in {"http", "https"}:
        if not rest:
            raise Unfit("address-nowhere", address=typed)
        return _short(quote(typed, safe=_SAFE))
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname or "", parts.port
        written = host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        raise Unfit("address-nowhere", address=typed) from None
    if not _HOST.fullmatch(written):
        raise Unfit("address-nowhere", address=typed)
    if "@" in parts.netloc:
        raise Unfit("address-with-a-name", address=typed, host=host)
    if not host.isascii():
        if like := _looks_like(host):
            raise Unfit("address-lookalike", address=typed, like=like)
        parts = parts._replace(netloc=written if port is None else f"{written}:{port}")
    return _short(quote(parts.geturl(), safe=_SAFE))


def misleading(address: str) -> Reason | None:
    """Why an address of others may lead elsewhere than a reader takes it to; None where nothing speaks for that.

    >>> [misleading(each) for each in ("https://example.org/a b", "http:// /", "mailto:a@b.org")]
    [None, None, None]
    >>> str(misleading("https://example.org@evil.example"))
    'it has a name before its host'
    """
    if len(address) > LONGEST:
        return Reason("address-long")
    if any(category(sign) == "Cf" for sign in address):
        return Reason("address-unseen")
    if not address.casefold().startswith(("http:", "https:")):
        return None
    with suppress(ValueError):
        parts = urlsplit(address)
        host = parts.hostname or ""
        if host.startswith("xn--") or ".xn--" in host:
            host = host.encode().decode("idna")
        if "@" in parts.netloc:
            return Reason("address-with-a-name")
        if not host.isascii() and _looks_like(host):
            return Reason("address-lookalike")
    return None


def reachable(address: str) -> str:
    """An address in per cent with its host as programs look it up (RFC 5891); another as it is.

    >>> reachable("https://%C3%A9.example/%C3%A9"), reachable("enclosure:3")
    ('https://xn--9ca.example/%C3%A9', 'enclosure:3')
    """
    begin, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    if not begin or "%" not in host:
        return address
    try:
        return f"{begin}://{unquote(host).encode('idna').decode()}{slash}{path}"
    except UnicodeError:
        return address


def _short(address: str) -> str:
    if len(address) > LONGEST:
        raise Unfit("address-long", length=len(address), most=LONGEST)
    return address


def _looks_like(host: str) -> str:
    """What else a host reads as: one with letters of another script that are drawn as Latin ones."""
    mixed = (_LATIN.search(label) and _DRAWN_AS_LATIN & set(map(_script, label)) for label in host.split("."))
    return look(host) if look(host).isascii() or any(mixed) else ""


def _script(sign: str) -> str:
    return name(sign, "").partition(" ")[0]
