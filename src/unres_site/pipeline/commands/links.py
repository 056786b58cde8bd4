"""Every link of a built site: that its target is there, that its anchor is there, that no page has an anchor twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from posixpath import basename, dirname, join, normpath
from urllib.parse import unquote, urlsplit

import msgspec

from unres_site.files import read_own
from unres_site.messages import say
from unres_site.pipeline.publishing.manifest import MARKER, read_manifest
from unres_site.site.addresses import MISSING

_LINKS = {"href", "src", "action", "cite", "data", "poster"}


class Outline(msgspec.Struct, frozen=True):
    """What a page links to, as (line, link), and its anchors in order."""

    links: tuple[tuple[int, str], ...]
    anchors: tuple[str, ...]


class _Reader(HTMLParser):
    """Collects links and anchors; names of attributes come in lower case, values without entities."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[int, str]] = []
        self.anchors: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.anchors.append(value or "")
            elif name in _LINKS and not (
                tag == "link" and ("rel", "canonical") in attrs
            ):
                self.links.append((self.getpos()[0], value or ""))


def read_outline(page: str) -> Outline:
    """The links and anchors of a page's HTML."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return Outline(tuple(reader.links), tuple(reader.anchors))


def find_broken_links(
    output: str, root: str = "/", unbuilt: tuple[str, ...] = ()
) -> Iterator[str]:
    """A sentence for each link of the site to itself that leads nowhere, and for each anchor that a page has twice.

    `root` is the path of the site on its host, with which links of 404.html begin; `unbuilt` are folders that
    were left out on purpose.
    """
    manifest = read_manifest(output)
    addresses = sorted(manifest.files) if manifest else []
    pages = {
        address: read_outline(read_own(f"{output}/{address}").decode())
        for address in addresses
        if _is_page(address)
    }
    files = dict.fromkeys([*addresses, MARKER], frozenset[str]())
    files |= {address: frozenset(page.anchors) for address, page in pages.items()}
    for address, page in pages.items():
        for anchor in sorted(
            {anchor for anchor in page.anchors if page.anchors.count(anchor) > 1}
        ):
            yield say("link.anchor-twice", page=address, anchor=anchor)

        for line, link in page.links:
            if problem := _find_problem(address, link, files, root, unbuilt):
                message, target = problem
                yield say(
                    message,
                    page=address,
                    line=line,
                    link=link,
                    target=target,
                )


def _is_page(address: str) -> bool:
    return address.endswith(".html")


def _find_problem(
    address: str,
    link: str,
    files: Mapping[str, frozenset[str]],
    root: str,
    unbuilt: tuple[str, ...],
) -> tuple[str, str] | None:
    """The message for a link that leads nowhere, and where it leads; None for any other link."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None

    target = _find_target(address, unquote(parts.path), root)
    if target.startswith(unbuilt):
        return None
    if target not in files:
        return "link.target-missing", target

    fragment = unquote(parts.fragment)
    if (
        fragment
        and fragment != "top"
        and _is_page(target)
        and fragment not in files[target]
    ):
        return "link.anchor-missing", target

    return None


def _find_target(address: str, path: str, root: str) -> str:
    """The address that the path of a link leads to."""
    if not path:
        return address
    if path.startswith(root):
        return normpath(path.removeprefix(root))
    if basename(address) == MISSING:  # it is shown at any depth, and looks for its root
        return normpath(path.removeprefix("../" * path.count("../")))

    return normpath(join(dirname(address), path))
