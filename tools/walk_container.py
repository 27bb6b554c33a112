"""The container's recipe goes in, a root in which each of its steps was done comes out, without a container program;
then a package is built in it, and its health is asked, as compose.yaml has it run: its own user, nothing that may be
written but the house and /tmp; and no network. What only makes and tests programs must not be in it.

    sudo tools/walk_container.py FOLDER [--bind PATH]...

needs mmdebstrap, the mirror of this machine and some minutes. ``--bind`` names what the steps need of this machine
besides, as a folder of wheels; they can't write there. ``make container`` does it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUITES = {"debian:13-slim": "trixie"}
KNOWN = frozenset({"FROM", "RUN", "COPY", "WORKDIR", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT"})
LEFT_OUT = ("gcc", "cc", "make", "git", "pip", "pip3", "pytest", "ruff", "mypy", "mmdebstrap")
_IN_ROOT = """
set -e
root=$1; shift
for each in /dev /proc; do mount --rbind $each "$root$each"; done
while [ "$1" != -- ]; do
    if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root$(dirname "$1")"; touch "$root$1"; fi
    mount --bind "$1" "$root$1"; mount -o remount,bind,ro "$root$1"; shift
done
shift
exec chroot "$root" "$@"
"""
_AS_IT_RUNS = """
set -e
root=$1 house=$2; shift 2
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount --bind "$house" "$root/house"
for each in /dev /proc; do mount --rbind $each "$root$each"; done
ip link set lo up
exec env -i HOME=/ PATH=/usr/bin:/bin $(command -v chroot) "$root" setpriv --reuid=1000 --regid=1000 --clear-groups \\
    --bounding-set=-all --inh-caps=-all --no-new-privs sh -c 'cd /house && exec "$@"' sh "$@"
"""


def instructions(recipe: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Containerfile, each with what stands behind it.

    >>> [*instructions("# why\\nFROM debian:13-slim\\nRUN a \\\\\\n    && b\\n")]
    [('FROM', 'debian:13-slim'), ('RUN', 'a     && b')]
    """
    lines = re.sub(r"^\s*#.*\n", "", recipe, flags=re.MULTILINE).replace("\\\n", "")
    for line in filter(str.strip, lines.splitlines()):
        name, _, words = line.partition(" ")
        yield name, words.strip()


def walk(folder: Path, bound: Sequence[str]) -> tuple[list[str], list[str]]:
    """Does each step of the recipe in ``folder``; gives the commands that the image runs, and asks its health by."""
    workdir, command, health = "/", list[str](), list[str]()
    for name, words in instructions((ROOT / "Containerfile").read_text(encoding="utf-8")):
        print(f"{name} {words}"[:110], flush=True)
        match name:
            case "FROM":
                suite = SUITES[words.rpartition("/")[2]]
                run("mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", suite, str(folder), mirror())
            case "RUN":
                inside = ("sh", "-ec", f"cd {shlex.quote(workdir)}; {words}")
                run("unshare", "--mount", "sh", "-c", _IN_ROOT, "sh", str(folder), *bound, "--", *inside)
            case "COPY":
                *what, into = words.split()
                # What is in git, as it was committed: files into a folder, or a folder to be the same there.
                parent = folder / (into if into.endswith("/") else str(Path(into).parent)).lstrip("/")
                assert into.endswith("/") or what == [Path(into).name]
                asked = ["git", "archive", "HEAD", *what]
                packed = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True).stdout
                subprocess.run(["tar", "-x", "-C", str(parent)], input=packed, check=True)
            case "WORKDIR":
                workdir = words
                (folder / words.lstrip("/")).mkdir(parents=True, exist_ok=True)
            case "HEALTHCHECK":
                health = json.loads(words.partition("CMD ")[2])
            case "ENTRYPOINT":
                command = json.loads(words)
            case _:
                assert name in KNOWN, name
    return command, health


def mirror() -> str:
    """The mirror that this machine uses."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
    told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()
    return next(each for each in told if "security" not in each)


def run(*command: str) -> None:
    subprocess.run(command, check=True)


def try_it(folder: Path, command: Sequence[str], health: Sequence[str]) -> None:
    """Builds a package in the root as it runs in an office, lets the desk write its backup, and asks its health."""
    papers = command[0]
    places = [folder / "usr/bin", folder / "usr/local/bin", folder / "usr/sbin", folder / papers[1:].rpartition("/")[0]]
    found = [str(place / name) for place in places for name in LEFT_OUT if (place / name).exists()]
    assert found == [], found
    well = f"{shlex.join(command)} & until {shlex.join(health)} 2>/dev/null; do sleep 0.5; done; kill $!"
    with tempfile.TemporaryDirectory() as work:
        house = Path(work) / "house"
        for name in ("templates", "letterheads"):
            shutil.copytree(ROOT / name, house / name)
        shutil.copy(ROOT / "config.toml", house)
        shutil.copytree(ROOT / "tests" / "meetings" / "tiny", house / "meetings" / "tiny")
        for each in (house, *house.rglob("*")):
            os.chown(each, 1000, 1000)
        serving = ["timeout", "60", "sh", "-c", well]
        for asked in ([papers, "build", "tiny"], [*command, "--backup", "/house/desk.zip"], serving):
            run("unshare", "--mount", "--net", "sh", "-c", _AS_IT_RUNS, "sh", str(folder), str(house), *asked)
        made = [*house.glob("build/tiny/*.pdf"), *house.glob("desk.zip")]
        assert len(made) == 2, made
    print("a package was built, the desk has written its backup, and is well")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bind", action="append", default=[])
    given = parser.parse_args()
    folder = given.folder.resolve()
    try_it(folder, *walk(folder, given.bind))


if __name__ == "__main__":
    main()
