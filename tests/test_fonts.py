from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from struct import pack_into, unpack_from

import pytest

from pipeline.convert.fontconfig import configuration
from pipeline.errors import ConfigError
from pipeline.fonts import Fonts, system_folders
from pipeline.fonts.substitutes import METRIC, SIGNS

SYSTEM = system_folders(Path("/nowhere"))


@pytest.mark.parametrize(
    ("family", "file"),
    [
        ("Carlito", "Carlito-Regular.ttf"),
        ("carlito bold", "Carlito-Bold.ttf"),
        ("Amiri", "Amiri-Regular.ttf"),
        ("WQY Microhei", "wqy-microhei.ttc"),
        ("WenQuanYi Micro Hei", "wqy-microhei.ttc"),
        ("文泉驛微米黑", "wqy-microhei.ttc"),
        ("Calibri", "Carlito-Regular.ttf"),
    ],
)
def test_a_family_is_found_by_its_own_name_by_its_files_and_by_its_substitute(family: str, file: str) -> None:
    assert Fonts(SYSTEM).regular(family).name == file


def test_the_regular_face_is_found_whatever_its_file_is_called(tmp_path: Path) -> None:
    for number, face in enumerate(("BoldItalic", "Italic", "Bold", "Regular")):
        found = Fonts(SYSTEM).regular(f"Carlito {face}" if face != "Regular" else "Carlito")
        shutil.copy(found, tmp_path / f"{number}.ttf")
    assert Fonts((tmp_path,)).regular("Carlito").name == "3.ttf"


@pytest.mark.parametrize(
    "content", [b"", b"ttcf", b"\0\1\0\0\xff\xff", b"\0\1\0\0\0\1\0\0\0\0\0\0name\0\0\0\0\xff\xff\xff\xff"]
)
def test_a_file_that_is_no_font_is_passed_over(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(content)
    (tmp_path / "b.ttf").mkdir()
    assert not Fonts((tmp_path,)).files
    with pytest.raises(ConfigError, match="“Carlito” is not installed"):
        Fonts((tmp_path,)).regular("Carlito")


# --- which files are taken ------------------------------------------------------------------------


def installed(file: str, target: Path, *, newer_by: int = 0) -> Path:
    """A copy of an installed font, whose version is so much greater."""
    data = bytearray(next(Path("/usr/share/fonts").rglob(file)).read_bytes())
    tables = {bytes(data[at : at + 4]): at for at in range(12, 12 + 16 * unpack_from(">H", data, 4)[0], 16)}
    (head,) = unpack_from(">L", data, tables[b"head"] + 8)
    pack_into(">l", data, head + 4, unpack_from(">l", data, head + 4)[0] + newer_by)
    # What a table directory says of a table that was changed.
    pack_into(">L", data, tables[b"head"] + 4, newer_by)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def test_a_family_comes_from_the_first_folder_that_has_it(tmp_path: Path) -> None:
    own = installed("Carlito-Regular.ttf", tmp_path / "own/c.ttf")
    installed("Carlito-Regular.ttf", tmp_path / "system/c.ttf", newer_by=1)
    bold = installed("Caladea-Bold.ttf", tmp_path / "system/d.ttf")
    files = Fonts((tmp_path / "own", tmp_path / "system")).files
    assert files == {"Carlito": (own,), "Caladea": (bold,)}


def test_of_two_versions_in_a_folder_the_newer_is_taken(tmp_path: Path) -> None:
    installed("Carlito-Regular.ttf", tmp_path / "a/c.ttf")
    newer = installed("Carlito-Regular.ttf", tmp_path / "b/c.ttf", newer_by=1)
    italic = installed("Carlito-Italic.ttf", tmp_path / "a/i.ttf")
    assert Fonts((tmp_path,)).files == {"Carlito": (italic, newer)}


def test_the_digest_knows_the_families_files_and_nothing_else_that_is_installed(tmp_path: Path) -> None:
    digests = []
    for name in ("here", "there", "newer"):
        installed("Carlito-Regular.ttf", tmp_path / name / "c.ttf", newer_by=name == "newer")
        if name == "there":
            installed("AmiriQuran.ttf", tmp_path / name / "sub/q.ttf")
        digests.append(Fonts((tmp_path / name,)).digest)
    assert digests[0] == digests[1] != digests[2]
    told = Fonts((tmp_path / "here",), own_substitutes=(("Gill Sans", "Carlito"),)).digest
    assert told not in digests


def test_what_stands_in_is_of_the_houses_families() -> None:
    fonts = Fonts(SYSTEM, families=("Liberation Serif",), own_substitutes=(("Gotham", "Carlito"),))
    assert set(fonts.substitutes.values()) == {"Liberation Serif", "Carlito", SIGNS}
    assert fonts.substitute("Times New Roman") == "Liberation Serif"
    assert fonts.substitute("Arial Narrow") is None
    assert set(fonts.files) <= {"Liberation Serif", "Carlito", SIGNS}


def test_the_house_s_substitutes_come_before_the_usual_ones() -> None:
    fonts = Fonts(SYSTEM, own_substitutes=(("calibri", "Liberation Sans"), ("Gotham", "Carlito"), ("Foo", "Bar")))
    assert [fonts.substitute(name) for name in ("Calibri", "GOTHAM", "Cambria", "Foo", "Unheard Of")] == [
        "Liberation Sans", "Carlito", "Caladea", None, None,
    ]  # fmt: skip
    assert not fonts.same_widths("Calibri", "Liberation Sans")
    assert fonts.same_widths("Cambria", "Caladea")


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("LiberationSans-Bold", "Liberation Sans"),
        ("Caladea-Bold", "Caladea"),
        ("NotoSerifCJKsc-Regular", "Noto Serif CJK SC"),
        ("NotoSerifCJKjp-Regular-VKana", "Noto Serif CJK SC"),
        ("WenQuanYiMicroHei-0", "WenQuanYi Micro Hei"),
        ("Gotham-Book", None),
    ],
)
def test_a_font_of_a_pdf_is_known_by_its_family(name: str, family: str | None) -> None:
    assert Fonts(SYSTEM).set_with(name) == family


# --- what fontconfig makes of it ------------------------------------------------------------------


def asked(fonts: Fonts, tmp_path: Path, *words: str) -> str:
    """What a program of fontconfig says that sees these fonts."""
    conf = tmp_path / "fonts.conf"
    conf.write_text(configuration(fonts, [Path("/var/cache/fontconfig"), tmp_path / "cache"]), encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(conf)}
    ran = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    return ran.stdout


def matched(fonts: Fonts, tmp_path: Path, patterns: Sequence[str]) -> list[str]:
    return [asked(fonts, tmp_path, "fc-match", "--format", "%{family[0]}", pattern) for pattern in patterns]


def test_fontconfig_sees_the_files_that_were_chosen_and_no_others(tmp_path: Path) -> None:
    fonts = Fonts(SYSTEM)
    seen = {Path(line) for line in asked(fonts, tmp_path, "fc-list", "--format", "%{file}\n").splitlines()}
    assert seen == {path for paths in fonts.files.values() for path in paths}
    assert not list(tmp_path.glob("cache/*"))  # the system's own served


def test_a_folder_s_name_may_have_any_signs(tmp_path: Path) -> None:
    folder = tmp_path / "a & b <c> [d] é"
    path = installed("Carlito-Regular.ttf", folder / "c.ttf")
    assert asked(Fonts((folder,)), tmp_path, "fc-list", "--format", "%{file}") == str(path)


def test_a_family_that_is_not_there_is_set_with_its_substitute(tmp_path: Path) -> None:
    fonts = Fonts(SYSTEM, own_substitutes=(("Gotham & Co", "Carlito"),))
    # The set-up installs no Liberation Sans Narrow; machines that have it are held to it too.
    families = [family for family in METRIC if family != "OpenSymbol" and fonts.has(family)]
    assert len(families) >= 5
    known = {asked: family for family in families for asked in METRIC[family]}
    assert matched(fonts, tmp_path, list(known)) == list(known.values())
    patterns = ["Gotham & Co:bold", "宋体", "Unheard Of", "Unheard Of:lang=ar", "Unheard Of:lang=zh-cn", "Amiri"]
    assert matched(fonts, tmp_path, patterns) == [
        "Carlito", "Noto Serif CJK SC", "Liberation Sans", "Amiri", "Noto Serif CJK SC", "Amiri",
    ]  # fmt: skip
