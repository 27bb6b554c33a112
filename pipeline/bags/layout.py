"""The layout of a bag: names and digests go in, the text of its tag files comes out, and is read back (RFC 8493).

::

    siem-reap-2024-2024-04-22-1f2e3d4c5b6a79880123456789abcdef/
        bagit.txt                  BagIt 1.0
        bag-info.txt               who, what, how much, and the version of this layout
        manifest-sha256.txt        the digest of each file below data/
        manifest-sha512.txt
        metadata/                  Dublin Core and PREMIS
        tagmanifest-sha256.txt     the digest of each file above
        tagmanifest-sha512.txt
        data/
            catalogue.json         what the bag is found by
            environment.json       the tools that made the package
            redaction.json         what was left out, in a redacted copy alone
            house/                 what it was made from: config.toml, templates, letterheads, the meeting
            recipients.json        whom the package was made for one by one, where it was
            recipients/            the list that they came from
            fonts/                 the fonts whose licence allows copies
            package/               what was made, and manifest.json

The *seal* is the SHA-256 of the two tag manifests, one after the other. They have the digests of all other tag files,
which have those of the payload, so that the seal holds the whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import category

from pipeline.findings import Unfit

LAYOUT = 2
"""The version of the layout that is written; older ones are read.

1. the letter's day stood as ``Bagging-Date``, and a name had 48 bits of the seal
2. no date but the letter's, as what it is; 128 bits
"""

ALGORITHMS = ("sha256", "sha512")

BAGIT = "bagit.txt"
INFO = "bag-info.txt"
MANIFESTS = tuple(f"manifest-{each}.txt" for each in ALGORITHMS)
TAG_MANIFESTS = tuple(f"tagmanifest-{each}.txt" for each in ALGORITHMS)

PAYLOAD = "data/"
CATALOGUE = "data/catalogue.json"
ENVIRONMENT = "data/environment.json"
REDACTION = "data/redaction.json"
HOUSE = "data/house/"
FONTS = "data/fonts/"
RECIPIENTS = "data/recipients/"
RECIPIENT_NAMES = "data/recipients.json"
PACKAGE = "data/package/"
MANIFEST = "data/package/manifest.json"

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""RFC 8493, 2.1.1."""

LAYOUT_KEY = "Papers-Layout"
SEAL_SIGNS = {"1": 12, "2": 32}
"""How many signs of the seal stand in a bag's name, by layout."""
_SIGNS = SEAL_SIGNS[str(LAYOUT)]

LONGEST_TAG_FILE = 64 * 1024 * 1024
"""Bytes that a tag file may have: a manifest of half a million files."""

_NAME = re.compile(r"(?P<slug>[a-z0-9][a-z0-9-]*)-(?P<date>\d{4}-\d\d-\d\d)-(?P<seal>[0-9a-f]{32}|[0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Digests:
    """What one reading of a file tells."""

    sha256: str
    sha512: str
    size: int
    crc32: int

    def of(self, algorithm: str) -> str:
        return self.sha256 if algorithm == "sha256" else self.sha512


def stem(slug: str, date: str) -> str:
    """A bag's name without its seal."""
    return f"{slug}-{date}"


def bag_name(slug: str, date: str, seal: str) -> str:
    """A bag's name.

    >>> bag_name("siem-reap-2024", "2024-04-22", "1f2e3d4c5b6a79880123456789abcdef55")
    'siem-reap-2024-2024-04-22-1f2e3d4c5b6a79880123456789abcdef'
    """
    return f"{stem(slug, date)}-{seal[:_SIGNS]}"


def seal_in_name(name: str) -> str | None:
    """The signs of the seal that a bag's name has; None for another name.

    >>> seal_in_name("siem-reap-2024-2024-04-22-1f2e3d4c5b6a"), seal_in_name("siem-reap-2024")
    ('1f2e3d4c5b6a', None)
    """
    found = _NAME.fullmatch(name)
    return found["seal"] if found else None


def told_by_name(name: str) -> dict[str, str]:
    """The meeting and the letter's day, as a bag's name has them; nothing for another name.

    >>> told_by_name("siem-reap-2024-2024-04-22-1f2e3d4c5b6a")
    {'slug': 'siem-reap-2024', 'date': '2024-04-22'}
    """
    found = _NAME.fullmatch(name)
    return {"slug": found["slug"], "date": found["date"]} if found else {}


_ENDS = {"Cc", "Cs", "Zl", "Zp"}
"""Those that end a line for one program or another, or that no file can be written with."""


def unfit(name: str) -> str:
    """What is in a file's name that no bag may have; empty for a sound one.

    RFC 8493 (2.1.3) writes a % and the end of a line in a code, which other programs that check bags do not read.

    >>> unfit("data/house/100%.docx"), unfit("data/house/x.docx")
    ('%', '')
    """
    return next((sign for sign in name if sign in "%\\" or category(sign) in _ENDS), "")


def seal_of(tag_manifests: Iterable[bytes]) -> str:
    """The seal, from the tag manifests in the order of :data:`TAG_MANIFESTS`."""
    return hashlib.sha256(b"".join(tag_manifests)).hexdigest()


# --- manifests (RFC 8493, 2.1.3 and 2.2.1) ------------------------------------------------------

_LINE = {"sha256": re.compile(r"([0-9a-f]{64}) [ *](.+)"), "sha512": re.compile(r"([0-9a-f]{128}) [ *](.+)")}
_ENCODED = {"%": "%25", "\r": "%0D", "\n": "%0A"}


def write_manifest(algorithm: str, files: Mapping[str, Digests]) -> bytes:
    """A manifest of these files, in the order of their names."""
    return "".join(f"{files[name].of(algorithm)}  {_encoded(name)}\n" for name in sorted(files)).encode()


def read_manifest(algorithm: str, text: bytes) -> dict[str, str]:
    """The digests by name. Raises Unfit for a text that is no manifest."""
    listed: dict[str, str] = {}
    for number, line in enumerate(_lines(text), start=1):
        found = _LINE[algorithm].fullmatch(line)
        if not found:
            raise Unfit("bag-digest-line", line=number)
        name = _decoded(found[2])
        if name in listed:
            raise Unfit("bag-listed-twice", name=name)
        listed[name] = found[1]
    return listed


def _encoded(name: str) -> str:
    return re.sub("[%\r\n]", lambda sign: _ENCODED[sign[0]], name)


def _decoded(name: str) -> str:
    signs = {code: sign for sign, code in _ENCODED.items()}
    return re.sub("%(25|0D|0A)", lambda code: signs[code[0].upper()], name, flags=re.IGNORECASE)


# --- bag-info.txt (RFC 8493, 2.2.2) -------------------------------------------------------------


def write_info(fields: Sequence[tuple[str, str]]) -> bytes:
    """The fields in order; an empty one is left out."""
    return "".join(f"{key}: {' '.join(value.split())}\n" for key, value in fields if value.strip()).encode()


def read_info(text: bytes) -> dict[str, str]:
    """The fields by name. Raises Unfit for a text that has another form."""
    fields: dict[str, str] = {}
    last = None
    for number, line in enumerate(_lines(text), start=1):
        key, colon, value = line.partition(":")
        if last and line[:1] in {" ", "\t"}:
            fields[last] += f" {line.strip()}"
        elif colon and key.strip() and key not in fields:
            last = key
            fields[last] = value.strip()
        else:
            raise Unfit("bag-info-line", line=number)
    return fields


def _lines(text: bytes) -> list[str]:
    try:
        lines = text.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Unfit("bag-not-utf-8") from None
    if lines[-1]:
        raise Unfit("bag-cut-short")
    return lines[:-1]
