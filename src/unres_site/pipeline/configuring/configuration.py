"""The configuration of a build: `site.yml`, read."""

from __future__ import annotations

import os

from unres_site.errors import ConfigError
from unres_site.files import FileRefused, open_root, read_file
from unres_site.pipeline.configuring.folders import find_config, list_layers
from unres_site.pipeline.report import Options
from unres_site.settings import SiteConfig, YamlDocument, parse_site_config

LARGEST = 1_000_000
"""Bytes of the configuration."""


def read_config(options: Options) -> SiteConfig:
    """The configuration; the default one if none is named and there is no `site.yml`. Raises `ConfigError`."""
    path = str(find_config(options))
    if options.config is None and not os.path.lexists(path):
        return SiteConfig()

    folder = os.path.dirname(path) or os.curdir
    try:
        content = read_file(path, open_root(folder), LARGEST)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError("not-utf-8", path) from None
    except FileRefused as refused:
        raise ConfigError("unreadable", path, 0, 0, **refused.explain()) from None

    config = parse_site_config(text, path)
    _check_images(options, config, text, path)
    return config


def _check_images(options: Options, config: SiteConfig, text: str, path: str) -> None:
    """Raises `ConfigError` for a logo or an icon that no folder `static` has."""
    for key, name in (("logo", config.logo), ("icon", config.icon)):
        if name and not _has_image(options, name):
            document = YamlDocument(text, path)
            raise document.make_value_error((key,), "image-missing", image=name)


def _has_image(options: Options, name: str) -> bool:
    """Whether a folder `static` has a file of that name."""
    folders = list_layers("static", options)
    return any((folder / name).is_file() for folder in folders)


def list_linked_folders(options: Options, config: SiteConfig) -> tuple[str, ...]:
    """The folders that links may lead into; those of `site.yml` start from where it is."""
    beside = os.path.dirname(find_config(options))
    return tuple(os.path.join(beside, folder) for folder in config.linked_folders)
