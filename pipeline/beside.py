"""Languages side by side in one letter: a template and a meeting's languages go in, those that it asks for come out.

A template asks for another language's words by its tag: ``{{ fr.event.session.prose }}``, ``{{ pt_BR.title }}``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile, ZipFile

TAG_IN_NAMES = "[a-z]{2,3}(?:_[A-Za-z0-9]+)*"
"""A language's tag before the name of a placeholder; a loop may call its item so, too."""
_TAGS = re.compile(rf"\{{[{{%][^{{}}]*?(?<![\w.])({TAG_IN_NAMES})\.")
_TAG = re.compile(r"\{\{[^{}]*\}\}")
_MOST = 8_000_000
"""Bytes of a template that is looked through; a greater one asks for nothing."""


def name_in_templates(tag: str) -> str:
    """A language's tag as templates write it."""
    return tag.replace("-", "_")


def asked_for(template: Path, languages: Collection[str]) -> tuple[str, ...]:
    """Those of the languages whose words a template names. What can't be read asks for none: others tell of it."""
    try:
        status = template.stat()
    except OSError:
        return ()
    names = _names(template, (status.st_size, status.st_mtime_ns))
    return tuple(tag for tag in languages if name_in_templates(tag) in names)


def language_of(words: str, languages: Collection[str], own: str) -> str:
    """The language that a template's paragraph is in, by its placeholders: another one where all ask for that.

    >>> [language_of(words, ["en", "fr"], "en") for words in ("Le {{ fr.date }}", "{{ date }}, {{ fr.date }}")]
    ['fr', 'en']
    """
    named = {name_in_templates(tag): tag for tag in languages}
    asked = {found[0] if (found := _TAGS.findall(tag)) else "" for tag in _TAG.findall(words)}
    return named.get(asked.pop(), own) if len(asked) == 1 else own


@lru_cache(maxsize=128)
def _names(template: Path, _signature: tuple[int, int]) -> frozenset[str]:
    try:
        with ZipFile(template) as file:
            part = file.getinfo("word/document.xml")
            words = file.read(part) if part.file_size <= _MOST else b""
    except (OSError, BadZipFile, KeyError, ValueError, NotImplementedError, EOFError):
        return frozenset()
    return frozenset(_TAGS.findall(re.sub(rb"<[^>]*>", b"", words).decode("utf-8", "replace")))
