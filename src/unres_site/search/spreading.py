"""A function over numbers, on several processors: forked workers have what it needs from their parent, unsent."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from typing import TypeVar, cast

Result = TypeVar("Result")

WORTH_WORKERS = 200
"""So many texts take longer than processes take to start."""

CHUNKS = 16
"""Pieces of work for each worker, so that none waits long for the other."""


def spread(work: Callable[[int], Result], number: int, jobs: int, least: int = WORTH_WORKERS) -> Iterator[Result]:
    """`work(0)`, `work(1)` …, in their order; in this process where that is as quick, or the system can't fork."""
    if jobs == 1 or number < least:
        yield from map(work, range(number))
        return
    # where a text or two changed, no process is started, and what that takes need not be imported
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    if "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, range(number))
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, context, initializer=_inherit, initargs=(work,)) as executor:
        try:
            results = executor.map(_work, range(number), chunksize=max(1, number // (jobs * CHUNKS)))
            yield from cast("Iterator[Result]", results)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


_inherited: Callable[[int], object] | None = None
"""In a worker: what it does. Forked, not sent: it holds the texts of the whole archive."""


def _inherit(work: Callable[[int], object]) -> None:
    global _inherited  # noqa: PLW0603 - an initializer has no other way to leave a worker something
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # at Ctrl-C the parent ends them
    _inherited = work


def _work(number: int) -> object:
    assert _inherited is not None  # noqa: S101 - the initializer ran before
    return _inherited(number)
