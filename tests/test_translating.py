"""Templates in their languages, side by side: what one lacks is told, what grammar asks for is not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from pipeline import House, PapersError, TemplateError, Templates, UsageError
from pipeline.translating.compare import Pair, side_by_side
from pipeline.translating.confirmed import confirm, read_confirmed
from pipeline.translating.elements import parsed, spliced, text_splice
from pipeline.translating.sides import Row, Side, read_side
from tests.houses import MEETINGS, ROOT, SAMPLE, copy_house, copy_meeting

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
DAY = date(2026, 11, 28)
NAMES = sorted(path.name for path in (ROOT / "templates/fr").iterdir() if path.suffix in {".docx", ".txt"})
LETTER = "invitation-siem-reap.docx"


@pytest.fixture(scope="module")
def shipped() -> Templates:
    return House.open(ROOT).translations.compare(SAMPLE)


def test_the_sample_has_nothing_to_tell(shipped: Templates) -> None:
    assert [str(each) for each in shipped.findings] == []
    assert shipped.source == "fr"
    letters = [each for each in shipped.templates if each.name == LETTER]
    assert [each.language for each in letters] == ["ar", "en", "es", "ru", "zh"]
    assert all(pair.source and pair.translation for each in letters for pair in each.pairs)


def test_names_that_grammar_bends_are_known_as_typed(shipped: Templates) -> None:
    russian = next(each for each in shipped.templates if (each.name, each.language) == (LETTER, "ru"))
    assert {name for pair in russian.pairs for name in pair.typed} == {
        "names.conference",
        "names.convention_full",
        "event.preparatory.title",
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("source", ["en", "zh"])
def test_no_template_that_ships_has_more_or_less_than_another(name: str, source: str) -> None:
    """But for names that grammar bends, which only a meeting's words can tell."""
    for language in LANGUAGES:
        first, second = (read_side(ROOT / "templates" / each / name, each) for each in (source, language))
        pairs = side_by_side(first, second, {})
        found = [finding for pair in pairs for finding in pair.findings]
        assert [each for each in found if name != LETTER or each.code not in BENT] == [], language
        assert name != LETTER or all(pair.source and pair.translation for pair in pairs)


BENT = {"paired-placeholder-missing", "paired-placeholder-extra"}


def test_every_meeting_of_the_tests_is_compared(tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    for name in ("small", "tiny"):
        copy_meeting(house, name)
        found = House.open(house).translations.compare(name)
        assert found.findings == ()
        json.dumps(found.as_json())


# --- what is broken -------------------------------------------------------------------------------


@pytest.fixture
def sample_house(tmp_path: Path) -> Path:
    house = copy_house(tmp_path / "house")
    shutil.copytree(ROOT / "meetings" / SAMPLE, house / "meetings" / SAMPLE)
    return house


def starting(document: Document, words: str) -> Paragraph:
    return next(each for each in document.paragraphs if each.text.startswith(words))


def changed(path: Path, change: Callable[[Document], object]) -> None:
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))


def told(house: Path, language: str = "en", **more: str) -> list[tuple[str, str]]:
    found = House.open(house).translations.compare(SAMPLE, languages=[language], **more)  # type: ignore[arg-type]
    return [(each.code, str(each.values.get("tag", each.values.get("words", "")))) for each in found.findings]


def gone(words: str) -> Callable[[Document], object]:
    def change(document: Document) -> None:
        element = starting(document, words)._p
        element.getparent().remove(element)  # type: ignore[union-attr]

    return change


def replaced(words: str, old: str, new: str) -> Callable[[Document], object]:
    def change(document: Document) -> None:
        paragraph = starting(document, words)
        run = next(each for each in paragraph.runs if old in each.text)
        run.text = run.text.replace(old, new)

    return change


def linked(document: Document) -> None:
    key = document.part.relate_to("https://example.org/en", f"{REL}/hyperlink", is_external=True)
    link = f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}"><w:r><w:t>here</w:t></w:r></w:hyperlink>'
    starting(document, "Please find")._p.append(parse_xml(link))


REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

BROKEN: dict[str, tuple[Callable[[Document], object], list[tuple[str, str]]]] = {
    "paragraph-gone": (
        gone("Finally"),
        [("paired-paragraph-missing", "Enfin, en tant que Président, je m’engage à adopter une …")],
    ),
    "paragraph-twice": (
        lambda document: starting(document, "Please find").insert_paragraph_before("Please note what is new."),
        [("paired-paragraph-extra", "")],
    ),
    "one-gone-and-one-more": (
        lambda document: (
            gone("On the afternoon")(document),
            starting(document, "I count").insert_paragraph_before("N.B."),
        ),
        [
            ("paired-paragraph-missing", "L’après-midi du {{ event.preparatory.first_day }}, au même …"),
            ("paired-paragraph-extra", ""),
        ],
    ),
    "placeholder-gone": (
        replaced("On the afternoon", "{{ names.plan }}", "plan"),
        [("paired-placeholder-missing", "{{ names.plan }}")],
    ),
    "placeholder-misspelled": (
        replaced("On the afternoon", "{{ names.plan }}", "{{ names.plann }}"),
        [("paired-placeholder-other", "{{ names.plann }}")],
    ),
    "placeholder-more": (
        replaced("On the afternoon", "{{ names.plan }}", "{{ names.plan }} ({{ names.summit }})"),
        [("paired-placeholder-extra", "{{ names.summit }}")],
    ),
    "number-typed": (
        replaced("Please find", "{{ numbers.delegation_limit.words }}", "three"),
        [("paired-placeholder-missing", "{{ numbers.delegation_limit.words_feminine }}")],
    ),
    "loop-gone": (
        gone("{%p for item in"),
        [("paired-tags-missing", "{%p for item in listed_events %}")],
    ),
    "heading": (
        lambda document: setattr(starting(document, "Finally"), "style", document.styles.add_style("Heading 2", 1)),
        [("paired-heading", "")],
    ),
    "table": (lambda document: document.add_table(1, 2), [("paired-tables", "")]),
    "link": (linked, [("paired-link-extra", "")]),
    "brace": (replaced("Finally", "Finally", "Finally }}"), [("placeholder-open", "")]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_a_translation_lacks_or_has_besides_is_told(sample_house: Path, name: str) -> None:
    change, wanted = BROKEN[name]
    changed(sample_house / "templates/en" / LETTER, change)
    assert told(sample_house) == wanted


def test_a_loop_that_is_gone_makes_its_placeholders_those_of_nothing(sample_house: Path) -> None:
    changed(sample_house / "templates/en" / LETTER, replaced("{%p for item in", "item", "entry"))
    assert ("paired-placeholder-missing", "{{ item.title }}") in told(sample_house)
    other = sample_house / "templates/es" / LETTER
    for words in ("{%p for item in", "{{ item.title", "{{ item.dates", "{{ item.venue"):
        changed(other, replaced(words, "item", "acto"))
    assert told(sample_house, "es") == []


def test_lines_that_stand_elsewhere_are_told_once(sample_house: Path) -> None:
    def swap(document: Document) -> None:
        dates = starting(document, "{{ item.dates")._p
        dates.addnext(starting(document, "{{ item.title")._p)

    changed(sample_house / "templates/en" / LETTER, swap)
    assert told(sample_house) == [("paired-moved", "")]


@pytest.mark.parametrize(
    "typed",
    ["{{\u00a0names.plan\u00a0}}", "｛｛names.plan｝｝", "{{ names.\u200bplan }}", "{{names.plan}}"],
    ids=["no-break", "full-width", "unseen", "narrow"],
)
def test_what_word_and_keyboards_make_of_braces_is_read_right(sample_house: Path, typed: str) -> None:
    path = sample_house / "templates/en" / LETTER

    def split(document: Document) -> None:
        run = next(each for each in starting(document, "On the afternoon").runs if "{{ names.plan }}" in each.text)
        before, after = run.text.split("{{ names.plan }}")
        run.text = before + typed[:6]
        paragraph = starting(document, "On the afternoon")
        paragraph.add_run(typed[6:] + after).bold = True
        run._r.addnext(paragraph.runs[-1]._r)

    changed(path, split)
    assert told(sample_house) == []


def test_smart_quotes_in_a_condition_are_the_same_condition(sample_house: Path) -> None:
    for language, quotes in (("fr", "''"), ("en", "“”")):
        add = f"{{%p if subject == {quotes[0]}a{quotes[1]} %}}", "{%p endif %}"
        changed(
            sample_house / "templates" / language / LETTER,
            lambda document, add=add: [document.paragraphs[4].insert_paragraph_before(each) for each in add],  # type: ignore[misc]
        )
    assert told(sample_house) == []


@pytest.mark.parametrize("content", [None, b"no Word document", b""])
def test_a_translation_that_is_not_there_or_damaged_is_told_and_the_others_are_compared(
    sample_house: Path, content: bytes | None
) -> None:
    path = sample_house / "templates/en" / LETTER
    path.unlink() if content is None else path.write_bytes(content)
    code = "template-missing" if content is None else "template-damaged"
    assert told(sample_house) == [(code, "")]
    assert told(sample_house, "es") == []
    with pytest.raises(TemplateError) as error:
        House.open(sample_house).translations.confirm(SAMPLE, by="N. N.", on=DAY, languages=["en", "es"])
    assert [each.code for each in error.value.findings] == [code]
    assert list((sample_house / "templates").rglob("confirmed.toml")) == []
    with pytest.raises(TemplateError):
        House.open(sample_house).translations.compare(SAMPLE, source="en")


def test_a_language_that_the_meeting_has_not_is_refused(sample_house: Path) -> None:
    for source, languages in (("de", []), (None, ["de"]), (None, ["fr"])):
        with pytest.raises(UsageError) as error:
            House.open(sample_house).translations.compare(SAMPLE, source=source, languages=languages)
        assert [each.code for each in error.value.findings] == ["language-not-chosen"]


def test_the_source_is_the_meetings_first_language_where_the_settings_name_none(sample_house: Path) -> None:
    config = sample_house / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('source = "fr"', ""), encoding="utf-8")
    assert House.open(sample_house).translations.compare(SAMPLE).source == "ar"
    config.write_text(config.read_text(encoding="utf-8") + '\n[typography]\nxx = "y"\n', encoding="utf-8")
    with pytest.raises(PapersError):
        House.open(sample_house).translations.compare(SAMPLE)


def test_the_page_shows_both_sides_and_tells_in_the_translations_language(sample_house: Path) -> None:
    changed(sample_house / "templates/ar" / LETTER, replaced("وبعد", "{{ names.plan }}", "<script>"))
    page = sample_house / "build" / "page.html"
    House.open(sample_house).translations.compare(SAMPLE, languages=["ar"], page=page)
    text = page.read_text(encoding="utf-8")
    assert '<td lang="ar" dir="auto">' in text
    assert "&lt;script&gt;" in text
    assert "<script" not in text
    assert 'lang="ar" dir="rtl"' in text


# --- age ------------------------------------------------------------------------------------------


def test_what_changed_since_a_translation_was_confirmed_is_told_with_old_and_new_words(sample_house: Path) -> None:
    house = House.open(sample_house)
    (record,) = house.translations.confirm(SAMPLE, by="N. N.", on=DAY, languages=["en"])[:1]
    assert record == sample_house / "templates/en/confirmed.toml"
    first = record.read_text(encoding="utf-8")
    assert told(sample_house) == []
    changed(sample_house / "templates/fr" / LETTER, replaced("Enfin", "Enfin", "Pour finir"))
    found = house.translations.compare(SAMPLE, languages=["en", "es"])
    (finding,) = found.findings
    assert finding.code == "source-changed"
    assert str(finding.values["was"]).startswith("Enfin, en tant que")
    assert str(finding.values["now"]).startswith("Pour finir, en tant que")
    assert found.unconfirmed == ("es",)
    (one,) = [each for each in found.templates if each.changes]
    assert (one.name, one.language, one.changes[0].row is not None) == (LETTER, "en", True)
    house.translations.confirm(SAMPLE, by="M. M.", on=DAY, languages=["en"])
    assert told(sample_house) == []
    second = record.read_text(encoding="utf-8")
    lines = {*second.splitlines()} - {*first.splitlines()}
    assert len(lines) == 2  # what git shows: who, and the paragraph
    assert first.splitlines()[:2] == second.splitlines()[:2]


def test_paragraphs_that_came_and_went_in_the_source_are_told_as_such(sample_house: Path) -> None:
    House.open(sample_house).translations.confirm(SAMPLE, by="N. N.", on=DAY, languages=["en"])
    changed(sample_house / "templates/fr" / LETTER, gone("Enfin"))
    changed(sample_house / "templates/en" / LETTER, gone("Finally"))
    assert [code for code, _ in told(sample_house)] == ["source-removed"]
    changed(
        sample_house / "templates/fr" / LETTER,
        lambda document: starting(document, "Vous trouverez").insert_paragraph_before("Une phrase de plus, la voici."),
    )
    assert [code for code, _ in told(sample_house)] == ["source-added", "source-removed", "paired-paragraph-missing"]


def test_what_was_confirmed_against_another_source_says_nothing_of_this_one(sample_house: Path) -> None:
    House.open(sample_house).translations.confirm(SAMPLE, by="N. N.", on=DAY, languages=["es"], source="en")
    changed(sample_house / "templates/fr" / LETTER, replaced("Enfin", "Enfin", "Pour finir"))
    assert told(sample_house, "es") == []


@pytest.mark.parametrize(
    "record",
    [
        '["a.docx"]\nsource = 1\n',
        '["a.docx"]\nsource = "fr"\nby = "N"\non = 2026-11-28\nwords = [1]\n',
        "a = 1\n",
        "no = toml = at all\n",
    ],
)
def test_a_record_that_cant_be_read_is_refused_and_kept(sample_house: Path, record: str) -> None:
    path = sample_house / "templates/en/confirmed.toml"
    path.write_text(record, encoding="utf-8")
    with pytest.raises(TemplateError):
        House.open(sample_house).translations.compare(SAMPLE, languages=["en"])
    with pytest.raises(TemplateError):
        House.open(sample_house).translations.confirm(SAMPLE, by="N. N.", on=DAY, languages=["en"])
    assert path.read_text(encoding="utf-8") == record


@pytest.mark.parametrize("by", ["", "  ", "N\u202eN", "a\nb"])
def test_a_name_that_is_none_confirms_nothing(sample_house: Path, by: str) -> None:
    with pytest.raises(UsageError):
        House.open(sample_house).translations.confirm(SAMPLE, by=by, on=DAY, languages=["en"])
    assert not (sample_house / "templates/en/confirmed.toml").exists()


def test_a_record_holds_whatever_words_a_template_has(tmp_path: Path) -> None:
    path = tmp_path / "message.txt"
    path.write_text('a "quoted" \\ line\n\x7f [x]\n\u00a0« é » 会议\n', encoding="utf-8")
    confirm({path: read_side(path, "fr")}, by='N. "N" \\', on=DAY)
    confirm({tmp_path / "other.txt": read_side(path, "fr")}, by="M", on=DAY)
    known = read_confirmed(tmp_path)
    assert list(known) == ["message.txt", "other.txt"]
    assert known["message.txt"].words == ('a "quoted" \\ line', "\x7f [x]", "\u00a0« é » 会议")
    assert known["message.txt"].by == 'N. "N" \\'


def test_a_long_template_that_lacks_paragraphs_is_set_side_by_side_all_the_same() -> None:
    def side(language: str, without: set[int]) -> Side:
        words = (
            " ".join([f"{language}word"] * (3 + (number * number * 31 + number * 7) % 67)) for number in range(1200)
        )
        rows = (Row("", number, "text", 0, each, ()) for number, each in enumerate(words) if number not in without)
        return Side(Path("x.docx"), language, tuple(rows))

    pairs = side_by_side(side("fr", {900}), side("en", {300, 301, 700}), {})
    wrong = [
        pair for pair in pairs if pair.source and pair.translation and pair.source.number != pair.translation.number
    ]
    assert wrong == []
    assert [pair.source.number for pair in pairs if pair.source and not pair.translation] == [300, 301, 700]
    assert [pair.translation.number for pair in pairs if pair.translation and not pair.source] == [900]


# --- the bytes of a part --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("xml", "words", "wanted"),
    [
        ("<a><t/></a>", "x", "<a><t>x</t></a>"),
        ('<a><t k="a>b/" /></a>', " x", '<a><t k="a>b/" xml:space="preserve"> x</t></a>'),
        ("<a><t>old</t ></a>", "R & <D>", "<a><t>R &amp; &lt;D&gt;</t ></a>"),
        ('<a><t xml:space="preserve"> </t></a>', "y ", '<a><t xml:space="preserve">y </t></a>'),
        ("<!-- é --><a><t>é&#x41;<!-- c --></t></a>", "z", "<!-- é --><a><t>z</t></a>"),
    ],
)
def test_only_the_words_of_an_element_change(xml: str, words: str, wanted: str) -> None:
    data = xml.encode()
    (element,) = parsed(data).iter("t")
    assert spliced(data, list(text_splice(data, element, words))).decode() == wanted


def test_pairs_are_of_one_order() -> None:
    """A paragraph of the source stands where its translation does."""
    first = read_side(ROOT / "templates/fr" / LETTER, "fr")
    pairs: tuple[Pair, ...] = side_by_side(first, first, {})
    assert [each.source for each in pairs] == list(first.rows)
    assert MEETINGS.is_dir()
