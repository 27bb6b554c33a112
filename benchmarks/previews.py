"""Measures how soon a preview follows a save, in a warm session, against the script that people write."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import docx

from pipeline import House, Preview, Session


def measure(house: Path, out: Path, meeting: str, script: float, runs: int) -> None:
    """A word of the French letter's template changes, and its new pages are there; then, what each word is from.

    ``script`` is what that takes for the French package, in seconds, measured in the same run.
    """
    template = house / "templates/fr/invitation-siem-reap.docx"
    original = template.read_bytes()
    drawn: list[float] = []
    explained: list[float] = []
    with Session(House.open(house)) as session:
        session.preview(meeting, language="fr", out=out)
        for number in range(runs):
            document = docx.Document(str(template))
            paragraph = next(each for each in document.paragraphs if each.text and "{" not in each.text)
            paragraph.runs[-1].text += f" {number}"
            document.save(str(template))
            start = time.perf_counter()

            def pages(_preview: Preview, start: float = start) -> None:
                drawn.append(time.perf_counter() - start)

            session.preview(meeting, language="fr", out=out, on_pages=pages)
            explained.append(time.perf_counter() - start)
    template.write_bytes(original)
    first, last = statistics.median(drawn), statistics.median(explained)
    print(
        f"a preview after a save, in a warm session: {first:.2f} s to the new pages, "
        f"1/{script / first:.0f} of the script (at most 1/25); "
        f"{last:.2f} s until each word is explained, 1/{script / last:.0f}"
    )
