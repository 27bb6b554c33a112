from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import bagit
import pytest

from pipeline.archive.contents import Item
from pipeline.archive.dispose import dispose
from pipeline.archive.licence import Licence, licence
from pipeline.archive.listing import bags
from pipeline.archive.register import REGISTER, read_register
from pipeline.archive.seal import Sealed
from pipeline.archive.seal import seal as seal_contents
from pipeline.archive.verify import verify
from pipeline.archivist.sealing import contents, seal
from pipeline.bags import layout
from pipeline.building.environment import LIBRARIES
from pipeline.built import MADE_FROM
from pipeline.convert.office import Offices
from pipeline.errors import ArchiveError, MeetingError, UsageError
from pipeline.executor.run import Done, run
from pipeline.files import digest
from pipeline.folders import STATE
from tests.houses import ROOT, build, copy_meeting, files, made_with_input, without_fonts
from tests.pdfs import font
from tests.reading import unpacked

DAY = "2025-02-01"
"""The day at the archivist's desk."""


@pytest.fixture
def meeting(built: Path) -> Path:
    """The small meeting, built where it lies; what a test changes it puts back. Its archive is empty."""
    shutil.rmtree(built / "archive", ignore_errors=True)
    return built / "meetings" / "small"


def sealed(meeting: Path, **options: object) -> Sealed:
    return seal(meeting, None, today=DAY, **options)  # type: ignore[arg-type]


def add_recipients(meeting: Path) -> None:
    """Makes the package look as one for two recipients: a list of them, and a letter to each."""
    out = meeting.parent.parent / "build" / "small"
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    for name in ("Ms Ada Vondrak", "Mr Ivo Sarpe"):
        letter = dict(next(entry for entry in manifest["outputs"] if entry["role"] == "letter"))
        path = f"fr/letters/{name}.pdf"
        (out / path).parent.mkdir(exist_ok=True)
        shutil.copy(out / letter["path"], out / path)
        manifest["outputs"].append({**letter, "recipient": name, "path": path})
    listed = meeting / "recipients.csv"
    listed.write_text("name\nMs Ada Vondrak\nMr Ivo Sarpe\n", encoding="utf-8")
    manifest[MADE_FROM]["fr"]["recipients"] = {"meetings/small/recipients.csv": digest(listed)}
    (out / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2), encoding="utf-8")


# --- what is in a bag ----------------------------------------------------------------------------


def test_a_bag_has_all_that_the_package_was_made_from_and_all_that_was_made(meeting: Path) -> None:
    house = meeting.parent.parent
    bag = sealed(meeting).path
    assert bag.parent == house / "archive"
    assert bag.name.startswith("small-2025-01-15-")
    for path in (house / "build" / "small").rglob("*"):
        if path.is_file() and STATE not in path.parts:
            inside = path.relative_to(house / "build" / "small")
            assert (bag / "data/package" / inside).read_bytes() == path.read_bytes()
    own = bag / "data/house"
    names = {path.relative_to(own).as_posix() for path in own.rglob("*") if path.is_file()}
    assert names == {
        "config.toml",
        "letterheads/plain/letterhead.docx",
        "letterheads/plain/words.toml",
        "meetings/small/meeting.toml",
        *(f"meetings/small/enclosures/{path.name}" for path in (meeting / "enclosures").iterdir()),
        "templates/fr/language.toml",
        "templates/fr/index.docx",
        "templates/fr/invitation.docx",
        "templates/fr/phrases.po",
        "templates/fr/program.po",
    }
    for name in names:
        assert (own / name).read_bytes() == (house / name).read_bytes()
    environment = json.loads((bag / layout.ENVIRONMENT).read_text(encoding="utf-8"))
    assert environment["libreoffice"].startswith("LibreOffice ")
    assert environment["packages"]["pikepdf"]
    fonts = {each["file"]: each for each in environment["fonts"]}
    assert all(len(each["sha256"]) == 64 for each in fonts.values())
    carlito = fonts["Carlito-Regular.ttf"]
    assert (carlito["used"], carlito["copied"], "Open Font License" in carlito["licence"]) == (True, True, True)
    assert fonts["Amiri-Bold.ttf"]["copied"] is False
    kept = {each.name: digest(each) for each in (bag / "data/fonts").iterdir()}
    assert kept == {name: each["sha256"] for name, each in fonts.items() if each["copied"]}


def test_a_font_whose_licence_says_nothing_is_not_copied(tmp_path: Path) -> None:
    path = font("Carlito-Regular.ttf")
    assert licence(path).copies
    for free in ("Open Font License", "scripts.sil.org"):
        data = path.read_bytes().replace(free.encode(), b"x" * len(free))
        path = tmp_path / "closed.ttf"
        path.write_bytes(data.replace(free.encode("utf-16-be"), "x".encode("utf-16-be") * len(free)))
    assert not licence(path).copies
    (tmp_path / "none.ttf").write_bytes(b"no font")
    assert licence(tmp_path / "none.ttf") == Licence("", copies=False)


def test_fonts_that_may_not_be_embedded_are_not_copied(tmp_path: Path) -> None:
    data = bytearray(font("Carlito-Regular.ttf").read_bytes())
    tables = {bytes(data[at : at + 4]): int.from_bytes(data[at + 8 : at + 12]) for at in range(12, 12 + 16 * 30, 16)}
    kind = tables[b"OS/2"] + 8
    data[kind : kind + 2] = (2).to_bytes(2)
    (tmp_path / "restricted.ttf").write_bytes(data)
    assert not licence(tmp_path / "restricted.ttf").copies


def test_a_house_may_keep_its_bags_small(own_built: Path) -> None:
    house = own_built.parent.parent
    config = house / "config.toml"
    without_fonts(config)
    made_with_input(house / "build" / "small", "config.toml", config)
    bag = sealed(own_built).path
    assert not (bag / "data/fonts").exists()
    assert {each["copied"] for each in json.loads((bag / layout.ENVIRONMENT).read_text())["fonts"]} == {False}


def test_the_record_of_packages_names_all_that_the_program_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {re.split("[=>]", each)[0] for each in project["dependencies"]} <= set(LIBRARIES)


def test_a_bag_validates_with_the_bagit_command(meeting: Path) -> None:
    for bag in (sealed(meeting).path, sealed(meeting, redact="recipients").path):
        command = [sys.executable, "-m", "bagit", "--validate", str(bag)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found = bagit.Bag(str(bag))
        assert found.version_info == (1, 0)
        assert set(found.algorithms) == {"sha256", "sha512"}


def test_bag_info_says_whose_it_is_and_how_long_it_is_kept(meeting: Path) -> None:
    config = meeting.parent.parent / "config.toml"
    before = config.read_text(encoding="utf-8")
    try:
        config.write_text(before + 'organisation = "Secrétariat de Selm"\nretention = "PERM-7"\n', encoding="utf-8")
        with pytest.raises(ArchiveError, match=r"config\.toml\n    It has changed since the package was built"):
            sealed(meeting)
        assert files(config.parent / "archive") == {"register.lock": b""}
    finally:
        config.write_text(before, encoding="utf-8")
    info = layout.read_info((sealed(meeting).path / "bag-info.txt").read_bytes())
    assert info["Source-Organization"] == "Secrétariat & associés"
    assert "Bagging-Date" not in info
    assert info["Bag-Group-Identifier"] == "small-2025-01-15"
    assert info["External-Identifier"].startswith("small/2025-01-15/")
    assert info["Papers-Layout"] == "2"


def test_metadata_describe_the_package_and_every_file(meeting: Path) -> None:
    bag = sealed(meeting).path
    core = ElementTree.parse(bag / "metadata/dublin-core.xml").getroot()
    said = [(element.tag.partition("}")[2], element.text) for element in core]
    assert ("title", "Réunion du comité <permanent>") in said
    assert ("date", "2025-01-15") in said
    premis = ElementTree.parse(bag / "metadata/premis.xml").getroot()
    space = {"p": "http://www.loc.gov/premis/v3"}
    named = {element.text for element in premis.iterfind(".//p:objectIdentifierValue", space)}
    assert premis.find(".//p:event", space) is None  # which must have a moment, and there is none that is true
    assert named == {path.relative_to(bag).as_posix() for path in (bag / "data").rglob("*") if path.is_file()}


# --- the same again, and never over another ------------------------------------------------------


def test_sealing_the_same_package_twice_gives_the_same_bytes(meeting: Path) -> None:
    place = meeting.parent.parent / "archive"
    first = sealed(meeting)
    before = files(place)
    again = seal(meeting, None, today="2031-12-31")
    assert (first.new, again.new) == (True, False)
    assert (again.path, again.seal, again.last_hash) == (first.path, first.seal, first.last_hash)
    assert files(place) == before
    shutil.rmtree(place)
    assert sealed(meeting).seal == first.seal
    assert files(place) == before


def test_the_zip_of_a_bag_has_one_form_and_the_same_seal(meeting: Path) -> None:
    folder, zipped = sealed(meeting), sealed(meeting, zipped=True)
    assert (zipped.seal, zipped.path.name) == (folder.seal, f"{folder.path.name}.zip")
    assert len(read_register(folder.path.parent / REGISTER).lines) == 1
    bytes_before = zipped.path.read_bytes()
    with zipfile.ZipFile(zipped.path) as opened:
        assert opened.testzip() is None
        held = {name.removeprefix(f"{folder.path.name}/"): opened.read(name) for name in opened.namelist()}
    assert held == files(folder.path)
    zipped.path.unlink()
    assert sealed(meeting, zipped=True).path.read_bytes() == bytes_before


def test_a_bag_that_was_altered_in_its_place_is_not_overwritten(meeting: Path) -> None:
    bag = sealed(meeting).path
    (bag / "bag-info.txt").write_bytes(b"Papers-Layout: 2\n")
    with pytest.raises(ArchiveError, match="no longer what was sealed"):
        sealed(meeting)
    assert (bag / "bag-info.txt").read_bytes() == b"Papers-Layout: 2\n"


def test_a_package_that_is_not_built_is_not_sealed(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    with pytest.raises(ArchiveError, match="The package is not built"):
        sealed(folder)
    assert not (own_house / "archive").exists()


def test_what_has_changed_since_the_build_is_told_at_once(meeting: Path) -> None:
    enclosures = sorted((meeting / "enclosures").iterdir())[:2]
    kept = [path.read_bytes() for path in enclosures]
    try:
        enclosures[0].write_bytes(kept[0] + b"\n")
        enclosures[1].write_bytes(kept[1] + b"\n")
        with pytest.raises(ArchiveError) as caught:
            sealed(meeting)
        assert [problem.where for problem in caught.value.problems] == [str(path) for path in enclosures]
    finally:
        for path, content in zip(enclosures, kept, strict=True):
            path.write_bytes(content)


def test_a_house_that_was_moved_is_sealed_with_the_same_seal(meeting: Path, tmp_path: Path) -> None:
    before = sealed(meeting).seal
    house = Path(shutil.copytree(meeting.parent.parent, tmp_path / "elsewhere"))
    shutil.rmtree(house / "archive")
    assert sealed(house / "meetings" / "small").seal == before


def test_a_letter_and_the_inputs_of_another_are_not_sealed(
    own_built: Path, offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that was stopped once its letter was there, and the edit that it was made from undone."""
    toml = own_built / "meeting.toml"
    before = toml.read_text(encoding="utf-8")
    toml.write_text(before.replace("Réunion du comité", "Session du comité"), encoding="utf-8")
    out = own_built.parent.parent / "build" / "small"
    for stop in ("forget_tools", "remember_inputs"):
        with monkeypatch.context() as patched:
            patched.setattr(f"pipeline.building.build.{stop}", _stop)
            with pytest.raises(KeyboardInterrupt):
                build(own_built, out, offices)
        sealed(own_built)
        shutil.rmtree(own_built.parent.parent / "archive")
    toml.write_text(before, encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"meeting\.toml\n    It has changed since the package was built"):
        sealed(own_built)


def _stop(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_what_is_changed_while_it_is_built_makes_no_package(
    own_built: Path, offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = own_built.parent.parent / "build" / "small"
    before = files(out)

    def edited(*arguments: Any, **named: Any) -> Done:
        made = run(*arguments, **named)
        (own_built / "enclosures" / "agenda.txt").write_text("Another agenda\n", encoding="utf-8")
        return made

    monkeypatch.setattr("pipeline.building.build.run", edited)
    with pytest.raises(MeetingError, match=r"agenda\.txt\n    It was changed while the package was being built"):
        build(own_built, out, offices)
    assert files(out) == before


def test_languages_of_two_states_of_a_file_are_not_sealed_as_one(own_built: Path) -> None:
    out = own_built.parent.parent / "build" / "small"
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    toml = own_built / "meeting.toml"
    both = re.sub(r"(?m)^(.*)\bfr( = .*)$", r"\g<0>\n\1en\2", toml.read_text(encoding="utf-8"))
    toml.write_text(both.replace('["fr"]', '["fr", "en"]'), encoding="utf-8")
    other = json.loads(json.dumps(manifest[MADE_FROM]["fr"]))
    other["inputs"]["config.toml"] = "0" * 64
    manifest[MADE_FROM]["en"] = other
    manifest["outputs"].append({**manifest["outputs"][0], "language": "en"})
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"different states of these files: config\.toml"):
        sealed(own_built)


# --- several at once, and stops ------------------------------------------------------------------

SEAL = """
import sys
from pathlib import Path
from pipeline.archivist.sealing import seal
print(seal(Path(sys.argv[1]), None, today="2025-02-01", zipped=len(sys.argv) > 2).seal)
"""


def test_processes_that_seal_at_once_do_not_harm_each_other(meeting: Path) -> None:
    commands = [[sys.executable, "-c", SEAL, str(meeting), *more] for more in ([], [], ["zip"], ["zip"])]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    seals = {process.communicate()[0].strip() for process in running}
    assert [process.returncode for process in running] == [0] * 4
    place = meeting.parent.parent / "archive"
    (seal_,) = seals
    assert sorted(path.name for path in place.iterdir()) == sorted(
        [f"small-2025-01-15-{seal_[:32]}", f"small-2025-01-15-{seal_[:32]}.zip", REGISTER, "register.lock"]
    )
    for bag in place.glob("small-*"):
        assert verify(bag).problems == ()


KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.archive.seal import seal
from pipeline.archivist.sealing import contents

meeting, zipped, step = Path(sys.argv[1]), sys.argv[2] == "zip", int(sys.argv[3])
place = meeting.parent.parent / "archive"
WATCHED = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir"}
found = contents(meeting, None)
point = 0
while True:
    child = os.fork()
    if child == 0:
        seen = 0
        def watch(event, _arguments):
            global seen
            if event in WATCHED:
                seen += 1
                if seen > point:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(watch)
        seal(found, place, today="2025-02-01", zipped=zipped)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    names = sorted(path.name for path in place.iterdir() if not path.name.startswith(".")) if place.is_dir() else []
    print(status, *names)
    if status == 0:
        break
    point += step
"""


@pytest.mark.parametrize(("form", "step"), [("folder", 5), ("zip", 1)])
def test_a_kill_at_any_point_leaves_no_half_bag_under_its_name(meeting: Path, form: str, step: int) -> None:
    """Killed before each few of its calls to the system, and run again, until it comes to its end."""
    command = [sys.executable, "-c", KILLED, str(meeting), form, str(step)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    runs = [line.split() for line in done.stdout.splitlines()]
    assert len(runs) > 15
    place = meeting.parent.parent / "archive"
    for _status, *names in runs:
        for name in set(names) - {REGISTER, "register.lock"}:
            assert verify(place / name, place / REGISTER if REGISTER in names else None).problems == ()
    assert len(read_register(place / REGISTER).lines) == 1
    assert len(runs[-1]) == 4


FULL = """
import resource, sys
from pathlib import Path
from pipeline.archivist.sealing import seal
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    seal(Path(sys.argv[1]), None, today="2025-02-01", zipped=sys.argv[3] == "zip")
except OSError as error:
    print(error.strerror)
"""


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_full_disk_leaves_nothing(meeting: Path, form: str) -> None:
    command = [sys.executable, "-c", FULL, str(meeting), "60000", form]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "File too large"
    assert [path.name for path in (meeting.parent.parent / "archive").iterdir()] == ["register.lock"]


# --- the register ---------------------------------------------------------------------------------


def test_bags_are_found_by_what_is_in_them(meeting: Path) -> None:
    place = meeting.parent.parent / "archive"
    bag = sealed(meeting).path
    for wanted in (
        {},
        {"slug": "small"},
        {"date": "2025-01"},
        {"title": "REUNION du comite"},
        {"title": "ordre du jour"},
        {"recipient": "missions permanentes"},
        {"slug": "small", "date": "2025"},
    ):
        found, _book, problems = bags(place, wanted)
        assert ([each.name for each in found], problems) == ([bag.name], ()), wanted
    for wanted in ({"slug": "large"}, {"date": "2024"}, {"symbol": "CD/1"}, {"slug": "small", "title": "budget"}):
        assert bags(place, wanted)[0] == []


def test_a_list_names_bags_without_a_line_and_lines_without_a_bag(meeting: Path) -> None:
    bag = sealed(meeting).path
    bag.rename(bag.with_name("small-2025-01-15-0123456789ab"))
    found, _book, problems = bags(bag.parent, {})
    assert [each.name for each in found] == [bag.name, "small-2025-01-15-0123456789ab"]
    assert ["not in the archive" in problems[0].what, "no line in the register" in problems[1].what] == [True, True]


def test_a_bag_that_was_disposed_of_stays_in_the_register_and_fails_no_listing(meeting: Path) -> None:
    place = meeting.parent.parent / "archive"
    bag = sealed(meeting).path
    sealed(meeting, zipped=True)
    with pytest.raises(UsageError, match="not disposed of without a reason"):
        dispose(place, bag.name, today="2035-02-01", reason=" ")
    with pytest.raises(ArchiveError, match="no line for such a bag"):
        dispose(place, "small", today="2035-02-01", reason="x")
    gone = dispose(place, bag.name, today="2035-02-01", reason="PERM-7 ended")
    assert (len(gone.removed), gone.bags, list(place.glob("small-*"))) == (2, 2, [])
    (found,), book, problems = bags(place, {})
    assert (problems, book.problems) == ((), ())
    assert found.as_json()["disposed"] == "2035-02-01"
    assert found.as_json()["sealed"] == DAY
    with pytest.raises(ArchiveError, match="disposed of already"):
        dispose(place, bag.name, today="2035-02-01", reason="again")
    again = sealed(meeting)
    assert (again.path, again.new, again.bags) == (bag, True, 3)
    (found,), book, problems = bags(place, {})
    assert (problems, "disposed" in found.as_json()) == ((), False)
    assert verify(bag).problems == ()


def test_a_bag_that_was_disposed_of_and_is_there_is_told(meeting: Path, tmp_path: Path) -> None:
    place = meeting.parent.parent / "archive"
    bag = sealed(meeting).path
    shutil.copytree(bag, tmp_path / "kept")
    dispose(place, bag.name, today="2035-02-01", reason="PERM-7 ended")
    shutil.copytree(tmp_path / "kept", bag)
    (problem,) = bags(place, {})[2]
    assert (problem.where, "disposed of on 2035-02-01 (PERM-7 ended)" in problem.what) == (str(bag), True)


# --- names that no bag has -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["100%.txt"], "has “%” in it"),
        (["a\nb.txt"], "has “␊” in it"),
        (["a\\b.txt"], "in it"),
        (["Agenda 2.txt", "agenda 2.txt"], "differs from “data/house/.*” only in capitals"),
        (["re\u0301sume\u0301.txt", "r\u00e9sum\u00e9.txt"], "how accents are encoded"),
        (["x/a.txt", "X/b.txt"], "only in capitals"),
    ],
)
def test_names_that_others_misread_are_told_before_anything_is_sealed(
    meeting: Path, names: list[str], said: str
) -> None:
    found = contents(meeting, None)
    more = tuple(Item(layout.HOUSE + name, b"x") for name in names)
    place = meeting.parent.parent / "archive"
    with pytest.raises(ArchiveError, match=said):
        seal_contents(replace(found, items=(*found.items, *more)), place, today=DAY)
    assert not place.exists()


# --- records that leave the house ----------------------------------------------------------------


@pytest.fixture
def with_recipients(own_built: Path) -> Path:
    """The small meeting of a house of its own, as if it had been made for two recipients."""
    add_recipients(own_built)
    return own_built


def test_a_redacted_copy_has_nothing_of_any_recipient(with_recipients: Path) -> None:
    whole, copy = sealed(with_recipients), sealed(with_recipients, redact="recipients")
    assert (whole.path / "data/package/fr/letters/Ms Ada Vondrak.pdf").is_file()
    assert (whole.path / "data/recipients/recipients.csv").is_file()
    for name, content in files(copy.path).items():
        for sign in ("Vondrak", "Sarpe", "recipients.csv"):
            assert sign not in name
            assert sign.encode() not in content, name
    assert json.loads((copy.path / layout.REDACTION).read_text()) == {"left out": "recipients", "files": 4}
    for bag in (whole.path, copy.path):
        assert verify(bag).problems == ()
    found, _book, _problems = bags(whole.path.parent, {"recipient": "vondrak"})
    assert [each.name for each in found] == [whole.path.name]


@pytest.mark.parametrize("first", ["whole", "copy"])
def test_the_whole_bag_and_the_redacted_one_name_each_other(with_recipients: Path, first: str) -> None:
    order: list[str | None] = [None, "recipients"] if first == "whole" else ["recipients", None]
    by_kind = {redact: sealed(with_recipients, redact=redact) for redact in order}
    whole, copy = by_kind[None], by_kind["recipients"]
    of_whole = layout.read_info((whole.path / "bag-info.txt").read_bytes())
    of_copy = layout.read_info((copy.path / "bag-info.txt").read_bytes())
    assert of_copy["Redacted-From"] == whole.path.name
    assert of_whole["Redacted-Copy"] == of_copy["External-Identifier"] == copy.identifier
    assert of_copy["Redacted"] == "recipients"
    assert "Redacted" not in of_whole
    assert of_whole["Bag-Group-Identifier"] == of_copy["Bag-Group-Identifier"]
    core = (copy.path / "metadata/dublin-core.xml").read_text(encoding="utf-8")
    assert "without the personal data of recipients" in core


def test_nothing_of_the_machine_is_in_a_bag(meeting: Path) -> None:
    published = files(sealed(meeting).path)
    assert {Path(name).suffix for name in published} >= {".docx", ".json", ".pdf", ".toml", ".txt", ".xml"}
    for name, content in published.items():
        assert os.fsencode(meeting.parent.parent) not in unpacked(name, content), name
