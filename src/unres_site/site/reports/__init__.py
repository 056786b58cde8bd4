"""The pages for archivists: quality, and what the archive does not have."""
