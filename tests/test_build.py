from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import docx
import pypdf
import pytest
from docx.shared import Mm

from pipeline import House, Session
from pipeline.check import check
from pipeline.convert.office import Offices
from pipeline.errors import BundleError, MeetingError, PapersError
from pipeline.findings.catalogue import CATALOGUE
from pipeline.findings.catalogue.entry import Entry
from pipeline.folders import STATE
from pipeline.libreoffice import find_program
from pipeline.store import Store
from tests.changing import changed
from tests.houses import MEETINGS as CASES
from tests.houses import Package, build, copy_house, copy_meeting, files
from tests.pdfs import Leaf, write
from tests.reading import unpacked

pytestmark = pytest.mark.office

ALL = (
    "merge letter invitation fr",
    "merge enclosure 2 fr",
    "convert enclosure 1 fr",
    "convert enclosure 2 fr",
    "convert enclosure 3 fr",
    "convert enclosure 4 fr",
    "convert letter invitation fr",
    "index invitation fr",
    "link letter invitation fr",
    "bundle invitation fr",
    "report invitation fr",
)
"""Without what is drawn, read and looked through for the report, which follows what it is of."""
FOLLOWING = 6 + 6 + 1 + 1
"""Pictures of the letter, the index and the enclosures; as many readings, and that of the templates; what was found."""


@pytest.fixture(scope="session")
def small(house: Path, offices: Offices) -> Package:
    """The small meeting, built; to be read only."""
    return build(copy_meeting(house), house / "build" / "small", offices)


@pytest.fixture
def mine(small: Package, house: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The small meeting in a house of its own, as built: its folder and the output."""
    home = copy_house(tmp_path / "house")
    shutil.copytree(small.out, tmp_path / "out", copy_function=shutil.copy2)
    return copy_meeting(home), tmp_path / "out"


def pages_of(path: Path) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


# --- what comes out ------------------------------------------------------------------------------


def check_manifest(package: Package) -> None:
    """Each output has its keys, is there, and is what the manifest says."""
    manifest = json.loads((package.out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == package.manifest
    for entry in manifest["outputs"]:
        told, more = list(entry)[:7], list(entry)[7:]
        assert told == ["role", "language", "instrument", "recipient", "path", "sha256", "pages"]
        assert more in ([], ["conformance"])
        content = (package.out / entry["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        if entry["path"].endswith(".pdf"):
            assert len(pypdf.PdfReader(package.out / entry["path"]).pages) == entry["pages"]
    known = {"manifest.json", *(entry["path"] for entry in manifest["outputs"])}
    assert set(files(package.out)) == known


def test_the_manifest_says_what_there_is(small: Package) -> None:
    check_manifest(small)
    outputs = small.manifest["outputs"]
    assert [entry["role"] for entry in outputs] == ["bundle", "report", "letter", "letter-docx"] + ["enclosure"] * 4
    assert [entry["instrument"] for entry in outputs] == ["invitation"] * 4 + [None] * 4
    assert [entry["path"] for entry in outputs] == [
        "small-invitation-fr.pdf",
        "small-invitation-fr-report.html",
        "fr/invitation-fr.pdf",
        "fr/invitation-fr.docx",
        "fr/pieces-jointes/01-ordre-du-jour-1er-3-mars-2025.pdf",
        "fr/pieces-jointes/02-programme.pdf",
        "fr/pieces-jointes/03-formulaire.pdf",
        "fr/pieces-jointes/04-note.pdf",
    ]
    assert outputs[0]["pages"] == sum(entry["pages"] for entry in outputs[2:]) + 1


def test_the_manifest_of_the_sample_too(sample: Package) -> None:
    check_manifest(sample)
    roles = [(entry["language"], entry["role"]) for entry in sample.manifest["outputs"]]
    each = ["bundle", "report", "letter", "letter-docx"] + ["enclosure"] * 10
    expected = [(language, role) for language in "ar en es fr ru zh".split() for role in each]
    assert sorted(roles) == sorted([*expected, ("mul", "concordance")])


def test_signs_that_xml_uses_survive_into_the_bundle(small: Package) -> None:
    reader = pypdf.PdfReader(small.path("bundle"))
    assert reader.metadata is not None
    assert reader.metadata.title == "Réunion du comité <permanent>"
    assert reader.metadata.author == "Secrétariat & associés"
    assert "comité <permanent>" in pages_of(small.path("bundle"))[1]


def test_an_enclosure_that_is_a_template_is_filled_in(small: Package) -> None:
    (page,) = pages_of(small.path("enclosure", 1))
    assert "du 1er au 3 mars 2025 (pièce 2)" in page.replace("\u00a0", " ")
    assert "dimanche 2 mars 2025" in page.replace("\u00a0", " ")


def test_no_path_of_the_machine_is_in_any_output(small: Package) -> None:
    published = files(small.out)
    assert {Path(name).suffix for name in published} >= {".docx", ".html", ".json", ".pdf"}
    for name, content in published.items():
        assert os.fsencode(small.out.parent.parent) not in unpacked(name, content), name


# --- nothing is done twice -----------------------------------------------------------------------


def test_all_steps_run_the_first_time_and_none_the_second(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.pdf")}
    assert build(folder, out, offices).ran == ()
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.pdf")} == before
    assert ran(build(folder, out, offices, force=True)) == set(ALL)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.pdf") if STATE not in path.parts} == {
        path: when for path, when in before.items() if STATE not in path.parts
    }


def test_a_build_with_nothing_to_do_starts_no_office(own_house: Path) -> None:
    copy_meeting(own_house)
    for expected in (True, False):
        with Session(House.open(own_house), jobs=2) as session:
            built = session.build("small")
            assert bool(session.pids()) == expected
            assert any(step.ran for step in built.steps) == expected
    assert built.out == own_house / "build" / "small"


def ran(package: Package) -> set[str]:
    """The steps that ran, without the pictures for the report."""
    return {name for name in package.ran if not name.startswith(("picture", "read", "preflight"))}


def test_one_enclosure_changed_and_only_it_and_the_bundle_are_made(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    changed(folder / "enclosures" / "note.txt", "Une page", "Une seule page")
    package = build(folder, out, offices)
    assert ran(package) == {"convert enclosure 4 fr", "bundle invitation fr", "report invitation fr"}
    assert "Une seule page" in pages_of(package.path("bundle"))[-1]
    check_manifest(package)


def test_an_enclosure_that_grows_makes_the_index_anew(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    (folder / "enclosures" / "agenda.txt").write_text("Point\n" * 100)
    package = build(folder, out, offices)
    assert ran(package) == {
        "convert enclosure 1 fr",
        "index invitation fr",
        "bundle invitation fr",
        "report invitation fr",
    }
    check_index(package)


def test_a_title_changed_and_all_that_shows_it_is_made(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    changed(folder / "meeting.toml", '"Note"', '"Note de synthèse"')
    package = build(folder, out, offices)
    # A document without a title of its own bears that of the meeting.
    others = {name for name in ALL if name.startswith("convert enclosure")} - {"convert enclosure 4 fr"}
    assert ran(package) == set(ALL) - others
    check_manifest(package)
    assert not (out / "fr" / "pieces-jointes" / "04-note.pdf").exists()
    assert (out / "fr" / "pieces-jointes" / "04-note-de-synthese.pdf").exists()


def test_a_letterhead_changed_and_the_letter_the_index_and_the_bundle_are_made(
    mine: tuple[Path, Path], offices: Offices
) -> None:
    folder, out = mine
    path = folder.parent.parent / "letterheads" / "plain" / "letterhead.docx"
    letterhead = docx.Document(str(path))
    letterhead.sections[0].left_margin = Mm(40)
    letterhead.save(str(path))
    letter = {name for name in ALL if "letter" in name}
    assert ran(build(folder, out, offices)) == letter | {"index invitation fr", *ALL[-2:]}


def test_another_letterhead_is_one_word_in_the_meeting(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    changed(folder / "meeting.toml", 'letterhead = "plain"', 'letterhead = "siem-reap-angkor"')
    assert "Mine-Free World" in pages_of(build(folder, out, offices).path("letter"))[0]


def test_a_file_changed_by_hand_is_restored(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    before = files(out)
    bundle = out / "small-invitation-fr.pdf"
    bundle.write_bytes(bundle.read_bytes()[:1000])
    (out / "fr" / "invitation-fr.docx").unlink()
    package = build(folder, out, offices)
    assert package.ran == ()
    assert files(out) == before


def test_an_entry_of_the_store_that_was_damaged_is_made_anew(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    before = files(out)
    for path in (out / STATE).glob("*.pdf"):
        path.write_bytes(b"damaged")
    for path in (out / STATE).glob("*.json"):
        path.write_text("[]")
    assert ran(build(folder, out, offices)) == set(ALL)
    assert files(out) == before


def test_nothing_but_what_the_last_build_made_is_kept(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    for words in ("a", "b", "c"):
        (folder / "enclosures" / "note.txt").write_text(words)
        build(folder, out, offices)
    assert len([path for path in (out / STATE).iterdir() if len(path.stem) == 64]) == 2 * (len(ALL) + FOLLOWING)
    assert not (out / STATE / "work").exists()


# --- the same bytes ------------------------------------------------------------------------------


def test_the_same_bytes_in_another_folder_with_other_jobs_and_in_another_order(
    small: Package, tmp_path: Path, offices: Offices
) -> None:
    folder = copy_meeting(copy_house(tmp_path / "elsewhere and with blanks é"))
    (folder / "enclosures" / "note.txt").write_text("Something else first.\n")
    out = tmp_path / "out"
    build(folder, out, offices, jobs=1)
    shutil.copy2(CASES / "small" / "enclosures" / "note.txt", folder / "enclosures")
    os.utime(folder / "enclosures" / "agenda.txt", (0, 0))
    build(folder, out, offices, jobs=1)
    assert files(out) == files(small.out)


def test_a_file_renamed_gives_what_a_first_build_gives(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    (folder / "enclosures" / "form.pdf").rename(folder / "enclosures" / "blank.pdf")
    changed(folder / "meeting.toml", "enclosures/form.pdf", "enclosures/blank.pdf")
    build(folder, out, offices)
    assert b"blank.pdf" in (out / "manifest.json").read_bytes()
    fresh = out.with_name("fresh")
    build(folder, fresh, offices)
    assert files(out) == files(fresh)


def test_enclosures_with_the_same_content_are_each_there(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    toml = folder / "meeting.toml"
    for number in range(6):
        (folder / "enclosures" / f"same{number}.txt").write_text("The same.\n")
        entry = f'\n[[groups.enclosures]]\ntitle.fr = "Copie {number}"\nfile.fr = "enclosures/same{number}.txt"\n'
        toml.write_text(toml.read_text() + entry)
    for force in (False, True):
        package = build(folder, out, offices, jobs=4, force=force)
        check_manifest(package)
        assert sum("The same." in page for page in pages_of(package.path("bundle"))) == 6


# --- nothing half-done ---------------------------------------------------------------------------


def test_a_broken_enclosure_is_told_and_what_stood_before_stands(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    before = files(out)
    form = folder / "enclosures" / "form.pdf"
    sound = form.read_bytes()
    changed(folder / "enclosures" / "agenda.txt", "Ouverture", "Ouverture de la session")
    form.write_bytes(b"%PDF-1.7\nrubbish\n%%EOF\n")
    with pytest.raises(PapersError) as caught:
        build(folder, out, offices)
    assert caught.value.exit_code in {4, 6}
    assert str(form) in caught.value.problems[0].where
    assert files(out) == before
    form.write_bytes(sound)
    assert ran(build(folder, out, offices)) == set(ALL[-2:])
    assert "Ouverture de la session" in pages_of(out / "small-invitation-fr.pdf")[2]


def test_several_broken_enclosures_are_told_at_once(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    shutil.copy(folder / "enclosures" / "form.pdf", folder / "enclosures" / "other.pdf")
    changed(folder / "meeting.toml", "enclosures/note.txt", "enclosures/other.pdf")
    for name in ("form.pdf", "other.pdf"):
        (folder / "enclosures" / name).write_bytes(b"%PDF-1.7\nrubbish\n%%EOF\n")
    with pytest.raises(MeetingError) as caught:
        build(folder, out, offices)
    assert [Path(problem.where).name for problem in caught.value.problems] == ["form.pdf", "other.pdf"]


def command(house: Path, *words: str) -> subprocess.Popen[str]:
    program = [sys.executable, "-c", "from pipeline.cli import main; main()", *words]
    return subprocess.Popen(program, cwd=house, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("after", [0.15, 0.5, 0.9])
def test_a_build_that_is_killed_leaves_no_half_file_and_the_next_one_goes_on(
    after: float, small: Package, own_house: Path, offices: Offices
) -> None:
    folder = copy_meeting(own_house)
    out = own_house / "build" / "small"
    process = command(own_house, "build", "small")
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    wanted = files(small.out)
    if out.exists():
        assert {name: content for name, content in files(out).items() if wanted.get(name) != content} == {}
    build(folder, out, offices)
    assert files(out) == wanted


def test_a_draft_that_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    with Store(tmp_path) as killed:
        killed.draft("half", ".pdf").write_bytes(b"%PDF")
        with Store(tmp_path) as store:
            assert list((tmp_path / "work").rglob("*.pdf")) == []
    key = "0" * 64
    assert store.find(key, ".pdf") is None
    (tmp_path / f"{key}.pdf").write_bytes(b"without a record")
    assert store.find(key, ".pdf") is None


def test_a_second_build_at_once_is_told(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    program = (
        "import fcntl, pathlib, sys\n"
        "lock = pathlib.Path(sys.argv[1]).open('w')\n"
        "fcntl.flock(lock, fcntl.LOCK_EX)\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(out / STATE / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(PapersError, match="Another build of this package is under way"):
            build(folder, out, offices)
    finally:
        holder.kill()
        holder.communicate()
    assert build(folder, out, offices).ran == ()


def test_an_output_that_can_not_be_written_is_told(own_house: Path) -> None:
    copy_meeting(own_house)
    (own_house / "a-file").write_text("no folder")
    process = command(own_house, "build", "small", "--out", "a-file/out")
    _, told = process.communicate()
    assert process.returncode == 1
    assert "a-file" in told
    assert "The system refused" in told
    assert "Traceback" not in told


def test_a_full_disk_leaves_what_stood_before(mine: tuple[Path, Path]) -> None:
    folder, out = mine
    house = folder.parent.parent
    before = files(out)
    changed(folder / "enclosures" / "note.txt", "Une page", "Une seule page")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000));"
    ignore = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    program = f"{ignore}{limit}from pipeline.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "build", "small", "--out", str(out), "--jobs", "1"],
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode not in {0, 2}
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert files(out) == before


# --- the index, slip-sheets, languages -----------------------------------------------------------


def check_index(package: Package, *, slips: bool = False) -> None:
    """What the index says of each enclosure is where it lies in the bundle."""
    bundle = pypdf.PdfReader(package.path("bundle"))
    entries = [entry for entry in package.manifest["outputs"] if entry["role"] == "enclosure"]
    letter = next(entry["pages"] for entry in package.manifest["outputs"] if entry["role"] == "letter")
    total = sum(entry["pages"] for entry in entries) + (len(entries) if slips else 0)
    front = len(bundle.pages) - total
    index = "\n".join(page.extract_text() for page in bundle.pages[letter:front])
    page = front + 1
    for number, entry in enumerate(entries, start=1):
        row = re.search(rf"(?m)^\s*{number}\s+\S[^\n]*?\s(\d+)\s+(\d+)\s*$", index)
        assert row, (number, index)
        assert (int(row[1]), int(row[2])) == (entry["pages"], page)
        first = bundle.pages[page - 1 + slips].extract_text()
        assert f"Pièce jointe {number} – page 1/{entry['pages']}" in first.replace("\u00a0", " ")
        page += entry["pages"] + slips
    assert page == len(bundle.pages) + 1


def test_the_index_says_where_each_enclosure_lies(small: Package) -> None:
    check_index(small)


def test_an_index_that_grows_to_two_pages_has_the_right_numbers(own_house: Path, offices: Offices) -> None:
    folder = copy_meeting(own_house)
    toml = folder / "meeting.toml"
    head = toml.read_text().partition("[[groups]]")[0]
    entries = "".join(
        f'[[groups.enclosures]]\ntitle.fr = "Document {number:02}"\nfile = "enclosures/{number}.txt"\n'
        for number in range(1, 46)
    )
    toml.write_text(f'{head}[[groups]]\ntitle.fr = "Documents"\n{entries}')
    for number in range(1, 46):
        (folder / "enclosures" / f"{number}.txt").write_text(f"Document {number}\n" * (120 if number == 7 else 2))
    package = build(folder, own_house / "out", offices)
    outputs = package.manifest["outputs"]
    letter, *enclosures = [each["pages"] for each in outputs if each["role"] in {"letter", "enclosure"}]
    assert len(pypdf.PdfReader(package.path("bundle")).pages) == letter + sum(enclosures) + 2
    assert enclosures[6] > 1
    check_index(package)


def test_slip_sheets_stand_before_each_enclosure(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    changed(folder / "meeting.toml", "slip_sheets = false", "slip_sheets = true")
    package = build(folder, out, offices)
    check_index(package, slips=True)
    sheet = pages_of(package.path("bundle"))[2].replace("\u00a0", " ")
    assert "Ordre du jour, 1er-3 mars 2025" in " ".join(sheet.split())
    assert "{{" not in sheet
    assert "1" not in sheet.replace("Pièce jointe 1", "").replace("1er-3 mars", "")  # no number of its one page
    readers = [pypdf.PdfReader(path) for path in (out / STATE).glob("*.pdf")]
    titles = [str(reader.metadata.title) for reader in readers if reader.metadata is not None]
    assert "Ordre du jour, 1er-3\u00a0mars\u00a02025" in titles
    assert [title for title in titles if "{{" in title or "*" in title] == []


def test_every_page_on_a4_and_enclosures_as_they_were(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    write(folder / "enclosures" / "form.pdf", Leaf("Plan", box=(0, 0, 2384, 1684)), Leaf("Card", box=(0, 0, 298, 420)))
    changed(folder / "meeting.toml", "slip_sheets = false", 'slip_sheets = false\npaper = "A4"')
    package = build(folder, out, offices)
    sizes = {
        tuple(sorted(round(float(length)) for length in page.mediabox[2:]))
        for page in pypdf.PdfReader(package.path("bundle")).pages
    }
    assert sizes == {(595, 842)}
    published = [entry["path"] for entry in package.manifest["outputs"] if entry["path"].endswith("formulaire.pdf")]
    assert (out / published[0]).read_bytes() == (folder / "enclosures" / "form.pdf").read_bytes()
    assert build(folder, out, offices).ran == ()


def test_a_package_without_enclosures_is_a_letter(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    toml = folder / "meeting.toml"
    toml.write_text(toml.read_text().partition("[[groups]]")[0])
    package = build(folder, out, offices)
    check_manifest(package)
    assert len(pypdf.PdfReader(package.path("bundle")).pages) == 1


def test_a_group_without_a_title_can_be_built(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    toml = folder / "meeting.toml"
    toml.write_text(
        toml.read_text()
        .partition('[[groups]]\ntitle.fr = "Autres')[0]
        .replace('title.fr = "Documents de la session"\n', "")
    )
    check_index(build(folder, out, offices))


def test_a_language_that_was_taken_out_leaves_the_manifest(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    manifest = json.loads((out / "manifest.json").read_text())
    old = out / "tlh" / "old.pdf"
    old.parent.mkdir()
    old.write_bytes(b"x")
    entry = {**manifest["outputs"][0], "language": "tlh", "path": "tlh/old.pdf"}
    manifest["outputs"].append({**entry, "sha256": hashlib.sha256(b"x").hexdigest()})
    (out / "manifest.json").write_text(json.dumps(manifest))
    check_manifest(build(folder, out, offices))
    assert not old.parent.exists()


def test_a_manifest_that_was_tampered_with_removes_nothing_outside(mine: tuple[Path, Path], offices: Offices) -> None:
    folder, out = mine
    precious = out.parent / "precious.txt"
    precious.write_text("x")
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["outputs"].append({**manifest["outputs"][0], "path": "../precious.txt"})
    (out / "manifest.json").write_text(json.dumps(manifest))
    check_manifest(build(folder, out, offices))
    assert precious.exists()


def steps_of(process: subprocess.Popen[str]) -> Sequence[str]:
    output, _ = process.communicate()
    return [step["name"] for step in json.loads(output)["steps"] if step["ran"]]


def test_the_offices_end_with_the_build(own_house: Path) -> None:
    assert find_program() is not None
    copy_meeting(own_house)
    assert len(steps_of(command(own_house, "build", "small", "--json"))) == len(ALL) + FOLLOWING
    assert steps_of(command(own_house, "build", "small", "--json")) == []


# --- the gate before a package is published ------------------------------------------------------


def test_what_must_not_go_out_stops_before_anything_is_published(
    small: Package, own_house: Path, offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made stays, so that a build after a person's look makes nothing anew; a check tells the same."""
    folder, out = copy_meeting(own_house), own_house / "build" / "small"
    shutil.copytree(small.out, out, copy_function=shutil.copy2)
    before = files(out)
    changed(folder / "enclosures" / "note.txt", "Une page", "Une seule page")
    with monkeypatch.context() as patched:
        patched.setitem(cast(dict[str, Entry], CATALOGUE), "untagged", replace(CATALOGUE["untagged"], severity="error"))
        with pytest.raises(BundleError) as caught:
            build(folder, out, offices)
        assert {finding.code for finding in caught.value.findings} == {"untagged"}
        assert files(out) == before
        found = check(folder)
        assert [each.of for each in found.problems] == [each.of for each in caught.value.findings]
        assert found.exit_code == 7
    assert check(folder).problems == ()
    assert build(folder, out, offices).ran == ()
    assert files(out) != before
