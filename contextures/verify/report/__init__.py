"""The report of a campaign: one self-contained page, readable on a phone and in print, with nothing to load."""

from __future__ import annotations

from contextures.verify.report.page import page
from contextures.verify.report.results import Results, read_results

__all__ = ["Results", "page", "read_results"]
