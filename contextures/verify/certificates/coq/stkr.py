"""Chapter 5.2: a kernel with rational eigenvalues, its powers and the norms of their spaces."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from contextures.verify.certificates.coq.case import Case, matrix, template
from contextures.verify.certificates.coq.linear import ZERO, apply, centred, null_space
from contextures.verify.certificates.coq.literals import Row, functions, listed, numbers, ordinal, q, table, vector
from contextures.verify.certificates.coq.spectrum import LARGEST, eigensystem


class Kernel:
    """A law and the kernel of features with their means removed."""

    def __init__(self, case: Case) -> None:
        self.w = case.row("marginal")
        if len(self.w) > LARGEST or not all(self.w):
            raise case.refuse(f"it has points without mass or more than {LARGEST} points")
        features = [centred(self.w, f) for f in case.columns("base")]
        scale = case.ratio("scale")
        points = range(len(self.w))
        self.K = [[scale * sum((f[x] * f[y] for f in features), ZERO) for y in points] for x in points]
        self.operator = [[v * p for v, p in zip(line, self.w, strict=True)] for line in self.K]
        self.lam, self.psi = eigensystem(case, self.operator, self.w)

    @property
    def names(self) -> str:
        """The notations and the lemma of the kernel."""
        return (
            f"Notation w := {vector(self.w)}.\nNotation K := {table(self.K)}.\nNotation lam := {numbers(self.lam)}.\n"
            f"Notation psi := {functions(self.psi, len(self.w))}.\n"
        )


SAMPLES = 64
"""Samples of a law; beyond, a file takes Coq minutes."""
DIGITS = (1, 4, 40, 400, 4000)
"""Units in which a direction is rounded."""
KERNEL = "Lemma is_a_kernel : base_kernel w K lam psi. Proof. by check. Qed.\n"


@template("stkr.kernel-metric", "metric")
def kernel_metric(case: Case) -> str:
    """A distance and the sum that is its square."""
    this, power = Kernel(case), case.size("p")
    value = case.side("rhs")
    size = len(this.w)
    places = f"{ordinal(0, size)} {ordinal(1, size)}"
    distance = (
        f"space_norm w (fun i => lam i ^+ {power})%R psi\n"
        f"  (fun z => transformed_kernel w (fun i => lam i ^+ {power})%R psi {ordinal(0, size)} z\n"
        f"    - transformed_kernel w (fun i => lam i ^+ {power})%R psi {ordinal(1, size)} z)%R"
    )
    return (
        f"{this.names}\n{KERNEL}"
        f"Lemma lhs : ({distance} = {q(value)})%R. Proof. by check. Qed.\n"
        f"Lemma rhs : (\\sum_(i < {size}) lam i ^+ {power} * (psi i {ordinal(0, size)} - psi i "
        f"{ordinal(1, size)}) ^+ 2\n"
        f"    / dot w (psi i) (psi i) = {q(value)})%R.\nProof. by check. Qed.\n\n"
        "Theorem refuted : ~ kernel_metric_metric_printed R.\nProof.\n"
        f"move/(_ _ w K lam psi {power}%N {places} is_a_kernel isT); cbv zeta; rewrite lhs rhs.\n"
        f"move/(congr1 (fun r => r ^+ 2)%R); rewrite sqr_sqrtr; last by check.\n"
        "by apply/eqP; check.\nQed.\n"
    )


def _long(form: list[Row], limit: Fraction) -> Row | None:
    """A vector v with v'Gv at least a multiple of |v|^2; None where none with few digits has it."""
    fixed = null_space([[value - limit * (i == j) for j, value in enumerate(line)] for i, line in enumerate(form)])
    top = np.linalg.eigh(matrix(form))[1][:, -1]
    rounded = [[Fraction(round(float(v) * unit), unit) for v in top / abs(top).max()] for unit in DIGITS]
    for v in [*fixed, *rounded]:
        if sum((x * y for x, y in zip(v, apply(form, v), strict=True)), ZERO) >= limit * sum(x * x for x in v):
            return v
    return None


@template("stkr.wrong-transform", "well-posed")
def wrong_transform(case: Case) -> str:
    """Samples without an inverse Laplacian, too probable together."""
    this, eta, delta = Kernel(case), case.ratio("eta"), case.ratio("delta")
    points, size = len(this.w), case.size("n") + case.size("m")
    if points**size > SAMPLES:
        raise case.refuse(f"it has {points**size} samples, too many (at most {SAMPLES})")
    found = dict[tuple[int, ...], Row]()
    for sample in product(range(points), repeat=size):
        v = _long([[this.K[x][y] for y in sample] for x in sample], size / eta)
        if v is not None:
            found[sample] = v
    probability = sum((prod((this.w[x] for x in sample), start=Fraction(1)) for sample in found), ZERO)
    if probability <= delta:
        raise case.refuse("a direction of a sample has more digits than are tried")
    tuples = [f"[tuple of {listed(ordinal(x, points) for x in sample)}]" for sample in found]
    witnesses = "".join(f"- by exists {vector(v)}; check.\n" for v in found.values())
    return (
        f"{this.names}Notation eta := {q(eta)}.\nNotation delta := {q(delta)}.\n"
        f"Notation samples := {listed(tuples)}.\n\n{KERNEL}"
        "(** A direction in which the kernel on a sample is as large as that. *)\n"
        "Lemma without_transform : forall z, z \\in samples -> ill_posed K eta z.\nProof.\n"
        f"apply: everyP; cbn [every]; do !split=> //.\n{witnesses}Qed.\n"
        f"Lemma lhs : (\\sum_(z <- samples) \\prod_(i < {size}) w (tnth z i) = {q(probability)})%R.\n"
        "Proof. by rewrite !big_cons big_nil !big_ord_recl !big_ord0; check. Qed.\n\n"
        "Theorem refuted : ~ wrong_transform_well_posed_printed R.\nProof.\n"
        "move/(_ _ _ w K lam psi eta delta samples is_a_kernel) => claim.\n"
        "have := claim ltac:(check) ltac:(check) ltac:(check) ltac:(check) ltac:(check) isT isT without_transform.\n"
        "by rewrite lhs; apply/negP; rewrite -ltNge; check.\nQed.\n"
    )
