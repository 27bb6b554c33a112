import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline import text
from pipeline.errors import ConfigError
from pipeline.localise.typography import PROTECT, PROTECT_END, findings, list_marker, set_text
from tests.languages import SIX, of
from tests.spending import at_most

GOLDEN = Path(__file__).parent / "golden" / "typography"
HOUSES = [(language, profile) for language in SIX for profile in of(language).table.typography]
NBSP, THIN = "\u00a0", "\u202f"


def cases() -> list[ParameterSet]:
    found = []
    for file in sorted(GOLDEN.glob("*.txt")):
        language, profile = file.stem.split(".")
        lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
        for typed, printed in zip(lines[1::3], lines[2::3], strict=True):
            found.append(pytest.param(language, profile, typed, printed, id=f"{file.stem}: {typed}"))
    return found


def protected(words: str) -> str:
    return words.replace("⟦", PROTECT).replace("⟧", PROTECT_END)


@pytest.mark.parametrize(("language", "profile", "typed", "printed"), cases())
def test_words_are_set_as_the_golden_says(language: str, profile: str, typed: str, printed: str) -> None:
    wanted = protected(printed).replace("_", NBSP).replace("^", THIN)
    assert set_text(protected(typed), of(language), profile) == wanted


def test_every_profile_has_a_golden() -> None:
    assert {f"{language}.{profile}" for language, profile in HOUSES} == {file.stem for file in GOLDEN.glob("*.txt")}


def test_every_rule_names_its_source() -> None:
    profiles = [profile for language in SIX for profile in of(language).table.typography.values()]
    assert all(profile.source and rule.source for profile in profiles for rule in profile.rules)


def test_marks_are_seen_through_and_kept() -> None:
    assert set_text(text.parse('le "*Sommet*" (1^er^); *fin* !'), of("fr")) == text.parse(
        f"le «{NBSP}*Sommet*{NBSP}» (1^er^){NBSP}; *fin*{NBSP}!"
    )


def test_a_links_address_is_kept_and_its_words_are_set() -> None:
    assert set_text(text.linked("enclosure:3", "L'ordre : fin"), of("fr")) == text.linked(
        "enclosure:3", f"L’ordre{NBSP}: fin"
    )


def test_a_paragraph_is_a_boundary() -> None:
    lines = text.paragraphs(('un "mot', 'un autre" mot', "; fin"))
    assert set_text(lines, of("fr")) == lines


SIGNS = "absé1290 \u00a0\u202f  '\"«»“”„‘’,;:!?.()[]-–—…%№°¿¡/*会议。，（）；قل،؛و\n"
MARKED = [*text.MARKS.replace(text.LINK, "").replace(text.LINK_TEXT, ""), PROTECT, PROTECT_END]
HELD = ["https://a.org/b;c", "{{ a }}", "{% if a %}", "{n}", "10:30", f"{text.LINK}enclosure:3{text.LINK_TEXT}", "1,5"]
STRETCHES = st.sampled_from([*SIGNS, *MARKED, *HELD, " - ", "n° "])
WORDS = st.lists(STRETCHES, max_size=25).map("".join)


@pytest.mark.parametrize(("language", "profile"), HOUSES)
@settings(max_examples=400, deadline=None)
@given(words=WORDS)
@example(words='""a" b"')
def test_words_that_are_set_stay_so_and_keep_letters_figures_and_marks(language: str, profile: str, words: str) -> None:
    done = set_text(words, of(language), profile)
    assert set_text(done, of(language), profile) == done
    for kept in (str.isalnum, text.MARKS.__contains__, (PROTECT + PROTECT_END).__contains__):
        assert list(filter(kept, done)) == list(filter(kept, words))


@pytest.mark.parametrize(("language", "profile"), HOUSES)
@settings(max_examples=100, deadline=None)
@given(words=WORDS, held=WORDS)
def test_what_is_protected_stays_as_typed(language: str, profile: str, words: str, held: str) -> None:
    def bare(found: str) -> str:
        return found.replace(PROTECT, "").replace(PROTECT_END, "")

    kept = f"{PROTECT}{bare(held)}{PROTECT_END}"
    assert kept in set_text(f"{bare(words)}{kept}{bare(words)}", of(language), profile)


@pytest.mark.parametrize(("language", "profile"), HOUSES)
@settings(max_examples=100, deadline=None)
@given(words=WORDS)
@example(words=" 。a")
def test_every_change_is_found_and_nothing_else(language: str, profile: str, words: str) -> None:
    done = set_text(words, of(language), profile)
    shown = findings(words, of(language), profile)
    if language != "es":
        assert bool(shown) == (text.plain(done) != text.plain(words))
        assert findings(done, of(language), profile) == []
    assert all(stands != should for stands, should in shown)


def test_findings_show_the_words_around_a_change() -> None:
    words = 'Le "plan" est prêt. Voir l\'annexe : {{ names.plan }} !'
    assert [(stands, should.replace(NBSP, "_")) for stands, should in findings(words, of("fr"))] == [
        ('Le "plan" est', "Le «_plan_» est"),
        ("l'annexe : {{ names", "l’annexe_: {{ names"),
        ("plan }} !", "plan }}_!"),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("¿Quién viene? Todos.", []),
        ("Hola. Quién viene?", [("Quién viene?", "¿Quién viene?")]),
        ("Si viene, ¿qué hará? Bien!", [("Bien!", "¡Bien!")]),
        ("Una cifra (?) dudosa", []),
        (
            "Véase https://ejemplo.org/a?b=c!",
            [("Véase https://ejemplo.org/a?b=c!", "¡Véase https://ejemplo.org/a?b=c!")],
        ),
    ],
)
def test_spanish_opening_signs_are_found_and_left_to_a_person(words: str, found: list[tuple[str, str]]) -> None:
    assert findings(words, of("es")) == found
    assert set_text(words, of("es")) == words


@pytest.mark.parametrize(("language", "profile", "hint"), [("fr", "suisse", "swiss"), ("en", "swiss", "un")])
def test_an_unknown_profile_is_refused_by_name(language: str, profile: str, hint: str) -> None:
    with pytest.raises(ConfigError) as raised:
        set_text("a", of(language), profile)
    assert language in str(raised.value)
    assert hint in str(raised.value)


def test_list_marks_go_on_after_the_alphabet() -> None:
    assert [list_marker(n, 1, of("en")) for n in (1, 26, 27, 53)] == ["(a)", "(z)", "(aa)", "(aaa)"]
    assert [list_marker(n, 2, of("fr")) for n in (4, 9, 14, 49, 90, 399)] == [
        "iv)",
        "ix)",
        "xiv)",
        "xlix)",
        "xc)",
        "cccxcix)",
    ]
    assert [list_marker(2, level, of("es")) for level in (1, 2, 3, 4)] == ["b)", "ii)", "b.", "ii."]
    assert [list_marker(n, 1, of("ar")) for n in (1, 2, 3, 28, 29)] == ["(أ)", "(ب)", "(ج)", "(غ)", "(أأ)"]


@pytest.mark.parametrize(("position", "level"), [(0, 1), (400, 1), (1, 0), (1, 5)])
def test_a_list_mark_out_of_range_is_refused(position: int, level: int) -> None:
    for language in SIX:
        with pytest.raises(ValueError, match="no mark for item"):
            list_marker(position, level, of(language))


def test_a_longer_string_takes_no_more_calls_for_each_of_its_words() -> None:
    words = "Invitation : l'ordre du jour de la \"Cinquième Conférence d'examen\" ; 25 % ! "
    set_text(words, of("fr"))
    assert calls(lambda: set_text(words * 20, of("fr"))) <= 22 * calls(lambda: set_text(words, of("fr")))


def calls(work: Callable[[], object]) -> int:
    """How many functions are called: what the clock says depends on the machine."""
    counted = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


WITHOUT_END = [
    *(("en", again) for again in ("1-", "1", "a.", "{{", "{%", "{#")),
    *(("fr", "« "), ("es", "a"), ("es", "a?"), ("zh", " "), ("zh", "文(")),
]


@pytest.mark.parametrize(("language", "again"), WITHOUT_END)
def test_words_without_end_are_read_once(language: str, again: str) -> None:
    words = '"a" 1-2; x' + again * (200_000 // len(again))
    with at_most(10):
        findings(words, of(language))
