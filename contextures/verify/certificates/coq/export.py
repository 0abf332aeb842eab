"""A certificate as a Coq file: the instance as literals, hypotheses and both sides as lemmas, and `refuted`.

The definitions and statements that it is about are those of `theories`; see `contextures.verify.certificates.coq`.
"""

from __future__ import annotations

from contextures.verify.certificates.byhand.subject import Subject
from contextures.verify.certificates.coq import (
    bounds,
    classical,
    directions,
    graphs,
    heads,
    information,
    isotropy,
    logarithms,
    minimisers,
    mixing,
    neighbours,
    optimality,
    selfsupervised,
    shift,
    stkr,
    supervised,
    tasks,
)
from contextures.verify.certificates.coq.case import TEMPLATES, Case
from contextures.verify.proofs.formal import statement_of

__all__ = [
    "NAMES",
    "bounds",
    "classical",
    "directions",
    "graphs",
    "heads",
    "information",
    "isotropy",
    "logarithms",
    "minimisers",
    "mixing",
    "name_of",
    "neighbours",
    "optimality",
    "script",
    "selfsupervised",
    "shift",
    "stkr",
    "supervised",
    "tasks",
]

NAMES = {"refutation": "refuted", "example": "holds"}
"""What the theorem of a file is called, by the kind of its certificate."""
CRITERIA = {
    "objectives": "Encoders",
    "optimality": "Tasks",
    "mixing": "Tasks",
    "bounds": "Tasks",
    "shift": "Duals",
    "stkr": "Checking",
    "neighbours": "Refuting",
    "classical": "Refuting",
}
"""The theory of criteria that a chapter's certificates use."""
BY_SUBJECT = {
    "GraphsPrinted": "Learning",
    "InformationPrinted": "Learning",
    "IsotropyPrinted": "Isotropy",
    "MinimisersPrinted": "Minimising",
}
"""The same by the file of the statement, where it has a theory of its own."""

SQUARES, EXPONENTIALS = "its sides hold squares of logarithms", "its sides hold exponentials"
NORMAL, BETA = "it speaks of quantiles of the normal law", "it speaks of quantiles of beta laws"
POSTERIORS = "it is a supremum over posteriors with logarithms"
WITHOUT = {
    ("classical.clopper-pearson-losses", "beta"): BETA,
    (
        "classical.crc-lower",
        "lower",
    ): "its threshold is an infimum over an interval, of losses that are continuous functions",
    ("classical.folk-intervals", "jeffreys"): BETA,
    ("classical.folk-intervals", "wilson"): NORMAL,
    ("classical.hoeffding-bentkus-floor", "valid"): EXPONENTIALS,
    ("classical.pb-catoni-free", "bound"): POSTERIORS,
    ("classical.pb-moment", "exercise"): EXPONENTIALS,
    ("classical.pb-optimistic", "every"): POSTERIORS,
    ("classical.pb-split-kl", "bound"): POSTERIORS,
    ("neighbours.arora-logistic", "mean"): EXPONENTIALS,
    ("neighbours.clustering-main", "minimisers"): EXPONENTIALS,
    ("neighbours.johnson-unique", "unique"): "its error is a supremum over nearly invariant functions of the views",
    ("neighbours.zheng-information", "pmi"): SQUARES,
    ("neighbours.zheng-orthogonal", "pmi"): SQUARES,
    ("stkr.kernel-pca-approximation", "lower"): "it speaks of encoders that kernel PCA draws from samples",
    ("stkr.minimax", "unique"): "its error is a supremum over the functions that a transformed kernel calls smooth",
}
"""Why certified parts have none: what rationals and logarithms do not say, and what the theories do not define."""


def name_of(subject: Subject) -> str:
    """The name of a certificate's module."""
    return f"{subject.statement.id}_{subject.part.name}".replace(".", "_").replace("-", "_")


def script(subject: Subject) -> str:
    """Write the Coq file of a certificate.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    str

    Raises
    ------
    InputError
        Where the part has no formal statement or template, or the instance is too large or irrational; it says which.
    """
    case, document = Case(subject), subject.document
    write = TEMPLATES.get((subject.statement.id, subject.part.name))
    if document["kind"] not in NAMES or document["variant"] != "printed":
        raise case.refuse("only refutations and examples of printed forms have formal statements")
    if write is None:
        why = WITHOUT.get((subject.statement.id, subject.part.name))
        raise case.refuse("the part has no formal statement" + (f": {why}" if why else ""))
    body = write(case)
    lhs, rhs = (document[side].get("exact") or document[side].get("hi", "…") for side in ("lhs", "rhs"))
    theorem = NAMES[document["kind"]]
    outcome = "fails" if theorem == "refuted" else "holds"
    chapter = subject.statement.chapter
    file, _ = statement_of(subject.statement.id, subject.part.name, "printed")
    criteria = BY_SUBJECT.get(file, CRITERIA[chapter])
    return (
        f"(** {subject.statement.id} ({document['variant']}), part {subject.part.name}: "
        f"{lhs} {document['relation']} {rhs} {outcome} here.\n"
        f"    Written by `contextures export`, certificate {document['sha256'][:16]}. *)\n"
        "From Coq Require Import QArith_base.\n"
        f"From Contextures Require Import Library {criteria}.\n"
        f"From Contextures.Statements Require Import {file}.\n"
        "Import GRing.Theory Num.Theory Order.Theory.\nLocal Open Scope Q_scope.\n\n"
        f"Section Instance.\nVariable R : rcfType.\n{body}End Instance.\n"
    )
