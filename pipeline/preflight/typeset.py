"""Signs and spaces that one text sets in two ways: a Word document goes in, at most one note of it comes out.

What is right is the language's to say, and of a letter's templates that is told place by place; others wrote an
enclosure. But a text that has “these” and "these", that puts two spaces where elsewhere is one, or lets a line break
before a sign that it keeps with its word elsewhere, was typed by several hands, and nobody read it through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from pipeline.findings import Finding, Place, Reason
from pipeline.officefile.limits import PackageError
from pipeline.officefile.vocabulary import local, select
from pipeline.preflight.document import Opened

_FEWEST = 3
"""How often each of two ways stands in a text that has both: a foot or an inch is no quotation mark."""
_STRAIGHT, _CURLY = re.compile(r'(?<!\d)"(?=\w)'), re.compile("[“«„]")
_TWO_SPACES = re.compile(r"(?<=[^\W\d_][,;.:]) {2,3}(?=[^\W\d_])|(?<=[^\W\d_]) {2,3}(?=[^\W\d_])")
_BREAKING, _KEPT = (
    re.compile(r"(?<=\w) (?=[;:!?»](?:\s|$))|«[ ](?=\w)"),
    re.compile(r"[\u00a0\u202f][;:!?»]|«[\u00a0\u202f]"),
)


def typeset(opened: Opened) -> Iterator[Finding]:
    """What an enclosed Word document sets in two ways."""
    package = opened.package
    if opened.kind != "enclosure" or package is None:
        return
    if (package.format.family, package.format.application) != ("ooxml", "text"):
        return
    with suppress(PackageError, OSError, KeyError):  # of what is damaged, others say what is wrong with it
        text = "\n".join(
            "".join((each.text or "") if local(each.tag) == "t" else "\t" for each in select(paragraph, "w:t", "w:tab"))
            for paragraph in select(package.xml(package.main), "w:p")
        )
        straight, curly = len(_STRAIGHT.findall(text)), len(_CURLY.findall(text))
        breaking, kept = len(_BREAKING.findall(text)), len(_KEPT.findall(text))
        counts = {
            "set-quotes": straight if min(straight, curly) >= _FEWEST else 0,
            "set-two-spaces": len(_TWO_SPACES.findall(text)),
            "set-breaking": breaking if min(breaking, kept) >= _FEWEST else 0,
        }
        if told := tuple(Reason(code, {"count": count}) for code, count in counts.items() if count >= _FEWEST):
            yield Finding("set-two-ways", Place(), {"things": told})
