"""Verdicts: what can honestly be said of a part, and of a form of a statement, after a search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import sympy as sp

from contextures.formulas import mathml
from contextures.markup import badge, card, paragraph, table
from contextures.theory.statement import Part, Statement, Variant
from contextures.verify.campaign.asked import Ablation
from contextures.verify.proofs.elsewhere import Elsewhere
from contextures.verify.proofs.formal import Formal
from contextures.verify.proofs.registry import IN_WORDS, WHOLE, Proof
from contextures.verify.search.suspects import Tally

LOOSE = 0.99
"""Tightness below which a bound is not taken to be attained."""
MANY = 1000
"""Instances that must have met the hypotheses for a smaller factor to be suggested."""
NEAR = 1.01
"""How much above the best ratio a simple fraction may be to be suggested."""


TRIVIAL = "a cap is active, a term vanishes, or the instance is degenerate"
"""Where a ratio of the two sides says nothing of the formula."""
APART = 0.01
"""By how much the best trivial ratio must exceed the tightness to be shown."""


def trivial_ratio(part: Mapping[str, Any]) -> float | None:
    """Return the best trivial ratio of a part's row where it is worth showing, and None elsewhere."""
    found: float | None = part.get("trivial_tightness")
    return found if found is not None and found > (part.get("tightness") or 0.0) + APART else None


def _told(met: int, tightness: float | None) -> tuple[str, str]:
    """How many instances met the hypotheses, and the best ratio where there is one."""
    return f"{met:,}", "" if tightness is None else f"{tightness:.3f}"


class Verdict(StrEnum):
    """From the worst to the best that can be said of a part; ``ILL_POSED`` is stated of a form and no part has it."""

    REFUTED = "refuted"
    VACUOUS = "vacuous"
    CONSTANT = "constant"
    UNREFUTED = "unrefuted"
    ARGUED = "argued"
    PROVED = "proved"
    ILL_POSED = "ill-posed"


@dataclass(frozen=True, repr=False)
class PartResult:
    """What was found about one part of a claim.

    Attributes
    ----------
    name : str
    verdict : Verdict
    instances, hypotheses_met : int
        Tried, and where the hypotheses were met and the part was defined.
    suspects, undecided : int
        Violations in floats; those that exact arithmetic neither confirmed nor cleared.
    worst_margin : float or None
        Smallest margin; None if the hypotheses were never met.
    tightness : float or None
        Best ratio of the two sides over instances that are not trivial: no cap is active, every printed term is there
        and nothing is degenerate. None for an equality, a bare sign or a refuted part.
    tightest : dict or None
        The instance that attains the tightness.
    trivial : float or None
        Best ratio over the trivial ones, where it exceeds the tightness.
    certificate : dict or None
        The document that proves the refutation, or gives the example of a part that exists.
    constant : (str, float) or None
        Name of an unspecified constant, and the smallest value that fits every instance; ∞ if none does.
    proof : dict or None
        The record of a symbolic proof: its scope, the argument, the identities checked and the facts it uses.
    formal : dict or None
        What a proof assistant has checked of it: the prover, the theorem and the axioms.
    formal_elsewhere : tuple of dict
        The machine-checked proofs that others have published: library, theorem, what each covers and what it leaves.
    """

    name: str
    verdict: Verdict
    instances: int
    hypotheses_met: int
    suspects: int
    undecided: int
    worst_margin: float | None
    tightness: float | None
    tightest: dict[str, Any] | None = None
    trivial: float | None = None
    certificate: dict[str, Any] | None = None
    constant: tuple[str, float] | None = None
    proof: dict[str, Any] | None = None
    formal: dict[str, Any] | None = None
    formal_elsewhere: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(
        cls,
        part: Part,
        tally: Tally,
        certificate: dict[str, Any] | None,
        proof: Proof | None = None,
        formal: Formal | None = None,
        elsewhere: Sequence[Elsewhere] = (),
    ) -> PartResult:
        """Judge a tally; a proof counts where its scope is the whole part and the search agrees."""
        if part.constant is not None and tally.met:
            constant = str(part.constant), tally.constant
            return cls(part.name, Verdict.CONSTANT, tally.instances, tally.met, 0, 0, None, None, constant=constant)
        settled = Verdict.PROVED if part.exists else Verdict.REFUTED
        verdict = settled if certificate else Verdict.UNREFUTED if tally.met else Verdict.VACUOUS
        if verdict is Verdict.UNREFUTED:
            verdict = settled_by(proof, formal)
        bare = part.relation == "==" or part.lhs == sp.S.Zero or part.rhs == sp.S.Zero
        tight = not (certificate or bare) and tally.tightness is not None
        more = tally.trivial is not None and tally.trivial > (tally.tightness or 0.0)
        return cls(
            name=part.name,
            verdict=verdict,
            instances=tally.instances,
            hypotheses_met=tally.met,
            suspects=tally.suspects,
            undecided=tally.undecided,
            worst_margin=float(tally.worst) if np.isfinite(tally.worst) and not part.exists else None,
            tightness=min(1.0, tally.tightness) if tight and tally.tightness is not None else None,
            tightest=tally.tightest.instance(0).to_json() if tight and tally.tightest is not None else None,
            trivial=min(1.0, tally.trivial) if more and not certificate and tally.trivial is not None else None,
            certificate=certificate,
            proof=None if proof is None else proof.record(),
            formal=None if formal is None else formal.record(),
            formal_elsewhere=tuple(known.record() for known in elsewhere),
        )

    def __repr__(self) -> str:
        """The part and its verdict."""
        return f"PartResult({self.name}: {self.verdict}, {self.hypotheses_met:,} of {self.instances:,} instances)"

    @property
    def hinges(self) -> tuple[str, ...]:
        """What its certificate hinges on."""
        return tuple((self.certificate or {}).get("hinges", ()))

    @property
    def conjecture(self) -> str | None:
        """A factor below 1 on the larger side that the search suggests; None where the bound is attained."""
        best = self.best_ratio
        if best is None or not 0 < best < LOOSE or self.hypotheses_met < MANY:
            return None
        for bottom in range(1, 13):
            top = int(np.ceil(best * bottom))
            if top < bottom and top / bottom <= best * NEAR:
                return f"{top}/{bottom}"
        return f"{np.ceil(best * 1000) / 1000:.3f}"

    @property
    def best_ratio(self) -> float | None:
        """The best ratio of the two sides over all instances, trivial ones included."""
        return max((ratio for ratio in (self.tightness, self.trivial) if ratio is not None), default=None)

    @property
    def contradicted(self) -> bool:
        """Whether it is refuted although a proof or an argument for the whole part is at hand: our own failure."""
        whole = self.proof is not None and (self.proof["whole"] or self.proof["argued"])
        return self.verdict is Verdict.REFUTED and bool(whole)

    def to_json(self) -> dict[str, Any]:
        """Return the row of the part, without its certificate."""
        return {
            "name": self.name,
            "verdict": str(self.verdict),
            "instances": self.instances,
            "hypotheses_met": self.hypotheses_met,
            "suspects": self.suspects,
            "undecided": self.undecided,
            "worst_margin": self.worst_margin,
            "tightness": self.tightness,
            "tightest": self.tightest,
            "trivial_tightness": self.trivial,
            "conjecture": self.conjecture,
            "constant": self._constant(),
            "proof": self.proof,
            **({} if self.formal is None else {"formal": self.formal}),
            **({"formal_elsewhere": list(self.formal_elsewhere)} if self.formal_elsewhere else {}),
            **({} if self.certificate is None else {"hinges": list(self.hinges)}),
        }

    def _constant(self) -> dict[str, Any] | None:
        if self.constant is None:
            return None
        name, smallest = self.constant
        return {"name": name, "smallest": smallest if np.isfinite(smallest) else None}


def settled_by(proof: Proof | None, formal: Formal | None) -> Verdict:
    """Return what a part is that no search refutes: proved by SymPy or a proof assistant, argued, or unrefuted."""
    if (proof is not None and proof.whole) or (formal is not None and formal.proves):
        return Verdict.PROVED
    return Verdict.ARGUED if proof is not None and proof.argued else Verdict.UNREFUTED


def worst(verdicts: Iterable[str]) -> Verdict:
    """Return the verdict of a form from those of its parts; it is ill-posed where it has none."""
    order = list(Verdict)
    return min(map(Verdict, verdicts), key=order.index, default=Verdict.ILL_POSED)


def proof_of_parts(proofs: Mapping[str, dict[str, Any] | None]) -> dict[str, Any] | None:
    """Return what the records of the parts of a form, None where there is none, prove of the form; None if nothing."""
    found = {name: record for name, record in proofs.items() if record is not None}
    if not found:
        return None
    if len(found) == len(proofs):
        for whole, scope in ((("whole",), WHOLE), (("whole", "argued"), IN_WORDS)):
            if all(any(record[name] for name in whole) for record in found.values()):
                return {"scope": scope, "parts": found}
    scopes = [
        f"part {name}" if record["whole"] else f"part {name} ({record['scope']})" for name, record in found.items()
    ]
    return {"scope": ", ".join(scopes), "parts": found}


def headline(verdict: str, hinges: Sequence[str]) -> tuple[bool, int]:
    """Return what orders the certificates of a row: refutations first, and of those the one that hinges on least."""
    return verdict != Verdict.REFUTED, len(hinges)


def certificate_path(id_: str, variant: str, part: str | None) -> str:
    """Return where the certificate of a part is written, relative to the output folder; None: it heads the row."""
    return f"certificates/{id_}.{variant}{f'.{part}' if part else ''}.json"


@dataclass(frozen=True, repr=False)
class Result:
    """What was found about one form of a statement.

    Attributes
    ----------
    statement : Statement
    variant : {"printed", "corrected"}
    parts : tuple of PartResult
    ablation : mapping of str to Asked, or None
        What was seen of each hypothesis of the parts that are not refuted; None where that was not asked.
    seconds : float
        Time spent on it, over all workers.
    """

    statement: Statement
    variant: Variant
    parts: tuple[PartResult, ...]
    ablation: Ablation | None = None
    seconds: float = field(compare=False, default=0.0)

    def __repr__(self) -> str:
        """The form, its verdict and those of its parts."""
        parts = ", ".join(f"{part.name} {part.verdict}" for part in self.parts)
        return f"Result({self.statement.id} ({self.variant}): {self.verdict}; {parts})"

    def _repr_html_(self) -> str:
        """A row for each part, for a notebook."""
        claim = self.statement.variants[self.variant]
        rows = [[part.name, *_told(part.hypotheses_met, part.tightness), badge(part.verdict)] for part in self.parts]
        words = [paragraph(claim.text), mathml(claim.tex, True)]
        title = f"{self.statement.id} ({self.variant}): {self.verdict}"
        return card(title, *words, table(["part", "met", "tight", "verdict"], rows))

    @property
    def cells(self) -> list[str]:
        """What a table of forms tells: the id, the form, how many instances met the hypotheses, the best ratio."""
        return [self.statement.id, self.variant, *_told(self.hypotheses_met, self.tightness)]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of the parts."""
        return worst(part.verdict for part in self.parts)

    @property
    def falls_in_print(self) -> bool:
        """Whether a part falls that is neither folklore nor reconstructed."""
        fallen = (part.name for part in self.parts if part.verdict is Verdict.REFUTED)
        return not all(self.statement.source.reconstructs(name) for name in fallen)

    @property
    def ill_posed(self) -> str:
        """Why the form has no definite content; empty where it has."""
        return self.statement.variants[self.variant].ill_posed

    @property
    def hypotheses_met(self) -> int:
        """Instances that met the hypotheses of the part that met them most often."""
        return max((part.hypotheses_met for part in self.parts), default=0)

    @property
    def needed(self) -> dict[str, dict[str, Any] | None] | None:
        """By hypothesis the certificate that it is needed, or None where it was not seen to be; None if not asked."""
        return None if self.ablation is None else {name: asked.certificate for name, asked in self.ablation.items()}

    @property
    def certified_part(self) -> PartResult | None:
        """The refuted part whose certificate hinges on least, or else one with an example; it stands for the row."""
        certified = [part for part in self.parts if part.certificate]
        return min(certified, key=lambda part: headline(part.verdict, part.hinges), default=None)

    @property
    def tightness(self) -> float | None:
        """The tightness of the loosest inequality; None if refuted or without one."""
        found = [part.tightness for part in self.parts if part.tightness is not None]
        return min(found) if found and self.verdict is not Verdict.REFUTED else None

    @property
    def worst_margin(self) -> float | None:
        """The smallest margin of the parts."""
        found = [part.worst_margin for part in self.parts if part.worst_margin is not None]
        return min(found) if found else None

    @property
    def proof(self) -> dict[str, Any] | None:
        """What is proved of it, by part; the scope says whether that is all of it."""
        return proof_of_parts({part.name: part.proof for part in self.parts})

    def to_json(self) -> dict[str, Any]:
        """Return the row of the contract; certificate paths are relative to the output folder."""
        certified = self.certified_part
        return {
            "id": self.statement.id,
            "variant": self.variant,
            "verdict": str(self.verdict),
            "reconstructed": self.statement.source.reconstructed,
            **({"ill_posed": self.ill_posed} if self.ill_posed else {}),
            "instances": max((part.instances for part in self.parts), default=0),
            "hypotheses_met": self.hypotheses_met,
            "undecided": sum(part.undecided for part in self.parts),
            "worst_margin": self.worst_margin,
            "tightness": self.tightness,
            "certificate": self.certificate_path(certified) if certified else None,
            "needed": None
            if self.needed is None
            else {name: self.needed_path(name) if found else None for name, found in self.needed.items()},
            "ablation": None
            if self.ablation is None
            else {
                name: {"instances": asked.instances, "alone": asked.alone, "met": asked.met}
                for name, asked in self.ablation.items()
            },
            "parts": [
                {
                    **part.to_json(),
                    "certificate": self.certificate_path(part) if part.certificate else None,
                    **({"reconstructed": True} if part.name in self.statement.source.recalled else {}),
                }
                for part in self.parts
            ],
            "proof": self.proof,
            "seconds": round(self.seconds, 3),
        }

    def certificate_path(self, part: PartResult) -> str:
        """Return where the certificate of a part is written: the row's own name for the one that stands for it."""
        return certificate_path(self.statement.id, self.variant, None if part is self.certified_part else part.name)

    def certificates(self) -> dict[str, dict[str, Any]]:
        """Return the certificates by path: refutations and examples, then those of needed hypotheses."""
        settled = {self.certificate_path(part): part.certificate for part in self.parts if part.certificate}
        needed = {self.needed_path(name): found for name, found in (self.needed or {}).items() if found}
        return {**settled, **needed}

    def needed_path(self, hypothesis: str) -> str:
        """Return where the certificate that a hypothesis is needed is written."""
        return f"certificates/{self.statement.id}.{self.variant}.needed.{hypothesis}.json"
