"""Chapter 5: encoders given on A, and their errors on invariant tasks."""

from __future__ import annotations

from fractions import Fraction

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import ZERO, apply, columns, dot, solve, squares
from contextures.verify.certificates.coq.literals import q, table, vector
from contextures.verify.certificates.coq.spans import not_counted
from contextures.verify.certificates.coq.spectrum import IS_LAW, FiniteContext, Modes, law_of


@template("bounds.minimax-lower", "only-if")
def minimax_lower(case: Case) -> str:
    """An encoder that attains the bound and is no top encoder."""
    context = FiniteContext.of(case)
    family = context.on_a(case.columns("dual_encoder"))
    image = [apply(context.T, g) for g in family]
    eps, B = case.ratio("epsilon"), case.ratio("B")
    modes = Modes(*context.modes())
    d, p = len(family), context.p
    last = modes.square(d)
    if last == 1:
        raise case.refuse("λ_{d+1} = 1: the bound is no number")
    beta = last / (1 - last) * eps / (1 - eps)
    # the certificate's multiplier is that of ‖f‖²/(1−ε) − ‖g‖² ≥ 0, the file's that of ‖Tg‖² − (1−ε)‖g‖² ≥ 0
    eta = Fraction(case.witness["error"]["eta"]) / (1 - eps)
    gram = [[dot(p, f, g) for g in image] for f in image]
    found = [solve(gram, [dot(p, f, column) for f in image]) for column in columns(context.T)]
    probe = columns([line for line in found if line is not None])
    rest = [
        [value - sum((w[a] * f[x] for w, f in zip(probe, image, strict=True)), ZERO) for a, value in enumerate(line)]
        for x, line in enumerate(context.T)
    ]
    size = range(context.M)
    pair = [[sum((v[a] * v[b] / x for v, x in zip(context.P, p, strict=True)), ZERO) for b in size] for a in size]
    form = [
        [
            (beta - eta) * pair[a][b]
            - sum((x * line[a] * line[b] for x, line in zip(p, rest, strict=True)), ZERO)
            + eta * (1 - eps) * (a == b) * context.q[a]
            for b in size
        ]
        for a in size
    ]
    sums = squares(form)
    if sums is None:
        raise case.refuse("the form of its dual point is not a sum of squares at the bound")
    closed = " ".join(f"square_{i}" for i in sorted({d}))
    return (
        f"{law_of(context)}Notation Phi := {table(family)}.\nNotation eps := {q(eps)}.\nNotation B := "
        f"{q(B)}.\n{modes.names}\n"
        f"{IS_LAW}{modes.statement}"
        "(** The probe of a task, and a dual point with its sum of squares. *)\n"
        f"Lemma attains : invariant_error_at_most P (fun k => T P (Phi k)) eps B ({q(beta)} * B ^+ 2)%R.\nProof.\n"
        f"apply: (invariant_error_at_most_by (eta := {q(eta)}) (W := {table(probe)})\n"
        f"  (D := {vector(sums[0])}) (L := {table(sums[1])}) is_a_law); check.\nQed.\n"
        f"Lemma separated : (s {d}%N < s {d - 1}%N)%R.\nProof. {modes.less} Qed.\n\n"
        "Theorem refuted : ~ minimax_lower_only_if_printed R.\nProof.\n"
        "move/(_ _ _ _ P Phi s mu eps B is_a_law are_singular ltac:(check) ltac:(check) ltac:(check)).\n"
        f"{modes.known([d])}rewrite {closed}; cbv zeta.\n"
        f"have -> : ({q(last)} / (1 - {q(last)}) * (eps / (1 - eps)) = {q(beta)})%R by check.\n"
        "move/(_ ltac:(check) separated attains) => H.\n"
        f"{not_counted(case, modes, image, context.TTs, known=(d,))}Qed.\n"
    )
