"""Other machines that do the work: the scheduler and its workers."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, warning

_SERVE = "Start it with “dask worker ADDRESS --nthreads 1 --resources office=1”, as docs/scale.md says."

ENTRIES: Mapping[str, Entry] = {
    "no-dask": error(
        "Dask's “distributed”, through which other machines are reached, is not installed here.",
        "Install the program with its extra: pip install 'meeting-papers[scale]'; or build without --scheduler.",
    ),
    "no-scheduler": error(
        "No scheduler answers at this address: {why}.",
        "Check the address, and that the scheduler runs; or build without --scheduler.",
    ),
    "no-workers": error(
        "No worker at this scheduler can do the work.", f"{_SERVE} What was made so far is kept: build again then."
    ),
    "scheduler-lost": error(
        "The scheduler is no longer there.",
        "Start it and its workers again, then build again: what was made so far is kept; or build without --scheduler.",
    ),
    "workers-died": error(
        "Workers ended while they were at this document: {count}.",
        "Take it out of the package and build again; look on the workers' machines for want of memory.",
    ),
    "worker-no-office": warning(
        "This worker was not started for one document at a time: nothing is sent to it.", _SERVE, acceptable=False
    ),
    "worker-no-answer": warning(
        "This worker can't say which tools it has: nothing is sent to it. {error}",
        "Install the same version of this program on its machine, with its extra “scale”.",
        acceptable=False,
    ),
    "worker-other-tools": warning(
        "This worker's tools are other than here: nothing is sent to it. {tool}: {there}, here {here}. All: {tools}.",
        "Install there what is installed here: this program, LibreOffice and the fonts. Pages would differ otherwise.",
        acceptable=False,
    ),
}
