"""How the contexture is learned from samples."""
