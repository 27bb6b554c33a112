from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import shutil
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.archive.register import NOTHING, REGISTER, add, read_register
from pipeline.archive.verify import verify
from pipeline.archivist.sealing import seal
from pipeline.bags import layout
from pipeline.convert.office import Offices
from pipeline.errors import ArchiveError, UsageError
from pipeline.model import Conformance
from pipeline.pdf.xmp import About, packet
from pipeline.pdf.xmp import declared as declared_level
from tests.forging import resealed
from tests.houses import build, copy_house, copy_meeting, files, without_fonts

ENCLOSURE = "data/house/meetings/small/enclosures/agenda.txt"


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory, offices: Offices) -> Path:
    """An archive with one small bag, as a folder and as a zip; to be read only."""
    house = copy_house(tmp_path_factory.mktemp("verify") / "house")
    without_fonts(house / "config.toml")
    folder = copy_meeting(house)
    build(folder, house / "build" / "small", offices)
    for zipped in (False, True):
        made = seal(folder, None, today="2025-02-01", zipped=zipped)
    return made.path.parent


@pytest.fixture
def mine(archive: Path, tmp_path: Path) -> Path:
    """The same, for one test, which may change it."""
    return Path(shutil.copytree(archive, tmp_path / "archive"))


@pytest.fixture
def bag(mine: Path) -> Path:
    return next(path for path in mine.iterdir() if path.is_dir())


@pytest.fixture
def zipped(mine: Path) -> Path:
    return next(mine.glob("*.zip"))


def said(path: Path, **options: object) -> list[str]:
    """What verify says of a bag: where, from the bag on, and what."""
    try:
        problems = verify(path, **{"copies": False, **options}).problems  # type: ignore[arg-type]
    except ArchiveError as error:
        problems = error.problems
    return [f"{problem.where.replace(f'{path}/', '')}: {problem.what}" for problem in problems]


def test_a_bag_as_it_was_sealed_verifies(bag: Path, zipped: Path) -> None:
    for path in (bag, zipped):
        found = verify(path)
        assert found.problems == ()
        assert (found.name, found.register) == (bag.name, bag.parent / REGISTER)
        assert found.seal.startswith(bag.name[-32:])
    assert verify(bag).size == sum(len(content) for name, content in files(bag).items() if name.startswith("data/"))


def test_a_bag_that_was_sent_verifies_without_a_register(bag: Path, tmp_path: Path) -> None:
    sent = bag.rename(tmp_path / bag.name)
    assert (verify(sent).problems, verify(sent).register) == ((), None)
    assert verify(sent, tmp_path / "archive" / REGISTER).problems == ()


def test_a_good_folder_hides_no_rotten_zip_and_no_good_zip_a_rotten_folder(bag: Path, zipped: Path) -> None:
    assert verify(bag).copies == (zipped,)
    content = zipped.read_bytes()
    zipped.write_bytes(content.replace(b"%PDF", b"%PDG", 1))
    assert all(problem.where.startswith(str(zipped)) for problem in verify(bag).problems)
    assert verify(bag).problems
    zipped.write_bytes(b"rot")
    assert "The zip is not whole" in verify(bag).problems[0].what
    zipped.write_bytes(content)
    (bag / ENCLOSURE).write_bytes(b"rot")
    assert f"{bag}/{ENCLOSURE}" in [problem.where for problem in verify(zipped).problems]


def test_what_the_disk_does_not_give_is_told_beside_what_was_changed(
    bag: Path, zipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad sector, in each kind of file: the first of them ends nothing."""
    (bag / "data/house/config.toml").write_bytes(b"changed")
    names = [layout.BAGIT, layout.INFO, layout.MANIFEST, ENCLOSURE, layout.TAG_MANIFESTS[0]]
    whole_open = Path.open
    whole_read = Path.read_bytes

    def bad(path: Path) -> None:
        if any(path == bag / name for name in names):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    def opened_(path: Path, *arguments: Any, **named: Any) -> Any:
        bad(path)
        return whole_open(path, *arguments, **named)

    def read(path: Path) -> bytes:
        bad(path)
        return whole_read(path)

    monkeypatch.setattr(Path, "open", opened_)
    monkeypatch.setattr(Path, "read_bytes", read)
    told = said(bag)
    reason = os.strerror(errno.EIO)
    for name in names:
        own = f"{name}: It can't be read: {reason}. "
        assert sum(line.startswith(own) for line in told) == 1, name
    assert "data/house/config.toml: It was changed: SHA-256, SHA-512 differ." in told


# --- one thing altered ---------------------------------------------------------------------------


def test_one_byte_of_any_file_is_found_and_the_file_named(bag: Path) -> None:
    for name, content in files(bag).items():
        changed = bytearray(content)
        changed[len(changed) // 2] ^= 1
        (bag / name).write_bytes(changed)
        assert any(line.startswith((f"{name}:", f"{bag}:")) for line in said(bag)), name
        (bag / name).write_bytes(content)
    assert said(bag) == []


def test_what_was_added_is_named(bag: Path) -> None:
    (bag / "data/house/note.txt").write_text("x")
    (bag / "note.txt").write_text("x")
    (bag / "data/package/empty").mkdir()
    added = "It was added: the seal does not know it."
    assert sorted(said(bag))[:3] == [
        f"{layout.INFO}: It counts {_oxum(bag, -1)} (bytes, files); there are {_oxum(bag)}.",
        f"data/house/note.txt: {added}",
        "data/package/empty: An empty folder was added.",
    ]
    assert f"note.txt: {added}" in said(bag)


def _oxum(bag: Path, more: int = 0) -> str:
    payload = [content for name, content in files(bag).items() if name.startswith("data/")]
    return f"{sum(map(len, payload)) + more}.{len(payload) + more}"


def test_what_is_missing_is_named(bag: Path) -> None:
    (bag / ENCLOSURE).unlink()
    assert f"{ENCLOSURE}: It is missing." in said(bag)


@pytest.mark.parametrize("spoil", ["missing", "changed"])
def test_what_was_made_is_told_once_where_it_is_not_as_it_was(bag: Path, spoil: str) -> None:
    letter = next((bag / layout.PACKAGE).rglob("*.pdf"))
    name = letter.relative_to(bag).as_posix()
    letter.unlink()
    if spoil == "changed":
        letter.write_bytes(b"%PDF-1.7 but not this")
    assert len([line for line in said(bag) if line.startswith(f"{name}:")]) == 1


def test_names_that_were_swapped_are_named_with_where_their_bytes_are(bag: Path) -> None:
    first, second = bag / ENCLOSURE, bag / "data/house/config.toml"
    contents = first.read_bytes(), second.read_bytes()
    first.write_bytes(contents[1])
    second.write_bytes(contents[0])
    assert said(bag) == [
        f"data/house/config.toml: It was changed: SHA-256, SHA-512 differ. Its bytes are those of {ENCLOSURE}.",
        f"{ENCLOSURE}: It was changed: SHA-256, SHA-512 differ. Its bytes are those of data/house/config.toml.",
    ]


def test_a_file_that_was_renamed_is_named_with_its_new_name(bag: Path) -> None:
    (bag / ENCLOSURE).rename(bag / "data/house/other.txt")
    assert f"{ENCLOSURE}: It is missing. Its bytes are in data/house/other.txt." in said(bag)


def test_a_link_is_named_even_to_the_same_bytes(bag: Path, tmp_path: Path) -> None:
    (bag / ENCLOSURE).rename(tmp_path / "kept")
    (bag / ENCLOSURE).symlink_to(tmp_path / "kept")
    assert f"{ENCLOSURE}: It is a link; a bag has none." in said(bag)
    (bag / ENCLOSURE).unlink()
    os.mkfifo(bag / ENCLOSURE)
    assert f"{ENCLOSURE}: It is no plain file; a bag has none." in said(bag)


def test_a_manifest_whose_hash_was_corrected_is_found(bag: Path) -> None:
    path = bag / ENCLOSURE
    old, new = path.read_bytes(), path.read_bytes() + b"\n"
    path.write_bytes(new)
    for manifest, algorithm in zip(layout.MANIFESTS, layout.ALGORITHMS, strict=True):
        text = (bag / manifest).read_text(encoding="utf-8")
        corrected = text.replace(hashlib.new(algorithm, old).hexdigest(), hashlib.new(algorithm, new).hexdigest())
        assert corrected != text
        (bag / manifest).write_text(corrected, encoding="utf-8")
    assert [line.partition(":")[0] for line in said(bag)] == [*layout.MANIFESTS, layout.INFO, ENCLOSURE]


def test_a_bag_that_was_altered_and_sealed_anew_is_found_by_its_name_and_by_the_register(bag: Path) -> None:
    (bag / ENCLOSURE).write_bytes(b"Another agenda\n")
    info = (bag / layout.INFO).read_text(encoding="utf-8")
    (bag / layout.INFO).write_text(info.replace(_listed_oxum(info), _oxum(bag)), encoding="utf-8")
    forged = resealed(bag)
    assert said(forged) == [
        f"{ENCLOSURE}: It is not what the package was made from, as the package's manifest says.",
        f"{forged}: The register ({REGISTER}) has no line for it: it was sealed anew, or a line was taken out.",
    ]
    renamed = forged.rename(bag)
    assert len(said(renamed)) == 3
    assert "it was sealed anew" in said(renamed)[0]
    assert "The register has another seal for it" in said(renamed)[2]


def test_a_document_that_was_altered_and_sealed_anew_is_not_what_the_package_says(bag: Path) -> None:
    letter = next((bag / layout.PACKAGE).rglob("*.pdf"))
    name = letter.relative_to(bag).as_posix()
    letter.write_bytes(letter.read_bytes() + b"\n")
    assert f"{name}: It is not what the package's manifest says." in said(resealed(bag))


def _listed_oxum(info: str) -> str:
    return info.partition("Payload-Oxum: ")[2].partition("\n")[0]


def test_a_bag_without_its_name_is_found(bag: Path) -> None:
    renamed = bag.rename(bag.with_name("letters"))
    assert "Its name has no seal." in said(renamed)[0]


def test_a_bag_of_a_newer_layout_is_not_judged(bag: Path) -> None:
    info = bag / layout.INFO
    info.write_bytes(info.read_bytes().replace(b"Papers-Layout: 2", b"Papers-Layout: 3"))
    assert said(bag) == [f"{bag}: The bag has layout 3; this program knows the layouts up to 2."]


def test_a_name_with_few_signs_of_the_seal_is_of_the_first_layout_alone(bag: Path) -> None:
    short = bag.rename(bag.with_name(bag.name[:-20]))
    assert "Its name has 12 signs of the seal; a bag of its layout has 32: it was renamed." in said(short)[0]


def test_a_bag_of_another_program_is_told_apart(bag: Path) -> None:
    info = bag / layout.INFO
    info.write_bytes(info.read_bytes().replace(b"Papers-Layout: 2\n", b""))
    assert f"{layout.INFO}: It does not say which layout the bag has: it was not sealed by this program." in said(bag)


@pytest.mark.parametrize("name", [layout.BAGIT, layout.INFO, *layout.MANIFESTS, *layout.TAG_MANIFESTS])
def test_a_tag_file_that_is_missing_or_garbled_is_named(bag: Path, name: str) -> None:
    content = (bag / name).read_bytes()
    for garbled in (b"", b"\xff\xfe\n", b"x", content[:-1], content * 2):
        (bag / name).write_bytes(garbled)
        assert any(name in line or line.startswith(f"{bag}:") for line in said(bag)), garbled
    (bag / name).unlink()
    assert f"{name}: It is missing: without it this is no bag." in said(bag)


@pytest.mark.parametrize("manifest", layout.MANIFESTS)
@pytest.mark.parametrize("content", [None, b"", b"rubbish"], ids=["missing", "empty", "garbled"])
def test_a_manifest_that_is_wrong_accuses_no_other_file(bag: Path, manifest: str, content: bytes | None) -> None:
    if content is None:
        (bag / manifest).unlink()
    else:
        (bag / manifest).write_bytes(content)
    assert {each.partition(":")[0] for each in said(bag)} == {manifest}
    (bag / ENCLOSURE).write_bytes(b"changed")
    assert {each.partition(":")[0] for each in said(bag)} >= {manifest, ENCLOSURE}
    other = next(name for name in layout.MANIFESTS if name != manifest)
    (bag / other).unlink()
    assert {each.partition(":")[0] for each in said(bag)} >= {manifest, other}


def test_a_name_in_no_known_encoding_is_named(bag: Path) -> None:
    (bag / os.fsdecode(b"data/\xff.txt")).write_text("x")
    assert "data/\\udcff.txt: It was added: the seal does not know it." in said(bag)


def test_there_is_no_such_bag(tmp_path: Path) -> None:
    assert said(tmp_path / "none") == [f"{tmp_path / 'none'}: There is no such bag."]
    (tmp_path / "folder").mkdir()
    assert said(tmp_path / "folder") == [f"{tmp_path / 'folder'}: This is no bag: nothing that makes one is there."]
    (tmp_path / "folder" / "notes.txt").write_text("words")
    assert said(tmp_path / "folder") == [f"{tmp_path / 'folder'}: This is no bag: nothing that makes one is there."]


def test_a_thousand_mutations_of_a_bag_and_none_passes(bag: Path, zipped: Path) -> None:
    chance = random.Random(20250115)
    names = list(files(bag))
    for number in range(700):
        path = bag / chance.choice(names)
        content = path.read_bytes()
        mutated = _mutated(content, chance)
        path.write_bytes(mutated)
        assert said(bag), (number, path)
        path.write_bytes(content)
    content = zipped.read_bytes()
    for number in range(300):
        # Half of them in the zip's own records, which are small.
        start = content.rindex(b"PK\1\2", 0, len(content)) - 4000 if number % 2 else 0
        zipped.write_bytes(content[:start] + _mutated(content[start:], chance))
        assert said(zipped), number
    zipped.write_bytes(content)
    assert said(bag) == said(zipped) == []


def _mutated(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    end = min(len(content), at + chance.choice([1, 1, 1, 2, 50]))
    if at == len(content):
        return content + b"\0"
    changes: list[Callable[[], bytes]] = [
        lambda: content[:at] + bytes(each ^ chance.randrange(1, 256) for each in content[at:end]) + content[end:],
        lambda: content[:at] + content[end:],
        lambda: content[:at] + chance.randbytes(end - at + 1) + content[at:],
        lambda: content[:at],
        lambda: content[:at] + content[at:end] + content[at:],
    ]
    return chance.choice(changes)()


# --- what documents declare ----------------------------------------------------------------------


def relevelled(bag: Path, pdfa: str | None, *, pdfua: bool) -> Path:
    """The bag, sealed anew with a manifest that gives its bundle another level than it has."""
    manifest = bag / layout.MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["outputs"][0]["conformance"] = {"pdfa": pdfa, "pdfua": pdfua}
    manifest.write_text(json.dumps(told), encoding="utf-8")
    info = (bag / layout.INFO).read_text(encoding="utf-8")
    (bag / layout.INFO).write_text(info.replace(_listed_oxum(info), _oxum(bag)), encoding="utf-8")
    (bag.parent / REGISTER).unlink()
    return resealed(bag)


def test_a_pdf_that_does_not_declare_the_level_that_it_was_given_is_named(bag: Path) -> None:
    declared = declared_level((bag / "data/package/small-invitation-fr.pdf").read_bytes())
    other = Conformance("1b", pdfua=not declared.pdfua)  # type: ignore[arg-type]
    (line,) = said(relevelled(bag, other.pdfa, pdfua=other.pdfua))
    assert line.startswith("data/package/small-invitation-fr.pdf: It declares ")
    assert "; the package's manifest gives PDF/A-1b" in line


def test_a_pdf_that_declares_more_than_it_meets_is_named_when_levels_are_asked_for(bag: Path) -> None:
    about = About("Title", "fr", datetime(2025, 1, 15, tzinfo=UTC), "x")
    claims = packet(about, Conformance("2a", pdfua=True))
    path = bag / "data/package/small-invitation-fr.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.Metadata = pdf.make_stream(claims, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        pdf.pages[0].contents_add(b"BT /F999 12 Tf (x) Tj ET")
        pdf.save(path)
    manifest = bag / layout.MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["outputs"][0]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(told), encoding="utf-8")
    forged = relevelled(bag, "2a", pdfua=True)
    assert said(forged) == []
    (line,) = said(forged, levels=True)
    assert "It declares PDF/A-2a, PDF/UA-1, and today's checker finds less: " in line


# --- zips ----------------------------------------------------------------------------------------


def test_a_truncated_zip_is_found(zipped: Path) -> None:
    content = zipped.read_bytes()
    for length in (0, 10, len(content) // 2, len(content) - 1):
        zipped.write_bytes(content[:length])
        assert "The zip is not whole, or is none" in said(zipped)[0]


def test_something_before_or_after_a_zip_is_found(zipped: Path) -> None:
    content = zipped.read_bytes()
    for changed in (b"#!/bin/sh\n" + content, content + b"more"):
        zipped.write_bytes(changed)
        assert said(zipped)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../evil.txt", "leads out of the bag"),
        ("bag/../../evil.txt", "leads out of the bag"),
        ("/etc/evil.txt", "begins at the top of a disk"),
        ("C:/evil.txt", "names a drive"),
        ("bag\\..\\evil.txt", "leads out of the bag"),
        ("bag//evil.txt", "is no name of a file"),
    ],
)
def test_a_zip_with_names_that_lead_elsewhere_is_named(tmp_path: Path, name: str, reason: str) -> None:
    path = tmp_path / "in" / "small-2025-01-15-0123456789ab.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(name, "evil")
    before = files(tmp_path)
    assert said(path) == [f"{path}: “{name}” {reason}."]
    assert files(tmp_path) == before


def test_a_zip_with_a_link_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bag.zip"
    link = zipfile.ZipInfo("bag/data/link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(link, "/etc/passwd")
    assert said(path) == [f"{path}: “bag/data/link” is a link."]


def test_a_bomb_is_named_and_nothing_of_it_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bag.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("bag/data/zeros", "w") as file:
        for _ in range(100):
            file.write(bytes(1_000_000))
    (line,) = said(path)
    assert "“bag/data/zeros” is packed" in line
    assert "bytes for 100000000; the files of a bag are not" in line


def test_a_zip_whose_files_share_their_bytes_is_found(zipped: Path) -> None:
    """One file's bytes, told of many times over: what bombs without packing do."""
    content = zipped.read_bytes()
    changed = bytearray(content)
    struct.pack_into("<L", changed, content.rindex(b"PK\1\2") + 42, 0)
    zipped.write_bytes(changed)
    assert "is not as it was written" in said(zipped)[0]


def test_a_file_that_is_in_a_zip_twice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bag.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("bag/x", "1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            made.writestr("bag/x", "2")
    assert said(path) == [f"{path}: “bag/x” is in it twice."]


def test_a_zip_with_another_name_is_found(zipped: Path) -> None:
    other = zipped.rename(zipped.with_name("small-2025-01-15-0123456789ab.zip"))
    assert f"The zip has another name than the bag in it, {zipped.stem}." in said(other)[0]


# --- the register --------------------------------------------------------------------------------


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register of five bags."""
    path = tmp_path / REGISTER
    for number in range(5):
        add(read_register(path), {"bag": f"bag-{number}", "seal": str(number) * 64})
    return path


def test_each_line_has_the_hash_of_the_one_before(register: Path) -> None:
    found = read_register(register)
    assert found.problems == ()
    lines = register.read_bytes().splitlines()
    assert [line["previous"] for line in found.lines] == [
        NOTHING,
        *(hashlib.sha256(line).hexdigest() for line in lines[:-1]),
    ]
    assert found.last == hashlib.sha256(lines[-1]).hexdigest()


CHANGES: dict[str, Callable[[list[str]], list[str]]] = {
    "taken out": lambda lines: [*lines[:2], *lines[3:]],
    "put in": lambda lines: [*lines[:2], lines[0], *lines[2:]],
    "changed": lambda lines: [*lines[:2], lines[2].replace("2222", "3333", 1), *lines[3:]],
    "swapped": lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
    "first taken out": lambda lines: lines[1:],
    "empty": lambda lines: [*lines, ""],
    "spaced": lambda lines: [*lines[:4], lines[4].replace(", ", ",  ", 1)],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_register_whose_lines_were_touched_is_found(register: Path, change: Callable[[list[str]], list[str]]) -> None:
    lines = change(register.read_text().splitlines())
    register.write_text("".join(f"{line}\n" for line in lines))
    found = read_register(register)
    assert found.problems
    with pytest.raises(ArchiveError):
        add(found, {"bag": "bag-9", "seal": "9" * 64})


def test_lines_taken_from_the_end_are_found_by_the_hash_on_paper(bag: Path) -> None:
    path = bag.parent / REGISTER
    kept = read_register(path).last
    book = add(read_register(path), {"bag": "bag-1", "seal": "1" * 64})
    assert said(bag, last_hash=kept) == said(bag, last_hash=book.last) == []
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert said(bag) == []
    assert said(bag, last_hash=book.last) == [
        f"{path}: No line of the register has the hash that you gave: lines were changed or taken out."
    ]


def test_a_hash_is_taken_as_people_type_it(bag: Path) -> None:
    last = read_register(bag.parent / REGISTER).last
    groups = " ".join(last[place : place + 4] for place in range(0, 64, 4))
    for typed in (last, last.upper(), groups, f" {last}\n", groups.replace(" ", "-"), groups.replace(" ", "\u00a0")):
        assert said(bag, last_hash=typed) == [], typed
    for typed in ("", " ", last[:-1], last + "0", "x" * 64, "the hash"):
        with pytest.raises(UsageError, match="is not a hash of the register"):
            verify(bag, last_hash=typed)
    assert "No line of the register has the hash" in said(bag, last_hash="0" * 64)[0]


@pytest.mark.parametrize(
    "line",
    [
        b'{"bag": "\\ud800", "seal": "0", "previous": "%s"}',
        b'{"bag": "x", "seal": "0", "previous": "%s", "slug": "\\udfff"}',
        b'{"bag": "\xff", "seal": "0", "previous": "%s"}',
        b'["bag"]',
        b"[" * 100_000,
        b'{"bag": 1e999, "seal": "0", "previous": "%s"}',
    ],
)
def test_a_line_that_no_program_wrote_is_told_and_harms_none(register: Path, line: bytes) -> None:
    kept = read_register(register).last.encode()
    register.write_bytes(register.read_bytes() + line.replace(b"%s", kept) + b"\n")
    found = read_register(register)
    assert found.problems
    json.dumps([dict(each) for each in found.lines], ensure_ascii=False).encode()


def test_the_line_of_a_bag_that_was_taken_out_is_missed(bag: Path) -> None:
    path = bag.parent / REGISTER
    path.write_bytes(b"")
    assert "has no line for it" in said(bag)[0]


def test_a_forged_line_breaks_the_chain_of_those_after_it(bag: Path) -> None:
    path = bag.parent / REGISTER
    add(read_register(path), {"bag": "bag-1", "seal": "1" * 64})
    lines = path.read_text(encoding="utf-8").splitlines()
    entry = json.loads(lines[0])
    path.write_text("\n".join([json.dumps({**entry, "sealed": "2020-01-01"}), lines[1], ""]), encoding="utf-8")
    assert said(bag) == [
        f"{path}:2: The line before that of bag-1 was changed, or lines were taken out or put in there."
    ]
