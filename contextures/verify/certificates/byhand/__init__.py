"""Certificates that a reader can follow by hand: a note in Markdown or LaTeX, and a script that needs no package."""

from __future__ import annotations
