"""The words of the interface: one TOML file a language, with the same keys, read by `catalogue`."""
