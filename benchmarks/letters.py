"""Measures letters to recipients, against LibreOffice once a letter, a warm office that converts letters one by one as
they are rendered, and the same letters as one document.

    python -m benchmarks.letters [LETTERS [SIZE ...]]

The sizes are those of lists by which it is seen how time and memory grow (``scale``); ``200 80 400`` takes a few
minutes.
All are of the sample's English letter of two pages, with as many processes. The warm office stands for a listener such
as unoserver, and costs less: it speaks over a pipe. Nothing here is a test.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from benchmarks import lists, scale
from benchmarks.addressed import SAMPLE, Spent, list_letters, listed, processor
from pipeline import Event, House, Session
from pipeline.convert.office import Offices
from pipeline.libreoffice import find_program
from pipeline.merge import merge
from pipeline.merge.together import merge_together
from pipeline.package import Package, gather
from pipeline.recipients import read_recipients

_T = TypeVar("_T")
FEW = 4
"""Letters that a build is measured with for what it does besides."""
ONCE, ALONE, TOGETHER = 8, 60, 50
"""Letters that each of the others is measured with."""


def main(letters: int = 1000, *sizes: int) -> None:
    program = find_program()
    if program is None:
        sys.exit("bench: LibreOffice is not installed; run “make demo” first")
    with tempfile.TemporaryDirectory() as folder:
        measure(letters, program, Path(folder), sizes or scale.SIZES)
        lists.read(Path(folder))


def measure(letters: int, program: Path, work: Path, sizes: Sequence[int] = scale.SIZES) -> None:
    """Prints what a letter takes in each way, how many times as long as ours, and how that grows; ``work`` is a folder
    to be made."""
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
    scale.measure(house, work, letters, sizes, jobs)


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
    together = merge_together(some, template, package.letterhead, package.properties("A"))
    letters = len(together.numbers)  # a document holds no more than so many
    offices = Offices(program, count=jobs)

    def convert(_number: int) -> None:
        offices.export(template, together.document, letters=letters)

    each = warm(offices, convert, 2 * jobs, jobs)
    return Spent(each.clock / letters, each.processor / letters)


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
