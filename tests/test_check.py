from __future__ import annotations

from pathlib import Path

import docx
import pytest

from pipeline.check import check, first_code
from pipeline.errors import ConfigError, MeetingError, PapersError, TemplateError
from tests.houses import ROOT, SAMPLE, copy_meeting


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(errors: list[PapersError]) -> str:
    return "\n".join(map(str, errors))


def test_nothing_is_wrong_with_the_sample() -> None:
    assert check(ROOT / "meetings" / SAMPLE) == []
    assert first_code([]) == 0


def test_everything_that_is_wrong_is_told_at_once(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    changed(own_house / "templates" / "fr" / "phrases.po", 'msgctxt "bundle.letter"', 'msgctxt "bundle.leter"')
    for name in ("invitation", "index"):
        path = own_house / "templates" / "fr" / f"{name}.docx"
        document = docx.Document(str(path))
        document.add_paragraph(f"{{{{ {name} }}}}")
        document.save(str(path))
    enclosure = docx.Document(str(folder / "enclosures" / "programme.docx"))
    enclosure.add_paragraph("{{ enclosure.numer }}")
    enclosure.save(str(folder / "enclosures" / "programme.docx"))
    errors = check(folder)
    assert {type(error) for error in errors} == {TemplateError}
    for words in ("“bundle.letter”", "“invitation”", "“index”", "“enclosure.numer”", "Did you mean “bundle.leter”?"):
        assert words in told(errors)
    assert first_code(errors) == 5


def test_a_mistake_in_the_house_and_one_in_the_meeting_are_told_at_once(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    changed(own_house / "config.toml", "size = 8.0", "size = 80.0")
    changed(folder / "meeting.toml", 'venue = "hall"', 'venue = "hal"')
    errors = check(folder)
    assert [type(error) for error in errors] == [ConfigError, MeetingError]
    assert first_code(errors) == 3


@pytest.mark.parametrize(
    ("file", "old", "new", "words", "code"),
    [
        ("config.toml", 'font = "Carlito"', 'font = "Karlito"', "The font “Karlito” is not installed", 3),
        ("letterheads/plain/words.toml", "house =", "haus =", "no placeholder “letterhead.house”", 5),
        ("letterheads/plain/words.toml", "[fr]", "[pt]", "no words in “fr”", 3),
        (
            "templates/fr/phrases.po",
            '– page {page}/{pages}"\n\n#. The',
            '– page {page}/{seiten}"\n\n#. The',
            "places",
            5,
        ),
        ("meetings/small/meeting.toml", 'letterhead = "plain"', 'letterhead = "plan"', "Did you mean “plain”?", 3),
        ("meetings/small/meeting.toml", '"invitation"\naddr', '"invitaton"\naddr', "Did you mean “invitation”?", 5),
        ("meetings/small/meeting.toml", '["excellencies"]', '["excellences"]', "salutation.excellencies", 5),
        ("meetings/small/meeting.toml", "event.session.prose", "event.sesion.prose", "event.session.prose", 4),
        ("meetings/small/meeting.toml", '["fr"]', '["tlh"]', "no value in “tlh”", 4),
    ],
)
def test_each_mistake_is_told_with_its_code(
    file: str, old: str, new: str, words: str, code: int, own_house: Path
) -> None:
    folder = copy_meeting(own_house)
    changed(own_house / file, old, new)
    errors = check(folder)
    assert words in told(errors)
    assert first_code(errors) == code


def test_a_problem_of_two_instruments_is_told_once(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    toml = (folder / "meeting.toml").read_text(encoding="utf-8")
    start, end = toml.index("[[instruments]]"), toml.index("[[groups]]")
    other = toml[start:end].replace('key = "invitation"', 'key = "note-verbale"')
    (folder / "meeting.toml").write_text(toml[:end] + other + toml[end:], encoding="utf-8")
    assert check(folder) == []
    changed(folder / "meeting.toml", "event.session.prose", "event.sesion.prose")
    assert len([problem for error in check(folder) for problem in error.problems]) == 1


def test_nothing_is_written(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    before = sorted(own_house.rglob("*"))
    assert check(folder) == []
    assert sorted(own_house.rglob("*")) == before
