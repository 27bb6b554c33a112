"""Reading what a picture shows: a picture of a page goes in, the words that a program for it reads come out.

The program, Tesseract, is the machine's, and may not be there. It gets pictures that were drawn here, never a file that
somebody sent, and is ended when it takes too long.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_NAMES = {"ar": "ara", "en": "eng", "es": "spa", "fr": "fra", "ru": "rus", "zh": "chi_sim"}
"""What Tesseract calls languages: ISO 639-3, and one name for each script of Chinese."""
_SECONDS = 120
"""For one page."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Tesseract, for one language."""

    program: str
    language: str

    @classmethod
    def found(cls, language: str) -> Self | None:
        """The reader of a language; None where there is none on this machine."""
        program, name = shutil.which("tesseract"), _NAMES.get(language, language)
        if program is None:
            return None
        with suppress(OSError, subprocess.SubprocessError):
            known = subprocess.run(
                [program, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=True
            ).stdout.split()
            return cls(program, name) if name in known else None
        return None

    def read(self, picture: bytes) -> str:
        """The words on a page; none where it takes too long, or breaks down."""
        with tempfile.TemporaryDirectory(prefix="papers-") as folder:
            page = Path(folder, "page.pgm")
            page.write_bytes(picture)
            with suppress(OSError, subprocess.SubprocessError):
                return subprocess.run(
                    [self.program, str(page), "-", "-l", self.language],
                    capture_output=True,
                    text=True,
                    timeout=_SECONDS,
                    check=True,
                ).stdout
        return ""
