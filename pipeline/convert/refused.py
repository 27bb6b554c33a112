"""What a PDF can't be taken for: a key and its values go in, a sentence and how to mend it come out."""

from __future__ import annotations

from collections.abc import Mapping

_ANEW = "Open it in the program that it comes from and export it as PDF again, or ask for it again."
_LESS = "Ask its author for another copy, or print it to PDF anew on a machine of your own."

SENTENCES: Mapping[str, tuple[str, str]] = {
    "password": (
        "It opens only with a password.",
        "Ask its author for a copy without one; or say in meeting.toml, below its file, where the password is: "
        'password = { env = "NAME_OF_A_VARIABLE" } or password = { file = "path/of/a/file" }.',
    ),
    "wrong-password": ("The password that the meeting gives does not open it.", "Ask its author for the right one."),
    "locked": (
        "It is encrypted in a way that can't be opened here, for certain readers perhaps.",
        "Ask its author for a copy without a password or restrictions.",
    ),
    "assembly": (
        "Its author forbids that it be put together with other files.",
        "Ask for a copy without restrictions; or, if your office has the right to do it, say so in meeting.toml, below "
        "its file: right_to_assemble = true.",
    ),
    "portfolio": (
        "It is a portfolio: a cover with other files in it.",
        "Save the files out of it, and enclose each of them.",
    ),
    "xfa": (
        "It is a dynamic form (XFA), whose pages only Adobe's programs can draw.",
        "Open it in Adobe Acrobat or Reader and print it to a PDF file.",
    ),
    "no-pages": ("It has no pages.", "Take it out, or put the right file in its place."),
    "ruins": ("It is not a PDF, or too damaged to be read.", _ANEW),
    "mended": ("It is damaged, and can't be repaired.", _ANEW),
    "pages": (
        "It is damaged: one program that reads PDF files finds {pages} pages in it, another {others}.",
        _ANEW,
    ),
    "page": ("It is damaged: when it is repaired, page {page} does not look as it did.", _ANEW),
    "lost": ("It is damaged: something that page {page} shows is no longer in it.", _ANEW),
    "drawn": ("It is damaged: page {page} can't be drawn.", _ANEW),
    "undrawn": ("It is damaged: a second program that reads PDF files can't open it.", _ANEW),
    "bomb": ("Something in it unpacks to far more than a document holds: it may have been made to do harm.", _LESS),
    "picture": ("A picture in it claims to be {width} by {height} dots: it may have been made to do harm.", _LESS),
    "nested": ("Its objects are nested far deeper than a document needs: it may have been made to do harm.", _LESS),
    "memory": ("It takes more than {memory} MB of memory to read {at}: it may have been made to do harm.", _LESS),
    "time": ("It takes more than {time} seconds to read {at}: it may have been made to do harm.", _LESS),
    "stopped": (
        "The program that reads PDF files broke down over {at}: it may have been made to do harm.",
        _LESS,
    ),
    "unread": ("The file cannot be read: {reason}.", "See that it is there and may be read."),
    "unexpected": ("It is damaged in a way that is not known here ({error}, over {at}).", _ANEW),
}


class Refused(Exception):  # noqa: N818 - a finding, never seen outside this stage
    """The file can't be taken; a key of :data:`SENTENCES` says why."""

    def __init__(self, key: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(key)
        self.key = key
        self.values = dict(values or {})
