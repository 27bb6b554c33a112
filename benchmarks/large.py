"""Measures bundles of large files: against a bare append by pypdf, their memory, and many named destinations.

Each figure is of a process of its own, and this module is also what runs in it.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from benchmarks.large_files import file_of_names, large_files
from pipeline.model import Binding, Part

FILES, PAGES, RUNS = 20, 250, 3
FEW_NAMES, MANY_NAMES = 10_000, 40_000


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took."""

    seconds: float
    """On the clock."""
    busy: float
    """Seconds of processors."""
    megabytes: float
    """At its peak."""


def measure(program: Path, stamp_font: Path) -> None:
    """Print the figures. ``program`` is LibreOffice's folder."""
    files = large_files(program, FILES, PAGES)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _against_pypdf(files, stamp_font, work)
        _memory(files, stamp_font, work)
        _names(stamp_font, work)


def _against_pypdf(files: Sequence[Path], stamp_font: Path, work: Path) -> None:
    runs = [
        (
            spent("bundle", stamp_font, work / "bundle.pdf", files),
            spent("append", stamp_font, work / "appended.pdf", files),
        )
        for _ in range(RUNS)
    ]
    ours, bare = (statistics.median(each.seconds for each in kind) for kind in zip(*runs, strict=True))
    busy = statistics.median(own.busy / other.busy for own, other in runs)
    print(
        f"{FILES} tagged files of {PAGES} pages: {ours:.2f} s; pypdf's bare append, which drops the tags: "
        f"{bare:.2f} s; {ours / bare:.2f} of it, {busy:.2f} in seconds of processors (at most 1)"
    )
    checks = (
        ("audit", "its audit, in two processes"),
        ("levels", "its check of levels, from nothing"),
        ("levels", "the same in a later process, with what is known of its pages"),
    )
    for what, name in checks:
        took = spent(what, stamp_font, work / "bundle.pdf", files)
        print(
            f"  {name}: {took.seconds:.2f} s, {took.seconds / bare:.2f} of the append; {took.busy:.2f} s busy; "
            f"{took.megabytes:.0f} MB in the largest process (under 600)"
        )


def _memory(files: Sequence[Path], stamp_font: Path, work: Path) -> None:
    quarter = files[: len(files) // 4]
    few, all_of_them = (spent("bundle", stamp_font, work / "bundle.pdf", each) for each in (quarter, files))
    print(
        f"  memory: {few.megabytes:.0f} MB for {len(quarter)} files, {all_of_them.megabytes:.0f} MB for {len(files)}; "
        f"{all_of_them.megabytes / few.megabytes:.1f} times as much (at most {len(files) / len(quarter):.0f})"
    )


def _names(stamp_font: Path, work: Path) -> None:
    few, many = (
        statistics.median(spent("bundle", stamp_font, work / "bundle.pdf", [file]).busy for _ in range(RUNS))
        for file in (file_of_names(work / f"names{count}.pdf", count) for count in (FEW_NAMES, MANY_NAMES))
    )
    times = MANY_NAMES // FEW_NAMES
    print(
        f"{MANY_NAMES:,} named destinations: {many:.2f} s of a processor; {FEW_NAMES:,}: {few:.2f} s; "
        f"{many / few:.1f} times the time for {times} times the destinations (at most {times + 1})"
    )


def spent(what: str, stamp_font: Path, target: Path, files: Sequence[Path]) -> Spent:
    """What it takes to do one of the things below in a process of its own."""
    command = [sys.executable, "-m", __spec__.name, what, str(stamp_font), str(target), *map(str, files)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    start = perf_counter()
    process = os.posix_spawn(sys.executable, command, environment)
    _, status, usage = os.wait4(process, 0)
    seconds = perf_counter() - start
    if status:
        sys.exit(f"bench: {what} failed")
    return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _parts(files: Sequence[Path]) -> list[Part]:
    return [
        Part("enclosure", file, f"File {position}", "en", position, str(position), f"Group {(position + 4) // 5}")
        for position, file in enumerate(files, 1)
    ]


def _binding(stamp_font: Path) -> Binding:
    created = datetime(2024, 9, 18, 9, 0, tzinfo=UTC)
    stamp = "Enclosure {number} – page {page}/{pages}"
    return Binding("Large files", "Secretariat", "A measurement", "en", created, stamp, (stamp_font,))


def _bundle(stamp_font: Path, target: Path, files: Sequence[Path]) -> None:
    from pipeline.bundle.assemble import bundle  # noqa: PLC0415 - each process loads what it measures

    bundle(_parts(files), _binding(stamp_font), target)


def _audit(stamp_font: Path, target: Path, files: Sequence[Path]) -> None:
    from pipeline.audit import joined  # noqa: PLC0415
    from pipeline.audit.serve import begun, results  # noqa: PLC0415

    gc.disable()  # as an auditor does
    with begun(_parts(files), _binding(stamp_font)) as lanes:
        findings = joined(target, results(lanes, target), lambda _: None)
    if findings:
        sys.exit(f"bench: the audit finds {findings[0]}")


def _levels(_: Path, target: Path, files: Sequence[Path]) -> None:
    from pipeline.pdf.conformance import judge  # noqa: PLC0415
    from pipeline.pdf.verdicts import Verdicts  # noqa: PLC0415

    judge(target, files, Verdicts(target.with_name("levels-0.json")))


def _append(_: Path, target: Path, files: Sequence[Path]) -> None:
    from pypdf import PdfWriter  # noqa: PLC0415

    writer = PdfWriter()
    for file in files:
        writer.append(file)
    writer.write(target)


if __name__ == "__main__":
    _, _what, _font, _target, *_files = sys.argv
    {"bundle": _bundle, "append": _append, "audit": _audit, "levels": _levels}[_what](
        Path(_font), Path(_target), list(map(Path, _files))
    )
