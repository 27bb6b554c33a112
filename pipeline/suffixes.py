"""The endings of office files by what they hold, in small letters: no module but this has a list of them."""

from __future__ import annotations

TEXTS = frozenset(
    {
        ".csv",
        ".doc",
        ".docm",
        ".docx",
        ".dotm",
        ".dotx",
        ".eml",
        ".htm",
        ".html",
        ".md",
        ".odt",
        ".ott",
        ".rtf",
        ".tsv",
        ".txt",
    }
)
SHEETS = frozenset({".ods", ".ots", ".xls", ".xlsm", ".xlsx", ".xltm", ".xltx"})
MESSAGES = frozenset({".eml", ".msg"})
"""What other files are attached to, which are printed with it."""
OPEN_SHEETS = frozenset({".ods", ".ots"})
SLIDES = frozenset({".odp", ".otp", ".potm", ".potx", ".pps", ".ppsm", ".ppsx", ".ppt", ".pptm", ".pptx"})
RECAST = frozenset({".csv", ".eml", ".htm", ".html", ".md", ".msg", ".pps", ".ppt", ".svg", ".tsv", ".xls"})
"""What is turned into another kind of file before an office sets its pages (:mod:`pipeline.recast`)."""
LOCKABLE = (".doc", ".docm", ".docx", ".ppt", ".pptm", ".pptx", ".xls", ".xlsm", ".xlsx")
"""What is opened with a password, besides PDFs (:mod:`pipeline.convert.unlock`)."""
