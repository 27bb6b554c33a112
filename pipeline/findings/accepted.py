"""Whether what a person accepted is what was found: an entry as plain data and a finding go in, yes or no comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.findings import Finding, Place


def place_key(place: Place) -> str:
    """A place but for what moves when lines and pages are put in elsewhere."""
    return json.dumps(replace(place, line=None, page=None).as_json(), sort_keys=True)


def accepts(entry: Mapping[str, Any], finding: Finding) -> bool:
    """Whether ``entry``, with the hash of its file's content under ``about``, holds for a finding.

    >>> finding = Finding("untagged", Place("a.pdf", page=2))
    >>> entry = {"code": "untagged", "place": {"file": "a.pdf"}, "about": "", "of": finding.of}
    >>> accepts(entry, finding), accepts({**entry, "about": "another content"}, finding)
    (True, False)
    """
    about = Finding(finding.code, finding.place, finding.values, entry["about"])
    return (
        finding.acceptable
        and (entry["code"], entry["of"]) == (finding.code, about.of)
        and place_key(Place.from_json(entry["place"])) == place_key(finding.place)
    )
