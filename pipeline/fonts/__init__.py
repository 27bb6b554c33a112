"""The fonts of a house: folders and families go in, the files that its papers may be set with come out.

Whatever else is installed on a machine is not seen: of each family that the house names, the files are chosen in the
same way everywhere, and what is asked for and not there is replaced by the house's table.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ConfigError
from pipeline.findings import Finding, Place
from pipeline.fonts.file import Face, faces_of, font_files, identity, letters
from pipeline.fonts.substitutes import METRIC, SIGNS, SUBSTITUTES

if TYPE_CHECKING:
    from pipeline.fonts.signs import Signs

FAMILIES = (
    "Liberation Sans", "Liberation Serif", "Carlito", "Caladea", "Liberation Sans Narrow", "Liberation Mono", "Amiri",
    "Noto Serif CJK SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei", "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono",
    "Noto Serif CJK JP", "Noto Sans CJK JP", "Noto Serif Khmer", "Noto Sans Khmer",
)  # fmt: skip
"""The families that documents may use where the house names none."""


def system_folders(home: Path) -> tuple[Path, ...]:
    """Where fonts usually are."""
    if sys.platform == "darwin":
        return (Path("/Library/Fonts"), Path("/System/Library/Fonts"), home / "Library/Fonts")
    shared = (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))
    return (*shared, home / ".local/share/fonts", home / ".fonts")


@dataclass(frozen=True)
class Fonts:
    """What a house's papers may be set with."""

    folders: tuple[Path, ...]
    """Where fonts are looked for; a family is taken from the first of them that has it."""
    families: tuple[str, ...] = FAMILIES
    """The families that documents may use. In this order they stand in for a family that has no substitute."""
    own_substitutes: tuple[tuple[str, str], ...] = ()
    """The house's own, before :data:`SUBSTITUTES`: the family that a document asks for, and what stands in."""

    @cached_property
    def substitutes(self) -> Mapping[str, str]:
        """What stands in for what, in this house: of the usual, what is of its families."""
        own = dict(self.own_substitutes)
        said = set(map(letters, own))
        known = {letters(family) for family in (*self.families, *own.values(), SIGNS)}
        return own | {
            asked: family
            for asked, family in SUBSTITUTES.items()
            if letters(asked) not in said and letters(family) in known
        }

    @cached_property
    def _substitutes(self) -> Mapping[str, str]:
        return {letters(asked): family for asked, family in self.substitutes.items()}

    @cached_property
    def _known(self) -> dict[Path, tuple[Path, ...]]:
        return {}

    def _files_in(self, folder: Path) -> tuple[Path, ...]:
        """The font files of a folder, looked for once."""
        if folder not in self._known:
            self._known[folder] = tuple(font_files([folder]))
        return self._known[folder]

    @cached_property
    def files(self) -> Mapping[str, tuple[Path, ...]]:
        """The files of each family that is there: all its faces, and of two files with one face the newer."""
        wanted = tuple(dict.fromkeys((*self.families, *self.substitutes.values(), SIGNS)))
        names = {letters(family): family for family in wanted}
        found: dict[str, tuple[Path, ...]] = {}
        for folder in self.folders:
            here: dict[str, dict[str, tuple[int, str, Path]]] = {}
            for path in self._files_in(folder):
                for face in faces_of(path):
                    for family in {names[name] for name in face.families & names.keys()} - found.keys():
                        known = here.setdefault(family, {})
                        # Of equal versions, the one whose path comes first: any will do, but always the same.
                        newest = (-face.revision, str(path), path)
                        known[face.name] = min(known.get(face.name, newest), newest)
            found |= {family: tuple(sorted({path for _, _, path in faces.values()})) for family, faces in here.items()}
            if len(found) == len(wanted):
                break
        return {family: found[family] for family in wanted if family in found}

    def lacking(self, words: str) -> str:
        """The signs of words that no font has, so that they are printed as boxes."""
        return "" if words.isascii() else self._signs.lacking(words)

    @cached_property
    def _signs(self) -> Signs:
        from pipeline.fonts.signs import Signs  # noqa: PLC0415 - for lists with names in further scripts

        return Signs(path for paths in self.files.values() for path in paths)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The family that each of the names of those that are there stands for."""
        return {
            name: family
            for family, paths in reversed(tuple(self.files.items()))
            for path in paths
            for face in faces_of(path)
            if letters(family) in face.families
            for name in face.families
        }

    def has(self, family: str) -> bool:
        """Whether documents get that family."""
        return letters(family) in self._names

    def substitute(self, family: str) -> str | None:
        """What stands in for a family that is not there; None where the house leaves it to :attr:`families`."""
        named = self._substitutes.get(letters(family))
        return named if named is not None and self.has(named) else None

    def same_widths(self, family: str, substitute: str) -> bool:
        """Whether a line that is set with the substitute ends where it ended."""
        return letters(family) in map(letters, METRIC.get(substitute, ()))

    @cached_property
    def _set_with(self) -> Mapping[str, str]:
        """The family of each face that is there, by its PostScript name; the longest names first."""
        faces = {
            letters(face.name): family
            for family, paths in reversed(tuple(self.files.items()))
            for path in paths
            for face in faces_of(path)
        }
        return dict(sorted(faces.items(), key=lambda item: -len(item[0])))

    def set_with(self, name: str) -> str | None:
        """The family of a font in a PDF, by its PostScript name; None for one that is not a family of the house.

        A font of a collection may be named by its place there, or by another that shares its outlines.
        """
        plain = letters(name)
        return next((family for face, family in self._set_with.items() if face and plain.startswith(face)), None)

    def regular(self, family: str) -> Path:
        """The file of a family whose first face is the regular one: with TrueType outlines, where there are several.
        Raises ConfigError when no folder has one.

        A family may be named as its file is, ``Carlito-Regular.ttf`` or ``wqy-microhei.ttc``, or as the font itself
        says: ``WenQuanYi Micro Hei``. Where it is not there, its substitute is taken.
        """
        for name in filter(None, (family, self._substitutes.get(letters(family)))):
            for folder in self.folders:
                fonts = [(face, path) for path in self._files_in(folder) for face in faces_of(path)[:1]]
                named = [(face, path) for face, path in fonts if _is_regular(face, path, letters(name))]
                if named:
                    return min((not face.outlines, -face.revision, str(path), path) for face, path in named)[-1]
        raise ConfigError(Finding("stamp-font-missing", Place("config.toml", key=("stamp",)), {"font": family}))

    @cached_property
    def digest(self) -> str:
        """A hash of what decides how pages are set: the families' files, by content, and the substitutes."""
        from hashlib import sha256  # noqa: PLC0415 - the offices start before it is needed

        files = {family: sorted(map(identity, paths)) for family, paths in self.files.items()}
        return sha256(repr((self.families, sorted(self.substitutes.items()), files)).encode()).hexdigest()


def house_fonts(root: Path, settings: Mapping[str, Any], others: Iterable[Path], first: Iterable[Path] = ()) -> Fonts:
    """The fonts of the house in ``root``, whose ``config.toml`` has these ``[fonts]``.

    ``others`` are the folders that fonts are looked for in after the house's own, ``first`` those before.
    """
    own = (root / Path(folder).expanduser() for folder in settings.get("folders", ()))
    families, substitutes = settings.get("families", FAMILIES), dict(settings.get("substitutes", {}))
    return Fonts((*first, *own, *others), tuple(families), tuple(substitutes.items()))


def _is_regular(face: Face, path: Path, name: str) -> bool:
    return letters(path.stem) in {name, f"{name}regular"} or (face.regular and name in face.families)
