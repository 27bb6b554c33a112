"""What a PDF can't be taken for: the code of a finding and its values, raised where it is seen."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):  # noqa: N818 - a finding, never seen outside this stage
    """The file can't be taken; the catalogue of findings has the code."""

    def __init__(self, code: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values or {})
