"""The colours of screens and office programs, sRGB (IEC 61966-2-1): a colour profile, and what a PDF says of it.

``srgb.icc`` is sRGB-v4.icc of the Compact ICC Profiles (github.com/saucecontrol/Compact-ICC-Profiles), which its author
gave to all (CC0 1.0).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pikepdf import Dictionary, Name, Pdf, String


@cache
def srgb() -> bytes:
    """The profile, of ICC.1:2010 (ISO 15076-1), version 4."""
    return Path(__file__).with_name("srgb.icc").read_bytes()


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
