"""The PDFs that a meeting encloses, taken, go in; what binding them, or the audit of that, would refuse comes out.

What is bound is a bundle of them alone, with an empty page for each enclosure that is still to be converted, so that
links between enclosures lead somewhere. Levels of PDF/A and PDF/UA are not looked at: nothing is refused for those.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import BundleError
from pipeline.package import Package
from pipeline.plan.bundle import binding_of, parts_of
from pipeline.plan.scope import Scope
from pipeline.tasks.naming import errors_of


def rehearse(package: Package, taken: Mapping[Path, bytes | None], stamp_fonts: Sequence[Path]) -> None:
    """Binds and audits the PDFs of ``package`` that were ``taken``; with each its bytes, None for the file's own.

    Raises BundleError with what a build would refuse.
    """
    files = {each.position: each.files[package.language] for each in package.meeting.enclosures}
    if not taken.keys() & set(files.values()):
        return
    from pipeline.audit import audit  # noqa: PLC0415 - loads pypdf, where there is something to audit
    from pipeline.bundle.assemble import bundle  # noqa: PLC0415
    from pipeline.pdf.objects import an_empty_page  # noqa: PLC0415

    scope = Scope(package, stamp_fonts)
    binding = binding_of(scope)
    with tempfile.TemporaryDirectory(prefix="papers-") as folder:
        target = Path(folder, f"{scope.bundle_stem}.pdf")
        known_as = {target: target.name}
        parts = []
        for part in parts_of(scope):
            if part.kind != "enclosure" or part.position is None:
                continue
            file = files[part.position]
            path, new = Path(folder, f"{part.position}.pdf"), taken.get(file, b"")
            if new is None:
                path = file
            else:
                known_as[path] = str(file)
                path.write_bytes(new or an_empty_page())
            parts.append(replace(part, path=path))
        with errors_of(known_as):
            bundle(parts, binding, target)
            if problems := audit(target, parts, binding):
                raise BundleError(*problems)
