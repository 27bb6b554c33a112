"""A covering message: a template in plain text and a wording go in, the message's subject and its words come out.

The first line is the subject. What it may say is what Word templates may say, but for loops.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.errors import TemplateError
from pipeline.findings import Finding, Place
from pipeline.localise import Wording
from pipeline.merge.check import Checker
from pipeline.merge.filling import FAILURES, Allowance, LargeError, failed, filled
from pipeline.officefile.plaintext import decoded
from pipeline.text import LINE, PARAGRAPH, plain, spoken

_LONGEST = 100_000
"""Characters of a template, and of a message."""
_GAP = re.compile(r"\n{3,}")


def fill_message(template: Path, wording: Wording) -> tuple[str, str]:
    """The subject, and the words below it. Raises TemplateError for a template that can't be read or filled in."""
    source = _read(template)
    place = Place(str(template))
    if problems := Checker(template, "document", wording).check_text(_parsed(source, place)):
        raise TemplateError(*dict.fromkeys(problems))
    try:
        words = filled(source, wording.words, Allowance(_LONGEST), escaping=False)
    except FAILURES as error:
        raise TemplateError(failed(error, place)) from error
    except LargeError:
        raise TemplateError(Finding("message-long", place, {"most": _LONGEST})) from None
    lines = [plain(spoken(line)).rstrip() for line in re.sub(f"[{LINE}{PARAGRAPH}]", "\n", words).strip().splitlines()]
    subject, body = (lines or [""])[0], _GAP.sub("\n\n", "\n".join(lines[1:])).strip()
    if not subject or not body:
        raise TemplateError(Finding("message-empty", place))
    return subject, f"{body}\n"


def message_tags(template: Path) -> nodes.Template:
    """The template as it is read. Raises TemplateError for one that can't be."""
    return _parsed(_read(template), Place(str(template)))


def _read(template: Path) -> str:
    try:
        source = decoded(template.read_bytes())
    except FileNotFoundError:
        raise TemplateError(Finding("message-missing", Place(str(template)))) from None
    except (OSError, UnicodeDecodeError):
        raise TemplateError(Finding("message-unread", Place(str(template)))) from None
    if len(source) > _LONGEST:
        raise TemplateError(Finding("message-long", Place(str(template)), {"most": _LONGEST}))
    return source.replace("\r\n", "\n")


@lru_cache(maxsize=16)
def _parsed(source: str, place: Place) -> nodes.Template:
    try:
        return ImmutableSandboxedEnvironment().parse(source)
    except TemplateSyntaxError as error:
        line = Place(place.file, line=error.lineno)
        raise TemplateError(Finding("message-syntax", line, {"why": str(error.message)})) from None
