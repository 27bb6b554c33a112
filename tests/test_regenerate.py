from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from pipeline.archivist.regenerate import Regenerated, regenerate
from pipeline.archivist.sealing import seal
from pipeline.bags import layout
from pipeline.convert.office import Offices
from pipeline.errors import ArchiveError, ConverterError, UsageError
from pipeline.files import digest
from pipeline.findings import Finding, Place
from pipeline.folders import STATE
from tests.houses import build, copy_meeting, files


def again(bag: Path, keep: Path | None = None) -> Regenerated:
    return regenerate(bag, keep=keep, jobs=2)


def sealed(meeting: Path, *, zipped: bool = False) -> Path:
    return seal(meeting, None, today="2025-02-01", zipped=zipped).path


def made_otherwise(meeting: Path, change: Callable[[pikepdf.Pdf], None], **environment: str) -> None:
    """Lets the package look as if other tools had made it: each PDF changed, and their versions in the record."""
    out = meeting.parent.parent / "build" / "small"
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["outputs"]:
        if entry["path"].endswith(".pdf"):
            with pikepdf.open(out / entry["path"], allow_overwriting_input=True) as pdf:
                change(pdf)
                pdf.save(out / entry["path"])
            entry["sha256"] = digest(out / entry["path"])
            entry.pop("conformance", None)
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (record,) = (out / STATE).glob("tools-*.json")
    known = json.loads(record.read_text(encoding="utf-8"))
    known["environment"].update(environment)
    record.write_text(json.dumps(known), encoding="utf-8")


def test_a_package_built_again_from_its_bag_is_identical(own_built: Path, tmp_path: Path) -> None:
    for bag in (sealed(own_built), sealed(own_built, zipped=True)):
        alone = tmp_path / "sent" / bag.name
        alone.parent.mkdir(exist_ok=True)
        (shutil.copytree if bag.is_dir() else shutil.copy)(bag, alone)
        kept = tmp_path / f"kept {bag.suffix}"
        found = again(alone, kept)
        assert found.comparison.verdict == "identical"
        assert found.comparison.causes == ()
        built = own_built.parent.parent / "build" / "small"
        assert files(kept) == files(built)


def test_nothing_but_the_bag_is_read_and_nothing_is_left(
    own_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bag = sealed(own_built)
    alone = Path(shutil.copytree(bag, tmp_path / "sent" / bag.name))
    shutil.rmtree(own_built.parent.parent)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    before = files(tmp_path)
    assert again(alone).comparison.verdict == "identical"
    assert files(tmp_path) == before


def test_what_other_tools_made_has_the_same_pages_and_the_tools_are_named(own_built: Path) -> None:
    made_otherwise(
        own_built, lambda pdf: pdf.docinfo.update({"/Producer": "x"}), libreoffice="LibreOffice 7.4.7.2 40 1"
    )
    found = again(sealed(own_built)).comparison
    assert (found.verdict, found.but, found.grave) == ("same pages, but", ("metadata",), False)
    (cause,) = found.causes
    assert str(cause).startswith("LibreOffice 7.4.7.2 40 1 then, ")
    assert found.pages > 0


def test_another_page_is_different_and_told(own_built: Path) -> None:
    def blot(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(b"0 g 20 20 100 100 re f")

    made_otherwise(own_built, blot)
    found = again(sealed(own_built)).comparison
    assert found.verdict == "different"
    bundle = found.documents[0]
    assert [(page.section, page.first, page.words, page.places) for page in bundle.differing] == [
        ("Lettre", "1", (), 1)
    ]


def test_inputs_changed_by_hand_are_found_before_anything_is_built(
    own_built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bag = sealed(own_built)
    (bag / layout.HOUSE / "meetings/small/enclosures/agenda.txt").write_text("Another agenda\n", encoding="utf-8")
    monkeypatch.setattr("pipeline.archivist.regenerate.build", lambda *_args, **_named: pytest.fail("it was built"))
    with pytest.raises(ArchiveError, match=r"agenda\.txt\n    It was changed"):
        again(bag)


def test_what_is_kept_goes_to_a_new_folder(own_built: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="There is something in it already"):
        again(sealed(own_built), tmp_path / "kept")
    assert files(tmp_path / "kept") == {"mine.txt": b"mine"}


def test_a_bag_that_cannot_be_built_today_says_why(own_built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bag = sealed(own_built)
    monkeypatch.setattr("pipeline.convert.office.Offices.export", _no_office)
    with pytest.raises(ArchiveError) as caught:
        again(bag)
    first, second = caught.value.problems[:2]
    assert first.code == "bag-not-built"
    assert (second.where, second.code) == (f"{bag}/data/house/meetings/small/enclosures/agenda.txt", "file-empty")


def _no_office(_offices: object, source: Path, _data: bytes | None = None) -> bytes:
    raise ConverterError(Finding("file-empty", Place(str(source))))


def test_no_password_is_in_a_bag_and_it_is_asked_for_when_it_is_needed(
    own_house: Path, offices: Offices, tmp_path: Path
) -> None:
    meeting = copy_meeting(own_house)
    secret = "Kestrel-4417"
    locked = pikepdf.Encryption(user=secret, owner=secret)
    with pikepdf.open(meeting / "enclosures" / "form.pdf", allow_overwriting_input=True) as pdf:
        pdf.save(meeting / "enclosures" / "form.pdf", encryption=locked)
    (meeting / "form.password").write_text(f"{secret}\n", encoding="utf-8")
    toml = meeting / "meeting.toml"
    text = toml.read_text(encoding="utf-8")
    before = next(line for line in text.splitlines() if "enclosures/form.pdf" in line)
    toml.write_text(text.replace(before, f'{before}\npassword = {{ file = "form.password" }}'), encoding="utf-8")
    build(meeting, own_house / "build" / "small", offices)
    bag = sealed(meeting)
    for name, content in files(bag).items():
        assert secret.encode() not in content, name
    with pytest.raises(ArchiveError, match="The password should be in the file"):
        again(bag)
    (tmp_path / "safe").mkdir()
    (meeting / "form.password").rename(tmp_path / "safe" / "form.password")
    found = regenerate(bag, keep=None, jobs=2, passwords=tmp_path / "safe")
    assert found.comparison.verdict == "identical"
