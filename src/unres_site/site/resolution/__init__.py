"""The page of a resolution: its body, its contents, and what surrounds them."""
