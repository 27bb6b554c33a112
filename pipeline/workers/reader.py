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
from functools import cache
from pathlib import Path
from typing import Self

_NAMES = dict(
    each.split("=")
    for each in (
        "ar=ara bn=ben de=deu en=eng es=spa fa=fas fr=fra hi=hin id=ind it=ita ja=jpn km=khm ko=kor lo=lao ms=msa "
        "ne=nep nl=nld pl=pol pt=por ru=rus sw=swa th=tha tr=tur uk=ukr ur=urd vi=vie zh=chi_sim"
    ).split()
)
"""What Tesseract calls languages: ISO 639-3, and one name for each script of Chinese."""
_SECONDS = 120
"""For one page."""


def name_of_language(tag: str) -> str:
    """What Tesseract calls a language; what it is called already stays as it is."""
    return _NAMES.get(tag, _NAMES.get(tag.partition("-")[0], tag))


@cache
def data_of_languages() -> tuple[Path, ...]:
    """The files that Tesseract knows its languages from, in the order of their names; none where it is not there."""
    program = shutil.which("tesseract")
    if program is not None:
        with suppress(OSError, subprocess.SubprocessError):
            said = subprocess.run(
                [program, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=True
            ).stdout
            folder = Path(said.partition('"')[2].partition('"')[0])
            return tuple(sorted(folder.glob("*.traineddata")))
    return ()


def languages_known() -> frozenset[str]:
    """The languages that this machine's Tesseract reads, as it calls them; none where it is not there."""
    return frozenset(path.stem for path in data_of_languages())


def files() -> tuple[Path, ...]:
    """Tesseract and all that it knows languages from; none where it is not there."""
    program = shutil.which("tesseract")
    return (Path(program), *data_of_languages()) if program else ()


@cache
def version() -> str:
    """Which Tesseract there is, and which languages it has: its data, by name and size."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    with suppress(OSError, subprocess.SubprocessError):
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=_SECONDS, check=True)
        numbers = [line.strip() for line in said.stdout.splitlines()[:2]]  # its own, and that of its library
        return " ".join((*numbers, *(f"{each.stem}:{each.stat().st_size}" for each in data_of_languages())))
    return ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Tesseract, for one language."""

    program: str
    language: str

    @classmethod
    def found(cls, language: str) -> Self | None:
        """The reader of a language; None where there is none on this machine."""
        program, name = shutil.which("tesseract"), name_of_language(language)
        return cls(program, name) if program and name in languages_known() else None

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
