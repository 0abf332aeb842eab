"""Contexts that are seen only through samples: features, solvers, and how close they come to the exact spectrum."""
