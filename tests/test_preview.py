"""Previews: pages as pictures, and where each word on them is from, held against words that say it themselves."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import docx
import pypdfium2
import pytest
import tomlkit
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph
from PIL import Image

from pipeline import Explanation, House, Place, Preview, Previewed, Session, Source, UsageError, Word, text
from pipeline import Page as PreviewedPage
from pipeline.cli import main
from pipeline.findings import Unfit
from pipeline.findings.words import Words
from pipeline.preview.html import page_of
from pipeline.preview.pairs import pairs
from pipeline.preview.serving import Server, Shown
from tests.browsers import PHONE, WIDE, breaches, browser, runs_over
from tests.houses import MEETINGS, ROOT, SAMPLE, copy_case, copy_house

pytestmark = pytest.mark.office
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
WHOLE = sorted(path.name for path in MEETINGS.iterdir() if path.name not in {"small", "tiny"})


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with the sample, for all tests that only look."""
    root = copy_house(tmp_path_factory.mktemp("preview") / "house")
    shutil.copytree(ROOT / "meetings" / SAMPLE, root / "meetings" / SAMPLE)
    return root


@pytest.fixture(scope="module")
def session(house: Path) -> Iterator[Session]:
    with Session(House.open(house), jobs=2) as opened:
        yield opened


def words(preview: Preview) -> Iterator[tuple[Word, tuple[Source, ...], tuple[Source, ...]]]:
    """Each word with its sources, and with all that it came by way of."""
    for document in preview.documents:
        for page in document.pages:
            for word in page.words:
                if word.explanation is None:
                    yield word, (), ()
                else:
                    explained = document.explanations[word.explanation]
                    yield word, explained.sources, explained.by_way_of


def unexplained(preview: Preview) -> float:
    every = list(words(preview))
    assert every
    return sum(not sources for _word, sources, _way in every) / len(every)


# --- pages ---------------------------------------------------------------------------------------


def test_pages_are_pictures_of_the_letter_as_it_is_built(session: Session, house: Path) -> None:
    preview = session.preview(SAMPLE, language="fr", parts=["letter"])
    (letter,) = preview.documents
    assert (letter.kind, letter.language, len(letter.pages)) == ("letter", "fr", 2)
    built = session.build(SAMPLE, languages=["fr"])
    with pypdfium2.PdfDocument(built.out / "fr/invitation-fr.pdf") as pdf:
        for page, shown in zip(pdf, letter.pages, strict=True):
            assert (round(page.get_width(), 1), round(page.get_height(), 1)) == (shown.width, shown.height)
            text = re.sub(r"\s+", "", page.get_textpage().get_text_range())
            assert text == "".join(word.text for word in shown.words)
    with Image.open(letter.pages[0].picture) as picture:
        assert (picture.format, picture.width) == ("PNG", 910)
    html = preview.page.read_text(encoding="utf-8")
    assert "http" not in re.sub(
        r"data:image/png;base64,[\w+/=]+|http-equiv|https?://[^<]*</button>", "", html.split("<main")[0]
    )
    assert html.count("<img") == 2
    assert json.loads(json.dumps(preview.as_json()))["documents"][0]["pages"][0]["words"]


def test_a_second_preview_makes_nothing_and_a_build_lends_what_it_made(session: Session, house: Path) -> None:
    session.build(SAMPLE, languages=["fr"])
    kinds: list[tuple[str, str]] = []
    session.preview(
        SAMPLE, language="fr", parts=["all"], on_event=lambda event: kinds.append((event.kind, event.stage))
    )
    assert ("made", "picture") in kinds
    assert [stage for kind, stage in kinds if kind == "made" and stage == "index"] == []
    again: list[str] = []
    session.preview(SAMPLE, language="fr", parts=["all"], on_event=lambda event: again.append(event.kind))
    assert "made" not in again


def test_what_the_meeting_has_not_is_told_with_the_nearest(session: Session) -> None:
    with pytest.raises(UsageError) as told:
        session.preview(SAMPLE, language="fr", parts=["leter"])
    assert told.value.findings[0].code == "preview-no-part"
    with pytest.raises(UsageError) as told:
        session.preview(SAMPLE, language="fr", instrument="invitations")
    assert "invitation" in told.value.findings[0].mend


def test_the_command_says_where_the_page_is(house: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(house)
    monkeypatch.setattr("sys.argv", ["papers", "preview", SAMPLE, "--lang", "zh", "--against", "en", "--json"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code in {0, None}
    told = json.loads(capsys.readouterr().out)
    assert [each["language"] for each in told["documents"]] == ["zh", "en"]
    html = Path(told["page"]).read_text(encoding="utf-8")
    assert "逐段对照" in html


def test_paragraphs_stand_against_those_that_ask_for_the_same(session: Session) -> None:
    preview = session.preview(SAMPLE, language="fr", against="ar")
    matched = pairs(*preview.documents)
    assert all(one and two for one, two in matched)
    every = ("".join(words for _place, words in each.words) for pair in matched for each in pair if each)
    shown = [each.replace("\u00a0", " ") for each in every]
    assert shown[shown.index("22 avril 2024") + 1] == "22 نيسان/أبريل 2024"
    assert shown[shown.index("Cordialement,") + 1] == "مع خالص التحية،"


def test_the_page_explains_by_mouse_and_by_keys_and_has_no_barrier(session: Session) -> None:
    shown = session.preview(SAMPLE, language="fr", against="ar").page
    with browser() as opened:
        page = opened.new_page(viewport=WIDE)  # type: ignore[arg-type]
        failures: list[str] = []
        page.on("console", lambda message: failures.append(message.text))
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(shown.as_uri())
        page.locator(".words button", has_text="avril").click()
        told = page.locator("#explained")
        assert "meeting.toml, ligne 7: date" in told.inner_text()
        assert "Unicode CLDR" in told.inner_text()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        assert told.inner_text().startswith("«\xa02024\xa0» vient de\xa0:")
        assert page.locator(".words button.same").count() == 3
        words = page.locator(".words").nth(1)
        box, picture = (page.locator(each).last.bounding_box() for each in (".sheet .words button", ".sheet img"))
        assert box is not None
        assert picture is not None
        assert box["y"] + box["height"] < picture["y"] + picture["height"]
        words.locator("button").first.focus()
        page.keyboard.press("ArrowLeft")  # on, from right to left
        assert page.evaluate("document.activeElement.previousElementSibling !== null")
        page.keyboard.press("+")
        assert page.locator("#zoom").inner_text() == "125 %"
        assert breaches(page) == []
        page.emulate_media(color_scheme="dark")
        assert breaches(page) == []
        page.emulate_media(color_scheme="light")
        page.keyboard.press("0")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        assert not runs_over(page)
        assert failures == []


# --- a page that is renewed ----------------------------------------------------------------------


def saved_by_word(path: Path, change: Callable[[Path], object]) -> None:
    """A save as Word does it: its lock, a new file beside the old one, in halves, and names that change."""
    lock, new, old = (path.with_name(name) for name in (f"~${path.name[2:]}", "~WRD0001.tmp", "~WRL0002.tmp"))
    lock.write_bytes(b"\x05staff")
    shutil.copy(path, new.with_suffix(".docx"))
    change(new.with_suffix(".docx"))
    content = new.with_suffix(".docx").read_bytes()
    new.with_suffix(".docx").unlink()
    with new.open("wb") as file:
        file.write(content[: len(content) // 2])
        file.flush()
        file.write(content[len(content) // 2 :])
    path.rename(old)
    new.rename(path)
    old.unlink()
    lock.unlink()


def says(words: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        document = docx.Document(str(path))
        paragraph = next(each for each in document.paragraphs if each.text and "{" not in each.text)
        paragraph.runs[-1].text = words
        document.save(str(path))

    return change


def test_a_page_is_renewed_at_each_save_and_keeps_its_place(own_house: Path) -> None:
    shutil.copytree(ROOT / "meetings" / SAMPLE, own_house / "meetings" / SAMPLE)
    template = own_house / "templates/fr/invitation-siem-reap.docx"
    sound = template.read_bytes()
    with Session(House.open(own_house), jobs=2) as session, browser() as opened:
        with session.watch(SAMPLE, language="fr") as watched:
            page = opened.new_page(viewport=WIDE)  # type: ignore[arg-type]
            page.goto(watched.address)
            page.locator(".words button", has_text="avril").wait_for()
            page.keyboard.press("+")
            page.evaluate("scrollTo(0, 700)")
            saved_by_word(template, says("Toute nouvelle phrase"))
            page.locator(".words button", has_text="nouvelle").wait_for()
            assert (page.evaluate("scrollY"), page.locator("#zoom").inner_text()) == (700, "125 %")
            template.write_bytes(sound[: len(sound) // 2])
            page.locator("#told:visible").wait_for()
            assert "invitation-siem-reap.docx" in page.locator("#told").inner_text()
            assert page.locator(".words button", has_text="nouvelle").count() == 1
            template.write_bytes(sound)
            page.locator("#told").wait_for(state="hidden")
            page.locator(".words button", has_text="nouvelle").wait_for(state="detached")
            assert list(template.parent.glob("~*")) == []
            address = watched.address
        with pytest.raises(OSError, match="refused"):
            urlopen(address)


def answer(address: str, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    parts = urlsplit(address)
    connection = HTTPConnection("127.0.0.1", parts.port)
    connection.request("GET", path, headers=headers)
    got = connection.getresponse()
    connection.close()
    return got.status, dict(got.headers)


def test_a_watched_page_opens_for_its_key_alone_and_for_no_other_site() -> None:
    server = Server("Wait.")
    server.start()
    server.show(Shown("<p>the page</p>", "<p>new</p>", {"a.png": b"picture"}))
    key = urlsplit(server.address).path
    status, headers = answer(server.address, key)
    assert (status, headers["Cache-Control"], headers["Referrer-Policy"]) == (200, "no-store", "no-referrer")
    assert answer(server.address, f"{key}picture/a.png")[0] == 200
    assert answer(server.address, f"{key}picture/b.png")[0] == 404
    assert answer(server.address, f"{key}picture/../../a.png")[0] == 404
    assert answer(server.address, f"{key}new?since=0")[0] == 200
    assert answer(server.address, "/")[0] == 404
    assert answer(server.address, "/another-key/")[0] == 404
    assert answer(server.address, key, Host="example.org")[0] == 403
    assert answer(server.address, key, **{"Sec-Fetch-Site": "cross-site"})[0] == 403
    server.close()


# --- where words are from ------------------------------------------------------------------------


@pytest.mark.parametrize("case", WHOLE)
def test_the_words_of_whole_meetings_are_explained(tmp_path: Path, case: str) -> None:
    folder = copy_case(tmp_path / "house", case)
    table = tomlkit.parse((folder / "meeting.toml").read_text(encoding="utf-8")).unwrap()
    with Session(House.open(folder), jobs=2) as session:
        language = table["languages"][WHOLE.index(case) % len(table["languages"])]
        for instrument in table["instruments"]:
            preview = session.preview(folder, language=language, instrument=instrument.get("key", "invitation"))
            assert unexplained(preview) <= 0.01, (language, told(preview))


def told(preview: Preview) -> list[str]:
    return [word.text for word, sources, _way in words(preview) if not sources]


DIGITS = {
    "ar": ("ظ", "س", "بتثجحخدذرز"),
    "ru": ("ъ", "ф", "бвгджзклмн"),
    "zh": ("丏", "寅", "丙丁戊己庚辛壬癸子丑"),
    **dict.fromkeys(("en", "es", "fr"), ("q", "v", "bcdfghjkmn")),
}
"""By language: what a stamp begins and ends with, what comes first in it, and what stands for its figures."""


class Stamps:
    """Puts after each word of a fact, a phrase or a paragraph a stamp that says which it is of."""

    def __init__(self, language: str) -> None:
        self.sign, self.first, self.figures = DIGITS[language]
        self.stamped: list[Any] = []
        self._found = re.compile(f"{self.sign}([{self.figures}{self.first}]{{4}}){self.sign}")

    def on(self, words: str, of: Any) -> str:
        self.stamped.append(of)
        figures = self.first + f"{len(self.stamped) - 1:03}".translate(str.maketrans("0123456789", self.figures))
        return "".join(
            piece if piece.startswith("{") else re.sub(r"[^\W\d_]+", rf"\g<0>{self.sign}{figures}{self.sign}", piece)
            for piece in re.split(r"(\{\{.*?\}\}|\{\w+\})", words)
        )

    def found(self, words: str) -> set[Any]:
        """What the words are of, by their stamps, from whichever side they are read."""
        stamps = (each if each.startswith(self.first) else each[::-1] for each in self._found.findall(words))
        figures = str.maketrans(self.figures, "0123456789")
        return {self.stamped[int(each[1:].translate(figures))] for each in stamps}


NO_WORDS = {"file", "translated_from", "description"}
PHRASES = ("salutation.", "closing.", "language-only.", "bundle.index", "enclosure.heading")


def stamp(house: Path, language: str) -> Stamps:
    """Stamps the facts, phrases, letterhead and template of the sample in one language."""
    stamps = Stamps(language)
    file = house / "meetings" / SAMPLE / "meeting.toml"
    table = tomlkit.parse(file.read_text(encoding="utf-8"))

    def go(value: Any, key: tuple[str | int, ...]) -> None:
        for step, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
            here = (*key, step)
            if isinstance(inner, (dict, list)):
                go(inner, here)
            elif (
                isinstance(inner, str) and language in here and not {"file", "translated_from", "description"} & {*here}
            ):
                value[step] = stamps.on(str(inner), ("fact", here))

    go(table, ())
    file.write_text(tomlkit.dumps(table), encoding="utf-8")
    phrases = house / "templates" / language / "phrases.po"
    lines, context = phrases.read_text(encoding="utf-8").split("\n"), ""
    for number, line in enumerate(lines):
        context = line[9:-1] if line.startswith("msgctxt") else context
        if line.startswith('msgstr "') and line != 'msgstr ""' and context.startswith(PHRASES):
            lines[number] = f'msgstr "{stamps.on(line[8:-1], ("phrase", context))}"'
    phrases.write_text("\n".join(lines), encoding="utf-8")
    template = house / "templates" / language / "invitation-siem-reap.docx"
    document = docx.Document(str(template))
    for number, paragraph in enumerate(document.element.body.iter(f"{{{W}}}p"), start=1):
        texts = list(paragraph.iter(f"{{{W}}}t"))
        if not any("{" in (each.text or "") or "}" in (each.text or "") for each in texts):
            for each in texts:
                each.text = stamps.on(each.text or "", ("template", number))
    document.save(str(template))
    return stamps


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_is_of_what_it_says_that_it_is_of(tmp_path: Path, language: str) -> None:
    house = copy_house(tmp_path / "house")
    shutil.copytree(ROOT / "meetings" / SAMPLE, house / "meetings" / SAMPLE)
    stamps = stamp(house, language)
    with Session(House.open(house), jobs=2) as session:
        preview = session.preview(
            SAMPLE, language=language, parts=["letter", *(["index", "5"] if language == "fr" else [])]
        )
    seen: set[Any] = set()
    for word, sources, _way in words(preview):
        of = {
            ("fact", each.place.key) if each.kind == "fact" else
            ("phrase", each.name) if each.kind == "phrase" else ("template", each.place.paragraph)
            for each in sources
        }  # fmt: skip
        said = stamps.found(word.text)
        assert said <= of, (word.text, sources)
        seen |= said
    assert len(seen) > 30
    assert unexplained(preview) <= 0.01


YEARS = {
    "date = 2024-04-22": ("date = 2041-04-22", "2041", ("date",)),
    "start = 2024-06-18": ("start = 2042-12-29", "2042", ("events", 0, "start")),
    "end = 2024-06-20\n": ("end = 2043-01-02\n", "2043", ("events", 0, "end")),
    "start = 2024-06-20T15": ("start = 2044-06-20T15", "2044", ("events", 1, "start")),
    "end = 2024-06-20T18": ("end = 2044-06-20T18", "2044", ("events", 1, "end")),
}
"""What is changed in the meeting, the year that says so, and the fact."""


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_the_words_that_a_fact_changes_are_those_that_it_explains(tmp_path: Path, language: str) -> None:
    house = copy_house(tmp_path / "house")
    shutil.copytree(ROOT / "meetings" / SAMPLE, house / "meetings" / SAMPLE)
    file = house / "meetings" / SAMPLE / "meeting.toml"
    text = file.read_text(encoding="utf-8")
    for old, (new, _year, _key) in YEARS.items():
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    with Session(House.open(house), jobs=2) as session:
        preview = session.preview(SAMPLE, language=language)
    facts = {key: year for _new, year, key in YEARS.values()}
    assert set(facts.values()) == {"2041", "2042", "2043", "2044"}
    seen: set[str] = set()
    for word, sources, _way in words(preview):
        years = {year for year in facts.values() if year in word.text}
        assert years <= {facts.get(each.place.key) for each in sources}, (word.text, sources)
        seen |= years
    assert {"2041", "2042", "2043"} <= seen


def field(paragraph: Paragraph, code: str, shown: str) -> None:
    for kind, words in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(words if kind == "shown" else "")
        if kind in {"begin", "separate", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif not kind:
            run._r.append(instruction := OxmlElement("w:instrText"))
            instruction.text = code


def test_what_an_office_makes_itself_is_told_from_what_a_template_says(own_house: Path) -> None:
    shutil.copytree(ROOT / "meetings" / SAMPLE, own_house / "meetings" / SAMPLE)
    document = docx.Document()
    document.add_paragraph("Numéroté {{ names.convention }}", style="List Number")
    field(document.add_paragraph("Voir "), ' HYPERLINK "https://example.org/" ', "notre site")
    field(document.add_paragraph("Feuille "), " NUMPAGES ", "9")
    document.add_paragraph("{% if signatory.name == 'Dr. Ly Thuch' %}Pareil{% else %}Autre{% endif %}")
    document.add_paragraph("{{ event.preparatory.title|upper }}\t{{ numbers.anniversary.ordinal }}")
    row = document.add_table(1, 2).rows[0]
    row.cells[0].text, row.cells[1].text = "{{ event.preparatory.first_day }}", "{{ event.intersessional.last_day }}"
    document.save(str(own_house / "templates/fr/invitation-siem-reap.docx"))
    with Session(House.open(own_house), jobs=2) as session:
        preview = session.preview(SAMPLE, language="fr")
    assert unexplained(preview) == 0
    of = {word.text: sources[0] for word, sources, _way in words(preview)}
    kinds = {text: of[text].kind for text in ("1.", "notre", "1", "Pareil", "PRÉPARATOIRE", "25ème")}
    assert kinds == {
        "1.": "numbering",
        "notre": "template",
        "1": "field",
        "Pareil": "template",
        "PRÉPARATOIRE": "fact",
        "25ème": "fact",
    }
    days = [sources[0].place.key for word, sources, _way in words(preview) if word.text == "20"]
    assert days == [("events", 1, "start"), ("events", 0, "end")]


def test_the_command_serves_until_it_is_interrupted(own_house: Path) -> None:
    shutil.copytree(ROOT / "meetings" / SAMPLE, own_house / "meetings" / SAMPLE)
    command = [sys.executable, "-c", "from pipeline.cli import command; command()", "preview", SAMPLE]
    with subprocess.Popen(
        [*command, "--lang", "fr", "--watch"], cwd=own_house, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        try:
            address = run.stdout.readline().strip()
            with urlopen(address) as page:
                assert page.status == 200
            run.send_signal(signal.SIGINT)
            _out, told = run.communicate(timeout=60)
        finally:
            run.kill()
    assert (run.returncode, "Traceback" in told) == (0, False)


def test_words_that_would_be_markup_stay_words(tmp_path: Path) -> None:
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    (tmp_path / "a.png").write_bytes(b"")
    source = Source("placeholder", Place(), hostile)
    shown = PreviewedPage(tmp_path / "a.png", 100, 100, (Word(hostile, (0, 0, 10, 10), 0, joined=False),))
    letter = Previewed("letter", "fr", "", hostile, (shown,), (Explanation((source,), (), 1),), ((0, hostile),))
    other = replace(letter, language="ar")
    html = page_of(Preview(hostile, "fr", "ar", (letter, other), tmp_path / "a.html"), tmp_path, Words())
    assert "<script>alert" not in html
    with browser() as opened:
        page = opened.new_page()
        (tmp_path / "a.html").write_text(html, encoding="utf-8")
        raised: list[str] = []
        page.on("dialog", lambda dialog: raised.append(dialog.message))
        page.goto((tmp_path / "a.html").as_uri())
        page.locator(".words button").first.click()
        assert hostile in page.locator("#explained").inner_text()
        assert raised == []


@pytest.mark.parametrize("sign", ["\U000f0000", "\U0010fffd"])
def test_nobody_types_what_says_where_words_are_from(sign: str) -> None:
    with pytest.raises(Unfit):
        text.parse(f"2024{sign}")
