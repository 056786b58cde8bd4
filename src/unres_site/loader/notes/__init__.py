"""Notes and their marks are separated from the text. Other folders use `set_apart` only."""

from unres_site.loader.notes.apart import set_apart

__all__ = ["set_apart"]
