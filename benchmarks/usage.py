"""The command line of the benchmarks that are given names alone."""

from __future__ import annotations

import argparse


def read_names(about: str | None) -> list[str]:
    """The names that a benchmark was given; with `--help` print what it is about, and end."""
    parser = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="what its first lines say")
    names: list[str] = parser.parse_args().names
    return names
