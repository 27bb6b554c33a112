"""Signing: a scan of a letter that was signed by hand goes in, is kept with the meeting, and what was signed is noted.

What is kept is an input of the package: each later build makes the signed copy again, as long as the letter's words are
those that were signed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from pipeline.built import read_manifest
from pipeline.errors import BundleError, UsageError
from pipeline.files import write_whole
from pipeline.findings import Finding, Place
from pipeline.findings.hints import near
from pipeline.folders import SIGNED
from pipeline.load.signed import SCANS
from pipeline.localise import as_data
from pipeline.merge.apart import merge_within_limits
from pipeline.merge.reading import paragraphs_of
from pipeline.package import Package, gather
from pipeline.plan.counts import counted
from pipeline.workers.mergers import Mergers


@contextmanager
def kept(folder: Path, out: Path, *, instrument: str, language: str, scan: Path) -> Iterator[None]:
    """Keeps ``scan`` with the meeting in ``folder`` as the signed letter that was built in ``out``.

    What is raised inside puts back what was there before. Raises UsageError for a letter that is not built, or is built
    as a draft, and for a scan that is none.
    """
    letter, document = (_built(folder, out, role, instrument, language) for role in ("letter", "letter-docx"))
    if not scan.is_file():
        raise UsageError(Finding("scan-missing", Place(str(scan))))
    if (suffix := scan.suffix.lower()) not in SCANS:
        raise UsageError(Finding("scan-kind", Place(str(scan)), {"taken": ", ".join(SCANS)}))
    from pipeline.bundle.signed import mark_of, words_of  # noqa: PLC0415 - loads pikepdf

    stem, of, said = f"{instrument}-{language}", mark_of(words_of(letter)), _said(document)
    there = folder / SIGNED
    before = {path: path.read_bytes() for path in there.glob(f"{stem}.*")} if there.is_dir() else {}
    try:
        data = scan.read_bytes()  # it may be the one that is kept
        for path in before:
            path.unlink()
        there.mkdir(exist_ok=True)
        write_whole(there / f"{stem}{suffix}", data)
        write_whole(there / f"{stem}.toml", _record(instrument, language, f"{stem}{suffix}", of, said).encode())
        yield
    except BaseException:
        _put_back(there, stem, before)
        raise


def check_signed(package: Package) -> None:
    """Raises BundleError where the words of a letter are no longer those that were signed, at which a build would stop.

    The letter is merged for that, and not converted. One that asks for pages of enclosures, or that a drawing is placed
    in, is left to a build, as both are known when other things are converted.
    """
    of = (package.instrument.key, package.language)
    signed = next((each for each in package.meeting.signed if (each.instrument, each.language) == of), None)
    template, letterhead = package.template(package.instrument.template), package.letterhead
    if signed is None or not signed.said:
        return
    wording, pictures = package.words(), {key: each.file for key, each in package.meeting.placed.items()}
    drawn = any(file.suffix.lower() == ".svg" for file in pictures.values())
    if drawn or counted(package.meeting, as_data(wording.words), template, letterhead):
        return
    with tempfile.TemporaryDirectory(prefix="papers-") as folder, closing(Mergers()) as mergers:
        target = Path(folder, "letter.docx")
        properties = package.properties(str(getattr(wording.words, "title", "")))
        merge_within_limits(mergers, wording, template, letterhead, properties, target, pictures=pictures)
        if _said(target) != signed.said:
            raise BundleError(Finding("signed-letter-changed", Place(str(signed.scan))))


def _said(document: Path) -> str:
    """A mark of a Word document's words."""
    from pipeline.bundle.signed import mark_of  # noqa: PLC0415 - loads pikepdf

    return mark_of(paragraphs_of(document))


def _built(folder: Path, out: Path, role: str, instrument: str, language: str) -> Path:
    """The letter as it was built, which was printed."""
    packages = gather(folder)
    for option, named, known in (
        ("--instrument", instrument, [each.instrument.key for each in packages]),
        ("--lang", language, list(packages[0].meeting.languages)),
    ):
        if named not in known:
            raise UsageError(Finding("sign-nothing", Place(f"{option} {named}"), {"near": near(named, known)}))
    manifest = read_manifest(out)
    if manifest.get("draft"):
        raise UsageError(Finding("draft-signed", Place(str(out)), {"meeting": folder.name}))
    of = (role, language, instrument)
    for entry in manifest.get("outputs", ()):
        if (entry["role"], entry["language"], entry["instrument"]) == of and not entry.get("stale"):
            return out / str(entry["path"])
    raise UsageError(Finding("sign-not-built", Place(str(out)), {"meeting": folder.name}))


def _record(instrument: str, language: str, scan: str, of: str, said: str) -> str:
    rows = {"instrument": instrument, "language": language, "scan": scan, "of": of, "said": said}
    said = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in rows.items())
    return f"# Written by “papers sign”: the letter as it was signed; “of” and “said” are marks of its words.\n{said}"


def _put_back(there: Path, stem: str, before: dict[Path, bytes]) -> None:
    for path in there.glob(f"{stem}.*"):
        path.unlink()
    for path, data in before.items():
        write_whole(path, data)
    with suppress(OSError):
        if there.is_dir() and not any(there.iterdir()):
            shutil.rmtree(there)
