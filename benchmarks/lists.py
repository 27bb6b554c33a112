"""Measures the reading of a list of recipients: 100,000 rows of twelve columns, from a workbook, each checked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import xlsxwriter

ROOT = Path(__file__).resolve().parent.parent
ROWS = 100_000
HEADINGS = (
    "Category", "State", "Organisation", "Name", "Rank", "Gender", "Language", "Address 1", "Address 2", "Address 3",
    "E-mail", "Seats",
)  # fmt: skip
_SYLLABLES = ("ba", "ko", "li", "mu", "ren", "tas", "vi", "zor", "pel", "nad")
_MEASURED = """
import sys, time
from dataclasses import replace
from pathlib import Path
from pipeline.load import load_house, load_meeting
from pipeline.package import phrases_of
from pipeline.recipients import read_recipients
house = load_house(Path.cwd())
meeting = replace(load_meeting(Path("meetings/siem-reap-2024"), ("en", "fr")), recipients_file=Path(sys.argv[1]))
start = time.process_time()
found = read_recipients(house, meeting, lambda language: phrases_of(house, language))
assert len(found.recipients) == int(sys.argv[2]) and not found.problems, found.problems[:3]
from benchmarks.addressed import peak_memory
print(time.process_time() - start, peak_memory())
"""


def a_list(target: Path, rows: int = ROWS) -> None:
    """A list whose names are made up, no two alike in the same place."""
    chance = Random(1)
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for row in range(rows + 1):
            name = " ".join("".join(chance.choices(_SYLLABLES, k=count)).title() for count in (3, 4))
            cells = (
                "missions", "France", f"Organisation {row % 500}", name, "ambassador", "f", "fr",
                f"{row} rue de Lausanne", "1202 Genève", "Suisse", f"a{row}@example.org", str(row % 9),
            ) if row else HEADINGS  # fmt: skip
            for column, words in enumerate(cells):
                sheet.write_string(row, column, words)


def read(work: Path) -> None:
    """Prints what checking the list takes."""
    target = work / "recipients.xlsx"
    a_list(target)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(target), str(ROWS)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    seconds, peak = done.stdout.split()
    print(
        f"checking a list of {ROWS:,} recipients: {float(seconds):.1f} s of processor time (under 10); "
        f"peak memory {float(peak):.0f} MB (under 300)"
    )
