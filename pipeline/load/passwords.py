"""Where a password lies: a table goes in, its place comes out, and never the password itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import model_validator

from pipeline.checked import Table
from pipeline.findings import Unfit
from pipeline.model import PasswordPlace


def no_value(value: Any) -> Any:
    """The table. Raises Unfit for a password itself."""
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise Unfit("password-written")
    return value


class PasswordTable(Table):
    env: str | None = None
    """The name of the variable of the environment that holds it."""
    file: str | None = None
    """The file whose first line it is, from the meeting's folder; better one that is not in it."""

    @model_validator(mode="after")
    def _has_one_place(self) -> PasswordTable:
        # Whoever takes the key for the password's own place must not see it in a message.
        if (self.env is None) == (self.file is None):
            raise Unfit("password-written")
        if self.env is not None and not re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", self.env):
            raise Unfit("password-variable-name")
        if self.file is not None and not self.file.strip():
            raise Unfit("password-file-name")
        return self


def password_place(entry: PasswordTable | None, folder: Path) -> PasswordPlace | None:
    """The place; a file is seen from ``folder``."""
    return PasswordPlace(entry.env, folder / entry.file if entry.file else None) if entry else None
