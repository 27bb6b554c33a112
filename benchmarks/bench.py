"""Measures the sample's package, and large bundles; prints the figures, as ratios measured in one run on one machine.

Each figure is the median of several whole processes, run in turn with what they are compared with, so that a
machine whose speed drifts drifts for both. Nothing here is a test.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx

from benchmarks import compared, desk, large, letters, lists, preflight, previews
from pipeline import House, Session
from pipeline.building.office import office_settings
from pipeline.convert.office import version
from pipeline.libreoffice import find_program
from pipeline.localise import localise
from pipeline.machine import Machine
from pipeline.package import Package, gather, stamp_fonts

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "siem-reap-2024"
RUNS = 5
LETTERS = 1000
"""To recipients."""
PAPERS = [sys.executable, "-c", "from pipeline.cli import command; command()", "build", SAMPLE]

# Runs the command in this very process and says its own peak memory: LibreOffice's processes are not in it.
PEAK = """
import sys
from benchmarks.addressed import peak_memory
from pipeline.cli import main
try:
    main()
finally:
    print(peak_memory(), file=sys.stderr)
"""


def main() -> None:
    program = find_program()
    if program is None:
        sys.exit("bench: LibreOffice is not installed; run “make demo” first")
    # What is installed has its bytecode, whatever this shell says.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    load = f"load {os.getloadavg()[0]:.2f} before"
    print(
        f"{version(program)}, Python {sys.version.split()[0]}, {os.cpu_count()} cores, {load}; medians of {RUNS} runs"
    )
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        house = work / "house"
        for name in ("templates", "letterheads", "meetings"):
            shutil.copytree(ROOT / name, house / name)
        shutil.copy(ROOT / "config.toml", house)
        packages = gather(house / "meetings" / SAMPLE)
        soffice = str(program / "soffice")
        french = [package for package in packages if package.language == "fr"]
        script = from_nothing("French package", house, work, soffice, french, RUNS, "at least 3, aim 4")
        again(house, work, script)
        warm(house, work, script)
        previews.measure(house, work / "preview", SAMPLE, script, RUNS)
        checking(house)
        desk.measure(script, desk.Extent())
        memory(house, work)
        from_nothing("six languages", house, work, soffice, packages, 2, "at least 6")
        localising(french[0])
        letters.measure(LETTERS, program, work / "letters")
        compared.measure()
        preflight.measure()
        lists.read(work)
        font, *_ = stamp_fonts(french[0].house, "fr", office_settings(house, {}, Machine(program)).fonts)
        large.measure(program, font)
    print(f"load {os.getloadavg()[0]:.2f} after")


def from_nothing(
    name: str, house: Path, work: Path, soffice: str, packages: list[Package], runs: int, aim: str
) -> float:
    """A package from nothing, against LibreOffice's command once for each of its documents and pypdf once.

    Says what that script takes, in seconds.
    """
    out = work / "cold"
    languages = [f"--lang={package.language}" for package in packages]
    timed([*PAPERS, "--out", str(out), *languages], house)
    scripts = [
        [sys.executable, str(ROOT / "benchmarks/naive.py"), str(documents), str(work / "naive.pdf"), soffice]
        for documents in (collect_documents(package, out, work) for package in packages)
    ]

    def ours() -> float:
        shutil.rmtree(out)
        return timed([*PAPERS, "--out", str(out), *languages], house)

    pairs = [(ours(), sum(timed(script, house) for script in scripts)) for _ in range(runs)]
    first, second = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(
        f"{name} from nothing: {first:.2f} s; one soffice a document, pypdf once: {second:.2f} s; "
        f"{second / first:.1f} times faster ({aim})"
    )
    return float(second)


def collect_documents(package: Package, built: Path, work: Path) -> Path:
    """The documents of a package as a stranger's script would get them: already merged, in order."""
    target = work / "documents" / package.language
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    merged = built / package.language / f"{package.instrument.key}-{package.language}.docx"
    shutil.copy(merged, target / "00-letter.docx")
    # The index is a document like another; which numbers it has does not matter to the time.
    shutil.copy(merged, target / "00-z-index.docx")
    for enclosure in package.meeting.enclosures:
        # A template is converted with its placeholders in it: merging it is not counted for the script.
        source = enclosure.files[package.language]
        shutil.copy(source, target / f"{enclosure.position:02}{source.suffix}")
    return target


def again(house: Path, work: Path, script: float) -> None:
    """A second build with nothing to do, one with one enclosure changed, and the help."""
    command = [*PAPERS, "--lang", "fr", "--out", str(work / "again")]
    cold = timed(command, house)
    nothing = median(lambda: timed(command, house))
    started = "AN OFFICE" if starts_an_office(command, house) else "no office"
    print(
        f"nothing to do: {nothing:.2f} s, {started} started; {cold / nothing:.1f} times faster than from nothing, "
        f"1/{script / nothing:.0f} of the script (at most 1/20)"
    )
    enclosure = next((house / "meetings" / SAMPLE / "enclosures").glob("02-*.fr.*"))
    original = enclosure.read_bytes()
    times = []
    for run in range(RUNS):
        # A byte after the archive's end makes another file of the same document.
        enclosure.write_bytes(original + bytes([run]))
        times.append(timed(command, house))
    enclosure.write_bytes(original)
    changed = statistics.median(times)
    print(f"one enclosure changed: {changed:.2f} s; {cold / changed:.1f} times faster than from nothing")
    bare = median(lambda: timed([sys.executable, "-c", "pass"], house))
    helped = median(lambda: timed([*PAPERS[:3], "--help"], house))
    print(f"papers --help: {helped:.2f} s (under 0.2 s); a bare Python: {bare:.2f} s")


def checking(house: Path) -> None:
    """A check with all its pages, from nothing, against the build from nothing; and one of what has not changed."""
    check, built = [*PAPERS[:3], "check", SAMPLE], house / "build" / SAMPLE

    def from_nothing(command: list[str]) -> float:
        shutil.rmtree(built, ignore_errors=True)
        return timed(command, house)

    pairs = [(from_nothing([*PAPERS]), from_nothing(check)) for _ in range(2)]
    build, first = (statistics.median(each) for each in zip(*pairs, strict=True))
    again = median(lambda: timed(check, house))
    print(
        f"check in six languages from nothing: {first:.2f} s, {first / build:.2f} of the build (at most 1); "
        f"again: {again:.2f} s (under 0.5 s)"
    )


def warm(house: Path, work: Path, script: float) -> None:
    """In a session whose offices are warm: a word of the letter's template changes, and its new bundle is there."""
    template = house / "templates/fr/invitation-siem-reap.docx"
    original = template.read_bytes()
    out, times = work / "warm", []
    with Session(House.open(house)) as session:
        session.build(SAMPLE, languages=["fr"], out=out)
        for number in range(RUNS):
            document = docx.Document(str(template))
            paragraph = next(each for each in document.paragraphs if each.text and "{" not in each.text)
            paragraph.runs[-1].text += f" {number}"
            document.save(str(template))
            start = time.perf_counter()
            built = session.build(SAMPLE, languages=["fr"], out=out)
            times.append(time.perf_counter() - start)
            assert any(step.ran for step in built.steps if step.stage == "bundle")
    template.write_bytes(original)
    changed = statistics.median(times)
    print(
        f"a word of the letter's template, in a warm session: {changed:.2f} s to the new bundle, audited; "
        f"1/{script / changed:.0f} of the script (at most 1/15)"
    )


def memory(house: Path, work: Path) -> None:
    """The peak of the building process; LibreOffice's and the auditors' are not in it."""
    out = ["--lang", "fr", "--out", str(work / "memory")]
    command = [sys.executable, "-c", PEAK, "build", SAMPLE, *out]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=house, check=True, capture_output=True, text=True, env=environment)
    print(f"peak memory of the Python side: {float(done.stderr.split()[-1]):.0f} MB (under 200)")


def localising(package: Package) -> None:
    """One letter's wording, with the language's data loaded."""

    def once() -> float:
        start = time.perf_counter()
        localise(
            package.meeting,
            package.instrument,
            package.rules,
            phrases=package.phrases,
            letterhead=package.letterhead_words,
            style=package.house.style,
        )
        return time.perf_counter() - start

    once()
    print(f"localising a letter: {1000 * statistics.median(once() for _ in range(50)):.1f} ms (under 2 ms)")


def median(measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(RUNS))


def timed(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def starts_an_office(command: list[str], folder: Path) -> bool:
    """Whether the build starts LibreOffice: here that would end it."""
    watched = "import pipeline.convert.office as o, sys; o.Offices.start = lambda self: sys.exit(99); "
    return subprocess.run(
        [command[0], "-c", watched + command[2], *command[3:]], cwd=folder, check=False, capture_output=True
    ).returncode == 99  # fmt: skip


if __name__ == "__main__":
    main()
