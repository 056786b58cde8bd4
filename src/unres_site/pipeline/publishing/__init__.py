"""How a site is published: the files of a tree, the workspace beside the output, and the swap of two trees."""
