"""Links in words that people wrote: bare addresses, and what may be linked to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unres_site.site.html.links import is_allowed_link, link_addresses

SHOWN = [
    ("见 www.un.org/disarmament/cbms。", "https://www.un.org/disarmament/cbms"),
    ("See www.un.org/disarmament/cbms.", "https://www.un.org/disarmament/cbms"),
    ("（https://ich.unesco.org/a_b）", "https://ich.unesco.org/a_b"),
    ("(http://legal.un.org/repertory).", "http://legal.un.org/repertory"),
    ("https://unesdoc.unesco.org/ark:/48223/pf0", "https://unesdoc.unesco.org/ark:/48223/pf0"),
    ("www.un.org/a?b=1&c=2 和", "https://www.un.org/a?b=1&amp;c=2"),
    ("https://www.un.org/fr/c24/.", "https://www.un.org/fr/c24/"),
]  # fmt: skip

UNLINKED = [
    "https://www.un.org/fr/c24/ regional-seminars/2019.",  # cut in two by the end of a line
    "www.greenclimate.fund/pledges-irm-gcf1_ 0.pdf",
    "https://undocs.org/",  # a symbol follows, which is a run of its own
    "A/RES/58/58, javascript://x",
    "wwww.un.org",
    "https://www.un.org@example.org/a",  # a reader would take it for another host
    "www.un.org:80@example.org",
    "www.",
]


@pytest.mark.parametrize(("words", "target"), SHOWN)
def test_a_bare_address_is_a_link_without_the_sign_that_ends_its_sentence(
    words: str, target: str
) -> None:
    assert f'<a href="{target}">' in link_addresses(words)


@pytest.mark.parametrize("words", UNLINKED)
def test_what_may_be_half_an_address_or_none_is_not_linked(words: str) -> None:
    assert "<a" not in link_addresses(words)


@given(st.text(st.sampled_from("w.htps:/<>\"'&a _-。")))
def test_only_links_are_added_to_any_words(words: str) -> None:
    written = link_addresses(words)
    assert written.count("<") == 2 * written.count('<a href="http')


@pytest.mark.parametrize("target", ["javascript:a", "DATA:text/html,a", "vbscript:a"])
def test_no_scheme_is_allowed_but_those_of_the_web_and_of_mail(target: str) -> None:
    assert not is_allowed_link(target)
