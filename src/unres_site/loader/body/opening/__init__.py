"""The rules by which lines open blocks, in the one order in which they are asked."""
