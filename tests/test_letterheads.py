"""Letterheads: made from a logo and words, and shown in each language as a letter on them is set."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from pipeline import House, PapersError, Session
from pipeline.cli.letterheads import ask
from pipeline.load import load_letterhead
from tests.houses import copy_meeting
from tests.pictures import logo

WORDS = {"fr": {"house": "Commission de Tirane"}, "zh": {"house": "蒂拉讷委员会", "address": "地址"}}


def head(letterhead: Path) -> list[tuple[str, str]]:
    """The text of each paragraph of the first page's head, and what its picture shows."""
    section = docx.Document(str(letterhead / "letterhead.docx")).sections[0]
    return [
        (each.text, "".join(shown.get("descr", "") for shown in each._p.iter(qn("wp:docPr"))))
        for each in section.first_page_header.paragraphs
    ]


def test_a_letterhead_is_made_from_a_logo_and_words(own_house: Path, tmp_path: Path) -> None:
    made = House.open(own_house).new_letterhead("commission", logo(tmp_path / "logo.png"), words=WORDS, width=30)
    assert made == own_house / "letterheads/commission"
    assert {path.name for path in made.iterdir()} == {"letterhead.docx", "logo.png", "words.toml"}
    assert head(made)[0] == ("", "أمانة الاجتماع")
    assert head(made)[1][0] == "{{ letterhead.house }}"
    extent = next(
        docx.Document(str(made / "letterhead.docx")).sections[0].first_page_header._element.iter(qn("wp:extent"))
    )
    assert extent.get("cx") == str(30 * 36000)
    assert load_letterhead(made, "fr")["house"] == "Commission de Tirane"
    assert load_letterhead(made, "fr")["address"] == "Adresse du secrétariat | Ville | Pays | courriel@exemple.org"
    assert load_letterhead(made, "zh") == WORDS["zh"]


def test_what_stands_in_the_way_is_told_and_nothing_is_left_behind(own_house: Path, tmp_path: Path) -> None:
    house, sound = House.open(own_house), logo(tmp_path / "logo.png")
    damaged = tmp_path / "damaged.png"
    damaged.write_bytes(sound.read_bytes()[:200])
    before = sorted(path.name for path in (own_house / "letterheads").iterdir())
    for name, picture, more, code, exit_code in (
        ("plain", sound, {}, "letterhead-taken", 2),
        ("Ünser", sound, {}, "slug-unusable", 2),
        ("../x", sound, {}, "slug-unusable", 2),
        ("new", tmp_path / "none.png", {}, "file-missing", 2),
        ("new", damaged, {}, "picture-damaged", 3),
        ("new", sound, {"width": 150}, "letterhead-logo-coarse", 3),
        ("new", sound, {"like": "plane"}, "letterhead-missing", 3),
        ("new", sound, {"words": {"fr": {"hous": "X"}}}, "letterhead-word-unknown", 2),
        ("new", sound, {"words": {"xx": {"house": "X"}}}, "language-unknown", 2),
        ("new", sound, {"words": {"fr": {"house": "{{ x }}"}}}, "placeholder-not-filled", 3),
        ("new", sound, {"words": {"fr": {"house": "a\u202eb"}}}, "character-turns", 3),
        ("new", sound, {"words": {"fr": {"house": 'a"\n[en]\nb = "c'}}}, "", 0),
    ):
        if not code:  # words are words, whatever they look like
            assert load_letterhead(house.new_letterhead(name, picture, **more), "fr")["house"] == 'a"\n[en]\nb = "c'
            continue
        with pytest.raises(PapersError) as caught:
            house.new_letterhead(name, picture, **more)
        assert ([each.code for each in caught.value.findings], caught.value.exit_code) == ([code], exit_code), name
        assert sorted(path.name for path in (own_house / "letterheads").iterdir()) == before


def test_words_that_are_not_given_are_asked_for() -> None:
    asked = []

    def prompt(word: str, usual: str) -> str:
        asked.append(word)
        return usual.upper()

    known = {"en": {"house": "Secretariat", "address": "Street"}, "fr": {"house": "Secrétariat"}}
    assert ask(known, {"en": {"house": "Board"}, "xx": {"house": "?"}}, prompt) == {
        "en": {"house": "Board", "address": "STREET"},
        "xx": {"house": "?"},
        "fr": {"house": "SECRÉTARIAT"},
    }
    assert asked == ["en.address", "fr.house"]


@pytest.mark.office
def test_a_letterhead_is_shown_in_each_language_and_letters_go_out_on_it(own_house: Path, tmp_path: Path) -> None:
    papers = Path(sys.executable).with_name("papers")
    logo(tmp_path / "logo.png")
    words = [
        each for tag, own in WORDS.items() for key, value in own.items() for each in ("--word", f"{tag}.{key}={value}")
    ]
    made = subprocess.run(
        (papers, "letterhead", "new", "commission", "--logo", tmp_path / "logo.png", *words),
        cwd=own_house, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "papers letterhead show commission" in made.stderr
    ran = subprocess.run(
        (papers, "letterhead", "show", "commission", "--json"),
        cwd=own_house,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(ran.stdout)
    page = Path(told["page"])
    assert page == own_house / "build/letterheads/commission/index.html"
    every = sorted(path.parent.name for path in (own_house / "templates").glob("*/invitation.docx"))
    names = [f"{language}-{number}.png" for language in every for number in (1, 2)]
    assert [Path(each).name for each in told["pictures"]] == names
    html = page.read_text(encoding="utf-8")
    assert [name for name in names if f'src="{name}"' not in html or 'alt=""' in html] == []
    for language in ("ar", "fr"):  # Arabic lines are lower than others: the whole logo is drawn all the same
        assert rows_of_the_logo(page.with_name(f"{language}-1.png")) > 40, language
    assert sorted(path.name for path in own_house.iterdir()) == [
        "build",
        "config.toml",
        "letterheads",
        "meetings",
        "templates",
    ]
    assert list((own_house / "meetings").iterdir()) == []


def rows_of_the_logo(picture: Path) -> int:
    """How many rows of a page have its dark blue."""
    image = Image.open(picture).convert("RGB").crop((0, 0, 794, 150))
    blue = (
        [abs(red - 20) < 25 and abs(green - 60) < 25 and abs(of_blue - 120) < 25 for red, green, of_blue in row]
        for row in rows(image)
    )
    return sum(map(any, blue))


def rows(image: Image.Image) -> list[list[tuple[int, int, int]]]:
    data = image.tobytes()
    dots = [(data[at], data[at + 1], data[at + 2]) for at in range(0, len(data), 3)]
    return [dots[start : start + image.width] for start in range(0, len(dots), image.width)]


def test_a_letterhead_that_is_not_there_is_told_with_the_nearest(own_house: Path) -> None:
    with Session(House.open(own_house), jobs=1) as session, pytest.raises(PapersError) as caught:
        session.show_letterhead("plan")
    assert "Did you mean “plain”?" in caught.value.findings[0].mend


def test_a_meeting_takes_it_by_its_name(own_house: Path, tmp_path: Path) -> None:
    House.open(own_house).new_letterhead("commission", logo(tmp_path / "logo.png"), words=WORDS)
    folder = copy_meeting(own_house, "tiny")
    toml = folder / "meeting.toml"
    said = toml.read_text(encoding="utf-8")
    assert 'letterhead = "plain"' in said
    toml.write_text(said.replace('letterhead = "plain"', 'letterhead = "commission"'), encoding="utf-8")
    with Session(House.open(own_house), jobs=1) as session:
        assert session.check(folder).problems == ()
