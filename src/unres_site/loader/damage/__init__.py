"""Damage that a text shows, each kind by a finder of its own: the door to this folder is `find_damage`."""

from unres_site.loader.damage.evidence import Text
from unres_site.loader.damage.finders import find_damage, note_condition

__all__ = ["Text", "find_damage", "note_condition"]
