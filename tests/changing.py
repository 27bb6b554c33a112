"""A file and what is to be otherwise in it go in, and it is: words of a text or a Word file, parts of a zip."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
from docx.oxml.ns import qn


def changed(path: Path, old: str, new: str) -> None:
    """Changes the words of a text, which has them."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def rewrite(path: Path, old: str, new: str) -> None:
    """Changes the words of a Word file, each of its placeholders in one run."""
    document = docx.Document(str(path))
    texts = [text for text in document.element.body.iter(qn("w:t")) if old in (text.text or "")]
    assert texts, old
    for text in texts:
        text.text = text.text.replace(old, new)
    document.save(str(path))


def rewritten(path: Path, part: str, change: Callable[[str], str], **more: str) -> Path:
    """A Word file with one part changed, or added, as text; ``more`` are changes of others."""
    with zipfile.ZipFile(path) as package:
        content = {name: package.read(name) for name in package.namelist()}
    content[part] = change(content.get(part, b"").decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    return path


def without(path: Path, *drop: str, add: dict[str, bytes] | None = None) -> Path:
    """A zip with fewer parts, and others."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name not in drop}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (parts | (add or {})).items():
            archive.writestr(name, data)
    return path
