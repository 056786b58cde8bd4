"""`unres-site serve` in a real browser: a page is reloaded when its text changes, and after a mistake is corrected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.building import text, write
from tests.serving import serving

pytestmark = pytest.mark.browser

BUILDS = 4
"""Builds after the text was changed, at most. A file that is being written may be seen empty first."""

Open = Callable[..., tuple[Page, list[str]]]


def test_a_page_follows_its_text(tmp_path: Path, open_page: Open) -> None:
    with serving(tmp_path) as served:
        page, _ = open_page(f"{served.address}A/RES/99/1.html")
        title = page.get_by_role("heading", level=1)
        expect(title).to_have_text("标题甲")
        write(served.workshop.texts, {"99-1.txt": text(1, "标题乙")})
        expect(title).to_have_text("标题乙", timeout=30_000)
        loads: list[Page] = []
        page.on("load", lambda loaded: loads.append(loaded))  # noqa: PLW0108 - Playwright can't take a list's own method
        config = tmp_path / "site.yml"
        sound = config.read_text("utf-8")
        write(tmp_path, {"site.yml": "titel: <script>alert(1)</script>\n"})
        expect(title).to_contain_text("构建失败", timeout=30_000)
        expect(page.locator("pre")).to_contain_text(
            "site.yml:1:1: there is no key titel; did you mean title?"
        )
        write(tmp_path, {"site.yml": sound})
        expect(title).to_have_text("标题乙", timeout=30_000)
        page.wait_for_timeout(500)
        assert len(loads) <= BUILDS, (
            "and is loaded once for each build, not over and over"
        )
        page.close()
