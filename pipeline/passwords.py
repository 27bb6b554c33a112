"""The place of a password goes in, the password comes out, or an error that names the place where it is not.

A password is in no file of the meeting, in no record, and in no message.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import MeetingError, Problem
from pipeline.model import Enclosure, PasswordPlace


def password_of(enclosure: Enclosure, meeting: Path, environment: Mapping[str, str]) -> str:
    """The password of an enclosure's files; nothing where the meeting gives it no place.

    ``meeting`` is the path of the meeting's ``meeting.toml``. MeetingError when it is not at its place.
    """
    if enclosure.password is None:
        return ""
    return password_at(enclosure.password, f"{meeting}: enclosure {enclosure.number}: password", environment)


def password_at(place: PasswordPlace, where: str, environment: Mapping[str, str]) -> str:
    """The password at a place, which the file and key ``where`` name. MeetingError when it is not there."""
    try:
        found = environment[place.variable] if place.variable else _first_line(place)
    except KeyError:
        what = f"The password should be in the variable {place.variable} of the environment, which is not set."
        mend = f"Set it in the window where you type the command: read -rs {place.variable}; export {place.variable}"
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        what = f"The password should be in the file {place.file}, which cannot be read: {reason}."
        mend = "Correct its path: it is seen from the meeting's folder."
    else:
        if found:
            return found
        named = f"variable {place.variable}" if place.variable else f"file {place.file}"
        what, mend = f"The password should be in the {named}, which is empty.", "Put it there."
    raise MeetingError(Problem(where, what, mend))


def _first_line(place: PasswordPlace) -> str:
    assert place.file is not None
    return place.file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
