"""One file by itself: a house and a file go in, its PDF comes out as an enclosure would, and what is to be told of it.

No meeting is needed, and nothing is kept but the PDF. The words of scans are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.building.previewing import tools_of
from pipeline.building.staff import Staff
from pipeline.convert import Details
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import OnEvent
from pipeline.executor.run import run
from pipeline.files import write_whole
from pipeline.load import load_house
from pipeline.results import ConvertedFile
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.suffixes import MESSAGES
from pipeline.tasks import File, Task
from pipeline.tasks.converting import convert_document, take_pdf
from pipeline.tasks.joining import convert_message


def convert_file(
    settings: Settings,
    source: Path,
    target: Path,
    *,
    language: str,
    staff: Staff,
    environment: Mapping[str, str],
    on_event: OnEvent,
    cancellation: Cancellation,
) -> ConvertedFile:
    """Writes the PDF of ``source`` to ``target``. ConfigError, MeetingError for a file that is not taken, and
    ConverterError; ``target`` then stands as it stood."""
    house = load_house(settings.path.parent, settings)
    offices = staff.office_settings(house.root, house.settings.model_dump())
    tools = tools_of(house, offices)
    task = _task(source, language)
    with (
        TemporaryDirectory(prefix="papers-") as folder,
        staff.at_work(offices, offices.fonts.digest, tools, environment) as (executor, ended),
        Store(Path(folder)) as store,
    ):
        done = run(
            [task], store, tools, executor, on_event=on_event, cancellation=cancellation, offices_done=ended,
        )  # fmt: skip
        made = done.made[task.name]
        write_whole(target, made.path.read_bytes())
    return ConvertedFile(target, made.result.pages or 0, made.result.remarks)


def _task(source: Path, language: str) -> Task:
    """What makes it, by the kind that its name tells, as an enclosure is made."""
    # Of the day that it was changed last, as no meeting says another: the same file gives the same bytes.
    changed = datetime.fromtimestamp(source.stat().st_mtime, UTC).date() if source.exists() else datetime.min
    converting: dict[str, Any] = {
        "created": datetime.combine(changed, time(), UTC),
        "linked_names": (),
        "details": Details(language=language or "und", written_in=language, alone=True),
    }
    inputs, name = {"source": File(source, source.name)}, f"convert {source.name}"
    ending = source.suffix.lower()
    if ending == ".pdf":
        return Task(name, "take", take_pdf, ".pdf", inputs, {"right_to_assemble": False, "written_in": language})
    if ending in MESSAGES:
        return Task(name, "join", convert_message, ".pdf", inputs, converting)
    return Task(name, "convert", convert_document, ".pdf", inputs, converting)
