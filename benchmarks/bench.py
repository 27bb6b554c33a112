"""Measures the sample's package and prints the figures, as ratios measured in one run on this machine.

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

from pipeline.build.store import Store
from pipeline.convert.office import Offices, find_program, version
from pipeline.package import gather
from pipeline.plan import plan

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "siem-reap-2024"
RUNS = 5

# Runs the command in this very process and says its own peak memory: LibreOffice's processes are not in it.
PEAK = """
import resource, sys
from pipeline.cli import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def main() -> None:
    program = find_program()
    if program is None:
        sys.exit("bench: LibreOffice is not installed; run “make demo” first")
    print(f"LibreOffice {version(program)}, Python {sys.version.split()[0]}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.2f} before; medians of {RUNS} runs")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        house = work / "house"
        for name in ("templates", "letterheads", "meetings"):
            shutil.copytree(ROOT / name, house / name)
        shutil.copy(ROOT / "config.toml", house)
        documents = collect_documents(house, work / "documents")
        whole_package(house, documents, work, str(program / "soffice"))
        again(house, work)
        memory(house, work)
    print(f"load {os.getloadavg()[0]:.2f} after")


def collect_documents(house: Path, target: Path) -> Path:
    """The documents of the package as a stranger's script would get them: merged, in order."""
    target.mkdir()
    package = gather(house / "meetings" / SAMPLE)[0]
    store = Store(target.parent / "store")
    with Offices(find_program(), count=1) as offices:
        from pipeline.convert import convert  # noqa: PLC0415

        steps = plan([package], lambda source, out, of: convert(source, offices, of.created, out), ROOT / "config.toml")
        made = {step.name: store.add(f"{number:064}", step.suffix, lambda out, step=step: step.run({}, out))  # type: ignore[misc]
                for number, step in enumerate(steps) if step.stage == "merge"}  # fmt: skip
    letter = next(name for name in made if "letter" in name)
    shutil.copy(made[letter].path, target / "00-letter.docx")
    # The index is a document like another; its numbers do not matter to the time.
    shutil.copy(made[letter].path, target / "00-z-index.docx")
    for enclosure in package.meeting.enclosures:
        source = enclosure.files[package.language]
        merged = made.get(f"merge enclosure {enclosure.number} {package.language}")
        shutil.copy(merged.path if merged else source, target / f"{enclosure.position:02}{source.suffix}")
    return target


def whole_package(house: Path, documents: Path, work: Path, soffice: str) -> None:
    naive = [sys.executable, str(ROOT / "benchmarks/naive.py"), str(documents), str(work / "naive.pdf"), soffice]
    first, second = in_turn(
        lambda: papers(house, work / "cold", fresh=True), lambda: timed(naive, house), fresh=work / "cold"
    )
    print(f"package from nothing: {first:.2f} s; one soffice a document, pypdf once: {second:.2f} s; "
          f"{second / first:.1f} times faster (at least 4, aim 6)")  # fmt: skip


def again(house: Path, work: Path) -> None:
    out = work / "again"
    cold = papers(house, out, fresh=True)
    nothing = statistics.median(papers(house, out) for _ in range(RUNS))
    started = "no office" if not offices_started(house, out) else "AN OFFICE"
    print(f"nothing to do: {nothing:.2f} s, {started} started (under 0.4 s); {cold / nothing:.1f} times faster")
    enclosure = next((house / "meetings" / SAMPLE / "enclosures").glob("02-*"))
    original = enclosure.read_bytes()
    times = []
    for run in range(RUNS):
        # A byte after the archive's end makes another file of the same document.
        enclosure.write_bytes(original + bytes([run]))
        times.append(papers(house, out))
    enclosure.write_bytes(original)
    changed = statistics.median(times)
    print(f"one enclosure changed: {changed:.2f} s; {cold / changed:.1f} times faster than from nothing")
    bare = statistics.median(timed([sys.executable, "-c", "pass"], house) for _ in range(RUNS))
    helped = statistics.median(timed([*COMMAND, "--help"], house) for _ in range(RUNS))
    print(f"papers --help: {helped:.2f} s (under 0.2 s); a bare Python: {bare:.2f} s")


def memory(house: Path, work: Path) -> None:
    shutil.rmtree(work / "memory", ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-c", PEAK, "build", SAMPLE, "--out", str(work / "memory")],
        cwd=house, check=True, capture_output=True, text=True,
    )  # fmt: skip
    print(f"peak memory of the Python side: {int(done.stderr.split()[-1]) / 1024:.0f} MB (under 200)")


COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()"]


def papers(house: Path, out: Path, *, fresh: bool = False) -> float:
    if fresh:
        shutil.rmtree(out, ignore_errors=True)
    return timed([*COMMAND, "build", SAMPLE, "--out", str(out)], house)


def timed(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def in_turn(first: Callable[[], float], second: Callable[[], float], fresh: Path) -> tuple[float, float]:
    """The medians of both, each run once for nothing first."""
    pairs = [(first(), second()) for _ in range(RUNS + 1)][1:]
    shutil.rmtree(fresh, ignore_errors=True)
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)


def offices_started(house: Path, out: Path) -> bool:
    """Whether a build with nothing to do starts LibreOffice."""
    watched = "import pipeline.convert.office as o, sys; o.Offices.start = lambda self: sys.exit(99); "
    command = [sys.executable, "-c", watched + COMMAND[-1], "build", SAMPLE, "--out", str(out)]
    return subprocess.run(command, cwd=house, check=False, capture_output=True).returncode == 99


if __name__ == "__main__":
    main()
