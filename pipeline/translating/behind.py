"""Translations that their source has left behind: a meeting goes in, what surely says so comes out.

What else differs may be how a language says it: ``papers templates`` shows all.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from pipeline.errors import PapersError
from pipeline.findings import Finding
from pipeline.translating.templates import compare_templates

_CODES = frozenset({"paired-paragraph-missing", "source-changed", "source-added", "source-removed"})


def left_behind(folder: Path) -> list[Finding]:
    """Paragraphs that a language's templates lack, and what of the source has changed since they were confirmed; of
    what can't be read, whoever fills it in tells."""
    with suppress(PapersError):
        return [each for each in compare_templates(folder, None, (), None).findings if each.code in _CODES]
    return []
