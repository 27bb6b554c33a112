"""Measures the archive: sealing, verifying, comparing and building again, as ratios of times measured in one run.

Each command is a whole process, its start included; what it is compared with runs in turn with it. Nothing here is a
test.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "siem-reap-2024"
RUNS = 3
BIG = [256 * 2**20] * 8
"""Bytes of the files that make a payload of 2 GB."""
PAPERS = [sys.executable, "-c", "from pipeline.cli import command; command()"]

# Copies files and takes both digests of each, the plain way; says its own time, without Python's start.
REFERENCE = """
import hashlib, shutil, sys, time
from pathlib import Path
start = time.perf_counter()
source, target = map(Path, sys.argv[1:3])
for path in sorted(source.rglob("*")):
    if path.is_file():
        if sys.argv[3] == "copy":
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        for algorithm in ("sha256", "sha512"):
            with path.open("rb") as file:
                hashlib.file_digest(file, algorithm)
print(time.perf_counter() - start)
"""

PEAK = """
import resource, sys
from pipeline.cli import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def main() -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f} before; medians of {RUNS} runs")
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder) / "house"
        for name in ("templates", "letterheads", "meetings"):
            shutil.copytree(ROOT / name, house / name)
        shutil.copy(ROOT / "config.toml", house)
        building_again(house)
        sealing("the sample", house)
        comparing(house)
        made_large(house)
        sealing("2 GB", house)
        print(f"peak memory at 2 GB: sealing {peak('archive', SAMPLE, house=house)} MB, ", end="")
        bag = bag_of(house)
        print(f"verifying {peak('verify', str(bag), house=house)} MB; at the sample's size, see above")
    print(f"load {os.getloadavg()[0]:.2f} after")


def building_again(house: Path) -> None:
    """Regenerating against a build from nothing."""
    built = house / "build"

    def once() -> float:
        shutil.rmtree(built, ignore_errors=True)
        return timed([*PAPERS, "build", SAMPLE], house)

    once()
    timed([*PAPERS, "archive", SAMPLE], house)
    bag = str(bag_of(house))
    pairs = [(once(), timed([*PAPERS, "regenerate", bag], house)) for _ in range(RUNS)]
    build, again = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"building from nothing: {build:.2f} s; regenerating: {again:.2f} s; {again / build:.2f} times (at most 1.3)")


def sealing(name: str, house: Path) -> None:
    """Sealing and verifying against copying and hashing the same files."""
    archive, copy = house / "archive", house / "copy"
    times: dict[str, list[float]] = {"seal": [], "copy and hash": [], "verify": [], "hash": []}
    for _ in range(RUNS):
        shutil.rmtree(archive, ignore_errors=True)
        times["seal"].append(timed([*PAPERS, "archive", SAMPLE], house))
        bag = bag_of(house)
        times["copy and hash"].append(said([sys.executable, "-c", REFERENCE, str(bag), str(copy), "copy"]))
        shutil.rmtree(copy)
        times["verify"].append(timed([*PAPERS, "verify", str(bag)], house))
        times["hash"].append(said([sys.executable, "-c", REFERENCE, str(bag), str(copy), "hash"]))
    median = {key: statistics.median(values) for key, values in times.items()}
    size = sum(path.stat().st_size for path in bag_of(house).rglob("*") if path.is_file()) / 1e6
    print(
        f"{name}, {size:.0f} MB: sealing {median['seal']:.2f} s, copying and hashing {median['copy and hash']:.2f} s, "
        f"{median['seal'] / median['copy and hash']:.2f} times; verifying {median['verify']:.2f} s, "
        f"{median['verify'] / median['copy and hash']:.2f} times that, {median['verify'] / median['hash']:.2f} times "
        f"hashing alone (at most 2)"
    )


def comparing(house: Path) -> None:
    """Pages a second of two bundles that differ in their bytes alone, and of two that differ on every page."""
    bundle = next((house / "build" / SAMPLE).glob("*-fr.pdf"))
    same, other = house / "same.pdf", house / "other.pdf"
    with pikepdf.open(bundle) as pdf:
        pdf.docinfo["/Producer"] = "another"
        pdf.save(same)
        for page in pdf.pages:
            page.contents_add(b"q 1 0 0 rg 300 20 3 3 re f Q")
        pdf.save(other)
        pages = len(pdf.pages)
    one_core = ["taskset", "-c", "0"] if shutil.which("taskset") else []
    for name, second in (("the same pages", same), ("every page another", other)):
        command = [*one_core, *PAPERS, "compare", str(bundle), str(second), "--report", str(house / "report.html")]
        seconds = statistics.median(timed(command, house, also=8) for _ in range(RUNS))
        print(f"comparing {pages} pages on one core, {name}: {pages / seconds:.0f} pages a second (at least 10)")


def made_large(house: Path) -> None:
    """Puts 2 GB into the built package, as documents that its manifest has."""
    out = house / "build" / SAMPLE
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    piece = os.urandom(2**20)
    for number, size in enumerate(BIG):
        path = out / f"large-{number}.bin"
        digest = hashlib.sha256()
        with path.open("wb") as file:
            for each in range(size // len(piece)):
                block = each.to_bytes(8, "big") + piece[8:]
                file.write(block)
                digest.update(block)
        entry = {"role": "report", "language": "fr", "instrument": None, "recipient": None, "pages": 0}
        manifest["outputs"].append({**entry, "path": path.name, "sha256": digest.hexdigest()})
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def bag_of(house: Path) -> Path:
    return max((path for path in (house / "archive").iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)


def timed(command: list[str], folder: Path, also: int = 0) -> float:
    """Seconds of a command, which may end with another code than 0: ``also``."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True)
    seconds = time.perf_counter() - start
    assert done.returncode in {0, also}, done.stderr
    return seconds


def said(command: list[str]) -> float:
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def peak(*words: str, house: Path) -> str:
    done = subprocess.run([sys.executable, "-c", PEAK, *words], cwd=house, check=False, capture_output=True, text=True)
    return f"{int(done.stderr.split()[-1]) / 1024:.0f}"


if __name__ == "__main__":
    main()
