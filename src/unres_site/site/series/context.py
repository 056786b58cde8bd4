"""What the template of a series gets besides page and view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from unres_site.site import addresses
from unres_site.site.lives.plans import FEWEST, make_lives_address
from unres_site.site.rendering.contexts import Context, Setting, describe_cited
from unres_site.site.series.plans import list_rows, make_timeline
from unres_site.site.series.views import SeriesView
from unres_site.site.views import Page, SeriesMember


def describe_series(page: Page, setting: Setting) -> Context:
    """Members and gaps in order, as a list and as a timeline; the page of their paragraphs."""
    view = cast("SeriesView", page.view)
    rows = list_rows(view)
    return {
        "rows": rows,
        "timeline": make_timeline(rows),
        "lives": _find_lives(page.address, view.members, setting),
        **describe_cited(page, setting),
    }


def _find_lives(series: str, members: Sequence[SeriesMember], setting: Setting) -> str:
    """The link from the page of a series to that of its paragraphs; empty if it has none."""
    language = setting.words.language
    own = [one.card for one in members if one.card.language == language]
    if len(own) < FEWEST:
        return ""
    return addresses.make_linker(series)(make_lives_address(series))
