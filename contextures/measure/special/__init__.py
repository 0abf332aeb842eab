"""The functions of `theory.functions` and rounding to whole numbers: in batches of floats, and in exact numbers."""
