"""Files of values: what a file holds, how its cells are laid out, and what was understood of them."""
