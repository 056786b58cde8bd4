"""The page of what is new in a text since its predecessor, and the same as data."""
