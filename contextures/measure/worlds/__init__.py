"""What a chapter speaks of, seen through a back end: one world a chapter."""
