"""Certificates of chapter 8 as scripts in fractions alone: logarithms, exponentials and roots are held between two."""

from __future__ import annotations
