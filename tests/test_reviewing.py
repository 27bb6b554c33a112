"""A further language from its folder to a package, and the sheet that a native speaker signs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from pipeline import ConfigError, House, Session, UsageError
from pipeline.findings import Reason
from pipeline.languages import known, language_of
from pipeline.languages.rows import rows_of, signature
from pipeline.localise.phrases import phrases_in
from pipeline.reviewing.sheet import examples
from pipeline.reviewing.signing import broken
from tests.houses import ROOT, copy_house
from tests.reading import pages

TAGS = known(ROOT / "templates")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(copy_house(tmp_path / "house"))


def answered(sheet: Path, answers: dict[str, tuple[str, str]], by: str = "Ane Nielsen", on: str = "2026-12-01") -> Path:
    """The sheet as a native speaker sends it back: an x or a correction by row."""
    document = docx.Document(str(sheet))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("Name:"):
            paragraph.add_run(by)
        if paragraph.text.startswith("Date"):
            paragraph.add_run(on)
    for row in document.tables[0].rows[1:]:
        row.cells[2].text, row.cells[3].text = answers.get(row.cells[0].text, ("", ""))
    document.save(str(sheet))
    return sheet


@pytest.mark.parametrize("tag", ["da", "id", "sr-Latn", "lo", "he"])
def test_a_new_language_is_read_as_it_is_made(house: House, tag: str) -> None:
    made = house.new_language(tag)
    assert {path.name for path in made.folder.iterdir()} >= {"language.toml", "phrases.po", "invitation.docx"}
    language = language_of(tag, house.root / "templates")
    assert len(examples(language)) > 20
    (mine,) = [each for each in house.spoken() if each.tag == tag]
    assert (mine.own, mine.from_cldr, mine.phrases_missing > 500) == (True, (), True)
    fonts = {"language-fonts"} if tag == "lo" else set()  # of a script that no language of the house has
    assert {each.code for each in made.to_do} == {"language-letterhead-words", *fonts}


@pytest.mark.parametrize(
    ("tag", "font"),
    [("ur", "Amiri"), ("nqo", "Noto Sans NKo"), ("el", None), ("zh-Hant", "WQY Microhei"), ("ko", "Noto Sans CJK JP")],
)
def test_a_new_language_has_a_font_for_stamps_where_the_houses_has_no_such_letters(
    house: House, tag: str, font: str | None
) -> None:
    house.new_language(tag)
    assert language_of(tag, house.root / "templates").table.stamp.font == font


def test_a_region_begins_with_what_its_language_has(house: House) -> None:
    made = house.new_language("es-MX")
    assert (made.like, (made.folder / "language.toml").read_text(encoding="utf-8").count("inherits")) == ("es", 1)
    (mine,) = [each for each in house.spoken() if each.tag == "es-MX"]
    assert (mine.inherits, mine.phrases_missing, mine.phrases_unreviewed) == (("es",), 0, 0)


def test_a_regions_catalogue_says_only_what_differs(house: House) -> None:
    folder = house.new_language("es-MX").folder
    templates = house.root / "templates"
    assert '\nmsgctxt "' not in (folder / "phrases.po").read_text(encoding="utf-8")
    with (folder / "phrases.po").open("a", encoding="utf-8") as file:
        file.write('\n#. awaits review\nmsgctxt "salutation.colleagues"\nmsgid "Dear colleagues"\nmsgstr "Colegas"\n')
    mine, base = phrases_in(templates, "es-MX"), phrases_in(templates, "es")
    assert (mine["salutation.colleagues"], mine.words.keys()) == ("Colegas", base.words.keys())
    assert mine["salutation.states"] == base["salutation.states"]
    own = [mine.path_of(key) for key in ("salutation.colleagues", "salutation.states")]
    assert own == [folder / "phrases.po", templates / "es" / "phrases.po"] == list(mine.paths)
    (folder / "phrases.po").unlink()
    assert phrases_in(templates, "es-MX").words == base.words


@pytest.mark.parametrize(
    ("tag", "like", "code"),
    [
        ("xx", None, "language-no-tag"),
        ("../da", None, "language-no-tag"),
        ("Danish", None, "language-no-tag"),
        ("fr", None, "language-taken"),
        ("da", "sv", "language-without-invitation"),
    ],
)
def test_what_can_not_be_made_is_told(house: House, tag: str, like: str | None, code: str) -> None:
    before = sorted(house.root.rglob("*"))
    with pytest.raises(UsageError) as caught:
        house.new_language(tag, like=like)
    assert [each.code for each in caught.value.findings] == [code]
    assert sorted(house.root.rglob("*")) == before


def test_a_sheet_that_comes_back_is_signed_row_by_row(house: House, tmp_path: Path) -> None:
    house.new_language("da")
    sheet = house.review("da", tmp_path / "da.docx")
    answers = {"dates.whole": ("x", ""), "lists.and": ("x", ""), "dates.prose": ("", "fra 18. til 20. juni 2024")}
    done = house.take_back_review(answered(sheet, answers))
    assert (done.tag, done.signed) == ("da", ("dates.whole", "lists.and"))
    assert [each.code for each in done.to_do] == ["language-row-corrected"]
    language = language_of("da", house.root / "templates")
    row = language.table.reviewed["dates.whole"]
    assert (row.by, row.on, row.of) == ("Ane Nielsen", "2026-12-01", signature(rows_of(language)["dates.whole"]))
    (mine,) = [each for each in house.spoken() if each.tag == "da"]
    assert "dates.whole" not in mine.unreviewed
    assert "dates.prose" in mine.unreviewed


@pytest.mark.parametrize(("tag", "font", "turned"), [("km", "Noto Serif Khmer", 0), ("ar", None, 1), ("de", None, 0)])
def test_a_sheet_shows_the_letters_of_its_language(
    house: House, tmp_path: Path, tag: str, font: str | None, turned: int
) -> None:
    sheet = docx.Document(str(house.review(tag, tmp_path / "sheet.docx")))
    assert font in {None, *(each.get(qn("w:cs")) for each in sheet.styles["Normal"].element.iter(qn("w:rFonts")))}
    first = sheet.tables[0].rows[1].cells
    assert [sum(1 for _ in each._tc.iter(qn("w:bidi"))) for each in first] == [0, turned, 0, turned]
    assert not [*sheet.paragraphs[0]._p.iter(qn("w:bidi"))]


def test_a_signature_lapses_with_the_row(house: House, tmp_path: Path) -> None:
    house.new_language("da")
    sheet = house.review("da", tmp_path / "da.docx")
    house.take_back_review(answered(sheet, {"lists.and": ("x", "")}))
    path = house.root / "templates/da/language.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('and = " og "', 'and = " samt "'), encoding="utf-8")
    language = language_of("da", house.root / "templates")
    assert list(broken(language)) == ["lists.and"]
    (mine,) = [each for each in house.spoken() if each.tag == "da"]
    assert "lists.and" in mine.unreviewed
    assert house.take_back_review(sheet).to_do[0].code == "language-row-changed"


def test_a_language_that_ships_is_signed_in_the_house(house: House, tmp_path: Path) -> None:
    (house.root / "templates/fr/language.toml").unlink()
    sheet = house.review("fr", tmp_path / "fr.docx")
    house.take_back_review(answered(sheet, {"dates.prose": ("x", "")}))
    data = tomllib.loads((house.root / "templates/fr/language.toml").read_text(encoding="utf-8"))
    assert data["reviewed"]["dates.prose"]["examples"][0] == "du 18 au 20 juin 2024"


@pytest.mark.parametrize("what", ["unsigned", "no sheet", "no document", "a sheet of no language"])
def test_what_is_no_signed_sheet_is_refused(house: House, tmp_path: Path, what: str) -> None:
    sheet = house.review("fr", tmp_path / "fr.docx")
    if what == "unsigned":
        answered(sheet, {}, by="")
    if what == "no sheet":
        docx.Document().save(str(sheet))
    if what == "no document":
        sheet.write_bytes(b"PK")
    if what == "a sheet of no language":
        document = docx.Document(str(answered(sheet, {})))
        document.paragraphs[0].text = "papers language review xx"
        document.save(str(sheet))
    with pytest.raises((UsageError, ConfigError)):
        house.take_back_review(sheet)


@pytest.mark.parametrize("tag", TAGS)
def test_what_was_signed_is_set_as_it_was_signed(tag: str) -> None:
    assert list(broken(language_of(tag))) == []


DANISH = {
    'prose = "{first} – {last}"': 'prose = "fra {first} til {last}"',
    'on = "{date}"': 'on = "den_{date}"',
    'times = "{first}–{last}"': 'times = "fra kl._{first} til kl._{last}"',
    'moment = "{on}, {time}"': 'moment = "{on} kl._{time}"',
}


def test_a_language_that_is_written_by_hand_has_a_package_without_any_python(house: House) -> None:
    folder = house.new_language("da", like="en").folder
    rules = (folder / "language.toml").read_text(encoding="utf-8")
    for typed, instead in DANISH.items():
        assert typed in rules
        rules = rules.replace(typed, instead)
    (folder / "language.toml").write_text(rules, encoding="utf-8")
    # who translates fills in the catalogue; here its words are those of the source
    english = (house.root / "templates/en/phrases.po").read_text(encoding="utf-8")
    (folder / "phrases.po").write_text(english.replace("Language: en", "Language: da"), encoding="utf-8")
    words = house.root / "letterheads/plain/words.toml"
    toml = words.read_text(encoding="utf-8")
    own = toml[toml.index("[en]") : toml.index("[", toml.index("[en]") + 4)]
    words.write_text(f"{toml}\n{own.replace('[en]', '[da]')}", encoding="utf-8")
    meeting = house.new("moede", languages=["da"]).folder
    with Session(house) as session:
        assert [str(each) for each in session.check(meeting).problems] == []
        values = {
            each.name: each.value.replace("\u00a0", " ") for each in session.vocabulary(meeting, "da").placeholders
        }
    assert values["event.session.prose"] == "fra 3. til 5. marts 2025"
    assert values["event.session.start.on"] == "den 3. marts 2025"


@pytest.mark.office
def test_danish_is_made_as_the_guide_says_without_a_line_of_python(house: House) -> None:
    guide = (ROOT / "docs/languages.md").read_text(encoding="utf-8")
    folder = house.new_language("da").folder
    file = (folder / "language.toml").read_text(encoding="utf-8")
    assert "common/rbnf/da.xml" in file
    with pytest.raises(UsageError, match="no words in “da”"):
        house.new("test", languages=["da"])
    for path in house.root.glob("letterheads/*/words.toml"):
        words = tomllib.loads(path.read_text(encoding="utf-8"))["en"]
        rows = "".join(f'{key} = "{each}"\n' for key, each in words.items())
        path.write_text(f"{path.read_text(encoding='utf-8')}\n[da]\n{rows}", encoding="utf-8")
    house.new("test", languages=["da"])
    catalogue = (folder / "phrases.po").read_text(encoding="utf-8")
    assert catalogue.startswith("# Phrases in Danish:")
    table = re.findall(r"(?m)^   \| `([\w.-]+)` \| (.+) \|$", guide)
    for key, words in table:
        entry = rf'(msgctxt "{re.escape(key)}"\nmsgid (?:"(?:[^"\\]|\\.)*"\n)+msgstr )""'
        catalogue, found = re.subn(entry, rf'\g<1>"{words}"', catalogue)
        assert found == 1, key
    (folder / "phrases.po").write_text(catalogue, encoding="utf-8")
    for row, typed in re.findall(r'`(on|prose|moment) = "([^"]+)"`', guide.partition("5. In `language.toml`")[2]):
        file = re.sub(rf'(?m)^{row} = ".*?"', f'{row} = "{typed}"', file)
    (folder / "language.toml").write_text(file, encoding="utf-8")
    with Session(house) as session:
        assert [str(each) for each in session.check("test").problems] == []
        vocabulary = {each.name: each.value for each in session.vocabulary("test", "da").placeholders}
        assert vocabulary["event.session.prose"].replace("\u00a0", " ") == "fra den 3. til den 5. marts 2025"
        (bound,) = session.build("test").bundles
    assert "Deres Excellencer," in pages(bound)[0]
    assert len(table) == 10


def test_a_phrase_without_words_is_told_by_its_line_and_one_that_is_missing_by_those_of_its_kind(house: House) -> None:
    path = house.new_language("da").folder / "phrases.po"
    catalogue = phrases_in(house.root / "templates", "da")
    told = catalogue.lacks("bundle.letter")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert (told.code, lines[(told.place.line or 0) - 1]) == ("phrase-untranslated", 'msgctxt "bundle.letter"')
    other = catalogue.lacks("salutation.guests")
    assert (other.code, other.values["near"]) == ("phrase-missing", Reason("none-known"))
    french = phrases_in(house.root / "templates", "fr").lacks("salutation.guests").values["near"]
    assert isinstance(french, Reason)
    named = french.values.get("words") or (french.values["word"],)
    assert isinstance(named, tuple)
    assert all(str(each).startswith("salutation.") for each in named)
