"""The one error class for input that cannot be used."""

from __future__ import annotations


class InputError(ValueError):
    """Input that cannot be used; the message says what, where and what would be right.

    The command line prints the message as one sentence and leaves with exit code 2.
    """
