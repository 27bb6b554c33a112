"""Measures letters to recipients, against LibreOffice once a letter, a warm office that converts letters one by one as
they are rendered, and the same letters as one document.

    python -m benchmarks.letters [LETTERS]

All are of the sample's English letter of two pages, with as many processes. The warm office stands for a listener such
as unoserver, and costs less: it speaks over a pipe. Nothing here is a test.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pipeline import Event, House, Session
from pipeline.convert.office import Offices
from pipeline.libreoffice import find_program
from pipeline.merge import merge
from pipeline.merge.together import merge_together
from pipeline.package import Package, gather
from pipeline.recipients import read_recipients

_T = TypeVar("_T")
ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "siem-reap-2024"
GIVEN = "Ana José Ingrid Mary Peter Paul John Ruth Emma Søren".split()
FAMILY = "Dupont Smith Müller Quiñones Jensen Rossi Novak Silva Okafor Tanaka".split()
STATES = "FRA PER NOR POL DEU CIV JPN BRA EGY KHM".split()
FEW = 4
"""Letters that a build is measured with for what it does besides."""
ONCE, ALONE, TOGETHER = 8, 60, 50
"""Letters that each of the others is measured with."""


def main(letters: int = 1000) -> None:
    program = find_program()
    if program is None:
        sys.exit("bench: LibreOffice is not installed; run “make demo” first")
    with tempfile.TemporaryDirectory() as folder:
        measure(letters, program, Path(folder))


def measure(letters: int, program: Path, work: Path) -> None:
    """Prints what a letter takes in each way, and how many times as long as ours; ``work`` is a folder to be made."""
    work.mkdir(exist_ok=True)
    house = listed(work / "house", FEW)
    jobs = os.cpu_count() or 1
    built(house, jobs)  # from here on nothing but letters is stale
    list_letters(house, FEW, first=FEW)
    besides = built(house, jobs).processor
    own: dict[int, Spent] = {}
    for number, count in enumerate(sorted({1, jobs}), start=1):
        list_letters(house, letters, first=number * 100_000)
        spent = built(house, count)
        own[count] = Spent(spent.clock / letters, (spent.processor - besides) / (letters - FEW))
    ours, package = own[jobs], addressed(house)
    print(f"letters: {ours} each, {jobs} at a time: {1 / ours.clock:,.0f} a second")
    if jobs > 1:
        print(f"  {jobs} offices do {own[1].clock / ours.clock:.2f} times the work of one (at least 1.8 on two cores)")
    for name, each, aim in (
        ("soffice once a letter", by_command(package, program, work, jobs), "at least 15, aim 24"),
        ("a warm office, one by one", one_by_one(package, program, work, jobs), "at least 3, aim 4"),
        ("as one document", as_one(package, program, jobs), "at least 0.56, aim 0.71"),
    ):
        times, of_processor = each.clock / ours.clock, each.processor / ours.processor
        print(f"  {name}: {each}; {times:.2f} times ours ({aim}), {of_processor:.2f} by the processor")


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


def addressed(house: Path) -> Package:
    """The English package, with its recipients."""
    package = gather(house / "meetings" / SAMPLE, ("en",))[0]
    found = read_recipients(package.house, package.meeting, lambda _language: package.phrases)
    return replace(package, meeting=replace(package.meeting, recipients=found.recipients))


def built(house: Path, jobs: int) -> Spent:
    """What the letters took by the clock, from the first that is begun to the last that is made, by so many offices;
    and what all of the build took of the processors."""
    times: list[float] = []

    def note(event: Event) -> None:
        if event.stage == "letters" and event.kind in {"started", "made"}:
            times.append(event.seconds)

    before = processor()
    with Session(House.open(house), jobs=jobs) as session:
        session.build(SAMPLE, languages=["en"], on_event=note)
    return Spent(max(times) - min(times), processor() - before)


def by_command(package: Package, program: Path, work: Path, jobs: int) -> Spent:
    documents = rendered(package, work, ONCE)

    def convert(document: Path) -> None:
        profile = f"-env:UserInstallation=file://{work}/profile-{document.stem}"
        command = [str(program / "soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(work)]
        subprocess.run([*command, str(document)], check=True, capture_output=True)

    for document in documents:
        convert(document)  # each has its profile now
    return side_by_side(convert, documents, jobs)


def one_by_one(package: Package, program: Path, work: Path, jobs: int) -> Spent:
    wording = package.words()
    recipients = list(package.recipients())[:ALONE]
    template, properties = package.template(package.instrument.template), package.properties("A")
    offices = Offices(program, count=jobs)

    def convert(number: int) -> None:
        document = work / f"one-{number}.docx"
        own = package.addressed(wording, recipients[number])
        merge(own, template, package.letterhead, properties, document)
        offices.export(document)

    return warm(offices, convert, len(recipients), jobs)


def as_one(package: Package, program: Path, jobs: int) -> Spent:
    wording = package.words()
    some = [package.addressed(wording, each) for each in list(package.recipients())[:TOGETHER]]
    template = package.template(package.instrument.template)
    document = merge_together(some, template, package.letterhead, package.properties("A")).document
    offices = Offices(program, count=jobs)

    def convert(_number: int) -> None:
        offices.export(template, document, letters=len(some))

    each = warm(offices, convert, 2 * jobs, jobs)
    return Spent(each.clock / len(some), each.processor / len(some))


def warm(offices: Offices, convert: Callable[[int], object], count: int, jobs: int) -> Spent:
    """What each of so many conversions takes offices that have had some before."""
    before = processor()
    with offices:
        side_by_side(convert, range(jobs), jobs)
        clock = side_by_side(convert, range(count), jobs).clock
    return Spent(clock, (processor() - before) / (count + jobs))


def rendered(package: Package, work: Path, letters: int) -> list[Path]:
    wording, documents = package.words(), []
    for number, recipient in enumerate(list(package.recipients())[:letters]):
        documents.append(work / f"letter-{number}.docx")
        template = package.template(package.instrument.template)
        own = package.addressed(wording, recipient)
        merge(own, template, package.letterhead, package.properties("A"), documents[-1])
    return documents


def side_by_side(work: Callable[[_T], object], things: Sequence[_T], jobs: int) -> Spent:
    """What each thing takes, so many at a time."""
    begun, before = time.perf_counter(), processor()
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(work, things))
    return Spent((time.perf_counter() - begun) / len(things), (processor() - before) / len(things))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
