"""Why a letter can't be taken out of a file of many."""

from __future__ import annotations


class UnlikeError(Exception):
    """The pages have what can't be told from that of other letters; from that of fewer it may be, if ``crowded``."""

    def __init__(self, why: str, *, crowded: bool = False) -> None:
        super().__init__(why)
        self.why = why
        """The code of the reason."""
        self.crowded = crowded
