"""Which program runs and which folders are read is the machine's to say: never a file that travels."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline import House, Session
from pipeline.archivist.regenerate import regenerate
from pipeline.archivist.sealing import seal
from pipeline.archivist.settings import of_a_bag
from pipeline.bags import layout
from pipeline.check import check
from pipeline.errors import ConfigError
from pipeline.folders import find_root
from pipeline.libreoffice import find_program
from pipeline.load import load_house
from pipeline.machine import Machine, read_machine
from pipeline.package import gather
from tests.changing import changed
from tests.forging import resealed
from tests.houses import copy_meeting, made_with_input

TRAP = "#!/bin/sh\ntouch {}\n"


def a_trap(folder: Path, mark: Path) -> Path:
    """A folder that looks like LibreOffice's, whose program leaves a mark when it is run."""
    folder.mkdir(parents=True)
    (folder / "soffice").write_text(TRAP.format(mark), encoding="utf-8")
    (folder / "soffice").chmod(0o755)
    return folder


def machine(folder: Path, words: str) -> Mapping[str, str]:
    """The environment of a machine whose settings say this."""
    folder.mkdir(exist_ok=True)
    (folder / "papers.toml").write_text(words, encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(folder)}


def told(error: ConfigError) -> str:
    return "\n".join(map(str, error.problems))


# --- the machine's own settings -----------------------------------------------------------------


def test_a_machine_that_says_nothing_has_the_usual_office(tmp_path: Path) -> None:
    usual = Machine(find_program())
    for nothing in ({}, {"HOME": str(tmp_path)}, {"HOME": ""}, {"XDG_CONFIG_HOME": "relative"}, machine(tmp_path, "")):
        assert read_machine(nothing) == usual


def test_the_machine_names_its_office(tmp_path: Path) -> None:
    one, other = a_trap(tmp_path / "one", tmp_path / "mark"), a_trap(tmp_path / "other", tmp_path / "mark")
    (tmp_path / "link").symlink_to(one / "soffice")
    said = machine(tmp_path / "config", f'office = "{one}"\nconfinement = "none"\n')
    assert read_machine(said) == Machine(one, "none")
    assert read_machine({"HOME": str(tmp_path), "XDG_CONFIG_HOME": "not/whole"}).program == find_program()
    assert read_machine({**said, "PAPERS_OFFICE": str(other)}).program == other
    assert read_machine({"PAPERS_OFFICE": str(other / "soffice")}).program == other
    assert read_machine({"PAPERS_OFFICE": str(tmp_path / "link")}).program == one
    (tmp_path / ".config").mkdir()
    shutil.copy(tmp_path / "config/papers.toml", tmp_path / ".config")
    assert read_machine({"HOME": str(tmp_path)}).program == one


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("ofice = '/x'", "Did you mean “office”?"),
        ("confinment = 'none'", "Did you mean “confinement”?"),
        ("[convert]\nprogram = '/x'", "There is no key “convert” here."),
        ("office = '/nowhere'", "There is no LibreOffice in /nowhere."),
        ("office = 'program'", "“program” is not a whole path"),
        ("office = '../program'", "“../program” is not a whole path"),
        ("office = '~/program'", "“~/program” is not a whole path"),
        ("office = ''", "It is not a path in quotes."),
        ("office = 5", "It is not a path in quotes."),
        ("office = ['/usr']", "It is not a path in quotes."),
        ('office = "/a\\u0000b"', "It is not a path in quotes."),
        ("confinement = 'nome'", "Did you mean “none”?"),
        ("confinement = false", "“False” is not known here."),
        ("office = ", "The file is not valid TOML"),
        ("office = [[[[" * 2000, "The file is not valid TOML"),
        ("offic\xe9".encode("latin-1"), "The file is not encoded as UTF-8."),
    ],
)
def test_what_is_wrong_with_the_machines_settings_is_told(tmp_path: Path, words: str | bytes, wanted: str) -> None:
    path = tmp_path / "papers.toml"
    path.write_bytes(words.encode() if isinstance(words, str) else words)
    with pytest.raises(ConfigError) as caught:
        read_machine({"XDG_CONFIG_HOME": str(tmp_path)})
    assert wanted in told(caught.value)
    assert str(path) in told(caught.value)


def test_a_way_that_the_system_does_not_allow_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.workers.confinement.allows", lambda _way: False)
    for way in ("landlock", "namespaces"):
        with pytest.raises(ConfigError, match=f"can't be confined by “{way}”"):
            read_machine(machine(tmp_path, f"confinement = '{way}'"))
    assert read_machine(machine(tmp_path, "confinement = 'none'")).confinement == "none"


def test_settings_that_are_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "papers.toml").mkdir()
    with pytest.raises(ConfigError, match="can't be read"):
        read_machine({"XDG_CONFIG_HOME": str(tmp_path)})


@pytest.mark.parametrize("named", ["program", "/nowhere", "./", "~"])
def test_a_variable_that_names_no_office_is_told(named: str, own_house: Path) -> None:
    with pytest.raises(ConfigError, match="PAPERS_OFFICE"):
        read_machine({"PAPERS_OFFICE": named})
    found = check(copy_meeting(own_house), {"PAPERS_OFFICE": named})
    assert found.exit_code == 3
    with pytest.raises(ConfigError, match="PAPERS_OFFICE"):
        Session(House.open(own_house), environment={"PAPERS_OFFICE": named})


def test_the_machines_office_is_the_one_that_runs(own_house: Path, tmp_path: Path) -> None:
    copy_meeting(own_house)
    mark = tmp_path / "mark"
    said = machine(tmp_path / "config", f'office = "{a_trap(tmp_path / "program", mark)}"\nconfinement = "none"')
    done = command(own_house, "build", "small", environment=said)
    assert done.returncode == 6
    assert mark.exists()


# --- a house ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        '[convert]\nprogram = "{}"',
        "[convert]\n'program' = '{}'",
        'convert = {{ program = "{}" }}',
        'convert.program = """{}"""',
        '[convert]\n"pro\\u0067ram" = "{}"',
    ],
)
def test_a_house_names_no_program(words: str, own_house: Path, tmp_path: Path) -> None:
    copy_meeting(own_house)
    trap, mark = a_trap(tmp_path / "program", tmp_path / "mark"), tmp_path / "mark"
    (own_house / "config.toml").write_text(words.format(trap), encoding="utf-8")
    found = check(own_house / "meetings" / "small")
    assert found.exit_code == 3
    (problem,) = found.errors[0].problems
    assert "convert.program" in problem.where
    assert f'office = "{trap}" in ~/.config/papers.toml' in problem.mend
    with (
        Session(House.open(own_house), jobs=1) as session,
        pytest.raises(ConfigError, match=r"the machine's to say"),
    ):
        session.build("small", force=True)
    assert not mark.exists()


# --- what comes with a meeting ------------------------------------------------------------------


@pytest.mark.parametrize("place", ["", "in a group", "by a link", "by a folder's link", "of a nested house"])
def test_settings_in_a_meeting_are_never_the_houses(place: str, own_house: Path, tmp_path: Path) -> None:
    meeting = copy_meeting(own_house)
    named, config = meeting, meeting / "config.toml"
    if place == "in a group":
        group = own_house / "meetings" / "spring"
        group.mkdir()
        named, config = Path(shutil.move(meeting, group)), group / "config.toml"
    elif place == "of a nested house":
        inner = meeting / "enclosures" / "house"
        shutil.copytree(meeting, inner / "meetings" / "inner", ignore=shutil.ignore_patterns("house"))
        named, config = inner / "meetings" / "inner", inner / "config.toml"
    elif place == "by a folder's link":
        elsewhere = Path(shutil.move(meeting, tmp_path / "elsewhere"))
        meeting.symlink_to(elsewhere)
        config = elsewhere / "config.toml"
    if place == "by a link":
        config.symlink_to(own_house / "config.toml")
    else:
        config.write_text("[convert]\ntime_limit = 1.0\n", encoding="utf-8")
    for read in (find_root, load_house, gather):
        with pytest.raises(ConfigError, match="in a meeting's folder"):
            read(named.resolve())
    assert check(named.resolve()).exit_code == 3
    done = command(own_house, "build", str(named))
    assert done.returncode == 3
    assert "It lies in a meeting's folder" in done.stderr


@pytest.mark.parametrize("beside", ["templates", "config.toml"])
def test_a_houses_own_settings_are_its_own(beside: str, own_house: Path, tmp_path: Path) -> None:
    meeting = copy_meeting(own_house)
    (meeting / "enclosures" / "config.toml").write_text("never read", encoding="utf-8")
    (meeting / "config.toml").mkdir()  # is no file of settings
    assert find_root(meeting) == own_house
    # A house may lie in a folder that is called meetings, where that is not another house's.
    moved = tmp_path / "meetings" / "house"
    moved.parent.mkdir()
    shutil.copytree(own_house, moved)
    assert find_root(moved / "meetings" / "small") == moved
    (tmp_path / beside).mkdir() if beside == "templates" else shutil.copy(own_house / beside, tmp_path)
    with pytest.raises(ConfigError, match="in a meeting's folder"):
        find_root(moved / "meetings" / "small")


# --- a bag --------------------------------------------------------------------------------------


def test_the_settings_of_a_bag_name_nothing_outside_it(own_built: Path, tmp_path: Path) -> None:
    """Sealed by a version that took such settings, and unaltered since."""
    mark = tmp_path / "mark"
    a_trap(tmp_path / "program", mark)
    sealed = seal(own_built, None, today="2025-02-01").path
    bag = Path(shutil.copytree(sealed, tmp_path / "sent" / sealed.name))
    config = bag / layout.HOUSE / "config.toml"
    changed(config, "[convert]", f"[convert]\n'program' = '{tmp_path}/program'")
    changed(config, "folders = []", f'folders = ["{tmp_path}", "../../..", "~/fonts", "fonts"]')
    changed(config, '\nplace = "archive"', '\nplace = "/srv/archive"')
    made_with_input(bag / layout.PACKAGE, "config.toml", config)
    payload = [path.stat().st_size for path in (bag / "data").rglob("*") if path.is_file()]
    info = (bag / layout.INFO).read_text(encoding="utf-8")
    oxum = re.sub("(?<=Payload-Oxum: ).*", f"{sum(payload)}.{len(payload)}", info)
    (bag / layout.INFO).write_text(oxum, encoding="utf-8")
    bag = resealed(bag)
    found = regenerate(bag, keep=None, jobs=2)
    assert not mark.exists()
    assert found.comparison.verdict == "identical"
    assert [note.where.partition("config.toml: ")[2] for note in found.notes] == [
        "convert.program",
        *["fonts.folders"] * 3,
        "archive.place",
    ]
    done = command(tmp_path, "regenerate", str(bag), "--json")
    assert [note["where"] for note in json.loads(done.stdout)["notes"]] == [
        note.where.replace(f"{tmp_path}/", "") for note in found.notes
    ]


def test_settings_of_a_bag_that_may_hold_stay_as_they_are(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("# as typed\n[fonts]\nfolders = ['fonts', 'fonts/../more']\n[archive]\nplace = 'a'\n", "utf-8")
    before = config.read_bytes()
    assert of_a_bag(config, "config.toml") == ()
    assert config.read_bytes() == before


def test_the_rest_of_a_bags_settings_is_kept(tmp_path: Path) -> None:
    import tomllib  # noqa: PLC0415

    rest = (
        'fallback = ["en"]\n[stamp]\nsize = 8.5\nsymbol = true\n[dates.ru]\nyear = "{year} г.\\u007f\\n"\n'
        '[fonts.substitutes]\n"A \\"b\\" \\\\" = "ي"\n[[odd]]\nday = 2024-01-02\n[[odd]]\n'
        "at = 2024-01-02T03:04:05+02:00\nclock = 03:04:05\nfar = inf\n[convert]\ntime_limit = 60\n"
    )
    config = tmp_path / "config.toml"
    config.write_text(f"{rest}program = '/x'\n", encoding="utf-8")
    (note,) = of_a_bag(config, "config.toml")
    assert "“/x”, which was not run" in note.what
    assert tomllib.loads(config.read_text(encoding="utf-8")) == tomllib.loads(rest)


def test_a_link_in_a_bag_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "fonts").symlink_to(tmp_path)
    config = tmp_path / "house" / "config.toml"
    config.write_text("[fonts]\nfolders = ['fonts']\n", encoding="utf-8")
    assert len(of_a_bag(config, "config.toml")) == 1


# --- where a command is typed -------------------------------------------------------------------


def test_modules_in_the_folder_where_a_command_is_typed_are_not_loaded(own_house: Path, tmp_path: Path) -> None:
    copy_meeting(own_house)
    mark = tmp_path / "mark"
    for name in ("json", "pickle", "pipeline", "pypdf", "sitecustomize", "usercustomize", "ctypes", "subprocess"):
        (own_house / f"{name}.py").write_text(f"open({str(mark)!r}, 'a').write({name!r})\n", encoding="utf-8")
    done = command(own_house, "build", "small")
    assert done.returncode == 0, done.stderr
    assert not mark.exists(), mark.read_text(encoding="utf-8")


def command(
    folder: Path, *words: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("papers"))
    return subprocess.run(
        [program, *words],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
