"""Houses and meetings for tests: the repository's own are copied, small ones are written, all are built for real."""

from __future__ import annotations

import atexit
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import docx
from docx.text.paragraph import Paragraph

from pipeline.building.build import build as build_order
from pipeline.building.office import OfficeSettings
from pipeline.building.order import Order
from pipeline.building.staff import Staff
from pipeline.built import MADE_FROM
from pipeline.convert.intake import Intake
from pipeline.convert.office import Offices
from pipeline.executor.cancel import Cancellation
from pipeline.executor.local import Executor, LocalExecutor
from pipeline.executor.tools import Tools
from pipeline.files import digest
from pipeline.folders import find_root
from pipeline.libreoffice import find_program
from pipeline.machine import Machine
from pipeline.settings import read_settings
from pipeline.tasks.workshop import Workshop
from pipeline.workers.auditors import Auditors
from pipeline.workers.mergers import Mergers

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "siem-reap-2024"
MEETINGS = Path(__file__).parent / "meetings"


def copy_house(target: Path) -> Path:
    """A house like the repository's, without its meetings."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "config.toml", target)
    for name in ("templates", "letterheads"):
        shutil.copytree(ROOT / name, target / name)
    (target / "meetings").mkdir()
    return target


def without_fonts(config: Path) -> None:
    """Lets a house keep its bags small."""
    text = config.read_text(encoding="utf-8")
    assert "\nfonts = true" in text
    config.write_text(text.replace("\nfonts = true", "\nfonts = false"), encoding="utf-8")


def made_with_input(out: Path, name: str, path: Path) -> None:
    """Lets a build's record say that it was made from the file as it is now."""
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    for each in manifest[MADE_FROM].values():
        each["inputs"][name] = digest(path)
    (out / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2), encoding="utf-8")


def copy_meeting(house: Path, case: str = "small", slug: str = "") -> Path:
    """One of tests/meetings, put into a house."""
    return Path(shutil.copytree(MEETINGS / case, house / "meetings" / (slug or case)))


def copy_case(target: Path, case: str) -> Path:
    """A house of the repository's papers with a case's own settings and templates, and the case's meeting in it."""
    house = copy_house(target)
    for path in sorted((MEETINGS / case).rglob("*.*")):
        name = path.relative_to(MEETINGS / case)
        own = house / name if name.parts[0] in {"config.toml", "templates"} else house / "meetings" / case / name
        own.parent.mkdir(parents=True, exist_ok=True)
        if name.suffixes[-2:] == [".docx", ".txt"]:
            language = name.parts[1] if name.parts[0] == "templates" else name.suffixes[0][1:]
            write_word(path, ROOT / "templates" / language / "invitation.docx", own.with_suffix(""))
        else:
            shutil.copy(path, own)
    return house / "meetings" / case


def write_word(source: Path, like: Path, target: Path) -> None:
    """The Word document that a text describes: ``style | words`` a line, each set as ``like`` sets that style."""
    document = docx.Document(str(like))
    old = document.paragraphs
    set_so = {paragraph.style.name: paragraph._p for paragraph in old if paragraph.style and paragraph.runs}
    for line in source.read_text(encoding="utf-8").splitlines():
        style, _, words = line.partition(" | ")
        made = Paragraph(deepcopy(set_so[style]), old[0]._parent)
        first, *others = made.runs
        first.text = words
        for run in others:
            made._p.remove(run._r)
        old[0]._p.addprevious(made._p)
    for each in (*(paragraph._p for paragraph in old), *(table._tbl for table in document.tables)):
        document.element.body.remove(each)
    document.save(str(target))


@dataclass(frozen=True, slots=True)
class Package:
    """A package as built."""

    out: Path
    manifest: Mapping[str, Any]
    ran: tuple[str, ...]
    """The names of the steps that ran, in the plan's order."""

    def path(self, role: str, number: int = 0, language: str = "fr") -> Path:
        """The file of a role; of several, the one at that position."""
        of = (role, language)
        found = [entry["path"] for entry in self.manifest["outputs"] if (entry["role"], entry["language"]) == of]
        return self.out / str(found[number])


def build(
    folder: Path,
    out: Path,
    offices: Offices,
    *,
    languages: Sequence[str] = (),
    jobs: int = 2,
    force: bool = False,
    environment: Mapping[str, str] | None = None,
    draft: bool = False,
) -> Package:
    """A meeting built with offices that run already, so that a test does not wait for their start."""
    settings = read_settings(find_root(folder))
    order = Order(folder, out, settings, tuple(languages), force, environment or {}, draft)
    built = build_order(order, Borrowed(offices, jobs), lambda _event: None, Cancellation())
    return Package(out, built.manifest, tuple(step.name for step in built.steps if step.ran))


class Borrowed(Staff):
    """Offices of the tests, whatever the settings of a house say, and auditors of this process."""

    def __init__(self, offices: Offices, jobs: int) -> None:
        super().__init__(Machine(find_program()), jobs)
        self._offices = offices

    @contextmanager
    def at_work(
        self,
        wanted: OfficeSettings,
        fonts: str,
        tools: Tools,
        environment: Mapping[str, str],
        state: Path | None = None,
    ) -> Iterator[tuple[Executor, Callable[[], None]]]:
        intake = Intake()
        executor = LocalExecutor(Workshop(self._offices, intake, _auditors(), Mergers(), environment), self._jobs)
        try:
            yield executor, lambda: None
        finally:
            executor.close()
            intake.close()


@cache
def _auditors() -> Auditors:
    """Those of this process, started once."""
    made = Auditors(2)
    atexit.register(made.close)
    return made


def files(folder: Path) -> dict[str, bytes]:
    """All that was published in a folder, by path; not the builder's own notes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".state" not in path.relative_to(folder).parts
    }


def put_meeting(folder: Path, toml: bytes) -> Path:
    """A meeting's folder with enclosures of several sorts, good and bad."""
    enclosures = folder / "enclosures"
    enclosures.mkdir(parents=True)
    (folder / "meeting.toml").write_bytes(toml)
    (folder.parent / "outside.txt").write_text("Outside.\n")
    for name, content in (("agenda.txt", "1. Opening\n"), ("note.txt", "A note.\n"), ("setup.exe", "MZ")):
        (enclosures / name).write_text(content)
    (enclosures / "empty.txt").touch()
    (enclosures / "text.docx").write_text("This is no Word document.\n")
    (enclosures / "form.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    (enclosures / "link.txt").symlink_to(folder.parent / "outside.txt")
    (enclosures / "loop.txt").symlink_to(enclosures / "loop.txt")
    return folder


def sound_meeting() -> bytes:
    """The meeting that each broken one was, before its mistake."""
    toml = (Path(__file__).parent / "broken" / "meetings" / "unknown-key.toml").read_text()
    return toml.replace('autor = "X"\n', "").encode()
