"""Chapter 7: directions of a trained encoder that are chosen by the means of tasks, and better ones."""

from __future__ import annotations

from fractions import Fraction

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.linear import (
    ONE,
    ZERO,
    apply,
    centred,
    columns,
    combination,
    dot,
    orthogonal,
    solve,
)
from contextures.verify.certificates.coq.literals import Row, functions, listed, numbers, q, row, table
from contextures.verify.certificates.coq.minimisers import KY_FAN, full, images, loss, strength
from contextures.verify.certificates.coq.spans import spanned_by
from contextures.verify.certificates.coq.spectrum import eigensystem, law_of, product


def unit(size: int) -> list[Row]:
    """The identity matrix."""
    return [[ONE if i == j else ZERO for j in range(size)] for i in range(size)]


class Trained:
    """A law, tasks, and directions of an encoder.

    Parameters
    ----------
    case : Case
    """

    def __init__(self, case: Case) -> None:
        self.case, self.context = case, full(case)
        context, tasks = self.context, case.subject.instance.fields["tasks"]
        self.tasks = [[[Fraction(v) for v in line] for line in task] for task in tasks]
        self.f = case.columns("f")
        self.centred = [centred(context.p, line) for line in self.f]
        self.directions = columns(case.rows("frame"))[: case.size("d")]
        unit_ = len(self.tasks) * case.ratio("epsilon") ** 2
        self.means = [[ZERO] * len(self.f) for _ in self.f]
        kernel = [[ZERO] * context.M for _ in range(context.M)]
        for task in self.tasks:
            for values in columns(task):
                mass = dot(context.q, values, [ONE] * context.M)
                if not mass:
                    continue
                reached = apply(context.P, values)
                means = [dot([ONE] * context.N, reached, line) / mass for line in self.centred]
                shift = [value / mass - 1 for value in values]
                self.means = [
                    [m + mass * a * b / unit_ for b, m in zip(means, line, strict=True)]
                    for a, line in zip(means, self.means, strict=True)
                ]
                kernel = [
                    [m + mass * a * b / unit_ for b, m in zip(shift, line, strict=True)]
                    for a, line in zip(shift, kernel, strict=True)
                ]
        seen = product(context.T, kernel)
        kernel = product(seen, columns(context.T))
        self.operator = [[v * p for v, p in zip(line, context.p, strict=True)] for line in kernel]

    def gain(self, family: list[Row]) -> Fraction:
        """J of orthogonal functions."""
        p = self.context.p
        return sum((dot(p, f, apply(self.operator, f)) / dot(p, f, f) for f in family), ZERO)

    def best(self, d: int) -> list[Row]:
        """Orthogonal functions in the span of f, less its means, that have the largest gain."""
        p, onto = self.context.p, orthogonal(self.context.p, self.centred)
        projector = [
            [sum((u[x] * u[y] * p[y] / dot(p, u, u) for u in onto), ZERO) for y in range(len(p))] for x in range(len(p))
        ]
        _, found = eigensystem(self.case, product(projector, product(self.operator, projector)), p)
        inside = [f for f in found if combination(f, self.centred) is not None][:d]
        if len(inside) < d:
            raise self.case.refuse("the best functions lie outside of the span")
        return inside


@template("neighbours.tang-posthoc-trained", "any", "minimiser")
def posthoc(case: Case) -> str:
    """Components of unequal lengths, whose directions by means are not the best."""
    this, trained = Trained(case), case.subject.part.name == "minimiser"
    context, d, e = this.context, case.size("d"), len(this.f)
    theta, vectors = eigensystem(case, this.means, [ONE] * e)
    there, back = spanned_by(case, this.directions, vectors[:d])
    along = [
        [sum((w * line[x] for w, line in zip(direction, this.centred, strict=True)), ZERO) for x in range(context.N)]
        for direction in this.directions
    ]
    own, best = orthogonal(context.p, along), this.best(d)
    forth, again = spanned_by(case, own, along)
    coefficients = [combination(f, this.centred) or [] for f in best]
    inverses = [solve(this.centred, line) for line in unit(e)]
    if len(own) < d or None in inverses:
        raise case.refuse("the components are linearly dependent")
    minimises = given = ""
    if trained:
        g = images(case)
        if loss(context.p, context.q, context.P, this.centred, g) != -strength(context.P):
            raise case.refuse(f"more than {e} modes are left: {KY_FAN}")
        minimises = (
            f"Notation g := {table(g)}.\n"
            f"Lemma minimises (f' : 'I_{e} -> 'I_{context.N} -> R) g' :\n"
            "  (cross_loss P (fun i => centred (pX P) (f i)) g\n"
            "    <= cross_loss P (fun i => centred (pX P) (f' i)) g')%R.\n"
            "Proof. by apply: le_trans (centred_loss_least is_a_law f' g'); check. Qed.\n"
        )
        given = " minimises"
    written = listed(listed(map(row, task)) for task in this.tasks)
    sizes = len(this.tasks), context.M, len(this.tasks[0][0])
    kinds = f"(t : 'I_{sizes[0]}) (a : 'I_{sizes[1]}) (v : 'I_{sizes[2]})"
    return (
        f"{law_of(context)}Notation tasks := {written}.\n"
        f"Notation task := (fun {kinds} => q R (nth 0 (nth [::] (nth [::] tasks t) a) v)).\n"
        f"Notation eps := {q(case.ratio('epsilon'))}.\nNotation f := {table(this.f)}.\n"
        f"Notation W := {table(this.directions)}.\nNotation own := {table(own)}.\nNotation best := {table(best)}.\n\n"
        "Lemma is_a_law : is_law P. Proof. by check. Qed.\n"
        "Lemma are_tasks t : is_channel (task t).\n"
        "Proof. by move=> a; split; [move=> v; move: t a v; check | move: t a; check]. Qed.\n"
        "Lemma independent_f : independent_components P f.\n"
        f"Proof. by apply: (independent_by (B := {table([line for line in inverses if line])})); check. Qed.\n"
        f"Lemma directions : top_directions P task eps f W.\nProof.\nsplit; first by check.\n"
        f"exists {numbers(theta)}, {functions(vectors, e)}; first by check.\n"
        f"by apply: (span_by (A := {there}) (B := {back})); check.\nQed.\n"
        f"{minimises}"
        "Lemma own_orthogonal : orthogonal_family P own. Proof. by split; check. Qed.\n"
        "Lemma best_orthogonal : orthogonal_family P best. Proof. by split; check. Qed.\n"
        "Lemma own_span h : spanned own h <-> spanned (along_directions P f W) h.\n"
        f"Proof. by move: h; apply: (span_by (A := {forth}) (B := {again})); check. Qed.\n"
        "Lemma best_inside k : spanned (fun i => centred (pX P) (f i)) (best k).\n"
        f"Proof. by exists ({table(coefficients)} k); move: k; check. Qed.\n"
        f"Lemma lhs : gain_of P task eps own = {q(case.side('lhs'))}. Proof. by check. Qed.\n"
        f"Lemma rhs : gain_of P task eps best = {q(case.side('rhs'))}. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof.\nmove=> claim.\n"
        f"have := claim _ _ _ _ _ _ P task eps f{' g' if trained else ''} W is_a_law are_tasks ltac:(check) isT "
        f"independent_f directions{given}\n  own best own_orthogonal best_orthogonal own_span best_inside.\n"
        "by rewrite lhs rhs; apply/negP; rewrite -ltNge; check.\nQed.\n"
    )
