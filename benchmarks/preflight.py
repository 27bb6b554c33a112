"""Small broken documents and their clean twins go in; how many of them are found, and what is told besides, comes out.

The collection is that of ``tests/preflight/``: documents with what is left in them, letters and packages whose texts
contradict their meeting, mistakes that people make with Word and PDF. Recall is how many of the broken are found by the
code that they are named after; precision is how many of all findings that is. Six whole meetings that are clean are
checked by the tests.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.convert.intake import Intake
from tests.preflight import test_left as left
from tests.preflight import test_mistakes as mistakes
from tests.preflight import test_said as said
from tests.preflight.mistakes import MISTAKES


def measure() -> None:
    """Prints both, and each code that is not found or told of what is sound."""
    told: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    clean = 0
    for code, broken, found in _collection():
        if broken:
            told[code] += code in found
            missed[code] += code not in found
        else:
            clean += 1
        wrong.update(each for each in found if not broken or each != code)
    true, false, lost = told.total(), wrong.total(), missed.total()
    print(f"preflight: {true + lost} broken, {clean} clean, {len(told)} codes")
    print(f"  precision {true / (true + false):.3f}, recall {true / (true + lost):.3f}")
    for kind, counts in (("not found", missed), ("false alarms", wrong)):
        for code, count in (+counts).items():
            print(f"  {kind}: {code} {count}")


def _collection() -> Iterator[tuple[str, bool, set[str]]]:
    """The code that each case is named after, whether it is broken, and the codes that are told of it."""
    with tempfile.TemporaryDirectory(prefix="papers-bench-") as folder, Intake() as intake:
        for path in left.LEFT:
            for kind, cases in tomllib.loads(path.read_text(encoding="utf-8")).items():
                for case in cases:
                    yield path.stem, kind == "broken", {each.code for each in left.told(case, Path(folder), intake)}
        for each in MISTAKES:
            code = next(iter(each.codes))
            for broken, made in ((True, each.broken), (False, each.clean)):
                yield code, broken, mistakes.told(made(Path(folder)), Path(folder), intake, each.pages)
    for path in said.SAID:
        for language, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for kind in ("broken", "clean"):
                for text in texts.get(kind, ()):
                    yield path.stem, kind == "broken", {each.code for each in said.told(text, language)}
    for path in said.LISTED:
        for kind, cases in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for case in cases:
                yield path.stem, kind == "broken", said.told_together(case)


if __name__ == "__main__":
    measure()
