from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import BRACES, ITALIC, ITALIC_END, LINK, MARKS, PARAGRAPH, RAISED, linked, parse, plain, raised

words = st.text(st.characters(exclude_categories=("Cc", "Co", "Cs"), exclude_characters="*^`\\\u00ad\u200b\ufeff"))


def test_marks_are_told_from_escaped_signs() -> None:
    assert parse(r"*a* \* ^b^ \^ \\ \n") == rf"{ITALIC}a{ITALIC_END} * {raised('b')} ^ \ \n"


def test_marks_may_stand_inside_each_other() -> None:
    assert parse("*le 1^er^*") == f"{ITALIC}le 1{RAISED}er{raised('')[1]}{ITALIC_END}"


@pytest.mark.parametrize("typed", ["*a", "a*", "^", "`a", "*a* *", r"*a\*"])
def test_a_mark_that_is_not_closed_is_told(typed: str) -> None:
    with pytest.raises(ValueError, match="is opened and not closed"):
        parse(typed)


@pytest.mark.parametrize("sign", ["\0", "\t", "\r", "\x7f", "\x85", "\ue000", "\uf8ff", "\ud800"])
def test_what_no_font_shows_is_refused(sign: str) -> None:
    with pytest.raises(ValueError, match="can't be printed"):
        parse(f"a{sign}b")


def test_lines_become_paragraphs_and_plain_words_one_line() -> None:
    assert parse("a\nb") == f"a{PARAGRAPH}b"
    assert plain(parse("a\nb")) == "a b"


def test_places_where_a_line_may_end_do_not_stay_in_titles() -> None:
    assert parse("Ta\u00adges\u200bord\ufeffnung") == "Ta\u00adges\u200bord\ufeffnung"
    assert plain("Ta\u00adges\u200bord\ufeffnung\u00a01") == "Tagesordnung\u00a01"


@given(words)
def test_words_without_marks_stay_as_they_are(typed: str) -> None:
    assert parse(typed) == typed
    assert plain(typed) == typed


@given(words, words)
def test_plain_words_have_no_marks_and_no_addresses(address: str, shown: str) -> None:
    marked = linked(address, parse(f"*{shown}*"))
    assert plain(marked) == shown
    assert LINK in marked
    assert not set(plain(marked)) & set(MARKS)


@given(st.text(st.sampled_from(r"*^`\ab"), max_size=12))
def test_escaping_every_sign_gives_the_sign(typed: str) -> None:
    escaped = "".join(f"\\{sign}" if sign in "*^`\\" else sign for sign in typed)
    assert parse(escaped) == typed


@pytest.mark.parametrize(("typed", "found"), [("{{ a", True), ("a }}", True), ("{% a", True), ("a {b} c", False)])
def test_what_is_left_of_a_placeholder_is_found(typed: str, found: bool) -> None:
    assert bool(BRACES.search(typed)) == found
