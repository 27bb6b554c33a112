"""The desk in a browser: each page is whole for eyes, keys and readers of screens, wide, narrow and from the right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.broken_pdfs import locked
from tests.browsers import (
    NARROWEST,
    PHONE,
    WIDE,
    breaches,
    runs_over,
    runs_over_when_spaced,
    small_targets,
)
from tests.desks import served
from tests.houses import copy_house, copy_meeting
from tests.lists import write

WRONG = "one at example.org"
"""What is no address."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = copy_house(tmp_path_factory.mktemp("desk") / "house")
    copy_meeting(house, "tiny")
    copy_meeting(house, "small")
    sent = copy_meeting(house, "tiny", "sent")
    rows = [("Organisation", "Nom", "E-mail"), *((f"Agence {each}", "Marie Un", WRONG) for each in range(3))]
    write(sent / "recipients.xlsx", [*rows, ("Bureau", "Paul Deux", "deux@example.org")])
    (sent / "meeting.toml").write_text(f'recipients = "recipients.xlsx"\n{(sent / "meeting.toml").read_text("utf-8")}')
    locked(user="geheim", owner="b")(copy_meeting(house, "small", "locked") / "enclosures" / "form.pdf")
    (copy_meeting(house, "tiny", "broken") / "meeting.toml").write_text("date = 3 March\n", encoding="utf-8")
    return house


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[tuple[str, Any]]:
    with served(root) as found:
        yield found


@pytest.fixture(scope="module")
def came_in(chromium: Browser, server: tuple[str, Any]) -> Iterator[BrowserContext]:
    """A window of somebody who has come in; what its pages write on the console fails the test."""
    address, app = server
    context = chromium.new_context(base_url=address, locale="en")
    context.new_page().goto(f"/enter?key={app.state.desk.people.new_key()}")
    yield context
    context.close()


@pytest.fixture
def window(came_in: BrowserContext) -> Iterator[Page]:
    page = came_in.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text} {message.location}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert [each for each in said if "status of 4" not in each] == []


PAGES = (
    "/new",
    "/meetings/tiny/facts",
    "/meetings/tiny/facts/letter",
    "/meetings/tiny/facts/layout",
    "/meetings/tiny/facts/events/0",
    "/meetings/tiny/facts/venues",
    "/meetings/tiny/facts/groups/0/enclosures/0",
    "/meetings/tiny/enclosures",
    "/meetings/tiny/templates",
    "/meetings/tiny/vocabulary",
    "/meetings/sent/recipients",
    "/meetings/sent/recipients?show=all",
    "/meetings/sent/recipients/rows/2",
    "/archive",
    "/meetings",
    "/meetings/tiny",
    "/meetings/tiny/check",
    "/meetings/tiny/package",
    "/history",
    "/you",
    "/nowhere",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_for_everybody(window: Page, path: str) -> None:
    is_for_everybody(window, path)


def is_for_everybody(window: Page, path: str, once: str = "h1") -> None:
    """In Arabic and in English, wide and on a phone, ``once`` something of it is there."""
    for language in ("ar", "en"):
        window.set_viewport_size(WIDE)  # type: ignore[arg-type]
        window.goto("/you")
        with window.expect_navigation():
            window.locator(f"button[value={language}]").click()
        window.goto(path)
        window.locator(once).first.wait_for(timeout=60_000)
        assert breaches(window) == []
        assert small_targets(window) == []
        window.set_viewport_size(PHONE)  # type: ignore[arg-type]
        assert small_targets(window) == []
        assert not runs_over_when_spaced(window)
        window.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
        assert not runs_over(window)
        assert window.locator("h1").count() == 1


def test_the_keys_lead_everywhere_and_one_sees_where_one_is(window: Page) -> None:
    window.goto("/meetings")
    window.keyboard.press("Tab")
    window.locator(".skip:focus").wait_for()
    window.keyboard.press("Enter")
    window.locator("#main:focus").wait_for()
    window.goto("/meetings")
    wanted = window.locator("a:visible, button:visible").count()
    reached = set()
    for _ in range(wanted + 2):
        window.keyboard.press("Tab")
        at = window.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.outerHTML.slice(0, 80), s.outlineStyle !== 'none', e.matches('a, button')] })()"
        )
        if at[2]:
            assert at[1], at
            reached.add(at[0])
    assert len(reached) == wanted


def test_an_error_is_read_first_and_leads_to_its_field(window: Page) -> None:
    window.goto("/you")
    window.locator("#name").fill(" ")
    with window.expect_navigation():
        window.keyboard.press("Enter")
    window.locator(".summary:focus").wait_for()
    assert breaches(window) == []
    window.locator(".summary a").click()
    window.locator("#name:focus").wait_for()
    assert "name-error" in str(window.locator("#name").get_attribute("aria-describedby"))


def test_nothing_but_the_desks_own_files_is_loaded_and_no_script_within_a_page_runs(window: Page) -> None:
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    window.goto("/meetings")
    here = window.url.partition("/meetings")[0]
    assert len(asked) >= 4
    assert all(each.startswith(here) for each in asked)
    assert window.evaluate("typeof htmx") == "object"


def test_a_desk_that_does_not_answer_is_said_to_until_it_does(came_in: BrowserContext) -> None:
    window = came_in.new_page()
    window.goto("/meetings/tiny")
    away = window.locator("[data-away]")
    ask = "htmx.ajax('GET', '/meetings/tiny/check?part=found', {target: 'main', swap: 'none'})"
    assert away.is_hidden()
    came_in.set_offline(True)
    window.evaluate(f"{ask}.catch(() => null)")
    away.wait_for(state="visible")
    assert "The desk does not answer" in away.inner_text()
    came_in.set_offline(False)
    window.evaluate(ask)
    away.wait_for(state="hidden")
    window.close()


def test_it_works_without_scripts(chromium: Browser, server: tuple[str, Any]) -> None:
    address, app = server
    context = chromium.new_context(base_url=address, locale="fr", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/enter?key={app.state.desk.people.new_key()}")
    assert page.locator("h1").inner_text() == "Réunions"
    page.locator(".you a").click()
    page.locator("#name").fill("Nadia N.")
    page.locator("main form button.main").click()
    assert page.locator(".you").inner_text() == "Nadia N."
    context.close()


@pytest.mark.office
def test_a_package_is_built_by_the_mouse_while_another_looks_on(
    window: Page, came_in: BrowserContext, server: tuple[str, Any]
) -> None:
    window.goto("/meetings/small")
    with window.expect_navigation():
        window.locator("button.main").click()
    other = came_in.new_page()
    other.goto(window.url)
    for page in (window, other):
        page.locator(".done-box").wait_for(timeout=60_000)
    assert breaches(window) == []
    other.close()
    window.locator(".done-box a").click()
    with window.expect_download() as downloading:
        window.locator("tbody a").first.click()
    assert downloading.value.suggested_filename == "small-invitation-fr.pdf"
    assert breaches(window) == []
    window.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert not runs_over(window)
    window.set_viewport_size(WIDE)  # type: ignore[arg-type]
    window.goto("/meetings/small")
    window.get_by_role("button", name="Mark as sent").click()
    window.goto("/meetings")
    assert window.locator("tr", has_text="small").locator(".sent").count() == 1


def test_files_are_dropped_and_dragged_into_their_order_and_keys_do_the_same(window: Page) -> None:
    window.set_viewport_size({"width": 1280, "height": 2400})  # both ends of the way are seen
    window.goto("/meetings/small/enclosures")
    first = window.locator("section").first.locator("h3 bdi").first.inner_text()
    files = [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": b"Words\n"} for name in ("one", "two")]
    window.locator("#files").set_input_files(files)  # type: ignore[arg-type]
    with window.expect_navigation():
        window.locator("form.drop button.main").click()
    titles, entries = (window.locator("section").first.locator(each) for each in ("h3 bdi", ".enclosures > li"))
    assert titles.all_inner_texts()[-2:] == ["One", "Two"]
    with window.expect_navigation():
        entries.last.drag_to(entries.first)
    assert titles.all_inner_texts()[:2] == ["Two", first]
    entries.first.locator("button[value=down]").focus()
    with window.expect_navigation():
        window.keyboard.press("Enter")
    assert titles.all_inner_texts()[:2] == [first, "Two"]
    assert breaches(window) == []


def test_a_day_that_is_typed_shows_at_once_how_it_is_printed(window: Page) -> None:
    window.goto("/meetings/tiny/facts/letter")
    window.locator("#field-date").fill("2026-12-01")
    window.locator(".as-printed li", has_text="1er").wait_for()
    window.keyboard.press("Enter")
    window.locator(".done-box").wait_for()
    assert breaches(window) == []


def test_two_who_save_the_same_page_are_told_and_both_are_right(
    window: Page, came_in: BrowserContext, server: tuple[str, Any]
) -> None:
    other = came_in.new_page()
    for page in (window, other):
        page.goto("/meetings/tiny/facts/letter")
    other.locator("#field-author").fill("Another")
    with other.expect_navigation():
        other.locator("main button.main").first.click()
    other.close()
    window.locator("#field-author").fill("Mine")
    with window.expect_navigation():
        window.locator("main button.main").first.click()
    assert "Another" in window.locator("#field-author-theirs").inner_text()
    assert breaches(window) == []
    with window.expect_navigation():
        window.locator("main button.main").first.click()
    assert window.locator("#field-author").input_value() == "Mine"


@pytest.mark.office
def test_a_letter_to_one_of_them_and_what_asks_for_a_password_are_for_everybody(window: Page) -> None:
    window.goto("/meetings/sent/recipients?show=all")
    letter = window.locator('a[href*="/letters/"]').first.get_attribute("href")
    is_for_everybody(window, str(letter), ".sheet img")
    is_for_everybody(window, "/meetings/locked/check", ".asks")


@pytest.mark.office
def test_a_word_of_a_page_leads_to_the_field_that_it_is_from(window: Page) -> None:
    window.set_viewport_size(WIDE)  # type: ignore[arg-type]
    window.goto("/meetings/small/look?language=fr")
    source = window.locator('.sources tr:has(a[href*="/facts/letter#"])')
    source.first.wait_for(state="attached", timeout=60_000)
    said = source.first.locator("td").first.text_content()
    window.locator(f'.sheet a[href="#{source.first.get_attribute("id")}"]').first.click()
    dialog = window.get_by_role("dialog")
    assert dialog.locator(".words").text_content() == said
    assert breaches(window) == []
    window.keyboard.press("Enter")  # the first of its links has the focus
    window.wait_for_url("**/facts/letter#*")
    window.locator("[id^=field-]:focus").wait_for()


@pytest.mark.office
def test_a_password_is_typed_where_a_build_stopped_for_it(window: Page) -> None:
    window.goto("/meetings/locked")
    with window.expect_navigation():
        window.locator("button.main").click()
    for password in ("Geheim", "geheim"):
        field = window.locator(".asks input")
        field.wait_for(timeout=60_000)
        assert breaches(window) == []
        field.fill(password)
        assert field.get_attribute("type") == "password"
        with window.expect_navigation(url="**/jobs/*"):
            window.keyboard.press("Enter")
    window.locator(".done-box").wait_for(timeout=60_000)


def test_a_list_is_put_right_by_the_mouse_and_by_the_keyboard(window: Page) -> None:
    window.set_viewport_size(WIDE)  # type: ignore[arg-type]
    window.goto("/meetings/sent/recipients")
    assert window.locator("tr.bad").count() == 3
    window.locator("tr.bad").first.get_by_role("link").click()
    window.get_by_label("E-mail").fill("un@example.org")
    window.get_by_role("button", name="Save").click()
    window.locator(".done-box").wait_for()
    window.goto("/meetings/sent/recipients")
    _tab_to(window, "a[href$='/rows/3']")
    window.keyboard.press("Enter")
    window.locator(".summary:focus").wait_for()
    window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    window.locator("[name=cell-2]:focus").wait_for()
    window.keyboard.press("Control+a")
    window.keyboard.type("deux@example.org")
    window.keyboard.press("Enter")
    window.locator(".done-box").wait_for()
    assert breaches(window) == []
    window.goto("/meetings/sent/recipients")
    assert window.locator("tr.bad").count() == 1


def _tab_to(window: Page, selector: str) -> None:
    for _ in range(60):
        window.keyboard.press("Tab")
        if window.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(selector)


@pytest.mark.office
def test_a_page_is_right_after_the_server_was_restarted_in_the_middle(chromium: Browser, tmp_path: Path) -> None:
    root = copy_house(tmp_path / "house")
    copy_meeting(root, "small")
    with served(root) as (address, app):
        context = chromium.new_context(base_url=address, locale="en")
        page = context.new_page()
        page.goto(f"/enter?key={app.state.desk.people.new_key()}")
        page.goto("/meetings/small")
        with page.expect_navigation():
            page.locator("button.main").click()
        page.locator(".state.running").first.wait_for(timeout=60_000)
        shown = page.url
    with served(root, port=int(address.rpartition(":")[2])):
        page.locator(".done-box").wait_for(timeout=60_000)
        assert page.url == shown
        page.get_by_role("link", name="The package").click()
        assert page.locator("tbody a").first.inner_text() == "small-invitation-fr.pdf"
        context.close()
