from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pipeline.bundle.assemble
from pipeline.cli import main
from pipeline.errors import BundleError, ConverterError
from pipeline.findings import Finding, Place
from pipeline.findings.catalogue import CATALOGUE
from tests.changing import changed
from tests.houses import copy_meeting
from tests.pdfs import simple

pytestmark = pytest.mark.office

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def papers(own_house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command, run in the test's own house: its code, its standard output and its standard error."""
    copy_meeting(own_house)
    monkeypatch.chdir(own_house)

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["papers", *words])
        with pytest.raises(SystemExit) as stopped:
            main()
        assert isinstance(stopped.value.code, int)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return stopped.value.code, said.out, said.err

    return run


def test_the_command_is_installed() -> None:
    program = Path(sys.executable).with_name("papers")
    done = subprocess.run([program, "--help"], capture_output=True, text=True, check=True)
    assert "Usage: papers" in done.stdout
    for verb in ("new", "check", "build", "vocabulary", "archive", "verify", "regenerate", "compare"):
        assert f"  {verb} " in done.stdout


def test_help_shows_every_verb_and_every_exit_code(papers: Run) -> None:
    code, said, _ = papers("--help")
    assert code == 0
    for words in (
        "new",
        "check",
        "build",
        "vocabulary",
        "archive",
        "verify",
        "regenerate",
        "compare",
        "3 config",
        "8 archive",
    ):
        assert words in said
    for verb in ("new", "check", "build", "vocabulary", "archive", "verify", "regenerate", "compare"):
        code, said, _ = papers(verb, "-h")
        assert (code, said.startswith(f"Usage: papers {verb}")) == (0, True)


def test_building_says_what_ran_and_names_the_bundle(papers: Run) -> None:
    code, said, told = papers("build", "small")
    assert (code, said) == (0, "build/small/small-invitation-fr.pdf\n")
    assert ".  convert enclosure 1 fr" in told.splitlines()
    assert "to look at before the package leaves: build/small/small-invitation-fr-report.html" in told.splitlines()
    assert "picture" not in told
    code, said, told = papers("build", "meetings/small/meeting.toml")
    assert (code, said) == (0, "build/small/small-invitation-fr.pdf\n")
    assert "-- convert enclosure 1 fr" in told.splitlines()
    code, said, told = papers("build", "small", "--json")
    assert (code, told) == (0, "")
    answer = json.loads(said)
    assert {step["ran"] for step in answer["steps"]} == {False}
    assert json.loads(Path(answer["manifest"]).read_text())["outputs"] == answer["outputs"]


def test_the_vocabulary_lists_every_placeholder_with_its_value(papers: Run) -> None:
    code, said, _ = papers("vocabulary", "small", "--lang", "fr")
    assert code == 0
    rows = {line.split()[0]: line.partition(" ")[2].strip() for line in said.splitlines()}
    assert rows["date"] == "15 janvier 2025".replace(" ", "\u00a0")
    assert rows["enclosure.number"] == "1"
    assert rows["groups[0].enclosures[0].page"] == "1"
    code, said, told = papers("vocabulary", "small", "--lang", "fr", "--json")
    assert (code, told) == (0, "")
    answer = json.loads(said)
    assert (answer["meeting"], answer["language"]) == ("small", "fr")
    placeholders = [entry["placeholder"] for entry in answer["placeholders"]]
    assert len(placeholders) == len(set(placeholders))
    assert {"event.session.dates", "letterhead.house", "salutation", "signatory.titles"} <= set(placeholders)


def test_the_vocabulary_has_the_words_of_every_instrument(papers: Run) -> None:
    toml = Path("meetings/small/meeting.toml")
    note = """
[[instruments]]
key = "note-verbale"
kind = "note-verbale"
template = "note-verbale"
addressees.fr = ["États parties"]
sender.fr = "Le Secrétariat"
to.fr = "aux États parties"

[[groups]]"""
    toml.write_text(toml.read_text(encoding="utf-8").replace("\n[[groups]]", note, 1), encoding="utf-8")
    code, said, _ = papers("vocabulary", "small", "--lang", "fr")
    assert code == 0
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert "addressees [invitation] Missions permanentes" in lines
    assert "addressees [note-verbale] États parties" in lines
    assert "sender [note-verbale] Le Secrétariat" in lines
    assert [line for line in lines if line.startswith("salutation ")] == ["salutation [invitation] Excellences,"]
    assert len([line for line in lines if line.startswith("date ")]) == 1
    code, said, _ = papers("vocabulary", "small", "--lang", "fr", "--json")
    answer = json.loads(said)["placeholders"]
    assert {"placeholder": "sender", "value": "Le Secrétariat", "instrument": "note-verbale"} in answer
    assert [set(entry) for entry in answer if entry["placeholder"] == "date"] == [{"placeholder", "value"}]


def test_a_check_of_a_sound_meeting(papers: Run) -> None:
    code, said, told = papers("check", "small")
    assert (code, said) == (0, "")
    assert told.startswith("\nmeetings/small/enclosures/form.pdf\n  warning 1 (fonts-missing)\n")  # the gravest first
    assert told.index("(phrases-unreviewed)\n") > told.index("warning 4")
    lines = (
        "one document that readers who are blind can't read well",
        "one font or sign is not as it was",
        "one catalogue has phrases that nobody has reviewed",
        "1 thing more to look at",
        "ready",
    )
    assert told.endswith("small: can be built; 5 things to look at.\n" + "".join(f"  · {line}\n" for line in lines))
    code, said, told = papers("check", "small", "--json")
    answer = json.loads(said)
    assert (code, told, answer["meeting"], answer["problems"]) == (0, "", "small", [])
    assert answer["aloud"] == list(lines)
    assert {note["class"] for note in answer["notes"]} <= {"person", "program"}
    assert "templates/fr/phrases.po: bundle.stamp" in [note["where"] for note in answer["notes"]]
    assert all(set(note) >= TOLD for note in answer["notes"])


TOLD = {"code", "severity", "place", "values", "of", "where", "what", "mend"}

MISTAKES: list[tuple[int, str, str, str]] = [
    (3, "config.toml", "size = 8.0", "size = 80.0"),
    (3, "config.toml", "folders = []", 'folders = ["\\u0000"]'),
    (4, "meetings/small/meeting.toml", 'venue = "hall"', 'venue = "hal"'),
    (5, "templates/fr/phrases.po", 'msgctxt "closing.cordially"', 'msgctxt "closing.other"'),
]


@pytest.mark.parametrize("verb", ["check", "build"])
@pytest.mark.parametrize(("code", "file", "old", "new"), MISTAKES, ids=[each[3] for each in MISTAKES])
def test_each_class_of_mistake_has_its_code(
    verb: str, code: int, file: str, old: str, new: str, papers: Run, own_house: Path
) -> None:
    changed(own_house / file, old, new)
    found, said, told = papers(verb, "small")
    assert (found, said) == (code, "")
    assert told.strip().startswith(file)  # as a person would type it here, not from the root
    found, said, told = papers(verb, "small", "--json")
    assert (found, told) == (code, "")
    (problem,) = json.loads(said)["problems"]
    assert set(problem) >= TOLD


@pytest.mark.parametrize(("kind", "code"), [(ConverterError, 6), (BundleError, 7)])
def test_what_the_tools_can_not_do_has_its_code(
    kind: type[BundleError], code: int, papers: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise kind(Finding("part-no-pages", Place("enclosure 3")))

    monkeypatch.setattr(pipeline.bundle.assemble, "bundle", fail)
    entry = CATALOGUE["part-no-pages"]
    assert papers("build", "small") == (code, "", f"\nenclosure 3\n    {entry.what}\n    {entry.mend}\n")


def test_an_error_of_the_program_is_told_in_a_sentence(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(pipeline.bundle.assemble, "bundle", fail)
    code, said, told = papers("build", "small")
    assert (code, said) == (1, "")
    assert told.startswith("\nsmall-invitation-fr.pdf\n    Something unexpected happened at “bundle invitation fr”")
    assert "ZeroDivisionError: by zero. Its trace is in build/small/.state/unexpected.log." in told
    code, said, told = papers("build", "small", "--json")
    assert (code, told) == (1, "")
    assert json.loads(said)["problems"][0]["where"] == "small-invitation-fr.pdf"


def test_control_c_stops_with_a_sentence(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.bundle.assemble, "bundle", stop)
    code, _, told = papers("build", "small")
    assert code == 1
    assert "the next build goes on from there" in told


@pytest.mark.parametrize(
    ("words", "told_words"),
    [
        (["biuld", "small"], "Did you mean “build”?"),
        (["check"], "Missing argument 'MEETING'"),
        (["build", "small", "--jobs", "0"], "--jobs"),
        (["build", "small", "--langs", "fr"], "--lang"),
        (["vocabulary", "small"], "--lang"),
        (["build", "smal"], "Did you mean “small”?"),
        (["build", "no-such/meeting.toml"], "There is no such meeting"),
        (["build", "small", "--lang", "en"], "The meeting is not made in that language"),
        (["vocabulary", "small", "--lang", "f"], "Did you mean “fr”?"),
        (["new", "Small Meeting"], "can't be part of a file name"),
        (["new", "../small"], "can't be part of a file name"),
        (["new", "small"], "There is a meeting of that name already"),
        (["new", "other", "--lang", "da"], "There is no invitation in that language"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_mistyped_words_are_answered(words: list[str], told_words: str, papers: Run) -> None:
    code, said, told = papers(*words)
    assert (code, said) == (2, "")
    assert told_words in told
    if words[0] != "new":
        code, said, told = papers(*words, "--json")
        assert code == 2
        if words[0] in {"check", "build", "vocabulary"}:
            assert told == ""
            assert told_words in str(json.loads(said)["problems"])


def test_without_words_the_help_is_shown(papers: Run) -> None:
    code, _, told = papers()
    assert code == 2
    assert "Usage: papers" in told


def test_outside_a_house_the_error_says_so(papers: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert papers("new", "x")[0] == 3
    assert papers("check", "x")[0] == 2


def test_a_new_meeting_is_sound_and_builds(papers: Run, own_house: Path) -> None:
    code, said, told = papers("new", "spring-2025")
    assert (code, said) == (0, "")
    assert "meetings/spring-2025" in told
    assert papers("check", "spring-2025")[0] == 0
    code, said, _ = papers("build", "spring-2025", "--out", "elsewhere")
    assert code == 0
    assert said.split() == [f"elsewhere/spring-2025-invitation-{language}.pdf" for language in ("en", "fr")]
    assert all((own_house / bundle).is_file() for bundle in said.split())
    assert list((own_house / "meetings").glob(".*")) == []


def test_a_note_of_many_enclosures_and_languages_is_told_once(papers: Run) -> None:
    papers("new", "notes", "--lang", "zh", "--lang", "ar")
    with Path("meetings/notes/meeting.toml").open("a", encoding="utf-8") as toml:
        for number in range(1, 9):
            simple(Path(f"meetings/notes/enclosures/{number}.pdf"))
            toml.write(f'\n[[groups.enclosures]]\nfile = "enclosures/{number}.pdf"\n')
            toml.write(f'title.zh = "文件{number}"\ntitle.ar = "وثيقة {number}"\n')
    code, _, told = papers("build", "notes")
    assert code == 0
    (note,) = (note for note in told.split("\n\n") if "no tags, so" in note)
    first, *others = note.splitlines()
    assert "“文件1”" in first
    assert ["文件" in line for line in others] == [True] * 4 + [False] * 3
    assert others[4].strip() == "and 3 more"
    assert "وثيقة" not in told
    code, _, told = papers("build", "notes", "--lang", "ar")
    assert "“وثيقة 1”" in told
    assert "文件" not in told
    said = papers("build", "notes", "--json")[1]
    assert sum("no tags, so" in note["what"] for note in json.loads(said)["notes"]) == 16


def test_a_new_meeting_is_in_english_and_french_or_in_the_languages_named(papers: Run) -> None:
    assert papers("new", "two")[0] == 0
    toml = tomllib.loads(Path("meetings/two/meeting.toml").read_text(encoding="utf-8"))
    assert toml["languages"] == ["en", "fr"]
    words = [
        "--lang",
        "zh",
        "--lang",
        "ar",
        "--lang",
        "ru",
        "--lang",
        "es",
        "--lang",
        "en",
        "--lang",
        "fr",
        "--lang",
        "zh",
    ]
    assert papers("new", "six", *words)[0] == 0
    toml = tomllib.loads(Path("meetings/six/meeting.toml").read_text(encoding="utf-8"))
    assert toml["languages"] == ["zh", "ar", "ru", "es", "en", "fr"]
    assert papers("check", "two")[0] == papers("check", "six")[0] == 0


def test_a_new_meeting_is_in_the_languages_that_the_house_has(papers: Run) -> None:
    for path in Path("templates").glob("*/invitation.docx"):
        if path.parent.name != "ru":
            path.unlink()
    assert papers("new", "one")[0] == 0
    assert tomllib.loads(Path("meetings/one/meeting.toml").read_text(encoding="utf-8"))["languages"] == ["ru"]
    (Path("templates") / "ru" / "invitation.docx").unlink()
    code, _, told = papers("new", "none")
    assert code == 3
    assert "No language has templates" in told


def test_a_meeting_is_found_from_inside_its_own_folder(
    papers: Run, own_house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own_house / "meetings" / "small")
    for named in (".", "meeting.toml", "small", "../small"):
        assert papers("check", named)[0] == 0


def test_a_package_is_sealed_found_and_verified(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, told = papers("archive", "small")
    assert code == 8
    assert "The package is not built." in told
    papers("build", "small")
    code, said, told = papers("archive", "small")
    bag = Path(said.strip())
    assert (code, bag.parent) == (0, Path("archive"))
    code, said, told = papers("archive", "small", "--json")
    answer = json.loads(said)
    assert (code, told, answer["new"], Path(answer["bag"]).name) == (0, "", False, bag.name)
    code, said, told = papers("archive", "--list", "--title", "comite")
    assert (code, said) == (0, f"{bag.name}  Réunion du comité <permanent>\n")
    assert answer["register"]["last_hash"] in told
    code, said, _ = papers("archive", "--list", "--slug", "large", "--json")
    assert (code, json.loads(said)["bags"]) == (0, [])
    for named in (bag.name, str(bag)):
        code, said, told = papers("verify", named)
        assert (code, said) == (0, "")
        assert f"unaltered; sealed {answer['seal']},\nas archive/register.jsonl says." in told
    code, said, told = papers("verify", bag.name, "--json", "--last-hash", answer["register"]["last_hash"])
    assert (code, told, json.loads(said)["valid"]) == (0, "", True)
    (bag / "data/house/config.toml").write_text("")
    code, said, told = papers("verify", bag.name)
    assert (code, said) == (8, "")
    assert "It was changed: SHA-256, SHA-512 differ." in told
    code, said, told = papers("verify", bag.name, "--json")
    assert (code, told, json.loads(said)["valid"]) == (8, "", False)


def test_a_list_and_a_sealing_are_not_mixed(papers: Run) -> None:
    assert papers("archive")[0] == 2
    assert papers("archive", "small", "--list")[0] == 2
    assert papers("archive", "small", "--title", "x")[0] == 2
    assert papers("verify", "none")[0] == 8


def test_a_bag_is_built_again_and_compared(papers: Run) -> None:
    papers("build", "small")
    bag = Path(json.loads(papers("archive", "small", "--json")[1])["bag"])
    code, said, told = papers("regenerate", bag.name, "--keep", "kept")
    assert (code, said, told) == (0, "identical\n", "")
    assert Path("kept/small-invitation-fr.pdf").is_file()
    code, said, _ = papers("compare", str(bag), "kept", "--json")
    assert (code, json.loads(said)["answer"], json.loads(said)["report"]) == (0, "identical", None)
    changed(Path("meetings/small/meeting.toml"), "2025-01-15", "2025-01-16")
    papers("build", "small")
    code, said, told = papers("compare", bag.name, "build/small", "--report", "told.html")
    assert (code, said) == (8, "different\n")
    assert "meetings/small/meeting.toml" in told
    assert "See told.html" in told
    assert "<del>15</del> <ins>16</ins>" in Path("told.html").read_text(encoding="utf-8")
    code, said, _ = papers("compare", "kept/small-invitation-fr.pdf", "build/small/small-invitation-fr.pdf", "--json")
    answer = json.loads(said)
    assert (code, answer["answer"], Path(answer["report"]).name) == (8, "different", "comparison-differences.html")
    (bag / "data/house/config.toml").write_text("")
    code, said, told = papers("regenerate", str(bag))
    assert (code, said) == (8, "")
    assert "It was changed" in told
