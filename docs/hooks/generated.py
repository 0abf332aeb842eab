"""Pages that are written when the site is built: the front page from the README, the others from the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import catalogue_pages
import formal_pages
import found_pages
from mkdocs.structure.files import File, Files

from contextures.figures.calculator import bound_page
from contextures.markup import badge_styles

ROOT = Path(__file__).parents[2]


def from_root(name: str) -> str:
    """Return a page of the root of the repository with its links seen from the site."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("](CHANGELOG.md)", "](changelog.md)")
    return re.sub(r"(\]\(|src=\"|srcset=\")docs/", r"\1", text)


def on_files(files: Files, config: Any) -> Files:
    """Add the pages."""
    pages = {
        "index.md": from_root("README.md"),
        "changelog.md": from_root("CHANGELOG.md"),
        **catalogue_pages.pages(ROOT / "docs"),
    }
    pages["found.md"] = found_pages.page(ROOT / "docs")
    pages["formal-statements.md"] = formal_pages.page()
    pages["calculator.html"] = bound_page()
    pages["assets/badges.css"] = badge_styles()
    for path, text in pages.items():
        files.append(File.generated(config, path, content=text))
    return files
