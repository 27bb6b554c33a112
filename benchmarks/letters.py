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
from dataclasses import replace
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
    house = listed(work / "house", letters)
    package = addressed(house)
    jobs = os.cpu_count() or 1
    ours = {count: built(house, count) for count in sorted({1, jobs})}
    own = ours[jobs]
    print(f"letters: {own * 1000:.1f} ms each, {jobs} at a time: {1 / own:,.0f} a second")
    if jobs > 1:
        print(f"  {jobs} offices do {ours[1] / own:.2f} times the work of one (at least 1.8 on two cores)")
    for name, each, aim in (
        ("soffice once a letter", by_command(package, program, work, jobs), "at least 15, aim 24"),
        ("a warm office, one by one", one_by_one(package, program, work, jobs), "at least 3, aim 4"),
        ("as one document", as_one(package, program, jobs), "at least 0.56, aim 0.71"),
    ):
        print(f"  {name}: {each * 1000:.1f} ms; {each / own:.2f} times ours ({aim})")


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
    with meeting.with_name("recipients.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Category", "State", "Name", "Gender", "Language", "Address 1", "Address 2"])
        for at in range(letters):
            name = f"{GIVEN[at % 10]} {FAMILY[at // 10 % 10]} {at}"
            rows.writerow(["missions", STATES[at % 10], name, "f", "en", f"{at} Main Street", "1202 Geneva"])
    return house


def addressed(house: Path) -> Package:
    """The English package, with its recipients."""
    package = gather(house / "meetings" / SAMPLE, ("en",))[0]
    found = read_recipients(package.house, package.meeting, lambda _language: package.phrases)
    return replace(package, meeting=replace(package.meeting, recipients=found.recipients))


def built(house: Path, jobs: int) -> float:
    """Seconds a letter, from the first that is begun to the last that is made, by so many offices."""
    times: list[float] = []

    def note(event: Event) -> None:
        if event.stage == "letters" and event.kind in {"started", "made"}:
            times.append(event.seconds)

    with Session(House.open(house), jobs=jobs) as session:
        done = session.build(SAMPLE, languages=["en"], force=True, on_event=note)
    made = sum(step.stage == "letters" for step in done.steps)
    return (max(times) - min(times)) / made


def by_command(package: Package, program: Path, work: Path, jobs: int) -> float:
    documents = rendered(package, work, ONCE)

    def convert(document: Path) -> None:
        profile = f"-env:UserInstallation=file://{work}/profile-{document.stem}"
        command = [str(program / "soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(work)]
        subprocess.run([*command, str(document)], check=True, capture_output=True)

    for document in documents:
        convert(document)  # each has its profile now
    return side_by_side(convert, documents, jobs)


def one_by_one(package: Package, program: Path, work: Path, jobs: int) -> float:
    wording = package.words()
    recipients = list(package.recipients())[:ALONE]
    template, properties = package.template(package.instrument.template), package.properties("A")
    with Offices(program, count=jobs) as offices:
        side_by_side(offices.export, [template] * jobs, jobs)

        def convert(number: int) -> None:
            document = work / f"one-{number}.docx"
            own = package.addressed(wording, recipients[number])
            merge(own, template, package.letterhead, properties, document)
            offices.export(document)

        return side_by_side(convert, range(len(recipients)), jobs)


def as_one(package: Package, program: Path, jobs: int) -> float:
    wording = package.words()
    some = [package.addressed(wording, each) for each in list(package.recipients())[:TOGETHER]]
    template = package.template(package.instrument.template)
    document = merge_together(some, template, package.letterhead, package.properties("A")).document
    with Offices(program, count=jobs) as offices:

        def convert(_number: int) -> None:
            offices.export(template, document, letters=len(some))

        side_by_side(convert, range(jobs), jobs)
        return side_by_side(convert, range(2 * jobs), jobs) / len(some)


def rendered(package: Package, work: Path, letters: int) -> list[Path]:
    wording, documents = package.words(), []
    for number, recipient in enumerate(list(package.recipients())[:letters]):
        documents.append(work / f"letter-{number}.docx")
        template = package.template(package.instrument.template)
        own = package.addressed(wording, recipient)
        merge(own, template, package.letterhead, package.properties("A"), documents[-1])
    return documents


def side_by_side(work: Callable[[_T], object], things: Sequence[_T], jobs: int) -> float:
    """Seconds for each thing, so many at a time."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(work, things))
    return (time.perf_counter() - begun) / len(things)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
