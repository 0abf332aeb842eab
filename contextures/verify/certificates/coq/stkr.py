"""Chapter 5.2: a kernel with rational eigenvalues, its powers and the norms of their spaces."""

from __future__ import annotations

from fractions import Fraction

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import ZERO, centred, dot
from contextures.verify.certificates.coq.literals import Row, functions, numbers, ordinal, q, table, vector
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

    def norm(self, f: Row) -> Fraction:
        """|f|² in the space of K."""
        parts = zip(self.lam, self.psi, strict=True)
        return sum((dot(self.w, f, g) ** 2 / (dot(self.w, g, g) * value) for value, g in parts if value), ZERO)


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


@template("stkr.universality", "form")
def universality(case: Case) -> str:
    """The square of r_K keeps every order, and is no ratio of norms: the parallelogram law fails."""
    this = Kernel(case)
    f, g = centred(this.w, case.row("task")), centred(this.w, case.row("other_task"))
    plus, minus = ([a + s * b for a, b in zip(f, g, strict=True)] for s in (1, -1))
    if not all(any(h) for h in (f, g, plus, minus)):
        raise case.refuse("one of its functions is 0")
    ratios = {
        name: (dot(this.w, h, h) / this.norm(h)) ** 2
        for name, h in (("f", f), ("g", g), ("plus", plus), ("minus", minus))
    }
    lines = "".join(
        f"Lemma ratio_{name} : r_t {name} = {q(value)}. Proof. by check. Qed.\n"
        f"Lemma in_{name} : in_space w lam psi {name} /\\ (0 < dot w {name} {name})%R. Proof. by split; check. Qed.\n"
        for name, value in ratios.items()
    )
    norms = "".join(
        f"have := norm_of_ratio (eq_trans (esym ratio_{name}) (form _ in_{name})) ltac:(check) => norm_{name}.\n"
        for name in ratios
    )
    return (
        f"{this.names}Notation f := {vector(f)}.\nNotation g := {vector(g)}.\n"
        "Notation plus := (fun x => f x + g x)%R.\nNotation minus := (fun x => f x - g x)%R.\n"
        "Notation r_t := (fun h => smoothness w (fun i => lam i ^+ 1) psi h ^+ 2)%R.\n\n"
        f"{KERNEL}{lines}\n"
        "Theorem refuted : ~ universality_form_printed R.\nProof.\n"
        "move/(_ _ w K lam psi r_t is_a_kernel); cbv zeta => claim.\n"
        "have w0 : forall x, (0 <= w x)%R by check.\n"
        f"have lam0 : forall i, (i < {len(this.w)})%N -> (0 <= lam i)%R by check.\n"
        "have [s form] := claim (fun h h' _ _ => @square_keeps_order R _ w psi w0 lam h h' lam0).\n"
        f"{norms}"
        "have := parallelogram w psi s f g; rewrite norm_f norm_g norm_plus norm_minus.\n"
        "by apply/eqP; check.\nQed.\n"
    )
