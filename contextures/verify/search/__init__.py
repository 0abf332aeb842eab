"""Is it violated: draws, a search in floats, and small counterexamples."""
