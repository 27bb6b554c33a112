"""What lies in no file of the house, in one file: people, tokens, jobs, the log, marks, and what was replaced.

Facts, templates and enclosures are files, and are kept as the house keeps its files.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath

from pipeline import ConfigError, Finding, House, Place
from pipeline.desk.database import FILE, FOLDER, Database
from pipeline.desk.serving import only_one

_KEPT = ("kept", "seen", "uploads")


def back_up(house: House, target: Path) -> None:
    """Writes it to ``target``, also while the desk runs."""
    database = Database(house.root)
    with tempfile.TemporaryDirectory(prefix="papers-") as folder:
        copy = Path(folder) / FILE
        with closing(sqlite3.connect(copy)) as into:
            database.rows().backup(into)
        database.close()
        draft = target.with_name(f".{target.name}.part")
        try:
            draft.touch(mode=0o600)  # it has what only the folder's owner may read
            # What was replaced keeps its time, which may be older than a ZIP can say.
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packed:
                packed.write(copy, FILE)
                for name in _KEPT:
                    for path in sorted((database.folder / name).glob("*")):
                        with suppress(FileNotFoundError):  # the desk that runs has done with it
                            packed.write(path, f"{name}/{path.name}")
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)


def restore(house: House, source: Path) -> Path:
    """Puts what was backed up in its place; what stood there is kept beside it, and its folder is the answer.

    ConfigError for what is no such file, and while the desk runs.
    """
    database = Database(house.root)
    database.close()
    with only_one(database) as already:
        if already:
            raise ConfigError(Finding("desk-runs", Place(str(house.root)), {"address": already}))
        with tempfile.TemporaryDirectory(prefix=".desk-", dir=house.root) as folder:
            draft = Path(folder) / "new"
            draft.mkdir(mode=0o700)
            try:
                with zipfile.ZipFile(source) as packed:
                    _unpack(packed, draft)
                with closing(sqlite3.connect(draft / FILE)) as rows:
                    whole = rows.execute("PRAGMA integrity_check").fetchone()[0]
            except (OSError, zipfile.BadZipFile, KeyError, ValueError, sqlite3.Error) as error:
                raise ConfigError(Finding("desk-no-backup", Place(str(source)))) from error
            if whole != "ok":
                raise ConfigError(Finding("desk-no-backup", Place(str(source))))
            number = 1
            while (before := house.root / f"{FOLDER}-before-{number}").exists():
                number += 1
            (house.root / FOLDER).rename(before)
            shutil.move(draft, house.root / FOLDER)
    Database(house.root).close()
    return before


def _unpack(packed: zipfile.ZipFile, into: Path) -> None:
    for each in packed.infolist():
        name = PurePosixPath(each.filename)
        if name.parts != (FILE,) and not (len(name.parts) == 2 and name.parts[0] in _KEPT and name.name != ".."):
            raise ValueError(each.filename)
        (into / name).parent.mkdir(mode=0o700, exist_ok=True)
        with packed.open(each) as source, (into / name).open("xb") as target:
            shutil.copyfileobj(source, target)
    packed.getinfo(FILE)
