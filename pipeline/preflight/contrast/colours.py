"""Colours of Open XML: elements and themes go in, six hexadecimal figures come out, or nothing where that is not sure.

Source: WCAG 2.2, relative luminance and contrast ratio; ECMA-376-1, 20.1.2.3 (colours), 20.1.6 (themes), 17.18.97
(theme colours of WordprocessingML).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from typing import TYPE_CHECKING

from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute, local, select

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LEAST = 3.0
"""The least that any words have that people can read: of large ones (1.4.3); of small ones it is 4.5."""
WHITE = "FFFFFF"
_ALIASES = {
    "text1": "dk1", "dark1": "dk1", "tx1": "dk1", "background1": "lt1", "light1": "lt1", "bg1": "lt1",
    "text2": "dk2", "dark2": "dk2", "tx2": "dk2", "background2": "lt2", "light2": "lt2", "bg2": "lt2",
    "hyperlink": "hlink", "followedhyperlink": "folHlink",
}  # fmt: skip
"""Names of theme colours, where nothing maps them otherwise."""


def is_faint(words: str | None, behind: str | None) -> bool:
    """Whether words of the one colour can't be read on the other; not where either is not known."""
    return words is not None and behind is not None and ratio(words, behind) < LEAST


def is_hex(colour: str | None) -> bool:
    """Whether it is a plain colour."""
    return colour is not None and len(colour) == 6 and all(sign in "0123456789abcdefABCDEF" for sign in colour)


def ratio(one: str, other: str) -> float:
    """Of WCAG 2.2, contrast ratio.

    >>> round(ratio("000000", "FFFFFF")), round(ratio("FFFF00", "FFFFFF"), 2)
    (21, 1.07)
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def lighter(colour: str, change: Callable[[float], float]) -> str:
    """The colour with another lightness, from 0 to 1.

    >>> lighter("4F81BD", lambda lightness: lightness * 0.5)
    '254061'
    """
    hue, lightness, saturation = rgb_to_hls(*_parts(colour))
    changed = hls_to_rgb(hue, min(1.0, max(0.0, change(lightness))), saturation)
    return "".join(f"{round(part * 255):02X}" for part in changed)


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def theme_of(package: Package, part: str) -> Mapping[str, str]:
    """The colours of the theme that a part has, by their names in it; none where it has no theme."""
    for name in package.related(part, "theme")[:1]:
        for scheme in select(package.xml(name), "a:clrScheme"):
            return {local(each.tag): own for each in scheme for said in each if (own := _plain(said)) is not None}
    return {}


def named(theme: Mapping[str, str], name: str, mapped: Mapping[str, str] | None = None) -> str | None:
    """The colour that a theme has by a name."""
    name = (mapped or {}).get(name, name)
    return theme.get(_ALIASES.get(name.lower(), name))


def drawn(element: Element, theme: Mapping[str, str], mapped: Mapping[str, str] | None = None) -> str | None:
    """The colour that a fill of DrawingML has; None for what is no plain colour, or lets others through."""
    for said in element:
        colour = named(theme, attribute(said, "val") or "", mapped) if local(said.tag) == "schemeClr" else _plain(said)
        for change in said:
            amount = int(attribute(change, "val") or 0) / 100_000
            match local(change.tag):
                case "lumMod" | "shade" if colour is not None:
                    colour = lighter(colour, lambda lightness, by=amount: lightness * by)  # type: ignore[misc]
                case "lumOff" if colour is not None:
                    colour = lighter(colour, lambda lightness, by=amount: lightness + by)  # type: ignore[misc]
                case "tint" if colour is not None:
                    colour = lighter(colour, lambda lightness, by=amount: 1 - (1 - lightness) * by)  # type: ignore[misc]
                case "satMod":
                    pass
                case _:
                    return None
        return colour
    return None


def _plain(said: Element) -> str | None:
    colour = attribute(said, {"srgbClr": "val", "sysClr": "lastClr"}.get(local(said.tag), "")) or ""
    return colour.upper() if is_hex(colour) else None
