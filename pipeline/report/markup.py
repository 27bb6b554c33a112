"""Elements, attributes and words go in, HTML comes out, in which no sign of the words can be mistaken for markup."""

from __future__ import annotations

from typing import TypeAlias
from xml.etree.ElementTree import Element, tostring

Content: TypeAlias = "Element | str | None"

_INLINE = frozenset({"a", "b", "bdi", "img", "span"})
"""What stands within a line of words; after all else a line ends."""


def element(name: str, /, *content: Content, **attributes: str | None) -> Element:
    """An element; what is None is left out, and ``class_`` stands for the attribute that Python has its own use for.

    >>> to_html(element("p", "1 < 2 & ", element("b", '"x"'), class_="a&b", id=None))
    '<p class="a&amp;b">1 &lt; 2 &amp; <b>"x"</b></p>'
    """
    made = Element(name, {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value})
    made.tail = None if name in _INLINE else "\n"
    for each in content:
        if isinstance(each, Element):
            made.append(each)
        elif each and len(made):
            made[-1].tail = (made[-1].tail or "") + each
        elif each:
            made.text = (made.text or "") + each
    return made


def to_html(root: Element) -> str:
    """The markup of an element, as browsers read it. The content of ``style`` is written as it is."""
    return tostring(root, encoding="unicode", method="html").rstrip("\n")
