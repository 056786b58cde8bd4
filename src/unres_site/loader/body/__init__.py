"""Lines to blocks: where each paragraph, heading and closing line begins, and to which resolution it belongs."""
