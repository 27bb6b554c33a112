from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.fonts import find_font, system_folders

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
    ],
)
def test_a_family_is_found_by_its_own_name_and_by_its_files(family: str, file: str) -> None:
    assert find_font(family, SYSTEM).name == file


def test_the_regular_face_is_found_whatever_its_file_is_called(tmp_path: Path) -> None:
    for number, face in enumerate(("BoldItalic", "Italic", "Bold", "Regular")):
        found = find_font(f"Carlito {face}" if face != "Regular" else "Carlito", SYSTEM)
        shutil.copy(found, tmp_path / f"{number}.ttf")
    assert find_font("Carlito", [tmp_path]).name == "3.ttf"


@pytest.mark.parametrize(
    "content", [b"", b"ttcf", b"\0\1\0\0\xff\xff", b"\0\1\0\0\0\1\0\0\0\0\0\0name\0\0\0\0\xff\xff\xff\xff"]
)
def test_a_file_that_is_no_font_is_passed_over(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(content)
    (tmp_path / "b.ttf").mkdir()
    with pytest.raises(ConfigError, match="“Carlito” is not installed"):
        find_font("Carlito", [tmp_path])
