"""Is it true: finite contexts, quantities, search, verdicts and certificates.

The package is callable: ``contextures.verify("optimality.*", time_budget=30)`` runs a campaign.
"""

from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from contextures.verify.campaign.report import Report


class _Verify(ModuleType):
    """A package that runs a campaign when it is called."""

    def __call__(self, *globs: str, **settings: Any) -> Report:
        """Run `contextures.verify.campaign.campaign.verify`."""
        from contextures.verify.campaign.campaign import verify

        return verify(*globs, **settings)


sys.modules[__name__].__class__ = _Verify
