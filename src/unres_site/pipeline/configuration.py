"""The configuration of a build: `site.yml`, read."""

from __future__ import annotations

import os

from unres_site.errors import ConfigError
from unres_site.files import FileRefused, open_root, read_file
from unres_site.pipeline.folders import find_config
from unres_site.pipeline.report import Options
from unres_site.settings import SiteConfig, parse_site_config

LARGEST = 1_000_000
"""Bytes of the configuration."""


def read_config(options: Options) -> SiteConfig:
    """The configuration; the default one if none is named and there is no `site.yml`. Raises `ConfigError`."""
    path = str(find_config(options))
    if options.config is None and not os.path.lexists(path):
        return SiteConfig()
    try:
        content = read_file(
            path, open_root(os.path.dirname(path) or os.curdir), LARGEST
        )
        return parse_site_config(content.decode("utf-8-sig"), path)
    except UnicodeDecodeError:
        raise ConfigError("not-utf-8", path) from None
    except FileRefused as refused:
        raise ConfigError("unreadable", path, 0, 0, **refused.explain()) from None


def linked_folders(options: Options, config: SiteConfig) -> tuple[str, ...]:
    """The folders that links may lead into; those of `site.yml` start from where it is."""
    beside = os.path.dirname(find_config(options))
    return tuple(os.path.join(beside, folder) for folder in config.linked_folders)
