"""What the sample papers share: plain words go in; French typography, marked runs and steady bytes come out."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLUE = "1F3A5F"
PALE = "E8EDF3"
GREY = "5A6472"

BODY_FONT = "Cambria"
HEAD_FONT = "Calibri"

CONVENTION = "Convention sur l'interdiction des mines antipersonnel"
CONFERENCE = "Cinquième Conférence d'examen"
PREPARATORY = "Première réunion préparatoire"
INTERSESSIONAL = "Réunions intersessions"
PLAN = "Plan d'action de Siem Reap - Angkor"
UNIT = "Unité d'appui à l'application de la Convention"
AUTHOR = "Président de la Cinquième Conférence d’examen"
EMAIL = "isu@apminebanconvention.org"
SITE = "www.apminebanconvention.org"
VENUE = "Bâtiment de l'Organisation météorologique mondiale (OMM)"
ADDRESS = "7bis Avenue de la Paix, 1211 Genève, Suisse"

EXAMPLE = "Document d'exemple"
EXAMPLE_NOTE = "Document d'exemple : il ne reproduit pas le document officiel qui porte le même titre."

_ISSUED = (2024, 4, 22, 9, 0, 0)
_ISSUED_W3C = "2024-04-22T09:00:00Z"

NBSP = "\u00a0"

# The narrow space U+202F would be finer before ; ! ? but Caladea, which stands in for Cambria, lacks it.
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_FRENCH = (
    (re.compile(r"'"), "’"),
    (re.compile(r"(«) "), r"\1" + NBSP),
    (re.compile(r" ([;:!?»])"), NBSP + r"\1"),
    (re.compile(rf"(\d) (h\b|%|minutes?\b|heures?\b|personnes?\b|pages?\b|{_MONTHS})"), r"\1" + NBSP + r"\2"),
    (re.compile(rf"(\d{NBSP}h) (\d)"), r"\1" + NBSP + r"\2"),
    (re.compile(r"\b([Aa]rticles?|[Pp]oints?|[Pp]ages?|n°) (\d)"), r"\1" + NBSP + r"\2"),
)


def fr(text: str) -> str:
    """Sets French typography: curly apostrophes, and no-break spaces where a line must not break.

    Source: Lexique des règles typographiques en usage à l'Imprimerie nationale.
    """
    for pattern, replacement in _FRENCH:
        text = pattern.sub(replacement, text)
    return text


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike."""

    text: str
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    link: str | None = None


_MARKS = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>.+?)\*|\^(?P<superscript>.+?)\^|\[(?P<label>[^\]]+)\]\((?P<link>[^)\s]+)\)"
)


def runs(text: str) -> Iterator[Run]:
    """Splits ``**bold**``, ``*italic*``, ``^superscript^`` and ``[label](address)`` into runs."""
    at = 0
    for found in _MARKS.finditer(text):
        if found.start() > at:
            yield Run(text[at : found.start()])
        at = found.end()
        kind = found.lastgroup
        if kind == "link":
            yield Run(found["label"], link=found["link"])
        elif kind is not None:
            yield Run(found[kind], bold=kind == "bold", italic=kind == "italic", superscript=kind == "superscript")
    if at < len(text):
        yield Run(text[at:])


def unwrapped(text: str, *, marks: str) -> list[str]:
    """The lines of a text with those joined that were broken for width; a blank line or a mark begins a new one.

    >>> unwrapped("=Title\\n\\none\\ntwo\\n-item\\n", marks="=-")
    ['=Title', '', 'one two', '-item']
    """
    lines: list[str] = []
    for line in text.splitlines():
        if lines and lines[-1] and line and line[0] not in marks:
            lines[-1] += " " + line
        else:
            lines.append(line)
    return lines


def font_file(family: str, style: str = "Regular") -> Path:
    """The file of an installed font; an error names the family when fontconfig would put another in its place."""
    asked = ["fc-match", "-f", "%{family}\n%{file}", f"{family}:style={style}"]
    found, file = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\n")
    if found != family:
        raise SystemExit(f"The font {family} is not installed; tools/setup.sh installs it.")
    return Path(file)


_WRITTEN = re.compile(
    rb"(<(?:dcterms:created|dcterms:modified|meta:creation-date|dc:date)\b[^>]*>)[^<]*(</)",
)


def steady_zip(data: bytes) -> bytes:
    """An Office or OpenDocument package with the letter's date for every time in it, so that bytes repeat.

    A workbook inside (a chart's data) is treated likewise.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as written:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith(".xlsx"):
                part = steady_zip(part)
            elif name in {"docProps/core.xml", "meta.xml"}:
                part = _WRITTEN.sub(rb"\g<1>" + _ISSUED_W3C.encode() + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, _ISSUED)
            # OpenDocument 1.3, part 2, 3.3: `mimetype` comes first and is not compressed.
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            written.writestr(entry, part)
    return target.getvalue()
