"""Is the guarantee that a function promises true: the law on which it fails most often, by exact enumeration."""

from __future__ import annotations
