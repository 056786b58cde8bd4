"""The pages of instruments that resolutions name."""
