"""What holding documents against their pages costs: documents go in, its share of their conversion comes out.

Processor time, of this process and of the office: what else a machine does counts in neither.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from pipeline.completeness import compare_file
from pipeline.convert import Details, convert_with_remarks
from pipeline.convert.office import Offices
from pipeline.libreoffice import find_program
from pipeline.officefile.clean import clean
from tests.rich_documents import MAKERS

ROOT = Path(__file__).resolve().parent.parent
_TAKEN = frozenset({".docx", ".odt", ".xlsx", ".ods", ".pptx", ".odp"})
_DAY = datetime(2024, 4, 22, tzinfo=UTC)


def share_of_comparing(folder: Path) -> list[tuple[str, float, float]]:
    """Of each document of the sample, and of each kind of rich ones: its name, its conversion, what comparing takes.

    In seconds; the conversion has the comparison in it.
    """
    sample = sorted((ROOT / "meetings/siem-reap-2024/enclosures").iterdir())
    sources = [path for path in sample if path.suffix in _TAKEN]
    sources += [make(folder / f"rich{kind}", 1) for kind, make in MAKERS.items()]
    found: list[tuple[str, float, float]] = []
    with Offices(find_program(), count=1) as offices:
        offices.export(sources[0])  # what is loaded once is no document's
        for source in sources:
            cleaned, made = clean(source).data, offices.export(source)
            compare_file(source, made, cleaned)
            before = time.process_time()
            compare_file(source, made, cleaned)
            comparing = time.process_time() - before
            before = time.process_time() + _spent(offices)
            convert_with_remarks(source, offices, _DAY, folder / "made.pdf", details=Details(alone=True))
            found.append((source.name, time.process_time() + _spent(offices) - before, comparing))
    return found


def _spent(offices: Offices) -> float:
    """Seconds of processor that the offices have taken (proc(5): the 14th and the 15th field)."""
    ticks = 0
    for pid in offices.pids():
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measure() -> None:
    """Says it, of each document where it is asked for."""
    with tempfile.TemporaryDirectory() as folder:
        found = share_of_comparing(Path(folder))
    for name, whole, comparing in found if "-v" in sys.argv else ():
        print(f"  {name}: {comparing:.3f} s of {whole:.3f} s, {comparing / whole:.1%}")
    whole, comparing = sum(each[1] for each in found), sum(each[2] for each in found)
    print(
        f"holding {len(found)} documents against their pages: {comparing / whole:.1%} of their conversion (under 10%)"
    )


if __name__ == "__main__":
    measure()
