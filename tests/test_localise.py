from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError, MeetingError, TemplateError
from pipeline.load import load_meeting
from pipeline.localise import Phrases, Wording, dates, listing, localise, read_phrases
from pipeline.localise.phrases import joined
from pipeline.localise.wording import Words, as_data, with_words
from pipeline.model import Event, HouseStyle, Meeting, PageSpan, Signatory, Venue
from pipeline.text import ITALIC, plain, raised
from tests.houses import ROOT, SAMPLE
from tests.languages import SIX, of

PHRASES = {"salutation.excellencies": "Excellencies", "salutation.colleagues": "Dear colleagues", "closing.c": "Yours,"}


def sample() -> Meeting:
    return load_meeting(ROOT / "meetings" / SAMPLE, ("en", "fr"))


def english() -> Meeting:
    """The sample's facts in a meeting of one event, in English."""
    whole = sample()
    event = Event(
        key="session",
        title={"en": "First *session*"},
        start=datetime(2025, 3, 3, 10, tzinfo=UTC),
        end=datetime(2025, 3, 3, 17, 30, tzinfo=UTC),
        venue=Venue({"en": "Hall & Rooms"}, {"en": "1 Square"}),
        listed=True,
    )
    instrument = whole.instruments[0]
    audience = replace(instrument.audience, lines={"en": ("Missions, {{ event.session.on }}",)}, closing="c")
    return replace(
        whole,
        languages=("en",),
        title={"en": "Meeting"},
        subject={"en": "Invitation, {{ event.session.prose }}"},
        names={"body": {"en": "Committee"}},
        events=(event,),
        signatories=(Signatory({"*": "A. Name"}, {"en": ("Chair of the {{ names.body }}",)}),),
        instruments=(replace(instrument, audience=audience),),
        groups=(),
    )


def wording(
    meeting: Meeting,
    language: str,
    phrases: Mapping[str, str] | None = None,
    pages: Mapping[int, PageSpan] | None = None,
    enclosure: int | None = None,
) -> Wording:
    known = read_phrases(ROOT / "templates" / "fr" / "phrases.po", "fr")
    if language != "fr" or phrases is not None:
        known = Phrases(Path("phrases.po"), PHRASES if phrases is None else phrases)
    return localise(
        meeting,
        meeting.instruments[0],
        of(language),
        phrases=known,
        letterhead={},
        style=HouseStyle(ordinals={"fr": "ème"}),
        pages=pages,
        enclosure=enclosure,
    )


def said(of: Wording) -> dict[str, str]:
    """Each placeholder with its words, as they are seen."""
    return {name: plain(value).replace("\u00a0", " ") for name, value in listing(of.words)}


# --- dates ---------------------------------------------------------------------------------------

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}


def seen(words: str) -> str:
    return plain(words).replace("\u00a0", " ")


def test_each_language_has_names_to_test_against() -> None:
    assert set(MONTHS) == set(WEEKDAYS)
    assert set(MONTHS) <= set(SIX)


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_and_every_weekday(language: str) -> None:
    for month, name in enumerate(MONTHS[language].split(), start=1):
        assert seen(dates.day(date(2025, month, 2), of(language))) == f"2 {name} 2025"
    for number, name in enumerate(WEEKDAYS[language].split()):
        assert seen(dates.weekday(date(2024, 1, 8 + number), of(language))).startswith(name)


@pytest.mark.parametrize(
    ("start", "end", "english", "french", "french_prose"),
    [
        (date(2024, 6, 18), date(2024, 6, 20), "18–20 June 2024", "18-20 juin 2024", "du 18 au 20 juin 2024"),
        (date(2024, 6, 1), date(2024, 6, 2), "1–2 June 2024", "1er-2 juin 2024", "du 1er au 2 juin 2024"),
        (
            date(2024, 7, 31),
            date(2024, 8, 1),
            "31 July–1 August 2024",
            "31 juillet-1er août 2024",
            "du 31 juillet au 1er août 2024",
        ),
        (
            date(2024, 12, 31),
            date(2025, 1, 1),
            "31 December 2024–1 January 2025",
            "31 décembre 2024-1er janvier 2025",
            "du 31 décembre 2024 au 1er janvier 2025",
        ),
        (
            date(2024, 6, 18),
            date(2025, 6, 18),
            "18 June 2024–18 June 2025",
            "18 juin 2024-18 juin 2025",
            "du 18 juin 2024 au 18 juin 2025",
        ),
        (date(2024, 2, 29), date(2024, 2, 29), "29 February 2024", "29 février 2024", "le 29 février 2024"),
    ],
)
def test_ranges_of_days(start: date, end: date, english: str, french: str, french_prose: str) -> None:
    assert seen(dates.compact(start, end, of("en"))) == english
    assert seen(dates.compact(start, end, of("fr"))) == french
    assert seen(dates.prose(start, end, of("fr"))) == french_prose


days = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@given(days, st.integers(0, 800), st.sampled_from(sorted(MONTHS)))
def test_a_range_says_both_days_and_every_year_once_that_they_have(start: date, length: int, language: str) -> None:
    end = start + timedelta(days=length)
    for words in (dates.compact(start, end, of(language)), dates.prose(start, end, of(language))):
        figures = [int(each) for each in "".join(c if c.isdigit() else " " for c in plain(words)).split()]
        years = [start.year, end.year] if start.year != end.year else [end.year]
        assert [each for each in figures if each > 31] == years
        assert [each for each in figures if each <= 31] == ([start.day, end.day] if length else [start.day])
        assert " " not in plain(dates.compact(start, end, of(language))) or language != "fr"


def test_the_year_may_be_left_out_only_where_it_is_the_same() -> None:
    same = date(2024, 6, 18), date(2024, 6, 20)
    assert seen(dates.compact(*same, of("fr"), year=False)) == "18-20 juin"
    other = date(2024, 12, 30), date(2025, 1, 2)
    assert seen(dates.compact(*other, of("fr"), year=False)) == "30 décembre 2024-2 janvier 2025"


@pytest.mark.parametrize(
    ("hour", "minute", "english", "french"),
    [
        (0, 0, "midnight", "0 heure"),
        (1, 0, "1 a.m.", "1 heure"),
        (9, 5, "9.05 a.m.", "9 h 05"),
        (12, 0, "noon", "12 heures"),
        (12, 30, "12.30 p.m.", "12 h 30"),
        (15, 0, "3 p.m.", "15 heures"),
        (23, 59, "11.59 p.m.", "23 h 59"),
    ],
)
def test_times_of_day(hour: int, minute: int, english: str, french: str) -> None:
    moment = datetime(2024, 6, 20, hour, minute, tzinfo=UTC)
    assert seen(dates.time(moment, of("en"))) == english
    assert seen(dates.time(moment, of("fr"))) == french


# --- phrases -------------------------------------------------------------------------------------

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def catalogue(folder: Path, entries: str, head: str = HEAD) -> Path:
    path = folder / "phrases.po"
    path.write_text(head + entries, encoding="utf-8")
    return path


def entry(key: str, source: str, translation: str) -> str:
    return f'msgctxt "{key}"\nmsgid "{source}"\nmsgstr "{translation}"\n\n'


def test_phrases_are_read_by_their_context_and_untranslated_ones_left_out(tmp_path: Path) -> None:
    path = catalogue(tmp_path, entry("a", "Letter", "*Lettre*") + entry("b", "Letter", "") + 'msgid "c"\nmsgstr "d"\n')
    phrases = read_phrases(path, "fr")
    assert set(phrases.words) == {"a"}
    assert phrases["a"].startswith(ITALIC)
    with pytest.raises(TemplateError, match="The phrase “b” has no words yet") as caught:
        phrases["b"]
    assert caught.value.problems[0].place.line is not None


@pytest.mark.parametrize(
    ("entries", "head", "told"),
    [
        (entry("a", "Letter", "*Lettre"), HEAD, "a\n    A “*” is opened and not closed"),
        (entry("a", "Page {page}", "Page {seite}"), HEAD, "the places {seite}; its source has {page}"),
        (entry("a", "Page {page}", "Page {page"), HEAD, "its source has {page}"),
        (entry("a", "Page", "{{ page }}"), HEAD, "its source has none"),
        ('msgctxt "a"\nmsgid "Letter\n', HEAD, "can't be read"),
        ("rubbish\n", HEAD, "can't be read"),
        (entry("a", "Letter", "Lettre"), HEAD.replace("UTF-8", "nonsense"), "can't be read"),
        (entry("a", "Letter", "Lettré"), HEAD.replace("UTF-8", "ascii"), "can't be read"),
    ],
)
def test_a_broken_catalogue_is_told(entries: str, head: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        read_phrases(catalogue(tmp_path, entries, head), "fr")
    assert told in str(caught.value)
    assert str(tmp_path) in caught.value.problems[0].where


def test_a_catalogue_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"There is no phrases\.po for “fr”"):
        read_phrases(tmp_path / "phrases.po", "fr")


def test_a_phrase_that_is_missing_is_answered_with_the_nearest() -> None:
    lacking = {name: words for name, words in PHRASES.items() if name != "salutation.colleagues"}
    with pytest.raises(TemplateError) as caught:
        wording(english(), "en", lacking | {"salution.colleagues": "E"})
    assert "There is no phrase “salutation.colleagues”" in str(caught.value)
    assert "Did you mean “salution.colleagues”?" in str(caught.value)
    assert caught.value.exit_code == 5


def test_a_salutation_that_is_nearly_one_is_told_where_the_meeting_has_it() -> None:
    lacking = {name: words for name, words in PHRASES.items() if name != "salutation.colleagues"}
    with pytest.raises(MeetingError) as caught:
        wording(english(), "en", lacking | {"salutation.colleages": "Dear"})
    assert "“colleages” may be meant" in str(caught.value)
    assert caught.value.exit_code == 4


def test_every_phrase_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(TemplateError) as caught:
        wording(english(), "en", {"x": "y"})
    assert [problem.what for problem in caught.value.problems] == [
        f"There is no phrase “{key}”." for key in ("salutation.excellencies", "salutation.colleagues", "closing.c")
    ]


def test_salutations_are_joined_in_order_of_precedence() -> None:
    assert joined(["Excellences"], of("fr")) == "Excellences,"
    assert joined(["Excellencies", "Dear colleagues", "Friends"], of("en")) == "Excellencies, dear colleagues, friends,"
    assert joined(["Excelencias", "Estimados colegas"], of("es")) == "Excelencias, estimados colegas:"
    assert joined(["Ваши Превосходительства", "Уважаемые коллеги"], of("ru")) == (
        "Ваши Превосходительства, уважаемые коллеги!"
    )
    assert joined(["诸位阁下", "亲爱的同事"], of("zh")) == "诸位阁下、亲爱的同事："
    assert joined(["أصحاب السعادة", "الزملاء الأعزاء"], of("ar")) == "أصحاب السعادة، الزملاء الأعزاء،"
    assert joined([], of("fr")) == ""


# --- the wording ---------------------------------------------------------------------------------


def test_an_english_meeting_works_as_well_as_a_french_one() -> None:
    words = said(wording(english(), "en"))
    assert words["subject"] == "Invitation, on 3 March 2025"
    assert words["salutation"] == "Excellencies, dear colleagues,"
    assert words["closing"] == "Yours,"
    assert words["addressees"] == "Missions, on 3 March 2025"
    assert words["event.session.venue"] == "Hall & Rooms, 1 Square"
    assert words["event.session.time"] == "from 10 a.m. to 5.30 p.m."
    assert words["event.session.each_day[0]"] == "Monday, 3 March 2025"
    assert words["numbers.anniversary.ordinal"] == "25th"
    assert words["numbers.delegation_limit.words"] == "three"
    assert words["signatory.titles"] == "Chair of the Committee"


def test_the_french_sample() -> None:
    whole = wording(sample(), "fr")
    words = said(whole)
    assert words["date"] == "22 avril 2024"
    assert words["event.intersessional.dates"] == "18-20 juin 2024"
    assert words["groups[0].enclosures[0].title"] == "Programme des réunions intersessions (18-20 juin)"
    assert words["numbers.delegation_limit.words_feminine"] == "trois"
    number: object = dict(listing(whole.words))["numbers.anniversary.ordinal"]
    assert number == f"25{raised('ème')}"


def test_the_title_of_one_enclosure_and_the_pages_of_all() -> None:
    pages = {position: PageSpan(position * 2, 3, f"{position}-1") for position in range(1, 11)}
    words = said(wording(sample(), "fr", pages=pages, enclosure=6))
    assert words["enclosure.title"] == "Ordre du jour de la Cinquième Conférence d’examen"
    assert words["groups[1].enclosures[1].page"] == "12"
    assert words["groups[1].enclosures[1].pages"] == "3"
    assert words["groups[1].enclosures[1].label"] == "6-1"


@pytest.mark.parametrize(
    ("typed", "what", "mend"),
    [
        ("{{ event.sesion.prose }}", "no placeholder “event.sesion.prose”", "Did you mean “event.session.prose”?"),
        ("{{ event.session }}", "no placeholder “event.session”", ""),
        ("{{ event.session.prose.upper() }}", "no placeholder", ""),
        ("{{ event.session.each_day[7] }}", "no placeholder", ""),
        ("{{ 1 + 1 }}", "no placeholder “1 + 1”", ""),
        ("{{ event.session.__class__ }}", "no placeholder", ""),
        ("{{ }}", "no placeholder “”", ""),
        ("{{ subject }}", "“subject” can't be used here", "Write the words themselves"),
        ("{{ signatory.name }}", "“signatory.name” can't be used here", "Write the words themselves"),
        ("{{ date", "“{{” stands alone", "Write the name of a placeholder"),
        ("date }}", "“}}” stands alone", ""),
        ("{% if date %}", "“{%” stands alone", ""),
    ],
)
def test_a_placeholder_that_is_not_known_is_told(typed: str, what: str, mend: str) -> None:
    with pytest.raises(MeetingError) as caught:
        wording(replace(english(), subject={"en": f"Invitation {typed}"}), "en")
    assert caught.value.problems[0].where.endswith("meeting.toml: subject.en")
    assert what in caught.value.problems[0].what
    assert mend in caught.value.problems[0].mend


def test_all_placeholders_that_are_not_known_are_told_at_once() -> None:
    with pytest.raises(MeetingError) as caught:
        wording(replace(english(), subject={"en": "{{ a }} {{ b }}"}, title={"en": "{{ c }}"}), "en")
    assert len(caught.value.problems) == 3


def test_the_title_of_an_event_may_name_what_is_known_before_it() -> None:
    meeting = english()
    (event,) = meeting.events
    named = replace(event, title={"en": "Session of the {{ names.body }}, {{ date }}"})
    words = dict(listing(wording(replace(meeting, events=(named,)), "en").words))
    assert plain(words["event.session.title"]) == "Session of the Committee, 22\u00a0April\u00a02024"
    asking = replace(event, title={"en": "Session {{ event.session.dates }}, {{ names.bod }}"})
    with pytest.raises(MeetingError) as caught:
        wording(replace(meeting, events=(asking,)), "en")
    assert [each.where.partition("meeting.toml: ")[2] for each in caught.value.problems] == [
        "events.session.title.en"
    ] * 2


def test_a_language_that_has_no_file_is_told() -> None:
    with pytest.raises(ConfigError, match="“tlh” is not a language that is known here"):
        of("tlh")


def test_words_may_have_the_name_of_any_method() -> None:
    own = {*dir(Words), *dir(dict), *dir(tuple), *dir(str), "plus", "words"}
    names = {name: name.upper() for name in sorted(own) if not name.startswith("_")}
    assert len(names) > 50
    words = Words({**names, "inner": Words({**names})})
    for name, value in names.items():
        assert getattr(words, name) == value
    assert as_data(with_words(words, more="more")) == {**names, "inner": names, "more": "more"}
    assert dict(listing(words)) == {**names, **{f"inner.{name}": value for name, value in names.items()}}
    localised = {name: {"en": value} for name, value in names.items()}
    title = " ".join(f"{{{{ names.{name} }}}}" for name in names)
    meeting = replace(english(), names={**english().names, **localised}, title={"en": title})
    assert said(wording(meeting, "en"))["title"] == " ".join(names.values())


def test_words_are_read_only_and_compared_by_value() -> None:
    words = Words({"a": "b", "inner": Words({"c": "d"})})
    assert words == Words({"a": "b", "inner": Words({"c": "d"})})
    assert with_words(words, a="e") == Words({"a": "e", "inner": Words({"c": "d"})}) != words
    assert as_data(words) == {"a": "b", "inner": {"c": "d"}}
    with pytest.raises(AttributeError):
        words.a = "c"
    with pytest.raises(AttributeError):
        _ = words.missing
