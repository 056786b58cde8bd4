"""Ctrl-C and requests to terminate: one sentence, and the exit status that shells expect (130, 143).

Before the command begins there is nothing to be undone, and the process ends at once, whatever it was importing. While
it works, `Stopped` is raised, so that what was begun is removed; a second signal ends it at once, too.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

SENTENCE = "Interrupted; the published site is whole."
ENDING = (signal.SIGINT, signal.SIGTERM)
HELD = ENDING if hasattr(signal, "pthread_sigmask") else ()


class Stopped(BaseException):
    """A signal of that number ends the command."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


def end_at_once() -> None:
    """From here on a signal ends the process."""
    for number in ENDING:
        signal.signal(number, _end)


def end_in_order() -> None:
    """From here on a signal raises `Stopped`."""
    for number in ENDING:
        signal.signal(number, _stop)


def leave_to_parent() -> None:
    """In a worker: at Ctrl-C, which all processes of a terminal are sent, the parent ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if HELD:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD)


@contextmanager
def held_back() -> Iterator[None]:
    """Signals wait until the end of this context: a worker that starts has not said yet what it does with them."""
    if not HELD:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    end_at_once()
    raise Stopped(number)


def _end(number: int, _: FrameType | None) -> NoReturn:
    os.write(2, f"{SENTENCE}\n".encode())
    os._exit(128 + number)
