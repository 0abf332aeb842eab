"""Chapter 4: two contexts with one law of X, and their convex combination."""

from __future__ import annotations

from fractions import Fraction

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import ZERO, columns
from contextures.verify.certificates.coq.literals import Row, functions, numbers, q
from contextures.verify.certificates.coq.spectrum import FiniteContext, Modes


def tau(squares: Row, d: int) -> Fraction:
    """τ_d from squared singular values, the constant first; they are 0 beyond the last."""
    after = squares[d + 1] if d + 1 < len(squares) else ZERO
    return 1 / (1 - after) + sum(squares[1 : d + 1], ZERO) / sum(squares[1:], ZERO)


FACTORS = {"smaller": Fraction(1), "clearly-smaller": Fraction(3, 2)}
"""By what factor the τ of the mixture is to be smaller."""


@template("mixing.moderate", *FACTORS)
def moderate(case: Case) -> str:
    """A strong and a weak context, and a mixture with a smaller τ."""
    part = case.subject.part.name
    first = FiniteContext.of(case)
    weights = case.row("mixture")
    if len(weights) != 2:
        raise case.refuse("the example is of two contexts")
    rows = [[x * v / sum(line) for v in line] for line, x in zip(case.rows("second"), first.p, strict=True)]
    second = FiniteContext.of(case, rows)
    w = weights[0] / sum(weights)
    joint = [[w * v for v in a] + [(1 - w) * v for v in b] for a, b in zip(first.P, second.P, strict=True)]
    mixed = FiniteContext(case, joint, first.kept_x, [])
    modes = [
        Modes(*context.modes(), law=f"({law})", s=f"s{tag}", mu=f"mu{tag}", lemma=f"are_singular{tag}", rooted=True)
        for context, tag, law in (
            (first, "1", f"upto P1 {first.M}"),
            (second, "2", f"upto P2 {second.M}"),
            (mixed, "", f"upto P {mixed.M}"),
        )
    ]
    best = min((d for d in range(1, first.N) if modes[2].square(d + 1) < 1), key=lambda d: tau(modes[2].squares, d))
    value = tau(modes[2].squares, best)
    limit = FACTORS[part] * value
    squares = [numbers(m.squares) for m in modes]
    size = first.N
    same = "".join(
        f"Lemma same{tag} : (fun i => s{tag} i ^+ 2)%R =1 {lam}. Proof. by apply: roots_squares; check. Qed.\n"
        for m, tag, lam in zip(modes, ("1", "2", ""), squares, strict=True)
    )
    above = "".join(
        f"Lemma above{tag} : tau_above {size} (fun i => s{tag} i ^+ 2)%R {q(limit)}.\n"
        f"Proof. by apply: (eq_tau_above same{tag}); apply: tau_above_by; check. Qed.\n"
        for tag in "12"
    )
    return (
        f"Notation P1 := (fun x a => {functions(columns(first.P), size)} a x).\n"
        f"Notation P2 := (fun x a => {functions(columns(second.P), size)} a x).\n"
        f"Notation w := {q(w)}.\nNotation P := (combination w P1 P2 {first.M}).\n"
        f"{''.join(m.names for m in modes)}\n"
        f"Lemma are_laws : [/\\ is_law (upto P1 {first.M}), is_law (upto P2 {second.M}), is_law (upto P "
        f"({first.M} + {second.M})),\n"
        f"  0 <= w <= 1 & forall x, pX (upto P1 {first.M}) x = pX (upto P2 {second.M}) x]%R.\nProof. by split; "
        "check. Qed.\n"
        f"{''.join(m.statement for m in modes)}{same}{above}"
        f"Lemma weak_is_not_zero : (0 < s2 1%N ^+ 2)%R. Proof. by rewrite same2; check. Qed.\n"
        f"Lemma strong_exceeds_weak : (\\sum_(i < {size - 1}) s2 i.+1 ^+ 2 < s1 {size - 1}%N ^+ 2)%R.\n"
        "Proof. by rewrite same1; under eq_bigr do rewrite same2; check. Qed.\n"
        f"Lemma lhs : tau_at {size} (fun i => s i ^+ 2)%R {best} = {q(value)}. Proof. by rewrite (eq_tau _ _ "
        "same); check. Qed.\n\n"
        f"Theorem holds : moderate_{part.replace('-', '_')}_printed R.\nProof.\n"
        f"exists {size}%N, {first.M}%N, {second.M}%N, P1, P2, w, s1, mu1, s2, mu2, s, mu; split.\n"
        "- exact: are_laws.\n- by split; [exact: are_singular1 | exact: are_singular2 | exact: are_singular].\n"
        "- exact: weak_is_not_zero.\n- exact: strong_exceeds_weak.\n"
        f"- exists {best - 1}%N; split; first by rewrite same; check.\n"
        f"  by cbv zeta; rewrite lhs (_ : _ * _ = {q(limit)})%R; [split; [exact: above1 | exact: above2] | check].\n"
        "Qed.\n"
    )
