"""The fonts of a package: those that its build saw and its papers go in, what a bag keeps of each comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.licence import licence
from pipeline.bags.layout import FONTS, Digests
from pipeline.files import digest
from pipeline.fonts.file import faces_of, letters, mark


@dataclass(frozen=True, slots=True)
class Font:
    """A font that the package could be set with."""

    path: Path
    file: str
    """Its name in the bag."""
    same: bool
    """Whether it still is what it was when the package was built."""
    licence: str
    """As the font itself says; empty where it says none."""
    used: bool
    """Whether a bundle, or a letter to a recipient, has letters of its family."""
    copied: bool
    """Whether it is in the bag."""

    def as_json(self, copies: Mapping[str, Digests]) -> dict[str, object]:
        """What ``environment.json`` tells of it; ``copies`` has the digests of the bag's files, by their names."""
        copy = copies.get(FONTS + self.file)
        sha256 = copy.sha256 if copy else digest(self.path) if self.same else None
        told = {"file": self.file, "sha256": sha256, "licence": self.licence}
        return {**told, "used": self.used, "copied": self.copied}


def fonts_of_package(
    seen: Mapping[Path, str], stamps: Sequence[Path], papers: Sequence[Path], *, copies: bool
) -> tuple[Font, ...]:
    """Each font once. ``seen`` has the marks of the files that the offices saw; ``stamps`` has those of the stamps,
    ``papers`` are the PDF files that are looked into.

    A used family goes into the bag as a whole: a face without letters of its own still decides the height of lines.
    With ``copies`` false none goes in.
    """
    shown = _shown_in(papers)
    families = {path: frozenset().union(*(face.families for face in faces_of(path))) for path in seen}
    used = frozenset().union(*(families[path] for path in seen if _is_shown(path, shown)))
    found: dict[str, Font] = {}
    marks: set[str] = set()
    for path in sorted({*seen, *stamps}, key=lambda path: (path.name, str(path))):
        own = mark(path)
        name = path.name if path.name not in found else f"{own[:8]}-{path.name}"
        if own and own not in marks:
            marks.add(own)
            said = licence(path)
            same = seen.get(path, own) == own
            in_use = path in stamps or bool(families.get(path, frozenset()) & used)
            found[name] = Font(path, name, same, said.words, in_use, copies and in_use and said.copies and same)
    return tuple(found.values())


def _is_shown(path: Path, shown: Iterable[str]) -> bool:
    """Whether a PDF has one of a file's fonts; a font of a collection may be named by its place there."""
    names = [letters(face.name) for face in faces_of(path)]
    return any(name and each.startswith(name) for each in shown for name in names)


def _shown_in(papers: Iterable[Path]) -> frozenset[str]:
    """The names of the fonts in PDF files (ISO 32000-2, 9.8)."""
    import pikepdf  # noqa: PLC0415 - slow to load

    from pipeline.pdf.objects import font_name  # noqa: PLC0415

    names: set[str] = set()
    for path in papers:
        try:
            with pikepdf.open(path) as pdf:
                for thing in pdf.objects:
                    if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing:
                        names.add(letters(font_name(thing["/FontName"])))
        except (OSError, pikepdf.PdfError):
            continue  # told when it is copied
    return frozenset(names)
