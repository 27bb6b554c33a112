"""Changes a bag in thousands of ways, and counts those that its verification does not tell; there must be none.

Run as ``python -m benchmarks.mutate_bags [COUNT [SEED]]``. The bag is that of the newest layout in ``tests/bags``, as a
folder and as a zip, with its register and the last hash of that. A change is one of bytes, of a file's name or place,
or of the zip's own records; some are made good by a forger, who corrects the manifests, the tag manifests, and the
bag's name. Nothing here is a test.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from pipeline.archive.register import REGISTER, read_register
from pipeline.archive.verify import verify
from pipeline.bags import layout
from pipeline.bags.streams import digested, opened
from pipeline.errors import ArchiveError

BAGS = Path(__file__).resolve().parent.parent / "tests/bags"
SHOWN = 1000
"""After so many, the number reached is told."""


class Bench:
    """One bag in a folder of its own, which is changed and put right again."""

    def __init__(self, folder: Path, seed: int) -> None:
        newest = BAGS / f"layout-{layout.LAYOUT}"
        (self.zip,) = (Path(shutil.copy(path, folder)) for path in newest.glob("*.zip"))
        self.register = Path(shutil.copy(newest / REGISTER, folder))
        with zipfile.ZipFile(self.zip) as packed:
            packed.extractall(folder)
        self.bag = self.zip.with_suffix("")
        self.files = {path.relative_to(self.bag).as_posix(): path.read_bytes() for path in self._paths()}
        self.last_hash = read_register(self.register).last
        self.whole_zip, self.whole_register = self.zip.read_bytes(), self.register.read_bytes()
        self.chance = random.Random(seed)

    def _paths(self) -> list[Path]:
        return [path for path in sorted(self.bag.rglob("*")) if path.is_file()]

    # --- what is changed: each says what it did, and what is to be verified ------------------------

    def bytes_of_a_file(self) -> Path:
        path = self.bag / self.chance.choice(list(self.files))
        path.write_bytes(self._other(path.read_bytes()))
        return self.bag

    def bytes_of_a_file_made_good(self) -> Path:
        """By one who goes on to correct the manifests, then the tag manifests, then the name."""
        path = self.bag / self.chance.choice([name for name in self.files if name.startswith(layout.PAYLOAD)])
        path.write_bytes(self._other(path.read_bytes()))
        how_far = self.chance.randrange(1, 4)
        self._list(layout.MANIFESTS, lambda name: name.startswith(layout.PAYLOAD))
        if how_far > 1:
            self._list(layout.TAG_MANIFESTS, lambda name: not name.startswith((layout.PAYLOAD, "tagmanifest")))
        if how_far > 2:
            seal = layout.seal_of((self.bag / name).read_bytes() for name in layout.TAG_MANIFESTS)
            facts = layout.told_by_name(self.bag.name)
            return self.bag.rename(self.bag.with_name(layout.bag_name(facts["slug"], facts["date"], seal)))
        return self.bag

    def names(self) -> Path:
        """A file is taken out, put in, renamed, doubled, made a link, or has another's bytes."""
        one, two = (self.bag / name for name in self.chance.sample(list(self.files), 2))
        changes: list[Callable[[], object]] = [
            one.unlink,
            lambda: one.rename(one.with_name(f"{one.name}x")),
            lambda: shutil.copy(one, one.with_name(f"x{one.name}")),
            lambda: one.with_name("new").write_bytes(b""),
            lambda: one.with_name("folder").mkdir(),
            lambda: self._replace(one, lambda: one.symlink_to(two)),
            lambda: self._replace(one, one.mkdir),
            lambda: one.write_bytes(two.read_bytes() if two.read_bytes() != one.read_bytes() else b"other"),
            lambda: self._swap(one, two),
        ]
        self.chance.choice(changes)()
        return self.bag

    def bytes_of_the_zip(self) -> Path:
        self.zip.write_bytes(self._other(self.whole_zip))
        return self.zip

    def records_of_the_zip(self) -> Path:
        """The directory at the end is small: few random changes would fall into it."""
        start = self.whole_zip.rindex(b"PK\1\2") - 8000
        self.zip.write_bytes(self.whole_zip[:start] + self._other(self.whole_zip[start:]))
        return self.zip

    def bytes_of_the_register(self) -> Path:
        self.register.write_bytes(self._other(self.whole_register))
        return self.bag

    # --- helpers -----------------------------------------------------------------------------------

    def _replace(self, one: Path, make: Callable[[], object]) -> None:
        one.unlink()
        make()

    def _swap(self, one: Path, two: Path) -> None:
        first, second = one.read_bytes(), two.read_bytes()
        one.write_bytes(second)
        two.write_bytes(first if first != second else b"other")

    def _list(self, manifests: tuple[str, ...], wanted: Callable[[str], bool]) -> None:
        digests = {}
        for path in self._paths():
            name = path.relative_to(self.bag).as_posix()
            if wanted(name):
                with opened(path) as stream:
                    digests[name] = digested(stream)
        for manifest, algorithm in zip(manifests, layout.ALGORITHMS, strict=True):
            (self.bag / manifest).write_bytes(layout.write_manifest(algorithm, digests))

    def _other(self, content: bytes) -> bytes:
        """Bytes that are not these."""
        chance = self.chance
        while True:
            at = chance.randrange(len(content) + 1)
            end = min(len(content), at + chance.choice([1, 1, 1, 2, 50, 5000]))
            changes: list[Callable[[], bytes]] = [
                lambda at=at, end=end: content[:at] + chance.randbytes(end - at) + content[end:],  # type: ignore[misc]
                lambda at=at: (
                    content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]  # type: ignore[misc]
                    if at < len(content)
                    else content + b"\n"
                ),
                lambda at=at, end=end: content[:at] + content[end:],  # type: ignore[misc]
                lambda at=at, end=end: content[:at] + chance.randbytes(end - at + 1) + content[at:],  # type: ignore[misc]
                lambda at=at: content[:at],  # type: ignore[misc]
                lambda at=at, end=end: content[:at] + content[at:end] + content[at:],  # type: ignore[misc]
            ]
            if (made := chance.choice(changes)()) != content:
                return made

    def put_right(self, verified: Path) -> None:
        if verified != self.zip and verified != self.bag:
            verified.rename(self.bag)
        self.zip.write_bytes(self.whole_zip)
        self.register.write_bytes(self.whole_register)
        # Whatever was added goes; whatever is another is written again.
        for path in sorted(self.bag.rglob("*"), reverse=True):
            name = path.relative_to(self.bag).as_posix()
            if path.is_symlink() or (path.is_file() and name not in self.files):
                path.unlink()
            elif path.is_dir() and (name in self.files or not os.listdir(path)):  # noqa: PTH208
                shutil.rmtree(path)
        for name, content in self.files.items():
            path = self.bag / name
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


def told(path: Path, last_hash: str) -> bool:
    """Whether verification says that something is wrong."""
    try:
        return bool(verify(path, last_hash=last_hash, copies=False).problems)
    except ArchiveError:
        return True


def main(count: int, seed: int) -> int:
    passed, made = [], Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), seed)
        kinds = (
            bench.bytes_of_a_file,
            bench.bytes_of_a_file_made_good,
            bench.names,
            bench.bytes_of_the_zip,
            bench.records_of_the_zip,
            bench.bytes_of_the_register,
        )
        assert not told(bench.bag, bench.last_hash)
        assert not told(bench.zip, bench.last_hash)
        for number in range(1, count + 1):
            kind = bench.chance.choice(kinds)
            path = kind()
            made[kind.__name__] += 1
            if not told(path, bench.last_hash):
                passed.append(f"{number}: {kind.__name__}")
            bench.put_right(path)
            if number % SHOWN == 0:
                assert not told(bench.bag, bench.last_hash), "it was not put right"
                print(f"{number:,} changes, {len(passed)} not told", flush=True)
    for kind_name, number in sorted(made.items()):
        print(f"{kind_name.replace('_', ' ')}: {number:,}")
    print(*passed, sep="\n")
    return 1 if passed else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(numbers[0] if numbers else 10_000, numbers[1] if len(numbers) > 1 else 2025))
