"""Parts go in, a bundle that is without errors comes out: bound, and audited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf

from pipeline.audit import audit
from pipeline.bundle.assemble import BundleReport, bundle
from pipeline.model import Part
from tests.pdfs import BINDING


def bind(folder: Path, *parts: Part, binding: Any = BINDING) -> tuple[Path, BundleReport]:
    """Bind, and see that the file is without errors and that the audit finds nothing."""
    target = folder / "bundle.pdf"
    report = bundle(parts, binding, target)
    with opened(target) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == report.pages
    assert audit(target, parts, binding) == ()
    return target, report


def opened(path: Path) -> Any:
    """The PDF, with no types to get in the way of the checks."""
    return pikepdf.open(path)
