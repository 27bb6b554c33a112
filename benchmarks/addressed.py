"""A house whose sample goes to as many recipients as are wanted, and what work takes: for what measures letters."""

from __future__ import annotations

import csv
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "siem-reap-2024"
GIVEN = "Ana José Ingrid Mary Peter Paul John Ruth Emma Søren".split()
FAMILY = "Dupont Smith Müller Quiñones Jensen Rossi Novak Silva Okafor Tanaka".split()
STATES = "FRA PER NOR POL DEU CIV JPN BRA EGY KHM".split()


def peak_memory(process: str | int = "self") -> float:
    """MB that a process has had at most. What the system counts of one that has ended (``ru_maxrss``) has what whoever
    began it had, too."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds, by the clock and of the processors: on a machine that has other things to do the second say more."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock * 1000:.1f} ms, {self.processor * 1000:.1f} ms of the processor,"


def processor() -> float:
    """Seconds that this process has had, with all those that it began and that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def listed(house: Path, letters: int) -> Path:
    """A house with the sample, whose list has so many recipients."""
    for name in ("templates", "letterheads", "meetings"):
        shutil.copytree(ROOT / name, house / name)
    shutil.copy(ROOT / "config.toml", house)
    meeting = house / "meetings" / SAMPLE / "meeting.toml"
    words = meeting.read_text(encoding="utf-8")
    words = words.replace("\nlanguages =", '\nrecipients = "recipients.csv"\nlanguages =', 1)
    words = words.replace('\nclosing = "cordially"', '\nclosing = "cordially"\naudience = ["missions"]', 1)
    meeting.write_text(words, encoding="utf-8")
    list_letters(house, letters)
    return house


def list_letters(house: Path, letters: int, first: int = 0) -> None:
    """Writes the list anew, of so many recipients, the first of whom has this number."""
    path = house / "meetings" / SAMPLE / "recipients.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Category", "State", "Name", "Gender", "Language", "Address 1", "Address 2"])
        for at in range(first, first + letters):
            name = f"{GIVEN[at % 10]} {FAMILY[at // 10 % 10]} {at}"
            rows.writerow(["missions", STATES[at % 10], name, "f", "en", f"{at} Main Street", "1202 Geneva"])
