"""Chapter 5.2: a kernel with rational eigenvalues, its powers and the norms of their spaces."""

from __future__ import annotations

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import ZERO, centred
from contextures.verify.certificates.coq.literals import functions, numbers, ordinal, q, table, vector
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
