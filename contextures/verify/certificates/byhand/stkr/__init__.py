"""Recipes for kernels on a finite space, and for kernel PCA."""
