"""What it looks like: one module a figure, data first, then the drawing."""
