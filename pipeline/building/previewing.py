"""Papers that are looked at, and not published: an order and tasks go in, what these make comes out.

It is kept in a store of the preview's own, which takes what a build has made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from pipeline.building.office import OfficeSettings
from pipeline.building.order import Order, alone
from pipeline.building.staff import Staff
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import OnEvent
from pipeline.executor.run import Done, run
from pipeline.executor.tools import Tools, versions
from pipeline.folders import STATE
from pipeline.load import CheckedHouse
from pipeline.store import Store
from pipeline.tasks import Task
from pipeline.workers import confinement


class Make(Protocol):
    """Makes tasks; what they made can be read as long as the store is open."""

    def __call__(self, tasks: Sequence[Task], *, more: bool = False) -> Done:
        """``more`` says that others follow: the offices are not done yet."""


def tools_of(house: CheckedHouse, offices: OfficeSettings) -> Tools:
    """The versions of what a house's papers are made with."""
    way, ocr = confinement.used(offices.confinement), house.settings.convert.ocr
    return versions(offices.program, offices.fonts.digest, way, ocr=ocr)


@contextmanager
def previewing(
    order: Order,
    house: CheckedHouse,
    offices: OfficeSettings,
    staff: Staff,
    on_event: OnEvent,
    cancellation: Cancellation,
) -> Iterator[tuple[Make, Store]]:
    """What makes tasks, and the store that it makes them in; the order's output is held meanwhile."""
    tools = tools_of(house, offices)
    with (
        alone(order.out),
        staff.at_work(offices, offices.fonts.digest, tools, order.environment) as (executor, ended),
        Store(order.out / STATE, lent_by=order.out.parent / STATE) as store,
    ):

        def make(tasks: Sequence[Task], *, more: bool = False) -> Done:
            done = (lambda: None) if more else ended
            return run(
                tasks, store, tools, executor, on_event=on_event, cancellation=cancellation, offices_done=done,
            )  # fmt: skip

        yield make, store
