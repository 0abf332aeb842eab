"""Sixty errors of 0.1 % to 5 %, planted in true and tight bounds over five domains that no chapter is about."""

from benchmarks.planted import chains, channels, graphs, operators, samples
from benchmarks.planted.error import Planted

__all__ = ["DOMAINS", "Planted"]

DOMAINS: dict[str, tuple[Planted, ...]] = {
    module.__name__.rpartition(".")[2]: module.PLANTED for module in (chains, channels, graphs, operators, samples)
}
"""By domain."""
