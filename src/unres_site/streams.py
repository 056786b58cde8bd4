"""Standard streams that never fail: whoever reads what a build says can't change what it does.

A stream may be closed (`2>&-`), its disk full (`> /dev/full`), or its reader gone (`| head -1`). The build goes on, and
its exit status says how it ended.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Any, TextIO


class LenientFile(io.FileIO):
    """An open file that takes all that is written to it, and loses what the system refuses."""

    def write(self, data: Any) -> int:  # noqa: ANN401 - bytes or a view of them; Python 3.12 has a name for it
        """Write some bytes; the number that the caller need not write again."""
        try:
            return super().write(data) or 0
        except OSError:
            return memoryview(data).nbytes


def open_closed_streams() -> None:
    """Put the null device where a standard stream is closed: the next file that is opened would take its number."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free


def make_streams_lenient() -> None:
    """From here on no failure of the standard output or the standard error raises an exception."""
    open_closed_streams()
    sys.stdout = _make_lenient(1, sys.stdout)
    sys.stderr = _make_lenient(2, sys.stderr)


def _make_lenient(number: int, stream: TextIO | None) -> TextIO:
    """A stream of that number, in the encoding of the one that Python made; it made none if the stream was closed."""
    encoding = stream.encoding if stream else "utf-8"
    file = io.BufferedWriter(LenientFile(number, "w", closefd=False))
    return io.TextIOWrapper(
        file, encoding, errors="backslashreplace", line_buffering=True
    )
