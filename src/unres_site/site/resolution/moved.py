"""Places on the pages of texts that are at another address now, as `moved` in `site.yml` says."""

from __future__ import annotations

from typing import NamedTuple, cast

from unres_site.records import Resolution, list_passages
from unres_site.settings import SiteConfig
from unres_site.site.html.lists import Link
from unres_site.site.views import Page


class MovedPlace(NamedTuple):
    """A place that is at another address now: its anchor, and the link to it. `is_gone`: no other passage has it."""

    anchor: str
    is_gone: bool
    link: str
    target: str


def list_moved_places(page: Page, config: SiteConfig, link: Link) -> list[MovedPlace]:
    """The places of a page that have a successor (`moved` in `site.yml`)."""
    start = f"{page.address}#"
    places = [one for one in config.moved if one.startswith(start)]
    if not places:
        return []

    record = cast("Resolution", page.record)
    anchors = {passage.anchor for passage in list_passages(record)}
    found: list[MovedPlace] = []
    for place in places:
        anchor = place.removeprefix(start)
        target = config.moved[place]
        address, sign, new = target.partition("#")
        way = sign + new if target.startswith(start) else link(address) + sign + new
        found.append(MovedPlace(anchor, anchor not in anchors, way, target))

    return found
