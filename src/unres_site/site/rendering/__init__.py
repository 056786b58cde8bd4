"""Pages become bytes: templates, what they get, style and scripts."""
