"""Damage that a record shows: lost characters, notes, paragraphs and pages. The door to this folder is `find_damage`.

A record may come from any kind of source, as long as its spans count the characters of the text that is handed in.
"""

from unres_site.damage.finders import find_damage

__all__ = ["find_damage"]
