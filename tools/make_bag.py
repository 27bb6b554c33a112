"""Seals the meeting of tests/meetings/tiny as this version does, for tests/bags: run once for each layout of bags.

A bag that lies there is never replaced: every later version must verify it, read it and build it again.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from pipeline import House, Session
from pipeline.archive.register import REGISTER
from pipeline.bags.layout import LAYOUT

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = """[archive]
organisation = "Secrétariat du comité"
retention = "PERM-7"
fonts = false
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder) / "house"
        for name in ("templates", "letterheads"):
            shutil.copytree(ROOT / name, house / name)
        settings = (ROOT / "config.toml").read_text(encoding="utf-8").partition("[archive]\n")[0]
        (house / "config.toml").write_text(settings + SETTINGS, encoding="utf-8")
        meeting = Path(shutil.copytree(ROOT / "tests/meetings/tiny", house / "meetings/tiny"))
        with Session(House.open(house), jobs=1) as session:
            session.build(meeting)
            made = session.house.archive.seal(meeting, today="2026-11-25", zipped=True).path
        target = ROOT / f"tests/bags/layout-{LAYOUT}"
        if target.exists():
            sys.exit(f"{target} is there already, and is never replaced.")
        target.mkdir(parents=True)
        for path in (made, made.with_name(REGISTER)):
            shutil.copy(path, target)


if __name__ == "__main__":
    main()
