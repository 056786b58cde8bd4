"""Processes that work for a build: they end when it ends, however it ends."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from unres_site.errors import UsageError
from unres_site.signals import held_back, leave_to_parent

Work = TypeVar("Work")
Result = TypeVar("Result")

YOUNG = 50_000
"""Objects before their collection is tried: records are trees, there is next to nothing to collect."""


def can_fork() -> bool:
    """Whether a worker can have all that its parent has at hand, without a copy."""
    import multiprocessing  # noqa: PLC0415 - see below

    return "fork" in multiprocessing.get_all_start_methods()


def each_in_turn(do: Callable[[Work], Result], works: Sequence[Work], jobs: int) -> Iterator[Result]:
    """The result of each work, in their order: done here where `jobs` is 1, else in so many processes.

    Works and results are sent from process to process; `do`, with all that it holds, is inherited where processes can
    be forked, and sent once to each where they can't.
    """
    if jobs == 1:
        yield from map(do, works)
        return
    # where one text changed no process is started, and what that takes need not be imported
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    context = multiprocessing.get_context("fork" if can_fork() else None)
    gc.freeze()  # what is inherited is neither looked at nor copied by a worker's collections
    with ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(do,)) as executor:
        try:
            with held_back():
                results = executor.map(_do, works)
            yield from results
        except BrokenProcessPool:
            raise UsageError("process-ended") from None
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            gc.unfreeze()


_work: Callable[[Any], Any] | None = None
"""In a worker: what it does."""


def _begin(do: Callable[[Any], Any]) -> None:
    global _work  # noqa: PLW0603 - an initializer has no other way to leave a worker something
    _work = do
    leave_to_parent()
    gc.enable()
    gc.set_threshold(YOUNG, 50, 100)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _do(work: object) -> Any:  # noqa: ANN401 - whatever the work gives
    assert _work is not None  # noqa: S101 - the initializer ran before
    return _work(work)


def _end_with_parent() -> None:
    """A parent that is killed tells nobody; a worker would write on, into a tree that the next build takes over."""
    from multiprocessing import parent_process  # noqa: PLC0415 - see above
    from multiprocessing.connection import wait  # noqa: PLC0415

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
