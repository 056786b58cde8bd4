"""The HTML pages of a built site by their kinds, which each page says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

# matches: <body class="series-page-page">
# rejects: <body>
KIND = re.compile(r'<body class="([a-z-]+)-page">')


def group_pages(folder: Path) -> dict[str, list[Path]]:
    """All pages by their kinds, in the order of their addresses; those that only lead elsewhere are left out."""
    kinds: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*.html")):
        if found := KIND.search(path.read_text("utf-8")):
            kinds.setdefault(found[1], []).append(path)
    return kinds


def spread(pages: Sequence[Path], most: int) -> list[Path]:
    """At most so many pages, spread over all."""
    step = max(1, -(-len(pages) // most))
    return list(pages[::step])
