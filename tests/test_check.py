from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import docx
import pikepdf
import pytest

from pipeline import House, Session
from pipeline.check import check
from pipeline.errors import ConfigError, MeetingError, TemplateError
from pipeline.findings import Place
from pipeline.merge.omitted import omitted_by_index, omitted_by_letter
from pipeline.new import make_meeting
from pipeline.results import Findings
from tests.changing import changed, rewrite
from tests.houses import ROOT, SAMPLE, copy_meeting
from tests.pdfs import Leaf, address, link, simple, write


def told(found: Findings) -> str:
    return "\n".join(map(str, found.errors))


def test_nothing_is_wrong_with_the_sample() -> None:
    found = check(ROOT / "meetings" / SAMPLE)
    assert (found.errors, found.exit_code) == ((), 0)


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
    found = check(folder)
    assert {type(error) for error in found.errors} == {TemplateError}
    for words in ("“bundle.letter”", "“invitation”", "“index”", "“enclosure.numer”", "Did you mean “bundle.leter”?"):
        assert words in told(found)
    assert found.exit_code == 5


def test_a_mistake_in_the_house_and_one_in_the_meeting_are_told_at_once(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    changed(own_house / "config.toml", "size = 8.0", "size = 80.0")
    changed(folder / "meeting.toml", 'venue = "hall"', 'venue = "hal"')
    found = check(folder)
    assert [type(error) for error in found.errors] == [ConfigError, MeetingError]
    assert found.exit_code == 3


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ("\n[bogus]\nx = 1\n", "bogus"),
        ('\n[typography]\nfr = "swis"\n', "config.toml: typography.fr"),
        ('\n[dates.es]\nyaer = "{year}"\n', "config.toml: dates.es"),
        ("\n[bogus\n", "config.toml:"),
    ],
)
def test_a_mistake_in_the_settings_is_told_alone(settings: str, where: str, own_house: Path) -> None:
    folder = copy_meeting(own_house)
    changed(folder / "meeting.toml", 'file.fr = "enclosures/agenda', 'file.en = "enclosures/agenda')
    assert check(folder).errors == ()
    with (own_house / "config.toml").open("a", encoding="utf-8") as config:
        config.write(settings)
    problems = [problem for error in check(folder).errors for problem in error.problems]
    assert len(problems) == 1
    assert where in problems[0].where


@pytest.mark.parametrize(
    ("file", "old", "new", "words", "code"),
    [
        ("config.toml", 'font = "Carlito"', 'font = "Karlito"', "The font “Karlito” is not installed", 3),
        ("letterheads/plain/words.toml", "house =", "haus =", "no placeholder “letterhead.house”", 5),
        ("letterheads/plain/words.toml", "[fr]", "[da]", "no words in “fr”", 3),
        (
            "templates/fr/phrases.po",
            'Annexe {number} – page {page}/{pages}"',
            'Annexe {number} – page {page}/{seiten}"',
            "places",
            5,
        ),
        ("meetings/small/meeting.toml", 'letterhead = "plain"', 'letterhead = "plan"', "Did you mean “plain”?", 3),
        ("meetings/small/meeting.toml", '"invitation"\naddr', '"invitaton"\naddr', "Did you mean “invitation”?", 5),
        ("meetings/small/meeting.toml", '["excellencies"]', '["excellences"]', "“excellencies” may be meant", 4),
        ("meetings/small/meeting.toml", "event.session.prose", "event.sesion.prose", "event.session.prose", 4),
        ("meetings/small/meeting.toml", "<permanent>", "{{ subject }}", "“subject” can't be used here", 4),
        (
            "config.toml",
            "[convert]",
            '[convert]\nprogram = "/no/office"',
            'office = "/no/office" in ~/.config/papers.toml',
            3,
        ),
        ("meetings/small/meeting.toml", '["fr"]', '["tlh"]', "“tlh” is not a language", 4),
    ],
)
def test_each_mistake_is_told_with_its_code(
    file: str, old: str, new: str, words: str, code: int, own_house: Path
) -> None:
    folder = copy_meeting(own_house)
    changed(own_house / file, old, new)
    found = check(folder)
    assert words in told(found)
    assert found.exit_code == code


def test_a_problem_of_two_instruments_is_told_once(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    toml = (folder / "meeting.toml").read_text(encoding="utf-8")
    start, end = toml.index("[[instruments]]"), toml.index("[[groups]]")
    other = toml[start:end].replace('key = "invitation"', 'key = "note-verbale"')
    (folder / "meeting.toml").write_text(toml[:end] + other + toml[end:], encoding="utf-8")
    assert check(folder).errors == ()
    changed(folder / "meeting.toml", "event.session.prose", "event.sesion.prose")
    assert len([problem for error in check(folder).errors for problem in error.problems]) == 1


FORBIDDEN = pikepdf.Encryption(owner="secret", allow=pikepdf.Permissions(modify_assembly=False))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: write(path, Leaf(), encryption=pikepdf.Encryption(user="a", owner="b")), "only with a password"),
        (lambda path: write(path, Leaf(), encryption=FORBIDDEN), "Its author forbids"),
        (write, "has no pages"),
        (lambda path: path.write_bytes(b"%PDF-1.7\nrubbish\n%%EOF\n"), "not a PDF, or too damaged"),
        (lambda path: simple(path, 1, lambda pdf: setattr(pdf.Root, "NeedsRendering", True)), "dynamic form (XFA)"),
    ],
)
def test_a_pdf_that_can_not_be_bound_is_told(make: Callable[[Path], object], words: str, own_house: Path) -> None:
    folder = copy_meeting(own_house)
    make(folder / "enclosures" / "form.pdf")
    found = check(folder)
    assert words in told(found)
    assert str(folder / "enclosures" / "form.pdf") in told(found)
    assert found.exit_code == 4


def test_a_pdf_that_binding_refuses_is_told(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    form = folder / "enclosures" / "form.pdf"
    for target, lost in (("enclosure:1", False), ("enclosure:77", True)):
        simple(form, 2, lambda pdf, target=target: link(pdf, 0, A=address(target)))  # type: ignore[misc]
        found = check(folder)
        assert (found.exit_code, "enclosure:77" in told(found)) == ((7, True) if lost else (0, False))
    assert str(form) in told(found)
    assert "/tmp" not in told(found).replace(str(own_house), "")


def test_a_pdf_that_the_audit_refuses_is_told(own_house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_meeting(own_house)
    simple(folder / "enclosures" / "form.pdf", 2, lambda pdf: link(pdf, 0, A=address("https://example.org/")))
    assert check(folder).exit_code == 0
    monkeypatch.setattr("pipeline.bundle.assemble.write_outline", lambda *_: None)  # a fault of binding
    found = check(folder)
    assert "outline" in told(found)
    assert found.exit_code == 7


@pytest.mark.parametrize("mistake", ["enclosures/agenda.txt", "meeting.toml", "../../config.toml"])
def test_a_pdf_is_told_whatever_else_is_wrong(mistake: str, own_house: Path) -> None:
    folder = copy_meeting(own_house)
    simple(folder / "enclosures" / "form.pdf", 1)
    with (folder / mistake).open("a", encoding="utf-8") as file:
        file.write("bogus = 1\n")
    if mistake.endswith("txt"):
        (folder / mistake).write_bytes(b"")
    assert len([problem for error in check(folder).errors for problem in error.problems]) == 1
    write(folder / "enclosures" / "form.pdf", Leaf(), encryption=FORBIDDEN)
    problems = [problem for error in check(folder).errors for problem in error.problems]
    assert len(problems) == 2
    assert "Its author forbids" in "\n".join(map(str, problems))
    (folder / "enclosures" / "form.pdf").write_bytes(b"")
    assert len([problem for error in check(folder).errors for problem in error.problems]) == 2


def test_a_catalogue_that_is_not_there_is_told(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    (own_house / "templates" / "fr" / "phrases.po").unlink()
    assert "There is no phrases.po for “fr”." in told(check(folder))


def test_a_sign_that_the_font_of_the_stamps_lacks_is_told(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    changed(
        folder / "meeting.toml", 'file.fr = "enclosures/note.txt"', 'file.fr = "enclosures/note.txt"\nsymbol = "甲/{1}"'
    )
    found = check(folder)
    assert "The font of the stamps lacks signs: 甲" in told(found)
    assert found.exit_code == 7
    changed(own_house / "config.toml", "symbol = true", "symbol = false")
    assert check(folder).errors == ()


def test_a_font_for_a_language_that_the_meeting_has_not_may_be_missing(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    changed(own_house / "config.toml", "WQY Microhei", "No Such Font")
    assert check(folder).errors == ()


NOTE_VERBALE = """
[[instruments]]
key = "note-verbale"
kind = "note-verbale"
template = "note-verbale"
addressees.fr = ["Missions permanentes"]
sender.fr = "Le Secrétariat"
to.fr = "aux Missions permanentes"

[[groups]]"""


def with_note_verbale(folder: Path) -> None:
    text = (folder / "meeting.toml").read_text(encoding="utf-8")
    (folder / "meeting.toml").write_text(text.replace("\n[[groups]]", NOTE_VERBALE, 1), encoding="utf-8")


def test_a_family_of_the_settings_that_is_not_installed_is_noted(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    before = check(folder)
    config = own_house / "config.toml"
    changed(config, '"Carlito", "Caladea"', '"Carlito", "Gotham", "Caladea"')
    changed(config, '"Traditional Arabic" = "Amiri"', '"Traditional Arabic" = "Scheherazade"')
    found = check(folder)
    assert not found.errors
    new = [note for note in found.notes if note not in before.notes]
    assert [(note.where.rpartition(": ")[2], note.what) for note in new] == [
        ("fonts.families", "The font “Gotham” is not installed."),
        ("fonts.substitutes.Traditional Arabic", "The font “Scheherazade” is not installed."),
    ]


def test_a_folder_of_fonts_that_is_not_there_is_told(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    changed(own_house / "config.toml", "folders = []", 'folders = ["fonts", "templates"]')
    (note,) = (each for each in check(folder).notes if each.code == "font-folder-missing")
    assert note.values == {"name": "fonts"}
    assert note.place.line is not None


def test_a_key_is_told_with_its_line(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    changed(folder / "meeting.toml", "event.session.prose", "event.sesion.prose")
    line = (folder / "meeting.toml").read_text(encoding="utf-8").split("event.sesion.prose")[0].count("\n") + 1
    (problem,) = check(folder).problems
    assert (problem.code, problem.place.line) == ("placeholder-missing", line)
    with Session(House.open(own_house), jobs=1, warm=False) as session, pytest.raises(MeetingError) as caught:
        session.build(folder)
    assert [each.place.line for each in caught.value.findings] == [line]


def test_without_libreoffice_it_is_told_that_no_page_was_looked_at(
    own_house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a translator's machine: all else is told, and it is no error."""
    monkeypatch.setattr("pipeline.machine.find_program", lambda: None)
    with Session(House.open(own_house), jobs=1, warm=False) as session:
        found = session.check(copy_meeting(own_house))
    assert "office-not-here" in {each.code for each in found.to_look_at}
    assert found.exit_code == 0


def test_enclosures_are_checked_with_the_words_that_fill_them_in(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    with_note_verbale(folder)
    path = folder / "enclosures" / "programme.docx"
    document = docx.Document(str(path))
    document.add_paragraph("{{ salutation }}")
    document.save(str(path))
    found = check(folder)
    assert told(found) == ""
    document.add_paragraph("{{ sender }}")
    document.save(str(path))
    assert "no placeholder “sender”" in told(check(folder))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("end = 2025-03-03", "end = 2025-06-01", "event-long"),
        ("date = 2025-01-15", "date = 2025-03-02", "event-before-letter"),
        ("date = 2025-01-15", "date = 2020-01-15", "event-far"),
    ],
)
def test_days_that_look_mistyped_are_noted(old: str, new: str, code: str, own_house: Path) -> None:
    folder = copy_meeting(own_house)
    assert not [note for note in check(folder).notes if note.code.startswith("event-")]
    changed(folder / "meeting.toml", old, new)
    found = check(folder)
    assert found.errors == ()
    for notes in (found.notes, found.summary):
        assert [note.code for note in notes if note.place.key == ("events", "session")] == [code]


def test_a_file_that_is_given_in_two_languages_is_noted(own_house: Path) -> None:
    toml = make_meeting("two", own_house, ["en", "fr"]) / "meeting.toml"
    assert not [note for note in check(toml.parent).notes if note.code == "file-two-languages"]
    changed(toml, 'file.fr = "enclosures/01.fr.txt"', 'file.fr = "enclosures/01.en.txt"')
    found = check(toml.parent)
    assert found.errors == ()
    (noted,) = [note for note in found.summary if note.code == "file-two-languages"]
    assert noted.where == f"{toml}: enclosure 1: file"
    assert noted.values == {"languages": ("en", "fr"), "name": "01.en.txt"}
    for all_languages in ('file.en = "enclosures/01.en.txt"\n', 'file = "enclosures/01.en.txt"\n'):
        text = toml.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("file")]
        at = next(number for number, line in enumerate(lines) if line == "[[groups.enclosures]]") + 1
        toml.write_text("\n".join([*lines[:at], all_languages, *lines[at:]]), encoding="utf-8")
        found = check(toml.parent)
        assert found.errors == ()
        assert not [note for note in found.notes if note.code == "file-two-languages"]


def test_phrases_that_await_review_are_told_in_one_note_for_a_catalogue(own_house: Path) -> None:
    found = check(copy_meeting(own_house))
    path = own_house / "templates" / "fr" / "phrases.po"
    keys = [note.where.removeprefix(f"{path}: ") for note in found.notes]
    assert "bundle.stamp" in keys
    assert [note.where for note in found.summary] == [str(path)]
    assert f"await review by a protocol officer ({len(keys)}):" in found.summary[0].what
    assert f": {', '.join(keys)}." in found.summary[0].what


def test_nothing_is_written(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    before = sorted(own_house.rglob("*"))
    assert check(folder).errors == ()
    assert sorted(own_house.rglob("*")) == before


LETTER = ("subject", "salutation", "closing", "addressees", "date", "signatory.name")


@pytest.mark.parametrize(
    ("template", "old", "new", "code", "name"),
    [
        ("invitation", "{{ enclosure.item }}", "", "list-no-numbers", "enclosure.item"),
        ("invitation", "{{ enclosure.title }}", "", "list-no-titles", "enclosure.title"),
        ("invitation", "{{ closing }}", "", "letter-omits", "closing"),
        ("invitation", "{{ subject }}", "{{ event.subject }}", "letter-omits", "subject"),
        ("invitation", "{{ salutation }}", "Mesdames,", "letter-omits", "salutation"),
        ("invitation", "{{ addressees }}", "", "letter-omits", "addressees"),
        ("invitation", "{{ date }}", "le 3 mars", "letter-omits", "date"),
        ("index", "{{ enclosure.number }}", "", "list-no-numbers", "enclosure.number"),
        ("index", "{{ enclosure.title }}", "", "list-no-titles", "enclosure.title"),
        ("index", "{%tr for enclosure in group.enclosures %}", "", "index-lists-nothing", None),
        ("note-verbale", "{{ enclosure.item }}", "", "list-no-numbers", "enclosure.item"),
    ],
)
def test_what_a_template_leaves_out_is_noted(
    template: str, old: str, new: str, code: str, name: str | None, own_house: Path
) -> None:
    path = own_house / "templates" / "fr" / f"{template}.docx"
    notes = (
        omitted_by_index
        if template == "index"
        else partial(omitted_by_letter, has=LETTER if template == "invitation" else ())
    )
    assert list(notes(path)) == []
    rewrite(path, old, new)
    (note,) = notes(path)
    assert (note.code, note.place) == (code, Place(str(path)))
    assert next(iter(note.values.values()), None) == name


def test_check_notes_what_the_letter_and_the_index_leave_out(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    templates = own_house / "templates" / "fr"
    before = check(folder).notes
    rewrite(templates / "invitation.docx", "{{ enclosure.item }}", "")
    rewrite(templates / "invitation.docx", "{{ subject }}", "")
    rewrite(templates / "index.docx", "{{ enclosure.number }}", "")
    found = check(folder)
    assert found.errors == ()
    assert [(Path(note.where).name, note.code) for note in found.notes if note not in before] == [
        ("invitation.docx", "letter-omits"),
        ("invitation.docx", "list-no-numbers"),
        ("index.docx", "list-no-numbers"),
    ]
    header = '[[instruments.header]]\nfield = "subject"\n\n[[groups]]'
    changed(folder / "meeting.toml", '[[groups]]\ntitle.fr = "Documents', header + '\ntitle.fr = "Documents')
    assert "letter-omits" not in {note.code for note in check(folder).notes}


def test_a_loop_may_call_an_enclosure_otherwise(own_house: Path) -> None:
    path = own_house / "templates" / "fr" / "invitation.docx"
    for old, new in (
        ("for enclosure in", "for pièce in"),
        ("enclosure.item", "pièce.number"),
        ("enclosure.title", "pièce.title"),
    ):
        rewrite(path, old, new)
    assert list(omitted_by_letter(path)) == []


ENGLISH = "The members of the Committee are invited to the meeting, which will be held at the Palais in Geneva.\n" * 6
FRENCH = "Les membres du Comité sont invités à la réunion qui se tiendra au Palais et dans les salles de Genève.\n" * 6
SPANISH = "Los miembros del Comité están invitados a la reunión, que se celebrará en el Palacio y en las salas.\n" * 6
GERMAN = "Die Mitglieder des Ausschusses sind zu der Sitzung eingeladen, die im Palast in Genf stattfindet.\n" * 6
PORTUGUESE = "Os membros do Comité são convidados para a reunião, que terá lugar no Palácio e nas salas.\n" * 6
BULGARIAN = "Членовете на комитета са поканени на заседанието, което ще се състои в двореца.\n" * 9
RUSSIAN = "Члены комитета приглашены на заседание, которое состоится во дворце, чтобы обсудить вопросы.\n" * 9


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (ENGLISH, "en"),
        (SPANISH, "es"),
        (RUSSIAN, "ru"),
        ("委员会成员应邀出席将在日内瓦举行的会议。" * 9, "zh"),
        ("يدعى أعضاء اللجنة إلى الاجتماع الذي سيعقد في قصر الأمم في جنيف. " * 9, "ar"),
        (FRENCH, None),
        (GERMAN, None),
        (PORTUGUESE, None),
        (BULGARIAN, None),
        (FRENCH + ENGLISH, None),
        ("Agenda\n1. Opening of the session\n2. The budget\n", None),
        ("委員会のメンバーは会議に招待されています。" * 9, None),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".docx"])
def test_a_file_in_another_language_than_it_is_given_for_is_told(
    own_house: Path, words: str, found: str | None, suffix: str
) -> None:
    folder = copy_meeting(own_house)
    path = folder / "enclosures" / f"agenda{suffix}"
    if suffix == ".docx":
        document = docx.Document()
        for line in words.splitlines():
            document.add_paragraph(line)
        document.save(str(path))
        changed(folder / "meeting.toml", "agenda.txt", "agenda.docx")
    else:
        path.write_text(words, encoding="utf-8")
    noted = [note for note in check(folder).notes if note.code == "file-other-language"]
    assert [note.values for note in noted] == ([{"said": "fr", "found": found}] if found else [])
    assert all(note.place.file == str(path) for note in noted)


def test_a_file_that_stands_in_for_others_is_noted_once(own_house: Path) -> None:
    toml = make_meeting("instead", own_house, ["en", "fr", "es"]) / "meeting.toml"
    assert not [note for note in check(toml.parent).notes if note.code == "file-instead"]
    for language in ("fr", "es"):
        changed(toml, f'file.{language} = "enclosures/01.{language}.txt"\n', "")
    (noted,) = [note for note in check(toml.parent).summary if note.code == "file-instead"]
    assert noted.values == {"languages": ("fr", "es"), "name": "01.en.txt", "language": "en"}
    assert noted.place.enclosure == "1"
