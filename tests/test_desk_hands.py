"""What staff do at the desk with a mouse, and what they can do where no script runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browsers import WIDE, breaches
from tests.desks import served
from tests.houses import copy_house, copy_meeting

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    house: Path = copy_house(tmp_path_factory.mktemp("desk") / "house")
    copy_meeting(house, "tiny")
    copy_meeting(house, "small")
    with served(house) as found:
        yield found


def came_in(chromium: Browser, server: tuple[str, Any], **named: Any) -> BrowserContext:
    address, app = server
    context = chromium.new_context(base_url=address, locale="en", viewport=WIDE, **named)  # type: ignore[arg-type]
    context.new_page().goto(f"/enter?key={app.state.desk.people.new_key()}")
    return context


@pytest.fixture
def window(chromium: Browser, server: tuple[str, Any]) -> Iterator[Page]:
    context = came_in(chromium, server)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.pages[0]
    context.close()


def test_a_placeholder_is_copied_by_a_click(window: Page) -> None:
    window.goto("/meetings/tiny/vocabulary")
    button = window.locator("[data-copy*='event.session.dates']").first
    button.click()
    window.locator("[data-copied]:not(:empty)").wait_for()
    assert window.evaluate("navigator.clipboard.readText()") == "{{ event.session.dates }}"


def test_a_new_group_asks_for_its_title_and_what_is_taken_out_comes_back(window: Page) -> None:
    window.goto("/meetings/small/enclosures")
    title, entries = window.locator("#title"), window.locator(".enclosures > li")
    before = entries.count()
    assert not title.is_visible()
    window.locator("#group").select_option("new")
    title.fill("Divers")
    file = {"name": "x.txt", "mimeType": "text/plain", "buffer": b"X\n"}
    window.locator("#files").set_input_files(file)  # type: ignore[arg-type]
    with window.expect_navigation():
        window.locator("form.drop button.main").click()
    assert window.locator("section h2").last.inner_text() == "Divers"
    with window.expect_navigation():
        window.locator("button[value=remove]").last.click()
    assert entries.count() == before
    assert breaches(window) == []
    with window.expect_navigation():
        window.locator("button[value=back]").click()
    assert window.locator("section h2").last.inner_text() == "Divers"
    assert entries.count() == before + 1


def test_what_is_found_is_accepted_with_a_reason_and_stands_there_with_a_name(window: Page) -> None:
    window.goto("/meetings/tiny/check")
    window.locator(".finding details summary").first.click()
    window.locator(".finding details button").first.click()
    window.locator(".summary:focus").wait_for()
    assert window.title().startswith("Error: ")
    window.locator(".summary a").click()
    window.locator(".finding details[open] input:focus").wait_for()
    window.keyboard.type("The author can't give us another.")
    window.keyboard.press("Enter")
    accepted = window.locator(".accepted .finding").first
    accepted.wait_for()
    assert "The author can't give us another." in accepted.inner_text()
    assert breaches(window) == []


def test_a_package_is_looked_at_checked_and_built_where_no_script_runs(
    chromium: Browser, server: tuple[str, Any]
) -> None:
    context = came_in(chromium, server, java_script_enabled=False)
    page = context.pages[0]
    page.goto("/meetings/tiny/enclosures")
    page.wait_for_url("**/enclosures?whole=true", timeout=60_000)
    page.locator(".files a[href*='/look?']").first.click()
    page.locator(".paper img").first.wait_for(timeout=60_000)
    page.goto("/meetings/tiny/check")
    page.locator(".aloud").wait_for(timeout=60_000)
    page.goto("/meetings/tiny")
    page.locator("button.main").click()
    page.locator(".done-box a").wait_for(timeout=90_000)
    page.locator(".done-box a").click()
    assert page.locator("tbody a").first.inner_text() == "tiny-invitation-fr.pdf"
    context.close()
