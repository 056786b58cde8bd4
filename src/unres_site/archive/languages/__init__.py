"""What the languages of one resolution must have in common, and what differs."""
