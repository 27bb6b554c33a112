"""A browser for tests: Debian's Chromium, driven through Playwright, that sees what staff see."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, Page, sync_playwright

_AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser that the set-up for the tests installs."""
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    assert program, "no Chromium here: sh tools/setup.sh tests"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


def breaches(page: Page) -> list[str]:
    """What axe-core finds on a page against WCAG 2.2 AA, each with where; evaluated beside the page's own policy."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: dict[str, Any] = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", tags)
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def runs_over(page: Page) -> bool:
    """Whether a page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
