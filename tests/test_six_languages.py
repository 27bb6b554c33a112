"""The sample as it was built in six languages: what its readers see, and what bad input in any of them gets."""

from __future__ import annotations

import builtins
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from pipeline.check import check
from pipeline.errors import MeetingError, TemplateError
from pipeline.load import load_meeting
from pipeline.merge import check_template
from pipeline.model import PageSpan
from pipeline.package import Package as Gathered
from pipeline.package import gather
from pipeline.results import Findings
from tests.changing import changed
from tests.houses import ROOT, SAMPLE, Package, copy_case, put_meeting, sound_meeting
from tests.reading import fonts, labels, links, missing_glyphs, outline, pages, paragraphs, parts, root, seen

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
each_language = pytest.mark.parametrize("language", LANGUAGES)
STAMP_FONTS = {"ar": "Amiri", "zh": "WenQuanYiMicroHei"}
ONLY = {
    "ar": ("بالعربية فقط", "بالإنكليزية فقط", "بالفرنسية فقط"),
    "en": ("Arabic only", "English only", "French only"),
    "es": ("en árabe únicamente", "en inglés únicamente", "en francés únicamente"),
    "fr": ("arabe seulement", "anglais seulement", "français seulement"),
    "ru": ("только на арабском языке", "только на английском языке", "только на французском языке"),
    "zh": ("仅有阿拉伯文", "仅有英文", "仅有法文"),
}
"""What is said of an enclosure that is there in Arabic, English or French only."""

WORDS = {
    "ar": ["المؤتمر الاستعراضي الخامس", "من 18 إلى 20 حزيران/يونيه 2024", "المرفقات"],
    "en": ["Fifth Review Conference", "from 18 to 20 June 2024", "Enclosures:"],
    "es": ["Quinta Conferencia de Examen", "del 18 al 20 de junio de 2024", "Documentos adjuntos:"],
    "fr": ["Cinquième Conférence d’examen", "du 18 au 20 juin 2024", "Enc :"],
    "ru": ["пятой обзорной Конференции", "с 18 по 20 июня 2024 года", "Приложения:"],
    "zh": ["第五次审议会议", "2024年6月18日至20日", "附件："],
}
STAMPS = {
    "ar": "المرفق {number} – الصفحة 1",
    "en": "Enclosure {number} – page 1/",
    "es": "Documento adjunto {number} – página 1/",
    "fr": "Pièce jointe {number} – page 1/",
    "ru": "Приложение {number} — страница 1/",
    "zh": "附件{number}，第1页，共",
}


def squeezed(words: str) -> str:
    """Words without spaces, which Chinese pages have at will, and without what is not seen."""
    return re.sub(r"\s", "", seen(words))


# --- what is seen --------------------------------------------------------------------------------


@each_language
def test_every_sign_of_the_bundle_and_of_the_letter_has_its_glyph(language: str, sample: Package) -> None:
    for role in ("bundle", "letter"):
        assert missing_glyphs(sample.path(role, language=language), STAMP_FONTS.get(language, "Carlito")) == {}


@each_language
def test_the_letter_says_what_it_has_to_say(language: str, sample: Package) -> None:
    letter = squeezed(" ".join(paragraphs(sample.path("letter-docx", language=language))))
    assert [words for words in WORDS[language] if squeezed(words) not in letter] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        # Short, as lines may break anywhere, and without marks of vowels, which readers put elsewhere.
        ("ar", ["المؤتمر الاستعراضي", "اتفاقية حظر", "المرفقات", "حزيران/يونيه", "رئيس"]),
        ("zh", ["第五次审议会议", "禁止杀伤人员地雷公约", "附件", "2024年6月18日至20日", "主席"]),
    ],
)
def test_arabic_and_chinese_can_be_read_back_from_the_pdf(language: str, words: list[str], sample: Package) -> None:
    for role in ("letter", "bundle"):
        read = squeezed(" ".join(pages(sample.path(role, language=language))[:4]))
        assert [each for each in words if squeezed(each) not in read] == []


@pytest.mark.parametrize(("language", "family"), [("ar", "Amiri"), ("zh", "NotoSerifCJK")])
def test_the_fonts_of_the_script_are_there_and_embedded(language: str, family: str, sample: Package) -> None:
    used = fonts(sample.path("letter", language=language))
    assert [name for name in used if name.startswith(family)]
    assert [name for name, embedded in used.items() if not embedded] == []


@each_language
def test_nothing_is_left_to_fill_in_and_no_line_is_empty(language: str, sample: Package) -> None:
    letter = paragraphs(sample.path("letter-docx", language=language))
    assert [line for line in letter if not line.strip()] == []
    words = " ".join([*letter, *pages(sample.path("bundle", language=language))])
    assert [sign for sign in ("{{", "}}", "{%", "???", "\ufffd") if sign in words] == []


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_no_english_word_is_in_a_letter_of_another_language(language: str, sample: Package) -> None:
    document = docx.Document(str(sample.path("letter-docx", language=language)))
    words = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert re.findall(r"\b(?:the|and|of|with|only|enclosures?|meeting|from)\b", words, re.IGNORECASE) == []


# --- how it is bound -----------------------------------------------------------------------------


@each_language
def test_the_bundle_says_its_language_and_arabic_alone_its_direction(language: str, sample: Package) -> None:
    catalog = root(sample.path("bundle", language=language))
    assert catalog["/Lang"] == language
    assert catalog["/ViewerPreferences"].get("/Direction") == ("/R2L" if language == "ar" else None)


@cache
def words_of(language: str) -> Gathered:
    """What the sample's package in a language is made of."""
    (package,) = gather(ROOT / "meetings" / SAMPLE, [language])
    return package


def phrase(language: str, key: str) -> str:
    return words_of(language).phrases[key]


@each_language
def test_the_outline_has_the_titles_of_the_language_and_leads_to_their_pages(language: str, sample: Package) -> None:
    path = sample.path("bundle", language=language)
    entries = outline(path, deepest=1)
    top = [line for line in entries if not line.startswith(" ")]
    assert top[0] == f"{phrase(language, 'bundle.letter')} @1"
    assert top[1].startswith(phrase(language, "bundle.index"))
    package = words_of(language)
    words: Any = package.words().words
    of_groups = [seen(re.sub("[\ue000-\uf8ff]", "", str(group.title))) for group in words.groups]
    assert [seen(line).rpartition(" @")[0] for line in top[2:]] == of_groups
    numbered = [line.strip() for line in entries if line.startswith(" ")]
    assert [line.partition(".")[0] for line in numbered] == [str(number) for number in range(1, 11)]
    starts = [at + 1 for at, label in enumerate(labels(path)) if label.endswith("-1")]
    assert [int(line.rpartition("@")[2]) for line in numbered] == starts


@each_language
def test_every_enclosure_is_stamped_in_the_language_of_the_letter(language: str, sample: Package) -> None:
    path = sample.path("bundle", language=language)
    words = pages(path)
    firsts = [at for at, label in enumerate(labels(path)) if label.endswith("-1")]
    assert len(firsts) == 10
    for number, at in enumerate(firsts, start=1):
        assert squeezed(STAMPS[language].format(number=number)) in squeezed(words[at]), (number, words[at][-200:])


@each_language
def test_the_links_of_the_letter_and_the_index_lead_to_the_enclosures(language: str, sample: Package) -> None:
    path = sample.path("bundle", language=language)
    named = labels(path)
    front = next(at for at, label in enumerate(named) if label == "1-1")
    firsts = [at for at, label in enumerate(named) if label.endswith("-1")]
    # A title that runs on has a link on each of its lines.
    for pages_of in (range(named.index("i")), range(named.index("i"), front)):
        assert list(dict.fromkeys(target for page in pages_of for target in links(path, page))) == firsts


@each_language
def test_what_is_there_in_another_language_only_is_said_to_be_so(language: str, sample: Package) -> None:
    meeting = load_meeting(ROOT / "meetings" / SAMPLE, ("en", "fr"))
    path = sample.path("bundle", language=language)
    words, named = pages(path), labels(path)
    letter = [line for line in paragraphs(sample.path("letter-docx", language=language)) if "\t" in line]
    index = squeezed(" ".join(words[at] for at, label in enumerate(named) if label.startswith("i")))
    notes = dict(zip(("ar", "en", "fr"), ONLY[language], strict=True))
    for enclosure, line in zip(meeting.enclosures, letter[-10:], strict=True):
        other = enclosure.written_in[language]
        stamped = squeezed(words[named.index(f"{enclosure.position}-1")])
        said = {tag for tag, note in notes.items() if note in seen(line)}
        assert said == ({other} if other not in {None, language} else set())
        assert {tag for tag, note in notes.items() if squeezed(note) in stamped} == said
    for tag, note in notes.items():
        count = sum(each.written_in[language] == tag != language for each in meeting.enclosures)
        assert index.count(squeezed(note)) == count


def test_some_enclosure_of_the_sample_is_not_there_in_every_language() -> None:
    meeting = load_meeting(ROOT / "meetings" / SAMPLE, ("en", "fr"))
    for language in set(LANGUAGES) - {"fr"}:
        assert [each for each in meeting.enclosures if each.written_in[language] not in {None, language}]


@each_language
def test_each_part_of_the_structure_says_the_language_that_it_is_in(language: str, sample: Package) -> None:
    meeting = load_meeting(ROOT / "meetings" / SAMPLE, ("en", "fr"))
    path = sample.path("bundle", language=language)
    assert [tag for _, tag in parts(path)] == [language] * 2 + [
        each.written_in[language] or language for each in meeting.enclosures
    ]


def test_languages_that_share_a_file_share_its_conversion_and_each_has_its_own_copy(sample: Package) -> None:
    meeting = load_meeting(ROOT / "meetings" / SAMPLE, ("en", "fr"))
    converted = [step for step in sample.ran if step.startswith("convert enclosure")]
    assert (
        len(converted)
        == len(set(converted))
        == len(
            {
                # A picture is described in each language, and has a page in each.
                (path, language if each.description else "")
                for each in meeting.enclosures
                for language, path in each.files.items()
            }
        )
    )
    outputs = [entry for entry in sample.manifest["outputs"] if entry["role"] == "enclosure"]
    for language in LANGUAGES:
        own = [entry for entry in outputs if entry["language"] == language]
        assert [Path(entry["path"]).name[:2] for entry in own] == [f"{number:02}" for number in range(1, 11)]
        assert all(entry["path"].startswith(f"{language}/") for entry in own)
        for entry, enclosure in zip(own, meeting.enclosures, strict=True):
            same = [
                each["sha256"]
                for each in outputs
                if each["language"] != language
                and Path(each["path"]).name[:2] == f"{enclosure.position:02}"
                and enclosure.files[each["language"]] == enclosure.files[language]
                and not enclosure.description
            ]
            assert set(same) <= {entry["sha256"]}


TWO_PAGES = {
    "ar": "صفحتين",
    "en": "two pages",
    "es": "dos páginas",
    "fr": "deux pages",
    "ru": "двух страницах",
    "zh": "两页",
}


@each_language
def test_the_scan_is_described_with_the_pages_that_it_has(language: str) -> None:
    scan = load_meeting(ROOT / "meetings" / SAMPLE, ("en", "fr")).enclosures[9]
    with Image.open(scan.files[language]) as file:
        assert getattr(file, "n_frames", 1) == 2
    assert TWO_PAGES[language] in scan.description[language]


# --- right to left -------------------------------------------------------------------------------


def test_the_arabic_letter_runs_from_right_to_left_through_and_through(sample: Package) -> None:
    path = sample.path("letter-docx", language="ar")
    document = docx.Document(str(path))
    assert [paragraph.text for paragraph in document.paragraphs if not paragraph._p.xpath("./w:pPr/w:bidi")] == []
    (section,) = document.sections
    assert section._sectPr.findall(qn("w:bidi"))
    foot = [
        paragraph for paragraph in section.first_page_footer.paragraphs if re.search("[\u0600-\u06ff]", paragraph.text)
    ]
    assert len(foot) >= 4
    assert [paragraph.text for paragraph in foot if not paragraph._p.xpath("./w:pPr/w:bidi")] == []
    assert [
        run.text for paragraph in foot for run in paragraph.runs if run.text and not run._r.xpath("./w:rPr/w:rtl")
    ] == []


@pytest.mark.parametrize("language", ["en", "fr", "ru", "zh"])
def test_no_other_letter_does(language: str, sample: Package) -> None:
    with zipfile.ZipFile(sample.path("letter-docx", language=language)) as package:
        for name in package.namelist():
            if re.fullmatch(r"word/(document|.*header.*|.*footer.*)\.xml", name):
                found = etree.fromstring(package.read(name))
                assert [node.tag for node in found.iter(qn("w:bidi"), qn("w:rtl"))] == [], name


def test_the_arabic_index_has_its_columns_from_right_to_left() -> None:
    document = docx.Document(str(ROOT / "templates" / "ar" / "index.docx"))
    (table,) = document.tables
    assert table._tbl.xpath("./w:tblPr/w:bidiVisual")


# --- the templates -------------------------------------------------------------------------------


@each_language
@pytest.mark.parametrize("name", ["invitation", "invitation-siem-reap", "index", "slip-sheet"])
def test_every_template_can_be_filled_in_with_the_words_of_the_sample(name: str, language: str) -> None:
    package = words_of(language)
    spans = {each.position: PageSpan(1, 1, "1-1") for each in package.meeting.enclosures}
    words = package.words(enclosure=1) if name == "slip-sheet" else package.words(pages=spans)
    assert check_template(ROOT / "templates" / language / f"{name}.docx", words) == []


def test_every_note_verbale_too(tmp_path: Path) -> None:
    packages = gather(copy_case(tmp_path, "halden-2025"))
    note = next(each for each in packages if each.instrument.kind == "note-verbale")
    for language in LANGUAGES:
        assert check_template(ROOT / "templates" / language / "note-verbale.docx", note.words()) == []


@each_language
def test_no_template_has_words_of_its_language_that_its_typography_sets_otherwise(language: str) -> None:
    where = [note.where for note in _notes() if f"/templates/{language}/" in note.where]
    assert [place for place in where if ".docx" in place] == []


@cache
def _notes() -> tuple[Any, ...]:
    return check(ROOT / "meetings" / SAMPLE).notes


def test_a_second_letter_in_a_language_reads_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    packages = gather(ROOT / "meetings" / SAMPLE)
    for package in packages:
        package.words()

    def refused(*_: object, **__: object) -> Any:
        raise AssertionError("a file was opened")

    for holder in (builtins, io):
        monkeypatch.setattr(holder, "open", refused)
    assert [package.words().language for package in packages] == list(LANGUAGES)


# --- bad input -----------------------------------------------------------------------------------

Mend = Callable[[Path], None]


def told(found: Findings) -> list[str]:
    return [
        f"{problem.where} | {problem.what} | {problem.mend}" for error in found.errors for problem in error.problems
    ]


def test_a_language_without_a_template_and_one_without_a_catalogue_are_told_at_once(tmp_path: Path) -> None:
    folder = copy_case(tmp_path, "verdana-2025")
    (tmp_path / "templates" / "en" / "circular.docx").unlink()
    (tmp_path / "templates" / "zh" / "phrases.po").unlink()
    found = check(folder)
    problems = told(found)
    assert len(problems) == 2
    assert "templates/en/circular.docx | There is no such template." in problems[0]
    assert "templates/zh/phrases.po | There is no phrases.po for “zh”." in problems[1]
    assert found.exit_code == 5


def test_a_language_that_nobody_knows_is_told_with_those_that_are_known(tmp_path: Path) -> None:
    folder = copy_case(tmp_path, "orvane-2025")
    changed(folder / "meeting.toml", '["es", "fr"]', '["es", "fr", "tlh"]')
    found = check(folder)
    (problem,) = [problem for problem in told(found) if "languages, entry 3" in problem]
    assert re.search(r"meeting\.toml:\d+: languages, entry 3 \| “tlh” is not a language that is known", problem)
    assert "ar, de, en, es, fr, it" in problem
    assert found.exit_code == 4


def test_one_title_that_was_not_translated_is_told_with_its_key_and_language(tmp_path: Path) -> None:
    folder = copy_case(tmp_path, "halden-2025")
    changed(folder / "meeting.toml", 'title.ru = "Проект бюджета"\n', "")
    changed(folder / "meeting.toml", 'name.ru = "Ратуша"\n', "")
    problems = told(check(folder))
    assert [re.sub(r"^.*meeting\.toml:\d+: ", "", problem) for problem in problems] == [
        "venues.town_hall.name | There is no value in “ru”. | Add venues.town_hall.name.ru.",
        "group 1, enclosure 2: title | There is no value in “ru”. | Add title.ru.",
    ]


def test_an_enclosure_in_none_of_the_languages_of_the_letters_is_enclosed_with_all_and_told(tmp_path: Path) -> None:
    folder = copy_case(tmp_path, "verdana-2025")
    changed(folder / "meeting.toml", "file.en =", "file.ru =")
    found = check(folder)
    assert found.problems == ()
    assert {each.values["language"] for each in found.notes if each.code == "file-instead"} == {"ru"}


def test_a_template_that_stands_in_needs_words_in_its_language(tmp_path: Path) -> None:
    folder = put_meeting(
        tmp_path / "meeting",
        sound_meeting().replace(
            b'file.en = "enclosures/note.txt"', b'file.fr = "enclosures/note.docx"\ntemplate = true'
        ),
    )
    shutil.copy(ROOT / "templates" / "fr" / "slip-sheet.docx", folder / "enclosures" / "note.docx")
    with pytest.raises(MeetingError, match="the meeting has no words in “fr”"):
        load_meeting(folder, ("fr",))


@pytest.mark.parametrize("number", [0, 10_000])
def test_an_ordinal_out_of_range_is_told_where_it_is_asked_for(number: int, tmp_path: Path) -> None:
    folder = copy_case(tmp_path, "verdana-2025")
    changed(folder / "meeting.toml", "session = 14", f"session = {number}")
    problems = told(check(folder))
    assert len(problems) == 2
    assert "templates/en/circular.docx" in problems[0]
    assert "“numbers.session.ordinal_words”" in problems[0]
    assert "templates/zh/circular.docx" in problems[1]
    assert "“numbers.session.ordinal”" in problems[1]
    changed(folder / "meeting.toml", 'en = "Convening of', 'en = "{{ numbers.session.ordinal }} Convening of')
    problem = told(check(folder))[0]
    assert ": subject.en | There is no “numbers.session.ordinal”" in problem
    assert f"for {number}: in “en” it goes from 1 to 9999." in problem


def test_mistakes_in_two_languages_are_told_at_once(tmp_path: Path) -> None:
    folder = copy_case(tmp_path, "halden-2025")
    wrong = ("language-only.en", "language-only.other", "note.renewal")
    for language, key in (("en", "list.noted"), *(("ru", key) for key in wrong)):
        changed(tmp_path / "templates" / language / "phrases.po", f'msgctxt "{key}"', f'msgctxt "x{key}"')
    changed(
        folder / "meeting.toml", "The Secretariat of the {{ event.conference.title }}", "{{ event.conferense.title }}"
    )
    problems = told(check(folder))
    assert [
        problem.partition("-2025/")[2] or re.sub("^.*templates", "templates", problem) for problem in problems
    ] != []
    assert any(": instruments.sender.en" in problem and "event.conference.title" in problem for problem in problems)
    for key in wrong[1:]:
        assert any("templates/ru/phrases.po" in problem and f"“{key}”" in problem for problem in problems)


def test_a_build_stops_before_anything_is_written(tmp_path: Path) -> None:
    folder = copy_case(tmp_path, "halden-2025")
    (tmp_path / "templates" / "ru" / "phrases.po").unlink()
    with pytest.raises(TemplateError, match=r"phrases\.po for “ru”"):
        gather(folder)
    assert not (tmp_path / "build").exists()


def test_a_note_of_the_version_is_not_said_of_a_file_without_words(case: Callable[[str], Package]) -> None:
    reader = pypdf.PdfReader(case("selm-2025").out / "selm-2025-letter-ar.pdf")
    assert "خريطة الميناء" in outline(case("selm-2025").out / "selm-2025-letter-ar.pdf")[-1]
    assert "(" not in outline(case("selm-2025").out / "selm-2025-letter-ar.pdf")[-1]
    assert reader.page_labels[-1] == "III-1"
