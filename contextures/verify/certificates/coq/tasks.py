"""Chapter 7, the price of a fixed rule: a law by its singular values, task covariances in its singular functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contextures.verify.certificates.coq.case import TEMPLATES, Case, template
from contextures.verify.certificates.coq.linear import ONE, ZERO, columns
from contextures.verify.certificates.coq.literals import Row, entries, functions, numbers, q, table, vector
from contextures.verify.certificates.coq.spectrum import LARGEST, eigensystem, product, root

TITLE = "n d s Lam lam top theta"
"""What a problem is made of."""


def spectrum(case: Case, matrix: list[Row]) -> tuple[Row, str]:
    """The eigenvalues of a symmetric matrix, descending, and its eigenvectors as they are written."""
    values, vectors = eigensystem(case, matrix, [ONE] * len(matrix))
    return values, functions(vectors, len(matrix))


@dataclass(frozen=True)
class Problem:
    """A law and a task covariance.

    Attributes
    ----------
    case : Case
    mark : str
        What the names of the covariance end with.
    """

    case: Case
    mark: str = ""

    @property
    def d(self) -> int:
        """The width."""
        return self.case.size("d")

    @property
    def s(self) -> Row:
        """The singular values, descending."""
        found = sorted(self.case.row("s"), reverse=True)
        if len(found) > LARGEST:
            raise self.case.refuse(f"there are {len(found)} singular functions, too many (at most {LARGEST})")
        return found

    @property
    def task(self) -> list[Row]:
        """Λ."""
        number = "2" if self.mark else ""
        lam, turn = self.case.row(f"lam{number}"), self.case.rows(f"turn{number}")
        return product([[v * w for v, w in zip(line, lam, strict=True)] for line in turn], columns(turn))

    @property
    def half(self) -> int:
        """How many functions the first block has."""
        return min(2 * self.d, len(self.s))

    def block(self, start: int, end: int) -> list[Row]:
        """A diagonal block of Λ."""
        return [line[start:end] for line in self.task[start:end]]

    def lemma(self, name: str, size: int, matrix: str, values: str, vectors: str) -> str:
        """The eigenvalues of a matrix."""
        return f"Lemma {name}{self.mark} : spectrum {size} {matrix} {values}. Proof. by exists {vectors}; check. Qed.\n"

    @property
    def text(self) -> str:
        """The notations, and the lemmas that make a problem."""
        s, task, mark = self.s, self.task, self.mark
        seen = [[x * v * y for v, y in zip(line, s, strict=True)] for x, line in zip(s, task, strict=True)]
        found = {
            "lam": spectrum(self.case, task),
            "top": spectrum(self.case, self.block(0, self.half)),
            "theta": spectrum(self.case, seen),
        }
        law = "" if mark else f"Notation n := {len(s)}%N.\nNotation d := {self.d}%N.\nNotation s := {numbers(s)}.\n"
        values = "".join(f"Notation {name}{mark} := {numbers(of)}.\n" for name, (of, _) in found.items())
        return (
            f"{law}Notation Lam{mark} := {entries(task)}.\n{values}\n"
            + self.lemma("task_spectrum", len(s), f"Lam{mark}", f"lam{mark}", found["lam"][1])
            + self.lemma("top_spectrum", self.half, f"Lam{mark}", f"top{mark}", found["top"][1])
            + self.lemma("seen_spectrum", len(s), f"(image s Lam{mark})", f"theta{mark}", found["theta"][1])
            + f"Lemma is_problem{mark} : problem n d s Lam{mark} lam{mark} top{mark} theta{mark}.\n"
            f"Proof. by split; [| premise | split; [exact: task_spectrum{mark} | check] | exact: top_spectrum{mark} | "
            f"exact: seen_spectrum{mark}]. Qed.\n"
        )


def ending(case: Case, claim: str, lhs: str, rhs: str) -> str:
    """The two sides and the theorem."""
    return (
        f"Lemma lhs : (({lhs}) = {q(case.side('lhs'))})%R. Proof. by check. Qed.\n"
        f"Lemma rhs : (({rhs}) = {q(case.side('rhs'))})%R. Proof. by check. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} R.\nProof. by move=> claim; refute (claim {claim}) lhs rhs. Qed.\n"
    )


def problem(id_: str, part: str, lhs: str, rhs: str, more: Callable[[Case], tuple[str, str]] | None = None) -> None:
    """Register a claim about a problem; what more it takes: notations or lemmas, and arguments."""

    def write(case: Case) -> str:
        beside, arguments = more(case) if more else ("", "")
        return Problem(case).text + beside + ending(case, f"{TITLE}{arguments} is_problem", lhs, rhs)

    TEMPLATES[f"neighbours.tang-{id_}", part] = write


def ends(case: Case) -> str:
    """A law and the extreme eigenvalues of Λ."""
    lam, problem = case.row("lam"), Problem(case)
    return (
        f"Notation d := {problem.d}%N.\nNotation s := {numbers(problem.s)}.\n"
        f"Notation high := {q(max(lam))}.\nNotation low := {q(min(lam))}.\n\n"
    )


def of_ends(id_: str, part: str, lhs: str, rhs: str) -> None:
    """Register a claim about the extreme eigenvalues of Λ."""

    def write(case: Case) -> str:
        return ends(case) + ending(case, "d s high low", lhs, rhs)

    TEMPLATES[f"neighbours.tang-{id_}", part] = write


def tail(case: Case) -> tuple[str, str]:
    """Θ, which is rational here."""
    this = Problem(case)
    d, s = this.d, this.s
    top, _ = spectrum(case, this.block(0, this.half))
    after = s[2 * d] if 2 * d < len(s) else ZERO
    value = root(after**2 * d * max(case.row("lam")) / (top[0] * sum((v**2 for v in s[:d]), ZERO)))
    if value is None:
        raise case.refuse("the tail is irrational")
    return f"Notation t := {q(value)}.\n", " t"


ENDS = "(top_max top) (top_min n d top)"
RHO = "regret d s Lam theta"
LEAST_RATE = f"Num.min (flat_rate {ENDS}) (energy_rate d s {ENDS})"
problem("algorithm-gap", "regret", RHO, f"fast_rate d s {ENDS}")
problem("chain", "middle", "1 - alignment d s Lam lam", f"Num.min (fast_rate d s {ENDS}) (flat_rate {ENDS})")
problem("fast-rate-tail-product", "bound", RHO, f"1 - (1 - {LEAST_RATE}) / (1 + t) ^+ 2", tail)
problem("localised-alignment", "aligned", "alignment d s Lam lam", "1")
problem("localised-verbatim", "fast", RHO, LEAST_RATE)
problem("localised-verbatim", "alignment", "1 - alignment d s Lam lam", "1 - top_min n d top / top_max top")
problem("localised-verbatim", "regret", RHO, "1 - top_min n d top / top_max top")
problem("tail-free", "free", RHO, "0")
of_ends("criterion", "right", "fast_rate d s high low", "flat_rate high low")
of_ends("criterion", "left", "energy_rate d s high low", "flat_rate high low")
of_ends("criterion", "left-only-if", "criterion d high low", "gap d s")
of_ends(
    "fast-rate-sharp", "attained", "energy_rate d s high low",
    "low * s d ^+ 2 * (high / low - 1) ^+ 2 / (4%:R * high * s d.-1 ^+ 2 * (1 - s d ^+ 2 / s d.-1 ^+ 2))",
)  # fmt: skip


@template("neighbours.tang-only-top-block", "same")
def only_top_block(case: Case) -> str:
    """Two covariances that agree up to 2d."""
    claim = "n d s Lam lam top theta Lam' lam' top' theta' is_problem is_problem'"
    return (
        Problem(case).text + Problem(case, "'").text + ending(case, claim, RHO, "regret d s Lam' theta'")
    )  # fmt: skip


@template("neighbours.tang-cone-geometry", "open", "open-positive")
def cone(case: Case) -> str:
    """A covariance of two blocks at the edge of the cone."""
    this = Problem(case)
    d, n = this.d, len(this.s)
    if d == n:
        raise case.refuse("there is no second block")
    (first, one), (second, two) = spectrum(case, this.block(0, d)), spectrum(case, this.block(d, n))
    values = {"first": first, "second": second}
    return (
        this.text
        + "".join(f"Notation {name} := {numbers(of)}.\n" for name, of in values.items())
        + this.lemma("first_spectrum", d, "Lam", "first", one)
        + this.lemma("second_spectrum", n - d, "(second_block d Lam)", "second", two)
        + ending(
            case, f"{TITLE} first second is_problem first_spectrum second_spectrum", "0",
            "radius d s (first d.-1) (second 0%N) (second (n - d).-1)",
        )
    )  # fmt: skip


@template("neighbours.tang-price-attained", "attained")
def price_attained(case: Case) -> str:
    """A law whose price is below what was printed."""
    this = Problem(case)
    names = (
        f"Notation d := {this.d}%N.\nNotation s := {numbers(this.s)}.\nNotation inverse := {q(case.ratio('flat'))}.\n\n"
    )
    return names + ending(case, "d s inverse", "1 - inverse", "largest_regret (fall d s) inverse")


@template("neighbours.tang-price-order", "per-law")
def price_order(case: Case) -> str:
    """A law whose price is of the second order."""
    this = Problem(case)
    names = f"Notation d := {this.d}%N.\nNotation s := {numbers(this.s)}.\n\n"
    return names + ending(case, "d s", "0", "linear_rate (fall d s)")


@template("neighbours.tang-coherent", "exact")
def coherent(case: Case) -> str:
    """A coherent prior whose anisotropy is another."""
    (common,), own, gamma = case.rows("common"), case.rows("own"), case.row("gamma")
    c, u = case.ratio("c"), len(own[0])
    weight = sum((g * sum((v**2 for v in line), ZERO) for g, line in zip(gamma, own, strict=True)), ZERO)
    matrix = [[c * u * (i == j) + weight * x * y for j, y in enumerate(common)] for i, x in enumerate(common)]
    values, vectors = spectrum(case, matrix)
    m, given = len(common), " ".join(["ltac:(check)"] * 4)
    return (
        f"Notation c := {q(c)}.\nNotation gamma := {vector(gamma)}.\nNotation common := {numbers(common)}.\n"
        f"Notation own := {table(own)}.\nNotation lam := {numbers(values)}.\n\n"
        f"Lemma prior_spectrum : spectrum {m} (coherent c gamma common own) lam.\n"
        f"Proof. by exists {vectors}; check. Qed.\n"
        + ending(
            case, f"_ {m}%N _ c gamma common own lam isT {given} prior_spectrum",
            f"lam 0%N / lam {m}.-1 - 1", f"(\\sum_t gamma t) / (c * {u}%:R)",
        )
    )  # fmt: skip
