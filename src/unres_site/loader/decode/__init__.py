"""Bytes to characters, and characters to lines that know their offsets."""
