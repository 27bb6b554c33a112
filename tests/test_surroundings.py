"""What takes part in a conversion besides the house's papers, fonts and LibreOffice's number: found, and kept out."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import packages_distributions
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml import OxmlElement
from docx.shared import Cm

from pipeline.archivist.sealing import seal
from pipeline.bags import layout
from pipeline.comparison.causes import causes
from pipeline.comparison.sides import Side
from pipeline.convert import surroundings
from pipeline.convert.surroundings import PARTS, libraries, mark, packages_of
from pipeline.executor.tools import versions
from pipeline.libreoffice import find_program
from pipeline.tasks import Stage

PROGRAM = find_program()


@pytest.fixture
def program() -> Path:
    if PROGRAM is None:
        pytest.skip("LibreOffice is not here")
    return PROGRAM


def test_the_system_s_libraries_are_part_of_what_makes_a_page(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = libraries(program)
    if not own:
        pytest.skip("this LibreOffice brings its libraries along")
    assert {"libharfbuzz.so.0", "libfreetype.so.6"} <= {path.name for path in own}
    before = versions(program, "", "none")["convert"]
    for path in own:
        shutil.copy(path, tmp_path / path.name)
    monkeypatch.setattr(surroundings, "_FOLDERS", (f"{tmp_path}"[1:],))
    assert versions(program, "", "none")["convert"] == before
    other = tmp_path / "libharfbuzz.so.0"
    build = bytes.fromhex(mark(other))
    other.write_bytes(other.read_bytes().replace(build, build[::-1]))
    after = versions(program, "", "none")["convert"]
    assert {name for name in after if after[name] != before[name]} == {"libharfbuzz.so.0"}


def test_a_library_without_its_linker_s_hash_has_that_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "libx.so"
    for content in (b"", b"\x7fELF\x02", b"\x7fELF\x02" + bytes(100), b"text"):
        path.write_bytes(content)
        assert len(mark(path)) == 64


def test_a_part_of_libreoffice_more_is_told(tmp_path: Path) -> None:
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "libswlo.so").write_bytes(b"x")
    before = surroundings.surroundings(tmp_path / "program")
    (tmp_path / "program" / "libsmlo.so").write_bytes(b"x")
    assert surroundings.surroundings(tmp_path / "program") != before
    assert before.keys() == {PARTS}


def test_packages_are_read_from_dpkg_s_records(tmp_path: Path) -> None:
    (tmp_path / "info").mkdir()
    library = tmp_path / "usr/lib/libharfbuzz.so.0.1"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"")
    link = library.with_name("libharfbuzz.so.0")
    link.symlink_to(library.name)
    (tmp_path / "info" / "libharfbuzz0b:amd64.list").write_text(f"/.\n{library}\n")
    (tmp_path / "info" / "libharfbuzz-bin.list").write_text("/usr/bin/hb\n")
    (tmp_path / "status").write_text("Package: libharfbuzz0b\nStatus: ok\nVersion: 6.0-3\n\nPackage: x\nVersion: 1\n")
    assert packages_of([link], tmp_path) == {link: "libharfbuzz0b 6.0-3"}
    assert packages_of([link], tmp_path / "none") == {}


def test_a_bag_says_what_took_part(built: Path) -> None:
    bag = seal(built / "meetings" / "small", None, today="2025-02-01").path
    told = json.loads((bag / layout.ENVIRONMENT).read_text(encoding="utf-8"))["surroundings"]
    assert told[PARTS]["hash"]
    assert all(len(each["hash"]) >= 32 for each in told.values())
    shutil.rmtree(built / "archive")


def test_what_took_part_and_is_another_is_a_cause() -> None:
    def side(**libraries_: tuple[str, str]) -> Side:
        told = {name: {"hash": own, "package": package} for name, (own, package) in libraries_.items()}
        return Side("x", {}, {}, {"surroundings": told}, {})

    first = side(libharfbuzz=("a" * 40, "libharfbuzz0b 6.0.0"), libicu=("b" * 40, "libicu72 72.1"))
    second = side(libharfbuzz=("c" * 40, "libharfbuzz0b 8.0.0"), libicu=("d" * 40, "libicu72 72.1"))
    assert list(map(str, causes(first, second))) == [
        "libharfbuzz libharfbuzz0b 6.0.0 then, libharfbuzz0b 8.0.0 now",
        "libicu bbbbbbbbbbbb then, dddddddddddd now",
    ]
    assert causes(replace(first, environment={}), second) == []  # a bag of an earlier layout says nothing of it


# --- what an office does not see -----------------------------------------------------------------

HYPHENS = "UTF-8\nLEFTHYPHENMIN 2\nRIGHTHYPHENMIN 3\n" + "".join(f"1{each}\n" for each in "bcdfglmnprstv")
"""A dictionary that breaks French words before nearly every consonant."""

INSIDE = """
import sys
from pathlib import Path
from pipeline.convert.office import Offices
folder, program = map(Path, sys.argv[1:])
with Offices(program, count=1) as offices:
    offices.convert(folder / "hyphens.docx", folder / "hyphens.pdf")
    print(*offices.folder.rglob("extensions.pmap"))
"""


def test_dictionaries_and_extensions_of_the_machine_are_not_seen(program: Path, tmp_path: Path) -> None:
    """In a tree of mounts of its own, which has both."""
    document = docx.Document()
    document.settings.element.append(OxmlElement("w:autoHyphenation"))
    document.sections[0].left_margin = document.sections[0].right_margin = Cm(7)
    words = document.add_paragraph("Les représentations intergouvernementales constitutionnelles " * 20)
    language = OxmlElement("w:lang")
    language.set(f"{{{words._p.nsmap['w']}}}val", "fr-FR")
    words.runs[0]._r.get_or_add_rPr().append(language)
    document.save(str(tmp_path / "hyphens.docx"))
    share, extensions = tmp_path / "share", tmp_path / "extensions"
    for folder in (share / "hyphen", extensions / "x/META-INF", tmp_path / "work1", tmp_path / "work2"):
        folder.mkdir(parents=True)
    for name in ("hyph_fr_FR.dic", "hyph_fr.dic"):
        (share / "hyphen" / name).write_text(HYPHENS, encoding="utf-8")
    (extensions / "x/META-INF/manifest.xml").write_text(
        '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest"/>', encoding="utf-8"
    )
    (extensions / "x/description.xml").write_text(
        '<description xmlns="http://openoffice.org/extensions/description/2006"><identifier value="x"/></description>',
        encoding="utf-8",
    )
    shared = program.resolve().parent / "share/extensions"
    mounts = "; ".join(
        f"mount -t overlay overlay -o lowerdir={below},upperdir={above},workdir={work} {below}"
        for below, above, work in (
            ("/usr/share", share, tmp_path / "work1"),
            (shared, extensions, tmp_path / "work2"),
        )
    )
    run = f'set -e; {mounts}; ls /usr/share/hyphen {shared}/x >&2; "$0" -c "$1" "$2" "$3"'
    command = ["unshare", "-r", "-m", "sh", "-c", run, sys.executable, INSIDE, str(tmp_path), str(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "hyph_fr.dic" not in done.stderr:
        pytest.skip(f"no tree of mounts here: {done.stderr}")
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
    with pypdfium2.PdfDocument(tmp_path / "hyphens.pdf") as pdf:
        said = pdf[0].get_textpage().get_text_range()
    assert set(said.split()) <= set("Les représentations intergouvernementales constitutionnelles".split())


@pytest.mark.parametrize("stage", ["merge", "bundle"])
def test_a_fingerprint_knows_each_library_that_its_stage_loads(stage: Stage) -> None:
    of = packages_distributions()
    loaded = set[str]()
    for path in (Path(surroundings.__file__).parent.parent / stage).rglob("*.py"):
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in each.names] if isinstance(each, ast.Import) else []
            names += [each.module] if isinstance(each, ast.ImportFrom) and each.module else []
            loaded |= {name.lower() for module in names for name in of.get(module.split(".")[0], ())}
    assert loaded - {"meeting-papers"} <= versions(None, "", "")[stage].keys()
