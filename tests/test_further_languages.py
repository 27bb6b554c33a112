"""Languages that ship beside the United Nations' six: golden/languages has what each makes of days, times and numbers.

Those words are ours and await review by native speakers; the goldens hold that they do not change unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import docx
import pytest

from pipeline.folders import SHIPPED
from pipeline.languages import known
from pipeline.localise import dates, lists, numbers
from pipeline.localise.phrases import read_phrases
from pipeline.text import plain
from tests.languages import of

GOLDEN = Path(__file__).parent / "golden" / "languages"
FURTHER = sorted(path.stem for path in GOLDEN.iterdir())

SINGLE = [date(2027, 1, 1), date(2027, 6, 8), date(2027, 8, 11)]
RANGES = [
    (date(2027, 6, 18), date(2027, 6, 21)),
    (date(2027, 6, 8), date(2027, 6, 11)),
    (date(2027, 6, 1), date(2027, 6, 8)),
    (date(2027, 5, 31), date(2027, 6, 2)),
    (date(2027, 12, 30), date(2028, 1, 2)),
]
"""Days with traps: an 8th and an 11th, a first, across months and years."""
COUNTED = [0, 1, 2, 3, 5, 8, 11, 16, 20, 21, 22, 23, 25, 28, 80, 90, 100, 101, 121, 156, 200, 1000, 1001, 1999]


def forms(tag: str) -> Iterator[str]:
    language = of(tag)

    def at(hour: int, minute: int = 0, day: int = 18) -> datetime:
        return datetime(2027, 6, day, hour, minute, tzinfo=timezone(timedelta(hours=2)))

    yield from (f"on {day}: {dates.on(day, language)}" for day in SINGLE)
    yield f"weekday: {dates.weekday(date(2027, 6, 18), language)}"
    for start, end in RANGES:
        yield f"{start} {end}: {dates.compact(start, end, language)} | {dates.prose(start, end, language)}"
    for hour in range(24):
        yield f"{hour}: {dates.time(at(hour), language)} | {dates.time(at(hour, 30), language)}"
    yield f"times: {dates.times(at(9, 30), at(12), language)}"
    yield f"moment: {dates.moment(at(11), language)}"
    yield f"moments: {dates.moments(at(9, 30), at(18, day=21), language)}"
    yield f"list: {lists.joined(['A', 'B', 'E'], language)}"
    rules = language.numbers
    counted = [number for number in COUNTED if number <= rules.last]
    for name in (rules.cardinal, rules.ordinal):
        of_set = rules.rules.sets[name]
        for number in counted[1:] if name == rules.ordinal else counted:
            words = [rules.rules.words(number, name, each) for each in of_set.forms]
            yield f"{name} {number}: {' | '.join(dict.fromkeys(words))}"
    yield from (f"figures {number}: {numbers.ordinal(number, language)}" for number in counted[1:])


@pytest.mark.parametrize("tag", known(None))
def test_a_note_verbale_is_known_by_the_formulas_of_its_own_template(tag: str) -> None:
    written = of(tag).table.written
    template = docx.Document(str(SHIPPED / tag / "note-verbale.docx"))
    words = " ".join(each.text for each in template.paragraphs)
    renewal = read_phrases(SHIPPED / tag / "phrases.po", tag)["note.renewal"]
    assert re.search(written.compliments or "(?!)", words, re.IGNORECASE)
    assert re.search(written.assurances or "(?!)", plain(renewal), re.IGNORECASE)


@pytest.mark.parametrize("tag", FURTHER)
def test_a_language_says_days_times_and_numbers_as_it_was_written_down(tag: str, tmp_path: Path) -> None:
    made = "".join(f"{plain(line)}\n".replace("\u00a0", "␣") for line in forms(tag))
    (tmp_path / f"{tag}.txt").write_text(made, encoding="utf-8")
    assert made == (GOLDEN / f"{tag}.txt").read_text(encoding="utf-8"), f"see {tmp_path}/{tag}.txt"


def test_words_before_a_number_are_elided_where_it_begins_with_a_vowel_and_nowhere_else() -> None:
    italian = of("it")
    said = {day: plain(dates.on(date(2027, 3, day), italian)) for day in range(1, 32)}
    assert [day for day, words in said.items() if words.startswith("l’")] == [8, 11]
    assert said[18].startswith("il")
    assert said[28].startswith("il")


def test_minutes_stand_without_a_nought_where_they_are_counted_by_a_word() -> None:
    early = datetime(2027, 6, 18, 15, 5, tzinfo=timezone(timedelta(hours=9)))
    assert [plain(dates.time(early, of(tag))) for tag in ("ja", "zh")] == ["午後3時5分", "下午3时05分"]
