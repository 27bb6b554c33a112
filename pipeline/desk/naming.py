"""A file's name as somebody's computer had it goes in, one that any system and any page can take comes out."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

_LONGEST = 100
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in "123456789")}
)
"""Names that Windows keeps for devices."""
_LEFTOVERS = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db"})


def is_leftover(name: str) -> bool:
    """Whether a system or an office left it beside what a person means: locks, thumbnails, settings of a folder.

    >>> [is_leftover(name) for name in ("~$agenda.docx", "Thumbs.db", ".~lock.agenda.odt#", "agenda.docx")]
    [True, True, True, False]
    """
    last = last_part(name)
    return last.lower() in _LEFTOVERS or last.startswith(("~$", ".~lock.", "._")) or last in {"", ".", ".."}


def safe_name(name: str) -> str:
    r"""The last part of a name, of letters, figures, dots and hyphens; with its ending.

    >>> safe_name("C:\\Users\\N\\Ordre du jour (v2).DOCX"), safe_name("../../etc/passwd"), safe_name("con.pdf")
    ('Ordre-du-jour-v2.docx', 'passwd', '_con.pdf')
    >>> safe_name("议程.pdf"), safe_name("\u202efdp.exe"), safe_name("…")
    ('议程.pdf', 'fdp.exe', 'file')
    """
    last = unicodedata.normalize("NFC", last_part(name))
    stem, dot, ending = last.rpartition(".")
    stem, ending = (stem, re.sub(r"[^A-Za-z0-9]", "", ending).lower()) if dot and stem else (last, "")
    stem = "-".join(re.findall(r"[\w.]+", stem)).strip(".-_")[:_LONGEST] or "file"
    stem = f"_{stem}" if stem.partition(".")[0].lower() in _RESERVED else stem
    return f"{stem}.{ending}" if ending else stem


def apart(name: str, languages: list[str]) -> tuple[str, str]:
    """What a document is called, and the language that the end of its file's name tells; none where it tells none.

    >>> apart("01-ordre_du_jour.fr.docx", ["en", "fr"]), apart("Agenda_EN.pdf", ["en", "fr"])
    (('ordre du jour', 'fr'), ('Agenda', 'en'))
    >>> apart("budget.xlsx", ["en"])
    ('budget', '')
    """
    stem = PurePosixPath(name).stem
    found = re.fullmatch(r"(.+?)[._ -]([A-Za-z]{2,3})", stem)
    language = found[2].lower() if found and found[2].lower() in languages else ""
    stem = found[1] if found and language else stem
    words = " ".join(re.split(r"[\s._-]+", re.sub(r"^\d+[\s._-]+", "", stem))).strip()
    return words or stem, language


def last_part(name: str) -> str:
    """Without the folders that it lay in, as any system writes them."""
    return name.replace("\\", "/").rpartition("/")[2]
