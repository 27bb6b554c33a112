"""A remark as it was made before there was a catalogue: a code, a place in words and values give a finding."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings import Finding, Place, Value


def Remark(key: str, where: str, values: Mapping[str, Value] | None = None) -> Finding:  # noqa: N802 - as it was called
    """Of a document that is known as ``where``."""
    return Finding(key, Place(where), values or {})
