"""What is told is data: the catalogue holds together, findings survive JSON, golden/findings.txt has all sentences."""

from __future__ import annotations

import ast
import json
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from pipeline.errors import ConfigError
from pipeline.findings import Finding, Place, Reason, Value
from pipeline.findings.catalogue import AREAS, CATALOGUE, REASONS
from pipeline.findings.visible import json_text, visible
from pipeline.findings.words import PLACES, Words, say
from tools import make_codes, make_schema

PACKAGE = Path(pipeline.__file__).parent
SOURCES = [path for path in sorted(PACKAGE.rglob("*.py")) if "catalogue" not in path.parts]
GOLDEN = Path(__file__).parent / "golden" / "findings.txt"


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Each place of the program that makes a finding or a reason."""
    for path in SOURCES:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "pipeline.findings"]
        if name in {alias.name for node in imports for alias in node.names}:
            for node in nodes:
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                    yield path, node


def told_by_keywords() -> Iterator[tuple[Path, str, set[str]]]:
    """Each call that has a code of the catalogue, and the values as keywords: what is unfit, and what helpers make."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and not any(isinstance(each, ast.Dict) for each in node.args):
                codes = [each.value for each in node.args if isinstance(each, ast.Constant) and each.value in CATALOGUE]
                if node.keywords and all(each.arg for each in node.keywords) and len(codes) == 1:
                    yield path, str(codes[0]), {str(each.arg) for each in node.keywords}


def written_out(call: ast.Call, values: int) -> tuple[str | None, set[str] | None]:
    """The code of a finding and the names of its values, as far as they are written out."""
    code = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    named = call.args[values] if len(call.args) > values else ast.Dict([], [])
    names = None
    if isinstance(named, ast.Dict) and all(isinstance(key, ast.Constant) for key in named.keys):
        names = {str(key.value) for key in named.keys if isinstance(key, ast.Constant)}
    return (str(code) if code is not None else None), names


def places(*sentences: str) -> set[str]:
    return {name for each in sentences for _text, name, _form, _conversion in Formatter().parse(each) if name}


def shown(sentence: str) -> str:
    """With the names of its places, in braces."""
    return sentence.format_map({name: f"{{{name}}}" for name in places(sentence)})


def test_every_code_of_the_program_is_in_the_catalogue_with_the_values_that_its_words_take() -> None:
    wrong = []
    for path, call in calls("Finding"):
        code, names = written_out(call, 2)
        if code is not None and code not in CATALOGUE:
            wrong.append(f"{path.name}:{call.lineno}: there is no {code}")
        elif code is not None and names is not None:
            lacking = places(CATALOGUE[code].what, CATALOGUE[code].mend) - names
            wrong += [f"{path.name}:{call.lineno}: {code} is not given {name}" for name in sorted(lacking)]
    for path, code, names in told_by_keywords():
        lacking = places(CATALOGUE[code].what, CATALOGUE[code].mend) - names
        wrong += [f"{path.name}: {code} is not given {name}" for name in sorted(lacking)]
    for path, call in calls("Reason"):
        code, names = written_out(call, 1)
        if code is not None and code not in REASONS:
            wrong.append(f"{path.name}:{call.lineno}: there is no reason {code}")
        elif code is not None and names is not None:
            lacking = places(REASONS[code]) - names
            wrong += [f"{path.name}:{call.lineno}: {code} is not given {name}" for name in sorted(lacking)]
    assert not wrong, "\n".join(wrong)


def test_no_value_of_a_finding_is_a_sentence_in_english() -> None:
    """What stands in a sentence is a reason by its code, which every language has words for."""
    said = []
    for path in SOURCES:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and any(
                isinstance(each, ast.Constant) and each.value in {*CATALOGUE, *REASONS} for each in call.args
            ):
                values = [each.value for each in call.keywords]
                values += [value for each in call.args if isinstance(each, ast.Dict) for value in each.values]
                words = [each for value in values for each in ast.walk(value) if isinstance(each, ast.Constant)]
                said += [f"{path.name}:{each.lineno}" for each in words if _TWO_WORDS.search(str(each.value))]
    assert said == []


_TWO_WORDS = re.compile("[a-z]{2,} [a-z]{2,}")


def test_every_entry_of_the_catalogue_is_used_and_each_code_once() -> None:
    strings = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not {*CATALOGUE, *REASONS} - strings
    assert len(CATALOGUE) == sum(map(len, AREAS.values()))


def test_codes_have_one_form_and_sentences_end() -> None:
    for code, entry in CATALOGUE.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code), code
        for sentence in filter(None, (entry.what, entry.mend)):
            assert sentence[-1] in ".?!}”…", code
            assert sentence == " ".join(sentence.split()), code
        assert entry.mend or entry.section == "kept", f"{code} says not what to do"
        assert not (entry.severity == "error" and entry.section), code


def test_the_sentences_are_those_that_were_read(tmp_path: Path) -> None:
    """All words in English, for a reviewer."""
    lines = []
    for area, entries in AREAS.items():
        lines.append(f"=== {area}")
        for code, entry in entries.items():
            may = "" if entry.acceptable else ", never accepted"
            lines += [f"\n{code} ({entry.section or entry.severity}{may})", f"    {shown(entry.what)}"]
            lines += [f"    {shown(entry.mend)}"] if entry.mend else []
        lines.append("")
    lines += ["=== reasons and hints, within other sentences", ""]
    lines += [f"{code}: {shown(words)}" for code, words in REASONS.items()]
    lines += ["", "=== places", ""]
    lines += [f"{kind}: {shown(words)}" for kind, words in PLACES.items()]
    actual = tmp_path / GOLDEN.name
    actual.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert actual.read_text(encoding="utf-8") == GOLDEN.read_text(encoding="utf-8"), f"what came out is in {actual}"


def test_what_is_written_from_the_code_for_readers_is_current() -> None:
    assert make_codes.TABLE.read_text(encoding="utf-8") == make_codes.written(), "run make codes"
    for name, model in make_schema.SCHEMAS.items():
        there = (make_schema.DOCS / f"{name}.schema.json").read_text(encoding="utf-8")
        assert there == make_schema.written(model), "run make schema"


FINDINGS = (
    Finding("untagged", Place("a.pdf")),
    Finding("font", Place("a.docx", paragraph=3), {"font": "A", "substitute": "B"}),
    Finding(
        "lower-level",
        Place("a.pdf", key=("groups", 0, "enclosures", 2), line=7, page=2),
        {"what": "PDF/A-2a", "why": (Reason("tagged-document"), Reason("font-embedding", {"it": "Arial"}))},
    ),
)


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.code)
def test_a_finding_is_the_same_after_json_and_pickle(finding: Finding) -> None:
    assert Finding.from_json(finding.as_json()) == finding
    assert pickle.loads(pickle.dumps(finding)) == finding
    error = pickle.loads(pickle.dumps(ConfigError(finding)))
    assert type(error) is ConfigError
    assert error.findings == (finding,)


def test_what_a_finding_is_about_does_not_depend_on_its_file_line_or_page() -> None:
    values: dict[str, Value] = {"font": "A", "substitute": "B"}
    about = Finding("font", Place("a.docx", line=3, page=1), values).of
    assert Finding("font", Place("a.docx", line=9, page=4), values).of == about
    assert Finding("font", Place("a.docx", paragraph=2), values).of != about
    assert Finding("font", Place("a.docx"), values | {"font": "C"}).of != about
    assert re.fullmatch(r"[0-9a-f]{16}", about)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place("meeting.toml", 12, ("groups", 0, "enclosures", 2)), "meeting.toml:12: group 1, enclosure 3"),
        (Place("meeting.toml", 3, ("languages", 1)), "meeting.toml:3: languages, entry 2"),
        (Place("meeting.toml", key=("events", 0, "end")), "meeting.toml: event 1: end"),
        (Place("config.toml", key=("stamp", "fonts", "fr")), "config.toml: stamp.fonts.fr"),
        (Place("a.docx", part="header1", paragraph="Dear Sirs"), "a.docx: header1: “Dear Sirs”"),
        (Place("a.docx", paragraph=4), "a.docx: paragraph 4"),
        (Place("a.xlsx", sheet="2024", cell="B7"), "a.xlsx: sheet “2024”, cell B7"),
        (Place("a.pdf", enclosure="3", title="Agenda", page=2), "enclosure 3 “Agenda” (a.pdf): page 2"),
        (Place("a.docx", part="slip-sheet", enclosure="3"), "a.docx: sheet before enclosure 3"),
    ],
)
def test_a_place_reads_as_people_count(place: Place, words: str) -> None:
    assert str(place) == words


def test_words_come_from_a_catalogue_and_in_english_where_it_lacks_them() -> None:
    phrases = {"font": "Police « {font} » absente ; « {substitute} ».", "place.page": "p. {page}"}
    finding = Finding("font", Place("a.docx", page=2), {"font": "A", "substitute": "B"})
    told = say(finding, Words("fr", phrases))
    assert (told.where, told.what) == ("a.docx: p. 2", "Police « A » absente ; « B ».")
    assert told.mend == say(finding).mend


# --- names and lines are only words ---------------------------------------------------------------

ACTING = (
    "\x00\x07\x08\n\r\x1b\x7f\x85\x9b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2028\u2029\u2060\ufeff\ud800\udfff"
)
"""What a terminal, a browser or a reader's eye obeys."""


@given(st.text(st.one_of(st.sampled_from(ACTING + "\u200b\u200c\u200d\u2066\u2068\u2069"), st.characters())))
def test_whatever_a_name_has_it_steers_nothing(name: str) -> None:
    shown = visible(name)
    assert not set(shown) & set(ACTING)
    assert visible(shown) == shown
    shown.encode("utf-8")
    assert shown.count("\u2069") == sum(shown.count(sign) for sign in "\u2066\u2067\u2068")
    text = json_text({"name": name, name: [name]})
    text.encode("utf-8")
    assert not set(text) & set(ACTING) - {"\n"}
    assert json.loads(text)["name"] == name or name == "name"
    finding = Finding("file-missing", Place(name, 3, (name, 0), name, name, name, name, name, name, 1, 2, name), {})
    for words in (str(finding.place), say(Finding("file-missing", Place("a"), {"name": name, "near": name})).what):
        assert not set(words) & set(ACTING)


@pytest.mark.parametrize(
    "sound",
    [
        "جدول الأعمال المؤقت، ١٢ حزيران/يونيه",
        "می\u200cخواهم",  # Persian, with a joiner that it needs
        "क्\u200dष",  # Devanagari
        "👩\u200d💻 👍🏽",
        "ភាសា\u200bខ្មែរ",  # Khmer, with places to break
        "\u2068Siem Reap\u2069 – Angkor",
        "Très hon\u00adorable « Conférence »\u00a0: n°\u202f5",
        "第五次审议会议",
    ],
)
def test_sound_text_is_shown_as_it_is(sound: str) -> None:
    assert visible(sound) == sound


def test_a_name_is_shown_with_what_is_in_it() -> None:
    place = Place("annex\u202efdp.exe")
    assert str(place) == "annex\\u202efdp.exe"
    assert say(Finding("phrase-line", place, {"line": "a\x1b]0;b\x07\nc"})).what == "The line can't be read: a␛]0;b␇␊c"


# --- what looks alike and is not the same ---------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "there", "told"),
    [
        ("m\u0435nu.docx", "menu.docx", ("U+0435", "U+0065")),
        (
            "re\u0301sume\u0301.pdf",
            "r\u00e9sum\u00e9.pdf",
            ("U+0065 U+0301 U+0073 U+0075 …", "U+00E9 U+0073 U+0075 U+006D …"),
        ),
        ("annex\u00a01.pdf", "annex 1.pdf", ("U+00A0", "U+0020")),
        ("an\u00adnex.pdf", "annex.pdf", ("U+00AD", "")),
        ("\u06cc.pdf", "\u064a.pdf", ("U+06CC", "U+064A")),
    ],
)
def test_names_that_look_alike_are_told_apart(typed: str, there: str, told: tuple[str, str]) -> None:
    shown = [f"{name} ({codes})" if codes else name for name, codes in zip((typed, there), told, strict=True)]
    finding = Finding("phrase-missing", Place("a.po"), {"key": typed, "near": Reason("near", {"word": there})})
    assert (f"“{shown[0]}”" in finding.what, f"“{shown[1]}”" in finding.mend) == (True, True)
    beside = Finding("bag-names-alike", Place(f"data/{there}"), {"other": typed})
    assert f"“{shown[0]}”" in beside.what
    assert beside.values == {"other": typed}


@pytest.mark.parametrize(("typed", "there"), [("menu", "menu"), ("menu", "Menu"), ("меню", "menu"), ("a-b", "a–b")])
def test_names_that_are_the_same_or_look_otherwise_are_told_as_they_are(typed: str, there: str) -> None:
    finding = Finding("phrase-missing", Place(there), {"key": typed, "near": Reason("near", {"word": there})})
    assert "U+" not in finding.what + finding.mend
