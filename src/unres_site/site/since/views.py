"""What the pages that compare a text with its predecessor show of other texts: `views` for these pages."""

from __future__ import annotations

import msgspec

from unres_site.site.views import AgreedView, Card


class SinceDataView(msgspec.Struct, frozen=True, array_like=True):
    """What the data of a comparison have besides the two texts."""

    agreed: tuple[AgreedView, ...] = ()


class SinceView(msgspec.Struct, frozen=True, array_like=True):
    """A text and its predecessor in its series.

    card       the card of the text
    earlier    that of the predecessor
    before     the page that compares the predecessor with its own; empty if there is none
    after      the page that compares the next text of the series with this one; empty if there is none
    series     the page of the series
    languages  the languages of the site that have the same comparison
    agreed     the paragraphs that texts with other titles have, too
    """

    card: Card
    earlier: Card
    before: str = ""
    after: str = ""
    series: str = ""
    languages: tuple[str, ...] = ()
    agreed: tuple[AgreedView, ...] = ()
