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
NARROWEST = {"width": 320, "height": 640}
"""What a page must fit without being moved sideways (WCAG 1.4.10)."""


_SMALL_TARGETS = """() => {
  const all = [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
    .filter((each) => !each.closest("svg, .skip") && each.getBoundingClientRect().width > 0);
  const box = (each) => each.getBoundingClientRect(), small = (at) => at.width < 24 || at.height < 24;
  const inText = (each) => each.matches("a") && getComputedStyle(each).display === "inline"
    && [...each.parentElement.childNodes].some((near) => near.nodeType === 3 && near.textContent.trim());
  const meets = (one, other) => {
    const x = one.x + one.width / 2, y = one.y + one.height / 2;
    if (small(other)) return Math.hypot(other.x + other.width / 2 - x, other.y + other.height / 2 - y) < 24;
    return Math.hypot(Math.max(other.left - x, 0, x - other.right), Math.max(other.top - y, 0, y - other.bottom)) < 12;
  };
  return all.filter((each) => small(box(each)) && !inText(each)
    && all.some((other) => other !== each && meets(box(each), box(other)))).map((each) => each.outerHTML.slice(0, 120));
}"""
_SPACED = """() => {
  const sheet = new CSSStyleSheet(), before = document.adoptedStyleSheets, root = document.documentElement;
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important }"
    + " * { word-spacing: .16em !important } p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets = [...before, sheet];
  const cut = [...document.querySelectorAll("main *")].some((each) => each.clientWidth > 1
    && !each.matches("input, textarea, select") && ["hidden", "clip"].includes(getComputedStyle(each).overflowX)
    && each.scrollWidth > each.clientWidth + 1);
  const over = root.scrollWidth > root.clientWidth;
  document.adoptedStyleSheets = before;
  return cut || over;
}"""


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


def small_targets(page: Page) -> list[str]:
    """What is to be hit and is smaller than 24 by 24 pixels, with something else so near that a circle of that size
    around it meets that (WCAG 2.5.8); links within a sentence apart."""
    found: list[str] = page.evaluate(_SMALL_TARGETS)
    return found


def runs_over_when_spaced(page: Page) -> bool:
    """Whether a page runs over, or cuts off words, with the spacing that a reader may set (WCAG 1.4.12)."""
    return bool(page.evaluate(_SPACED))


def runs_over(page: Page) -> bool:
    """Whether a page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
