"""How a worker and who asks it speak: JSON and bytes go in, a frame comes out: the lengths of both, then both."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import IO, Any, TypeAlias

HEAD = struct.Struct(">IQ")
"""The lengths of the JSON and of the bytes, which open a frame."""

Message: TypeAlias = "tuple[dict[str, Any], bytes]"


def write_frame(pipe: IO[bytes], said: Mapping[str, Any], data: bytes = b"") -> None:
    """Writes a frame, and sees to it that it goes."""
    words = json.dumps(said).encode()
    pipe.write(HEAD.pack(len(words), len(data)))
    pipe.write(words)
    pipe.write(data)
    pipe.flush()
