"""Notes and their marks, set apart from the text: the door to this folder is `set_apart`."""

from unres_site.loader.notes.apart import set_apart

__all__ = ["set_apart"]
