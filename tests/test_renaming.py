"""A placeholder gets another name, in all languages at once: nothing else of any file changes, and nothing half."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from pipeline import House, MeetingError, PapersError, TemplateError, UsageError
from pipeline.files import digest
from pipeline.toml import at_key
from pipeline.translating.names import Renaming
from pipeline.translating.together import write_all
from pipeline.translating.tomltext import found_in
from tests.houses import ROOT, SAMPLE, copy_house

LETTER = "invitation-siem-reap.docx"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@pytest.fixture
def house(tmp_path: Path) -> House:
    root = copy_house(tmp_path / "house")
    shutil.copytree(ROOT / "meetings" / SAMPLE, root / "meetings" / SAMPLE)
    return House.open(root)


@pytest.fixture(scope="module")
def same_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One for what is refused: it stays as it is."""
    root = copy_house(tmp_path_factory.mktemp("renaming") / "house")
    shutil.copytree(ROOT / "meetings" / SAMPLE, root / "meetings" / SAMPLE)
    return House.open(root)


def state(house: House) -> dict[str, str]:
    return {str(path): digest(path) for path in house.root.rglob("*") if path.is_file()}


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_name_changes_everywhere_and_nothing_else_does(house: House) -> None:
    toml = house.find(SAMPLE) / "meeting.toml"
    before = toml.read_text(encoding="utf-8")
    letters = {language: parts(house.root / "templates" / language / LETTER) for language in LANGUAGES}
    untouched = state(house)
    made = house.translations.rename(SAMPLE, "names.conference", "names.review")
    assert toml in made.files
    after = toml.read_text(encoding="utf-8")
    assert after.splitlines()[:8] == before.splitlines()[:8]  # comments too
    old = {"conference.": "review.", "{{ names.conference }}": "{{ names.review }}"}
    wanted = re.sub(r"(?m)^conference\.", "review.", before).replace("{{ names.conference }}", "{{ names.review }}")
    assert after == wanted, old
    for language, was in letters.items():
        now = parts(house.root / "templates" / language / LETTER)
        assert list(now) == list(was)
        changed = [name for name in now if now[name] != was[name]]
        assert changed == ([] if language == "ru" else ["word/document.xml"])
        for name in changed:
            assert now[name] == was[name].replace(b"names.conference", b"names.review")
    assert {path for path, was in untouched.items() if state(house)[path] != was} == {str(each) for each in made.files}
    assert house.translations.compare(SAMPLE).findings == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("event.preparatory", "prepcom"),
        ("numbers.anniversary", "numbers.years"),
        ("event.conference", "event.review_conference"),
        ("names.convention_full", "names.treaty"),
    ],
)
def test_every_kind_of_name_can_be_changed_and_changed_back(house: House, old: str, new: str) -> None:
    before = state(house)
    kind = old.partition(".")[0]
    made = house.translations.rename(SAMPLE, old, new)
    assert state(house) != before
    whole = new if "." in new else f"{kind}.{new}"
    assert house.translations.compare(SAMPLE).findings == ()
    house.translations.rename(SAMPLE, whole, old)
    texts = [path for path in before if path.endswith((".toml", ".txt", ".po"))]
    assert {path: state(house)[path] for path in texts} == {path: before[path] for path in texts}
    assert len(made.files) > 1


def test_what_was_confirmed_stays_so(house: House) -> None:
    house.translations.confirm(SAMPLE, by="N. N.", on=date(2026, 1, 1), languages=["en"])
    made = house.translations.rename(SAMPLE, "names.plan", "names.action_plan")
    assert house.root / "templates/en/confirmed.toml" in made.files
    assert house.translations.compare(SAMPLE).findings == ()


def odd_letter(house: House) -> Path:
    """A letter with the name in every place and spelling."""
    path = house.root / "templates/en" / LETTER
    document = docx.Document(str(path))
    paragraph = document.add_paragraph()
    for number, words in enumerate(
        ["Of {", "{ na", "mes.", "pl", "an", " }", "} and {{\u00a0names.\u200bplan|upper }}"]
    ):
        paragraph.add_run(words).bold = bool(number % 2)
    document.add_paragraph("names.plan {{ names.planned }} {{ names['plan'] }} {{ names[“plan”] }} ｛｛names．plan｝｝")
    document.add_paragraph("{%p for names in listed_events %}")
    document.add_paragraph("{{ names.plan }}")
    document.add_paragraph("{%p endfor %}")
    relationship = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    key = document.part.relate_to("https://example.org/%7B%7B%20names.plan%20%7D%7D", relationship, is_external=True)
    link = f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}"><w:r><w:t>a link</w:t></w:r></w:hyperlink>'
    document.add_paragraph("see ")._p.append(parse_xml(link))
    code = ' HYPERLINK "https://e.org/{{ names.plan }}" '
    field = f"<w:fldSimple {nsdecls('w')} w:instr='{code}'><w:r><w:t>x</w:t></w:r></w:fldSimple>"
    document.add_paragraph("and ")._p.append(parse_xml(field))
    document.sections[0].header.paragraphs[0].text = "{{ names.plan }}"
    document.save(str(path))
    return path


def test_a_name_that_word_split_or_typed_otherwise_changes_and_a_loops_own_does_not(house: House) -> None:
    path = odd_letter(house)
    was = parts(path)
    house.translations.rename(SAMPLE, "names.plan", "names.scheme")
    now = parts(path)
    assert sorted(name for name in now if now[name] != was[name]) == [
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/header1.xml",
    ]
    texts = [each.text for each in docx.Document(str(path)).paragraphs[-7:]]
    assert texts == [
        "Of {{ names.scheme }} and {{\u00a0names.\u200bscheme|upper }}",
        "names.plan {{ names.planned }} {{ names['scheme'] }} {{ names[“scheme”] }} ｛｛names．scheme｝｝",
        "{%p for names in listed_events %}",
        "{{ names.plan }}",
        "{%p endfor %}",
        "see a link",
        "and ",
    ]
    assert b"names.scheme%20%7D%7D" in now["word/_rels/document.xml.rels"]
    assert b"{{ names.scheme }}" in now["word/header1.xml"]
    assert b"https://e.org/{{ names.scheme }}" in now["word/document.xml"]
    shape = []
    for each in (was, now):
        without = re.sub(rb""" xml:space="preserve"|w:instr=("[^"]*"|'[^']*')""", b"", each["word/document.xml"])
        shape.append(re.sub(rb">[^<]*<", b"><", without))
    assert shape[0] == shape[1]


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("names.conferense", "x", "rename-unknown"),
        ("conference", "x", "rename-unknown"),
        ("title", "x", "rename-unknown"),
        ("names.conference.title", "x", "rename-unknown"),
        ("venues.omm", "x", "rename-unknown"),
        ("names.conference", "names.plan", "rename-taken"),
        ("names.conference", "conference", "rename-taken"),
        ("names.conference", "numbers.x", "rename-name"),
        ("names.conference", "Conférence", "rename-name"),
        ("names.conference", "a b", "rename-name"),
        ("names.conference", "", "rename-name"),
        ("names.conference", "names.", "rename-name"),
        ("names.conference", "}}", "rename-name"),
    ],
)
def test_a_name_that_is_not_there_or_cant_be_is_refused(same_house: House, old: str, new: str, code: str) -> None:
    with pytest.raises(UsageError) as error:
        same_house.translations.rename(SAMPLE, old, new)
    assert [each.code for each in error.value.findings] == [code]
    assert not list(same_house.root.rglob("*.part"))


def test_other_meetings_that_use_the_templates_are_named_and_get_the_name_together(house: House) -> None:
    other = house.root / "meetings" / "other"
    shutil.copytree(house.find(SAMPLE), other)
    before = state(house)
    with pytest.raises(UsageError) as error:
        house.translations.rename(SAMPLE, "names.plan", "names.scheme")
    assert error.value.findings[0].code == "rename-others"
    assert error.value.findings[0].values["meetings"] == ("other",)
    assert state(house) == before
    made = house.translations.rename(SAMPLE, "names.plan", "names.scheme", everywhere=True)
    assert made.others == ("other",)
    assert other / "meeting.toml" in made.files
    assert house.translations.compare("other").findings == ()
    text = (other / "meeting.toml").read_text(encoding="utf-8")
    (other / "meeting.toml").write_text(text.replace("scheme.", "plan.").replace("names.scheme", "names.plan"), "utf-8")
    with pytest.raises(UsageError) as error:
        house.translations.rename(SAMPLE, "names.summit", "names.plan", everywhere=True)
    assert [each.code for each in error.value.findings] == ["rename-taken"]


def test_a_meeting_that_has_not_the_name_is_told_and_left_alone(house: House) -> None:
    other = house.root / "meetings" / "other"
    shutil.copytree(house.find(SAMPLE), other)
    toml = other / "meeting.toml"
    text = toml.read_text(encoding="utf-8").replace("\nplan.", "\nscheme.")
    toml.write_text(text, encoding="utf-8")
    made = house.translations.rename(SAMPLE, "names.plan", "names.scheme")
    assert made.others == ("other",)
    assert toml.read_text(encoding="utf-8") == text


def test_a_template_that_cant_be_read_stops_all_of_it(house: House) -> None:
    (house.root / "templates/zh" / LETTER).write_bytes(b"PK no")
    before = state(house)
    with pytest.raises(TemplateError):
        house.translations.rename(SAMPLE, "names.conference", "names.review")
    assert state(house) == before


def test_a_key_that_stands_in_an_inline_table_changes_too_and_what_cant_be_found_is_refused(house: House) -> None:
    toml = house.find(SAMPLE) / "meeting.toml"
    text = toml.read_text(encoding="utf-8")
    inline = re.sub(r"\[numbers\]\n.*\n.*\n", "numbers = { anniversary = 25, delegation_limit = 3 }\n", text)
    moved = inline.replace("numbers = { anniversary = 25, delegation_limit = 3 }\n", "")
    moved = moved.replace(
        "date = 2024-04-22\n", "date = 2024-04-22\nnumbers = { anniversary = 25, delegation_limit = 3 }\n"
    )
    toml.write_text(moved, encoding="utf-8")
    house.translations.rename(SAMPLE, "numbers.anniversary", "numbers.years")
    assert "numbers = { years = 25, delegation_limit = 3 }" in toml.read_text(encoding="utf-8")
    escaped = toml.read_text(encoding="utf-8").replace("{{ names.conference }}", '{{ names[\\"conference\\"] }}', 1)
    toml.write_text(escaped, encoding="utf-8")
    before = state(house)
    with pytest.raises(MeetingError) as error:
        house.translations.rename(SAMPLE, "names.conference", "names.review")
    assert [each.code for each in error.value.findings] == ["rename-unwritten"]
    assert state(house) == before


def test_a_byte_order_mark_and_the_ends_of_lines_stay(house: House) -> None:
    toml = house.find(SAMPLE) / "meeting.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    house.translations.rename(SAMPLE, "names.plan", "names.scheme")
    raw = toml.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf#:schema")
    assert raw.count(b"\r\n") == raw.count(b"\n") == text.count("\n")
    assert b"\r\nscheme.fr" in raw


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"old")
    (second / "c").mkdir(parents=True)
    for target in (second, tmp_path / "no" / "d"):
        with pytest.raises(OSError, match=r"b|d"):
            write_all({first: b"new", tmp_path / "x": b"more", target: b"new"})
        assert first.read_bytes() == b"old"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    write_all({first: b"new"})
    assert first.read_bytes() == b"new"


def test_a_record_that_cant_be_read_stops_it_before_anything_is_written(house: House) -> None:
    (house.root / "templates/en/confirmed.toml").write_text("x", encoding="utf-8")
    before = state(house)
    with pytest.raises(PapersError):
        house.translations.rename(SAMPLE, "names.plan", "names.scheme")
    assert state(house) == before


# --- where things stand in TOML -------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(ROOT.glob("meetings/*/*.toml")) + sorted(ROOT.glob("tests/meetings/*/*.toml")))
def test_each_value_of_a_file_is_found_where_it_stands(path: Path) -> None:
    text = path.read_bytes().decode()
    data = tomllib.loads(text)
    for each in found_in(text):
        said = at_key(data, each.path)
        assert said is not None
        if not each.is_key:
            assert tomllib.loads(f"x = {text[each.start : each.end]}")["x"] == said


NESTED: list[Callable[[st.SearchStrategy[object]], st.SearchStrategy[object]]] = [
    lambda inner: st.lists(inner, max_size=3),
    lambda inner: st.dictionaries(st.sampled_from(["a", "b-c", "d e", "é"]), inner, max_size=3),
]


def _toml(value: object) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f'"{name}" = {_toml(each)}' for name, each in value.items()) + "}"
        case list():
            return "[ # one\n" + ",\n".join(_toml(each) for each in value) + "\n]"
        case str() if value.isprintable() and not set(value) & set("'\\"):
            return f"'{value}'"
        case str():
            return '"' + "".join(f"\\U{ord(sign):08x}" for sign in value) + '"'
        case _:
            return str(value).lower()


@given(
    st.recursive(
        st.integers() | st.booleans() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        lambda inner: NESTED[0](inner) | NESTED[1](inner),
        max_leaves=12,
    )
)
def test_whatever_a_value_is_made_of_its_parts_are_found(value: object) -> None:
    text = f"# x\nroot.'y z' = {_toml(value)} # [end]\n[[t]]\nk = 1\n[[t]]\nk = '''\n]'''\n"
    data = tomllib.loads(text)
    found = [each for each in found_in(text) if not each.is_key]
    assert [each.path for each in found][-2:] == [("t", 0, "k"), ("t", 1, "k")]
    for each in found:
        assert at_key(data, each.path) == tomllib.loads(f"x = {text[each.start : each.end]}")["x"]


@given(st.text("nameold.{} %|'“”\u200b[]", max_size=40))
def test_only_tags_change(text: str) -> None:
    renaming = Renaming(("name",), "old", "new")
    after = renaming.renamed(text)
    assert len(text) == len(after)
    assert all(one == two or (one in "old" and two in "new") for one, two in zip(text, after, strict=True))
