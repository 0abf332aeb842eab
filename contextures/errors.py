"""The error classes for input that cannot be used."""

from __future__ import annotations


class InputError(ValueError):
    """Input that cannot be used; the message says what, where and what would be right.

    The command line prints the message as one sentence and leaves with exit code 2.
    """


class SettingError(InputError):
    """Settings that cannot be used; the message is given as the command line words it, with ``--k`` for ``k``."""

    @property
    def as_options(self) -> str:
        """The message that names settings as options."""
        return str(self.args[0])

    def __str__(self) -> str:
        """The message that names settings as arguments of a function."""
        words = self.as_options.split(" ")
        return " ".join(word[2:].replace("-", "_") if word.startswith("--") else word for word in words)
