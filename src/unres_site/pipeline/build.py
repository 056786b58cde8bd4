"""The stages in order: scan, load, archive, plan, render, publish. The rooms do the work; here they are joined."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from unres_site.errors import UsageError
from unres_site.files import leads_outside, open_root
from unres_site.pipeline.configuring.folders import check_folders
from unres_site.pipeline.report import Options, Progress, Report, Stages
from unres_site.pipeline.sources.scanning import scan
from unres_site.pipeline.unchanged import find_unchanged, hash_inputs

if TYPE_CHECKING:
    from unres_site.pipeline.sources.reading import Loader


def _ignore_progress(_: str, __: int, ___: int, ____: str) -> None:
    """Progress that nobody looks at."""


def build(
    options: Options,
    notice: Callable[[str], None],
    loader: Loader | None = None,
    progress: Progress = _ignore_progress,
) -> Report:
    """Build the site. Raises `UsageError` if nothing can be built; `notice` is called with sentences by the way.

    Texts are read by `loader.load`, if no other loader is given.
    """
    check_folders(options)
    _check_cache(options)
    stages = Stages(progress)
    with stages.begin("scan"):
        sources = scan(options.source, lambda: _read_linked_folders(options))

    if not sources.texts:
        for (
            found
        ) in sources.diagnostics:  # a folder may be locked, or a link lead nowhere
            notice(str(found))
        raise UsageError("no-texts", source=options.source)

    inputs = hash_inputs(options, sources) if options.cache else b""
    summary = find_unchanged(options, inputs)
    if summary is None:
        # brings templates and texts' patterns, which take as long to import as all that is done here
        from unres_site.pipeline.builder import perform  # noqa: PLC0415

        summary = perform(options, sources, inputs, notice, stages, loader)

    return msgspec.structs.replace(
        summary,
        diagnostics=summary.diagnostics + sources.skipped + summary.unused,
        times=stages.times,
    )


def _check_cache(options: Options) -> None:
    """Raises `UsageError` if the cache is a link that leads out of its folder, unless `site.yml` names the place."""
    cache = options.cache
    if cache and os.path.islink(cache):
        beside = os.path.dirname(cache) or os.curdir
        if leads_outside(cache, open_root(beside, _read_linked_folders(options))):
            raise UsageError("cache-link-outside", cache=cache)


def _read_linked_folders(options: Options) -> tuple[str, ...]:
    """The folders that links may lead into. To read the configuration takes 20 ms, and few builds have such links."""
    from unres_site.pipeline.configuring.configuration import (  # noqa: PLC0415
        list_linked_folders,
        read_config,
    )

    return list_linked_folders(options, read_config(options))
