"""The lock of pdfium, which may be called by one thread at a time: who holds it may draw."""

from __future__ import annotations

from threading import Lock

PDFIUM = Lock()
