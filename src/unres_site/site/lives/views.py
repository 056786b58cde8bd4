"""What the page of a series' paragraphs shows of its texts: `views` for this page."""

from __future__ import annotations

import msgspec

from unres_site.site.views import Card


class LivesView(msgspec.Struct, frozen=True, array_like=True):
    """The texts of a series in one language, in order.

    texts      their cards, each with the place of the text that it is compared with; -1 if there is none
    series     the page of the series
    languages  the languages of the site that have such a page
    """

    texts: tuple[tuple[Card, int], ...]
    series: str
    languages: tuple[str, ...] = ()
