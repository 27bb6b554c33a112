"""The colours of screens and office programs, sRGB (IEC 61966-2-1), as a colour profile that always has the same bytes.

ICC.1:2010 (ISO 15076-1), version 4: a matrix and one curve, related to the profile's white D50.
"""

from __future__ import annotations

from struct import pack

from pikepdf import Dictionary, Name, Pdf, String

_NAME = "sRGB"
_WHITE = (0.9642, 1.0, 0.8249)
_ADAPTATION = (1.047882, 0.022919, -0.050217, 0.029586, 0.990479, -0.017075, -0.009247, 0.015075, 0.751678)
_PRIMARIES = {
    b"rXYZ": (0.436066, 0.222488, 0.013916),
    b"gXYZ": (0.385147, 0.716873, 0.097076),
    b"bXYZ": (0.143066, 0.060608, 0.714096),
}
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""Parametric, of type 3: (aX + b)^g from d upwards, cX below."""


def srgb() -> bytes:
    """The profile, about 600 bytes."""
    curve = b"para" + pack(">IHH", 0, 3, 0) + _fixed(*_CURVE)
    tags = {
        b"desc": _words(_NAME),
        b"cprt": _words("No copyright"),
        b"wtpt": b"XYZ " + bytes(4) + _fixed(*_WHITE),
        b"chad": b"sf32" + bytes(4) + _fixed(*_ADAPTATION),
        **{name: b"XYZ " + bytes(4) + _fixed(*value) for name, value in _PRIMARIES.items()},
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    at = 128 + 4 + 12 * len(tags)
    table, content, places = b"", b"", dict[bytes, int]()
    for name, value in tags.items():
        if value not in places:
            places[value] = at + len(content)
            content += value.ljust(-(-len(value) // 4) * 4, b"\0")
        table += name + pack(">II", places[value], len(value))
    head = (
        pack(">I4sI4s4s4s", at + len(content), b"", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
        + pack(">6H4s4s", 2000, 1, 1, 0, 0, 0, b"acsp", b"")
        + bytes(24)
        + _fixed(*_WHITE)
        + bytes(48)
    )
    return head + pack(">I", len(tags)) + table + content


def output_intent(pdf: Pdf) -> Dictionary:
    """An output intent of ``pdf`` for sRGB (ISO 32000-2, 14.11.5)."""
    profile = pdf.make_stream(srgb(), N=3)
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )


def is_srgb(profile: bytes) -> bool:
    """Whether a profile is one of sRGB, whoever made it: it is for RGB and says so in its description."""
    return profile[16:20] == b"RGB " and (b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile)


def _fixed(*numbers: float) -> bytes:
    """Numbers as s15Fixed16."""
    return b"".join(pack(">i", round(number * 65536)) for number in numbers)


def _words(words: str) -> bytes:
    encoded = words.encode("utf-16-be")
    return b"mluc" + pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(encoded), 28) + encoded
