"""Several files go in; all of them are written, or none is."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path


def write_all(files: Mapping[Path, bytes]) -> None:
    """Writes each file whole. Where one can't be put in its place, those before it get back what they had.

    OSError is that of the first that failed.
    """
    with ExitStack() as stack:
        drafts: dict[Path, Path] = {}
        for target, data in files.items():
            draft = target.with_name(f".{target.name}.part")
            stack.callback(draft.unlink, missing_ok=True)
            draft.write_bytes(data)
            drafts[target] = draft
        before = {target: target.read_bytes() if target.is_file() else None for target in files}
        done: list[Path] = []
        try:
            for target, draft in drafts.items():
                draft.replace(target)
                done.append(target)
        except OSError:
            for target in done:
                if (was := before[target]) is None:
                    target.unlink()
                else:
                    target.write_bytes(was)
            raise
