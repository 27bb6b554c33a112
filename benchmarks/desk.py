"""Measures the desk as an office uses it: how long its pages take while people click and packages are built, how soon
it starts, what memory it holds on to, and how soon a changed fact is seen.

The desk is the command itself, in a process of its own; who clicks is in this one. A page's time is what a browser
waits for it, so a machine that has other work shows it: the load is told beside the figures.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "siem-reap-2024"
SMALL = ROOT / "tests" / "meetings" / "tiny"
MEETINGS, PEOPLE = 50, 20
PAUSE = (0.5, 3.5)
"""Seconds that a person looks at a page before they click again."""
CLICKS = 30
"""Seconds that they do it."""
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
    print(f"{name}: {len(times)} pages, median {share(times, 0.5):.0f} ms, p95 {share(times, 0.95):.0f} ms ({worst})")


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        house = house_of(Path(folder), MEETINGS)
        slugs = sorted(path.name for path in (house / "meetings").iterdir())
        for number in range(6):
            shutil.copytree(house / "meetings" / SAMPLE, house / "meetings" / f"built-{number}")
        with served(house) as (browser, _pid, start):
            print(f"start {start:.2f} s; load {os.getloadavg()[0]:.1f}")
            for slug in slugs[:3]:
                browser.get(f"/meetings/{slug}/enclosures")
            told("nothing else runs", clicking(browser, slugs, CLICKS / 2))
            stop = threading.Event()

            def builder(first: int) -> None:
                for number in range(first, 6, 2):
                    if not stop.is_set():
                        print("built in", build(browser, f"built-{number}"))

            builders = [threading.Thread(target=builder, args=(number,)) for number in range(2)]
            for each in builders:
                each.start()
            told("two builds run", clicking(browser, slugs, CLICKS))
            stop.set()
            for each in builders:
                each.join()
            print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
