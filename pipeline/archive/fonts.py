"""The fonts of a package: those that its build saw and its bundles go in, what a bag keeps of each comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.licence import licence
from pipeline.build.environment import font_mark
from pipeline.build.store import digest
from pipeline.fontfile import faces_of, letters

_ENDINGS = {".ttf", ".otf", ".ttc", ".otc"}


@dataclass(frozen=True, slots=True)
class Font:
    """A font that the package could be set with."""

    path: Path
    file: str
    """Its name in the bag."""
    sha256: str | None
    """None for one that is no longer what it was when the package was built."""
    licence: str
    """As the font itself says; empty where it says none."""
    used: bool
    """Whether a bundle has letters of its family."""
    copied: bool
    """Whether it is in the bag."""

    def as_json(self) -> dict[str, object]:
        told = {"file": self.file, "sha256": self.sha256, "licence": self.licence}
        return {**told, "used": self.used, "copied": self.copied}


def fonts_of_package(
    seen: Mapping[Path, str], stamps: Sequence[Path], bundles: Sequence[Path], *, copies: bool
) -> tuple[Font, ...]:
    """Each font once. ``seen`` has the marks of the files that the offices saw; ``stamps`` has those of the stamps.

    A used family goes into the bag as a whole: a face without letters of its own still decides the height of lines.
    With ``copies`` false none goes in.
    """
    shown = _shown_in(bundles)
    families = {path: frozenset().union(*(face.families for face in faces_of(path))) for path in seen}
    used = frozenset().union(*(families[path] for path in seen if _is_shown(path, shown)))
    found: dict[str, Font] = {}
    for path in sorted({*seen, *stamps}, key=lambda path: (path.name, str(path))):
        same = path not in seen or font_mark(path) == seen[path]
        sha256 = digest(path) if same and path.is_file() else None
        name = path.name if path.name not in found else f"{(sha256 or font_mark(path))[:8]}-{path.name}"
        if name in found or (sha256 and any(font.sha256 == sha256 for font in found.values())):
            continue
        said = licence(path)
        in_use = path in stamps or bool(families.get(path, frozenset()) & used)
        copied = copies and in_use and said.copies and sha256 is not None
        found[name] = Font(path, name, sha256, said.words, in_use, copied)
    return tuple(found.values())


def is_font(path: Path) -> bool:
    """Whether a file is a font, by its name."""
    return path.suffix.lower() in _ENDINGS


def _is_shown(path: Path, shown: Iterable[str]) -> bool:
    """Whether a PDF has one of a file's fonts; a font of a collection may be named by its place there."""
    names = [letters(face.name) for face in faces_of(path)]
    return any(name and each.startswith(name) for each in shown for name in names)


def _shown_in(bundles: Iterable[Path]) -> frozenset[str]:
    """The names of the fonts in PDF files (ISO 32000-2, 9.8)."""
    import pikepdf  # noqa: PLC0415 - slow to load

    names: set[str] = set()
    for path in bundles:
        try:
            with pikepdf.open(path) as pdf:
                for thing in pdf.objects:
                    if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing:
                        names.add(letters(str(thing["/FontName"])[1:].rpartition("+")[2]))
        except (OSError, pikepdf.PdfError):
            continue  # told when it is copied
    return frozenset(names)
