"""Places that somebody should have filled in: a paragraph's words go in, those that stand open come out."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OWN = re.compile(
    r"\{\{\s*[A-Za-z_]\w*(?:\.\w+|\[[^]{}]*\])*\s*(?:\|[^{}]*)?\}\}"
    r"|\{%(?:p|tr|tc|r)?\s*(?:for|if|elif|else|endfor|endif)\b[^{}]*%\}"
)
"""As a template has them; sets and formulas have braces too."""

_NAME = r"[A-Za-z_]\w*(?:[. ]\w+)*"
_OTHERS = re.compile(
    rf"«(?=_*[A-Za-z])(?=[A-Za-z_]*(?:_|\d|[a-z][A-Z]))[A-Za-z_]\w*»"  # «FirstName»; «Правда» and «____» are none
    rf"|\[\[\s*{_NAME}\s*\]\]|\$\{{\s*{_NAME}\s*\}}|<<\s*{_NAME}\s*>>"
    rf"|\{{\s+\{{\s*{_NAME}\s*\}}\s*\}}|\{{\s*\{{\s*{_NAME}\s*\}}\s+\}}"
    rf"|[{{｛]\s*｛\s*{_NAME}\s*[}}｝]\s*[}}｝]|｛\s*\{{\s*{_NAME}\s*[}}｝]\s*[}}｝]"
)
"""As other programs have them, and as a translation may leave them: spaces between the braces, braces of East Asia."""
_SIGNS = frozenset("{｛«[$<")


def placeholders(words: str) -> Iterator[str]:
    """Those of this program's own kind, which ``template = true`` fills in.

    >>> list(placeholders("Held on {{ event.session.prose }}, {{1, 2}"))
    ['{{ event.session.prose }}']
    """
    if "{" in words:
        yield from (found[0] for found in _OWN.finditer(words))


def open_places(words: str) -> Iterator[str]:
    """Those that nothing here fills in.

    >>> list(open_places("Dear «First_Name», [[name]], ${name}, { {name} }, ｛｛name｝｝"))
    ['«First_Name»', '[[name]]', '${name}', '{ {name} }', '｛｛name｝｝']
    >>> list(open_places("«Правда», «Nature», « Le Monde », «____» 20__, [[1]], $x, {{1}, {2}}, a << b"))
    []
    """
    if not _SIGNS.isdisjoint(words):
        yield from (found[0] for found in _OTHERS.finditer(words))
