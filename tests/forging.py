"""A bag that was tampered with goes in, and comes out as if it had been sealed so."""

from __future__ import annotations

from pathlib import Path

from pipeline.bags import layout
from pipeline.bags.streams import digested, opened
from tests.houses import files


def resealed(bag: Path) -> Path:
    """The bag with its manifests, its tag manifests and its name made to fit what is in it: a careful forgery."""
    for manifests, names in (
        (layout.MANIFESTS, [name for name in files(bag) if name.startswith("data/")]),
        (layout.TAG_MANIFESTS, []),
    ):
        digests = {}
        for name in names or [name for name in files(bag) if not name.startswith(("data/", "tagmanifest"))]:
            with opened(bag / name) as stream:
                digests[name] = digested(stream)
        for manifest, algorithm in zip(manifests, layout.ALGORITHMS, strict=True):
            (bag / manifest).write_bytes(layout.write_manifest(algorithm, digests))
    seal = layout.seal_of((bag / name).read_bytes() for name in layout.TAG_MANIFESTS)
    return bag.rename(bag.with_name(layout.bag_name("small", "2025-01-15", seal)))
