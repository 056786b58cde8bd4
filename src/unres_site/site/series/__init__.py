"""The pages of series: resolutions on one item, session after session."""
