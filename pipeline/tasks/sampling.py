"""The task of a sample: some letters go in, one PDF to look at comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.model import Binding, Part
from pipeline.tasks import Result
from pipeline.tasks.workshop import Workshop


def bind_sample(
    target: Path,
    _workshop: Workshop,
    *,
    letters: Sequence[Path],
    stamp_fonts: Sequence[Path],
    titles: Sequence[str],
    languages: Sequence[str],
    binding: Mapping[str, Any],
) -> Result:
    """The letters, one after the other, each with its title in the outline."""
    from pipeline.bundle.assemble import bundle  # noqa: PLC0415 - loads pikepdf

    parts = [
        Part("letter", path, title, language) for path, title, language in zip(letters, titles, languages, strict=True)
    ]
    return Result(bundle(parts, Binding(stamp_fonts=tuple(stamp_fonts), **binding), target).pages)
