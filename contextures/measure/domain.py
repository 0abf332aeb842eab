"""Domains: what the claims of a chapter speak of, and how their symbols are measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from contextures.errors import InputError
from contextures.measure.declared import quantities_of, world_of
from contextures.measure.instance import Instance
from contextures.measure.quantities import contexts, reweighting, schemes, transfer
from contextures.measure.quantities.bounds import approximation as bounds
from contextures.measure.quantities.bounds import samples
from contextures.measure.quantities.mixing import operations, worth
from contextures.measure.quantities.objectives import graphs, nested, selfsupervised, supervised
from contextures.measure.quantities.optimality import association, fisher, tasks
from contextures.measure.quantities.optimality import encoders as optimality
from contextures.measure.quantities.registry import Quantity, measured
from contextures.measure.quantities.shift import groups, learners, levels
from contextures.measure.quantities.shift import risks as shift
from contextures.measure.quantities.stkr import approximation, estimation, kernel_pca
from contextures.measure.quantities.stkr import population as kernels
from contextures.measure.quantities.stkr import samples as kernel_samples
from contextures.measure.quantities.stkr import solver as kernel_solver
from contextures.measure.quantities.stkr import targets as kernel_targets
from contextures.measure.world import World
from contextures.measure.worlds.bounds import LearningWorld, SampledWorld
from contextures.measure.worlds.contexts import ContextWorld
from contextures.measure.worlds.mixing import MixingWorld
from contextures.measure.worlds.reweighting import SampleWorld
from contextures.measure.worlds.schemes import SchemeWorld
from contextures.measure.worlds.shift import LossWorld
from contextures.measure.worlds.stkr import KernelWorld
from contextures.measure.worlds.transfer import TransferWorld
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Statement
from contextures.theory.symbols.bounds import BOUNDS, SAMPLES, SCHEMES
from contextures.theory.symbols.contexts import CONTEXTS
from contextures.theory.symbols.mixing import MIXING
from contextures.theory.symbols.reweighting import REWEIGHTING
from contextures.theory.symbols.shift import GROUPS, SHIFT
from contextures.theory.symbols.stkr import STKR
from contextures.theory.symbols.transfer import TRANSFER
from contextures.theory.symbols.vocabulary import Vocabulary


@dataclass(frozen=True)
class MeasuredDomain:
    """What the claims of one or more chapters speak of, and how it is measured.

    Attributes
    ----------
    name : str
    world : type of World
        Sees an instance through floats or exact numbers.
    quantities : mapping of str to Quantity
        How each symbol is measured on such a world.
    declared : Domain or None
        The declaration, of a domain that is declared by its sorts alone.
    """

    name: str
    world: type[World]
    quantities: Mapping[str, Quantity]
    declared: Domain | None = None

    @property
    def fields(self) -> frozenset[str]:
        """The fields an instance may have."""
        return frozenset({self.world.main}.union(*(quantity.needs for quantity in self.quantities.values())))

    def needs(self, claim: Claim) -> frozenset[str]:
        """Return the fields of an instance that a claim reads beside the main one."""
        return self.reads(claim.symbols)

    def reads(self, symbols: Iterable[str]) -> frozenset[str]:
        """Return the fields beside the main one that symbols are measured on, directly or through other symbols."""
        used = [self.quantities[name] for name in symbols if name in self.quantities]
        further = [self.reads(quantity.through) for quantity in used]
        return frozenset().union(*(quantity.needs for quantity in used), *further)

    def essential(self, names: Iterable[str]) -> str:
        """Return the field that must be there: the main one, or of a declared domain the first that is named."""
        named = set(names)
        found = (name for name in self.world.sorts if name in named) if self.declared is not None else iter(())
        return next(found, self.world.main)

    def read(self, document: Mapping[str, Any]) -> Instance:
        """Read an instance of this domain from JSON; InputError where it is none."""
        if self.declared is not None:
            sizes = [axis for axis in self.declared.spaces if axis in document and axis not in self.world.sorts]
            return Instance.from_json(document, self.essential(document), sizes, self.world.sorts)
        return Instance.from_json(document, self.world.main, self.world.choices, self.world.sorts)


FINITE_CONTEXTS = MeasuredDomain(
    "finite contexts",
    ContextWorld,
    measured(contexts, supervised, selfsupervised, graphs, nested, optimality, tasks, fisher, association),
)

MIXED_CONTEXTS = MeasuredDomain("mixed contexts", MixingWorld, measured(contexts, operations, worth))
LEARNING = MeasuredDomain("learning", LearningWorld, measured(bounds))
SAMPLING = MeasuredDomain("sampling", SampledWorld, measured(bounds, samples))
SCHEMING = MeasuredDomain("masking schemes", SchemeWorld, measured(schemes))
FINITE_KERNELS = MeasuredDomain(
    "finite kernels",
    KernelWorld,
    measured(kernels, approximation, kernel_samples, kernel_pca, estimation, kernel_targets, kernel_solver),
)

SHIFTED_LOSSES = MeasuredDomain("losses under shift", LossWorld, measured(shift, learners, levels))
GROUPED_LOSSES = MeasuredDomain("losses of groups", LossWorld, measured(shift, groups))
REWEIGHTED_SAMPLES = MeasuredDomain("reweighted samples", SampleWorld, measured(reweighting))
SHIFTED_CONTEXTS = MeasuredDomain("contexts under shift", TransferWorld, measured(contexts, transfer))

DOMAINS: dict[str, MeasuredDomain] = {
    CONTEXTS.chapter: FINITE_CONTEXTS,
    MIXING.chapter: MIXED_CONTEXTS,
    BOUNDS.chapter: LEARNING,
    SAMPLES.chapter: SAMPLING,
    SCHEMES.chapter: SCHEMING,
    STKR.chapter: FINITE_KERNELS,
    SHIFT.chapter: SHIFTED_LOSSES,
    GROUPS.chapter: GROUPED_LOSSES,
    REWEIGHTING.chapter: REWEIGHTED_SAMPLES,
    TRANSFER.chapter: SHIFTED_CONTEXTS,
}
"""By the chapter of a vocabulary; a vocabulary that is not named here has the domain of the one it extends."""


Extra: TypeAlias = tuple[Vocabulary, tuple[Quantity, ...]]
_EXTRAS: dict[str, Extra] = {}


def measure(vocabulary: Vocabulary, *quantities: Quantity) -> None:
    """Say how the symbols that a vocabulary of one's own adds are measured.

    Parameters
    ----------
    vocabulary : Vocabulary
        One that extends the vocabulary of a chapter.
    *quantities : Quantity
        Made by `quantity`; each has the name of a symbol of the vocabulary.

    Raises
    ------
    InputError
        If the vocabulary is one of the package's, or a quantity measures no symbol that it adds.
    """
    parent = vocabulary.parent
    if parent is None or (vocabulary.chapter in DOMAINS and vocabulary.chapter not in _EXTRAS):
        raise InputError(f"the vocabulary {vocabulary.chapter!r} is not one's own: extend one under another name")
    for found in quantities:
        if found.name not in vocabulary or found.name in parent.meanings:
            raise InputError(f"{found.name!r} is no symbol that the vocabulary {vocabulary.chapter!r} adds")
    known = _EXTRAS.get(vocabulary.chapter, (vocabulary, ()))[1]
    own = tuple({q.name: q for q in (*known, *quantities)}.values())
    _EXTRAS[vocabulary.chapter] = vocabulary, own
    inherited = measured_by(parent)
    DOMAINS[vocabulary.chapter] = replace(
        inherited, quantities={**inherited.quantities, **{quantity.name: quantity for quantity in own}}
    )


def extras() -> tuple[Extra, ...]:
    """Return what `measure` was told, so that another process can be told it too."""
    return tuple(_EXTRAS.values())


def domain_of(statement: Statement) -> MeasuredDomain:
    """Return the domain that a statement speaks of.

    Raises
    ------
    ValueError
        If nothing says how the symbols of its vocabulary are measured.
    """
    if statement.domain is not None:
        declared = statement.domain
        return MeasuredDomain(declared.name, world_of(declared), quantities_of(declared), declared)
    return measured_by(statement.vocabulary)


def measured_by(vocabulary: Vocabulary) -> MeasuredDomain:
    """Return the domain that measures the symbols of a chapter's vocabulary, or of one that it extends."""
    ancestor: Vocabulary | None = vocabulary
    while ancestor is not None:
        if ancestor.chapter in DOMAINS:
            return DOMAINS[ancestor.chapter]
        ancestor = ancestor.parent
    raise ValueError(f"no domain measures the symbols of the vocabulary {vocabulary.chapter!r}")
