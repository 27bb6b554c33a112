"""A whole package at the desk, from an empty house to the sealed bag: by the mouse, and by the keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browsers import breaches
from tests.desks import served
from tests.houses import copy_house, without_fonts

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any, Path]]:
    root = copy_house(tmp_path_factory.mktemp("desk") / "house")
    without_fonts(root / "config.toml")
    with served(root) as (address, app):
        yield address, app, root


def click(page: Page, what: Locator) -> None:
    what.click()


def by_keys(page: Page, what: Locator) -> None:
    """Goes there by the key that leads from one to the next, and presses it: as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if what.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no key leads to {what}")


@pytest.mark.parametrize("press", [click, by_keys])
def test_from_an_empty_house_to_a_sealed_bag(
    chromium: Browser, server: tuple[str, Any, Path], press: Callable[[Page, Locator], None]
) -> None:
    address, app, root = server
    slug = f"autumn-{press.__name__.replace('_', '-')}"
    page = chromium.new_context(base_url=address, locale="en").new_page()
    page.goto(f"/enter?key={app.state.desk.people.new_key()}")

    def go(what: Locator) -> None:
        with page.expect_navigation():
            press(page, what)

    go(page.get_by_role("link", name="A new meeting"))
    page.locator("#slug").fill(slug)
    page.locator("input[name=languages][value=fr]").uncheck()
    go(page.locator("form[action='/new'] button.main"))
    go(page.get_by_role("link", name="The facts"))
    go(page.get_by_role("link", name="The letter", exact=True))
    page.locator("#field-title-en").fill("Autumn session")
    go(page.locator("main button.main").first)
    page.goto(f"/meetings/{slug}/enclosures")
    files = {"name": "budget.en.txt", "mimeType": "text/plain", "buffer": b"Budget\n"}
    page.locator("#files").set_input_files(files)  # type: ignore[arg-type]
    go(page.locator("form.drop button.main"))
    page.goto(f"/meetings/{slug}")
    go(page.locator("button.main"))
    page.locator(".done-box").wait_for(timeout=90_000)
    page.goto(f"/meetings/{slug}/look")
    assert page.locator(".paper img").first.evaluate("image => image.naturalWidth") > 100
    assert breaches(page) == []
    page.goto(f"/meetings/{slug}")
    go(page.get_by_role("link", name="Sign and seal"))
    assert breaches(page) == []
    go(page.get_by_role("button", name="Seal"))
    page.locator(".done-box").wait_for(timeout=60_000)
    go(page.locator(".done-box a"))
    go(page.get_by_role("button", name="Verify"))
    assert page.locator(".done-box").inner_text().startswith("It is as it was sealed")
    assert breaches(page) == []
    assert [each.name for each in (root / "archive").iterdir() if each.name.startswith(slug)]
    page.context.close()
