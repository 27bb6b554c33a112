"""Measures the desk as an office uses it: how soon it starts, how long its pages take while people click and packages
are built, how soon a changed fact is seen, and what memory it holds on to.

The desk is the command itself, in a process of its own; who clicks is in this one. A page's time is what a browser
waits for it, so a machine that has other work shows it: the load is told beside the figures. ``make bench`` has all of
it; ``python -m benchmarks.desk [SECONDS] [--short]`` by itself, with what the script of :mod:`benchmarks.naive` takes.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "siem-reap-2024"
SMALL = ROOT / "tests" / "meetings" / "tiny"
MEETINGS, PEOPLE = 50, 20
PAUSE = (0.5, 3.5)
"""Seconds that a person looks at a page before they click again."""


@dataclass(frozen=True)
class Extent:
    """How much is measured."""

    clicks: float = 30
    """Seconds that people click, while packages are built; half of it without."""
    requests: int = 1000
    builds: int = 100
    """Of a small meeting, each with an enclosure that has changed."""
    changes: int = 5
    starts: int = 5


SHORT = Extent(clicks=8, requests=200, builds=6, changes=3, starts=3)
PAGES = ("", "/facts", "/facts/groups", "/package", "/templates", "/enclosures", "/check")
FROM_HERE = {"sec-fetch-site": "same-origin", "accept-language": "en"}


@contextmanager
def served(house: Path) -> Iterator[tuple[httpx2.Client, int, float]]:
    """A browser that has come in, the process of the desk, and how long it took to answer."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "desk", "--port", "0"]
    running = subprocess.Popen(command, cwd=house, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert running.stdout is not None
    address = running.stdout.readline().strip()
    try:
        base = address.partition("/enter")[0]
        with httpx2.Client(base_url=base, headers=FROM_HERE, timeout=120, follow_redirects=True) as browser:
            browser.get(address).raise_for_status()
            yield browser, running.pid, time.perf_counter() - began
    finally:
        running.terminate()
        running.wait()


def house_of(folder: Path, meetings: int) -> Path:
    """A house like the repository's, with the sample, and with small meetings besides."""
    house = folder / "house"
    for name in ("templates", "letterheads"):
        shutil.copytree(ROOT / name, house / name)
    shutil.copy(ROOT / "config.toml", house)
    shutil.copytree(ROOT / "meetings" / SAMPLE, house / "meetings" / SAMPLE)
    for number in range(meetings):
        shutil.copytree(SMALL, house / "meetings" / f"small-{number:02}")
    return house


def build(browser: httpx2.Client, slug: str) -> float:
    """Builds a package, and waits for it."""
    began = time.perf_counter()
    asked = browser.post(f"/meetings/{slug}/build", data={"of": "package"})
    number = str(asked.url).rpartition("/")[2]
    while not (job := browser.get(f"/jobs/{number}.json").json())["over"]:
        time.sleep(0.2)
    if job["state"] != "done":
        raise RuntimeError(job)
    return time.perf_counter() - began


def clicking(browser: httpx2.Client, slugs: list[str], seconds: float) -> list[tuple[float, str]]:
    """What pages took, with which they were, while people clicked for so long."""
    took: list[tuple[float, str]] = []
    end = time.monotonic() + seconds

    def person(number: int) -> None:
        chance = random.Random(number)
        with httpx2.Client(base_url=browser.base_url, headers=FROM_HERE, cookies=browser.cookies, timeout=60) as own:
            time.sleep(chance.uniform(0, PAUSE[1]))
            while time.monotonic() < end:
                page = chance.choice(PAGES)
                path = f"/meetings/{chance.choice(slugs)}{page}" if chance.random() < 0.8 else "/meetings"
                began = time.perf_counter()
                own.get(path).raise_for_status()
                took.append((time.perf_counter() - began, page if path != "/meetings" else "(list)"))
                time.sleep(chance.uniform(*PAUSE))

    people = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    return took


def share(took: list[float], part: float) -> float:
    """The time within which so large a part of the pages was there, in milliseconds."""
    return sorted(took)[min(len(took) - 1, int(part * len(took)))] * 1000


def told(name: str, took: list[tuple[float, str]]) -> None:
    times = [each for each, _ in took]
    of = {page: [each for each, one in took if one == page] for page in {one for _, one in took}}
    worst = ", ".join(f"{page or '(one)'} {share(each, 0.95):.0f}" for page, each in sorted(of.items()))
    print(
        f"{name}: {len(times)} pages, median {share(times, 0.5):.0f} ms, p95 {share(times, 0.95):.0f} ms "
        f"(under 100; {worst})"
    )


def memory(pid: int) -> tuple[float, float]:
    """What the server holds, and the process apart, in megabytes; its offices and auditors are not in it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    threads = Path(f"/proc/{pid}/task").iterdir()
    apart = children.split() or [each for one in threads for each in (one / "children").read_text().split()]

    def held(number: int | str) -> float:
        status = Path(f"/proc/{number}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0

    return held(pid), sum(map(held, apart))


def holding(name: str, pid: int, before: tuple[float, float]) -> tuple[float, float]:
    """Says what they hold, and how much more that is than before."""
    now = memory(pid)
    grown = [after - first for after, first in zip(now, before, strict=True)]
    print(
        f"{name}: the server holds {now[0]:.0f} MB ({grown[0]:+.0f}), the process apart {now[1]:.0f} MB "
        f"({grown[1]:+.0f}), both {sum(now):.0f} MB (under 250, flat)"
    )
    return now


def starting(house: Path, times: int) -> None:
    took = []
    for _ in range(times):
        with served(house) as (_browser, _pid, seconds):
            took.append(seconds)
    print(f"start, until the first page is there: {statistics.median(took):.2f} s (under 1.5)")


def asking(browser: httpx2.Client, pid: int, slugs: list[str], extent: Extent) -> None:
    """Whether the server grows with what it is asked, and the process apart with what it builds."""
    paths = [f"/meetings/{slug}{page}" for slug in slugs[:10] for page in PAGES]

    def ask(times: int) -> None:
        for path in itertools.islice(itertools.cycle(paths), times):
            browser.get(path).raise_for_status()
            time.sleep(0.03)  # who asks more often than people do is told to wait

    ask(len(paths) * 2)
    held = holding("at first", pid, memory(pid))
    for part in range(2):
        ask(extent.requests // 2)
        held = holding(f"after {(part + 1) * extent.requests // 2} requests", pid, held)


def building(browser: httpx2.Client, pid: int, house: Path, slug: str, extent: Extent) -> None:
    """The same of builds, of which each has something to do."""
    enclosure = next((house / "meetings" / slug / "enclosures").glob("*.txt"))
    held, every = memory(pid), max(1, extent.builds // 4)
    for number in range(1, extent.builds + 1):
        enclosure.write_text(f"Agenda, as of build {number}\n", encoding="utf-8")
        build(browser, slug)
        if number % every == 0:
            held = holding(f"after {number} builds", pid, held)


def changing(browser: httpx2.Client, times: int, script: float | None) -> None:
    """A fact is changed, as a program does it, and the letter's page is there, with its picture."""
    made = browser.post("/you/tokens", data={"token": "bench"}, headers={"accept": "application/json"}).json()["made"]
    api, own = f"/api/v1/meetings/{SAMPLE}/facts", {"authorization": f"Bearer {made}"}
    page = f"/meetings/{SAMPLE}/look?language=fr&part=letter"
    browser.get(page).raise_for_status()
    took, last = list[float](), b""
    for number in range(times):
        read = browser.get(api, headers=own).json()["read"]
        words = f"Invitation {number}"
        browser.get(f"/meetings/{SAMPLE}/check.json").raise_for_status()  # nothing is left to do of the change before
        began = time.perf_counter()
        change = {"read": read, "changes": [{"key": ["subject", "fr"], "value": words}]}
        browser.patch(api, headers=own, json=change).raise_for_status()
        shown = browser.get(page).raise_for_status().text
        picture = re.search(r'<img src="([^"]+)"', shown)
        assert picture, shown
        drawn = browser.get(picture[1]).raise_for_status().content
        took.append(time.perf_counter() - began)
        assert drawn != last, "the page is as it was"
        last = drawn
    changed = statistics.median(took)
    share_of = "" if script is None else f", 1/{script / changed:.0f} of the script (at most 1/15)"
    print(f"a fact is changed, and its new page is there: {changed:.2f} s{share_of}")


def measure(script: float | None, extent: Extent) -> None:
    """``script`` is what the script of :mod:`benchmarks.naive` takes for the French package, in seconds."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        house = house_of(Path(folder), MEETINGS)
        slugs = sorted(path.name for path in (house / "meetings").iterdir())
        for number in range(6):
            shutil.copytree(house / "meetings" / SAMPLE, house / "meetings" / f"built-{number}")
        starting(house, extent.starts)
        with served(house) as (browser, pid, _start):
            told("nothing else runs", clicking(browser, slugs, extent.clicks / 2))
            stop = threading.Event()

            def builder(first: int) -> None:
                for number in itertools.count(first, 2):
                    if stop.is_set():
                        return
                    shutil.rmtree(house / "build" / f"built-{number % 6}", ignore_errors=True)
                    build(browser, f"built-{number % 6}")

            builders = [threading.Thread(target=builder, args=(number,)) for number in range(2)]
            for each in builders:
                each.start()
            told("two builds run", clicking(browser, slugs, extent.clicks))
            stop.set()
            for each in builders:
                each.join()
            changing(browser, extent.changes, script)
            asking(browser, pid, slugs, extent)
            building(browser, pid, house, "small-00", extent)


def main() -> None:
    given = [each for each in sys.argv[1:] if each != "--short"]
    print(f"load {os.getloadavg()[0]:.2f} before")
    measure(float(given[0]) if given else None, SHORT if "--short" in sys.argv else Extent())
    print(f"load {os.getloadavg()[0]:.2f} after")


if __name__ == "__main__":
    main()
