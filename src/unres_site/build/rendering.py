"""Pages to files of a publication: one whose inputs are what they were is kept; the rest is rendered, in parallel."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

import msgspec

from unres_site.build.cache import PageMark, digest, site_version
from unres_site.build.loading import leave_interrupts_to_the_parent
from unres_site.build.publish import Publication
from unres_site.site.render import Renderer
from unres_site.site.views import Page

WORTH_WORKERS = 400
"""So many pages take longer to render than processes take to start."""

CHUNK = 32

Progress = Callable[[str, int, int], None]
"""Told of each step: the stage, how many are done, of how many."""


def put_pages(
    pages: Sequence[Page],
    inputs: Mapping[str, bytes],
    known: Mapping[str, PageMark],
    publication: Publication,
    render: Callable[[Sequence[Page]], Iterator[bytes]],
) -> dict[str, PageMark]:
    """Put all pages into a publication; what each was made from, and what came out, by address.

    `inputs` are the digests of all that each page is made from, `known` what the pages of the build before were.
    """
    kept = {page.address for page in pages if _is_kept(page.address, inputs, known, publication)}
    for address in kept:
        publication.keep(address)
    stale = [page for page in pages if page.address not in kept]
    made = {address: known[address] for address in kept}
    for page, content in zip(stale, render(stale), strict=True):
        made[page.address] = PageMark(inputs[page.address], publication.put(page.address, content).digest)
    return made


def inputs_of(pages: Sequence[Page], keys: Mapping[str, bytes], renderer: Renderer) -> dict[str, bytes]:
    """A digest of all that each page is made from, by address; `keys` change with anything that is read of a text."""
    kinds = {
        kind: digest(site_version(), renderer.fingerprint(kind).encode()) for kind in {page.kind for page in pages}
    }
    encode = msgspec.msgpack.Encoder(order="deterministic").encode
    return {page.address: digest(kinds[page.kind], _text_of(page, keys), encode(page.view)) for page in pages}


def rendered(pages: Sequence[Page], renderer: Renderer, jobs: int, progress: Progress) -> Iterator[bytes]:
    """The bytes of each page, in their order."""
    if jobs == 1 or len(pages) < WORTH_WORKERS or "fork" not in multiprocessing.get_all_start_methods():
        contents = map(renderer.render, pages)
        yield from _told(contents, len(pages), progress)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, context, initializer=_inherit, initargs=(pages, renderer)) as executor:
        try:
            yield from _told(executor.map(_render, range(len(pages)), chunksize=CHUNK), len(pages), progress)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _told(contents: Iterator[bytes], total: int, progress: Progress) -> Iterator[bytes]:
    for done, content in enumerate(contents, 1):
        yield content
        progress("pages", done, total)


_inherited: tuple[Sequence[Page], Renderer] | None = None
"""In a worker: what it has from its parent. Forked, not sent: pages hold the records of the whole archive."""


def _inherit(pages: Sequence[Page], renderer: Renderer) -> None:
    global _inherited  # noqa: PLW0603 - an initializer has no other way to leave a worker something
    leave_interrupts_to_the_parent()
    _inherited = (pages, renderer)


def _render(index: int) -> bytes:
    assert _inherited is not None  # noqa: S101 - the initializer ran before
    pages, renderer = _inherited
    return renderer.render(pages[index])


def _is_kept(
    address: str, inputs: Mapping[str, bytes], known: Mapping[str, PageMark], publication: Publication
) -> bool:
    mark = known.get(address)
    return mark is not None and mark.inputs == inputs[address] and mark.digest == publication.digest(address)


def _text_of(page: Page, keys: Mapping[str, bytes]) -> bytes:
    record = page.record
    return keys[record.source.file] + record.symbol.encode() if record else b""
