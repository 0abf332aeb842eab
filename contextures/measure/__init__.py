"""What a symbol is worth: domains, instances, worlds, quantities and suprema, in floats and exactly.

The package is callable: ``contextures.measure(vocabulary, *quantities)`` says how symbols of one's own are measured.
"""

from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextures.measure.quantities.registry import Quantity
    from contextures.theory.symbols.vocabulary import Vocabulary


class _Measure(ModuleType):
    """A package that is told, when it is called, how symbols are measured."""

    def __call__(self, vocabulary: Vocabulary, *quantities: Quantity) -> None:
        """Run `contextures.measure.domain.measure`."""
        from contextures.measure.domain import measure

        measure(vocabulary, *quantities)


sys.modules[__name__].__class__ = _Measure
