"""From the index to the scripts that a browser loads."""
