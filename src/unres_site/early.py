"""Messages for moments when the catalogue can't be imported: inside a signal handler, or when an import has failed.

Nothing here imports more than `os`, which Python itself has loaded before any module of the program.
"""

import os

MESSAGES = os.path.join(os.path.dirname(__file__), "messages", "en.toml")  # noqa: PTH118, PTH120 - pathlib is not loaded yet
"""The messages of the terminal's language. They are read line by line: to import `tomllib` takes too long here."""


def read_message(key: str, **words: str) -> str:
    """The message `terminal.<key>` with its `{words}` filled in; the key and the words if the file can't be read."""
    try:
        message = _find_message(key)
    except OSError:
        return " ".join([key, *words.values()])

    return message.format(**words)


def _find_message(key: str) -> str:
    """What follows `key = "` in the first line that begins so, without the last quotation mark."""
    start = f'{key} = "'
    with open(MESSAGES, encoding="utf-8") as file:  # noqa: PTH123 - see above
        lines = (line for line in file if line.startswith(start))
        line = next(lines)

    return line.removeprefix(start).rstrip().removesuffix('"')
