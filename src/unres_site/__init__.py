"""A static website of United Nations resolutions, made from their plain texts."""

__version__ = "0.1.0"
