"""Where a build finds settings, templates, style and content."""
