"""The papers of chapter 7: what is printed, where, and what of it was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contextures.theory.statement import Statement

CHAPTER = "neighbours"


@dataclass(frozen=True)
class Paper:
    """A paper next to the dissertation.

    Attributes
    ----------
    key : str
        The word after the chapter in the ids of its statements, and their source.
    title : str
    authors : str
    where : str
        Where and when it appeared.
    arxiv : str
        Its number, with the version where that matters; empty where it has none.
    read : str
        What was read of it.
    """

    key: str
    title: str
    authors: str
    where: str
    arxiv: str
    read: str

    def holds(self, id_: str) -> bool:
        """Tell whether a statement is one of this paper, or of ours beyond it."""
        chapter, _, name = id_.partition(".")
        return chapter == CHAPTER and name.partition("-")[0] == self.key


WHOLE = "The whole text, with its proofs."
MAIN = "The main text; the appendices with the proofs were not at hand."
DAMAGED = "The main text in a stored transcript, in which a bar, a tilde or a root can be lost; no appendix."
MEMORY = "Not at hand: the statements are from memory of the literature."

PAPERS = (
    Paper(
        "tang",
        "Sharp Rates and a One-Line Correction for Spectral Representation Learning",
        "D. Tang, J. Y. Tan, G. Han",
        "Preprint",
        "2609.15825",
        WHOLE,
    ),
    Paper(
        "adainf",
        "Do Generated Data Always Help Contrastive Learning?",
        "Y. Wang, J. Zhang, Y. Wang",
        "ICLR 2024",
        "2403.12448",
        MAIN,
    ),
    Paper(
        "gauss",
        "InfoNCE Induces Gaussian Distribution",
        "R. Betser, E. Gofer, M. Y. Levi, G. Gilboa",
        "ICLR 2026",
        "2602.24012",
        DAMAGED,
    ),
    Paper(
        "ncl",
        "Non-negative Contrastive Learning",
        "Y. Wang, Q. Zhang, Y. Guo, Y. Wang",
        "ICLR 2024",
        "2403.12459",
        MAIN,
    ),
    Paper(
        "difficult",
        "Difficult Examples Hurt Unsupervised Contrastive Learning: A Theoretical Perspective",
        "Y.-G. Zhang, J. Cui, Q. Li, Y. Wang",
        "ICLR 2026",
        "2501.01317",
        DAMAGED,
    ),
    Paper(
        "head",
        "Projection Head is Secretly an Information Bottleneck",
        "Z. Ouyang, K. Hu, Q. Zhang, Y. Wang, Y. Wang",
        "ICLR 2025",
        "2503.00507",
        "The main text with both proofs, in a stored transcript, in which a bar, a tilde or a root can be lost.",
    ),
    Paper(
        "clustering",
        "Contrastive Learning Is Spectral Clustering on Similarity Graph",
        "Z. Tan, Y. Zhang, J. Yang, Y. Yuan",
        "ICLR 2024",
        "2303.15103",
        MAIN,
    ),
    Paper(
        "joint",
        "Joint-Embedding vs Reconstruction: Provable Benefits of Latent Space Prediction for Self-Supervised Learning",
        "H. Van Assel, M. Ibrahim, T. Biancalani, A. Regev, R. Balestriero",
        "NeurIPS 2025",
        "2505.12477",
        DAMAGED,
    ),
    Paper(
        "haochen",
        "Provable Guarantees for Self-Supervised Deep Learning with Spectral Contrastive Loss",
        "J. Z. HaoChen, C. Wei, A. Gaidon, T. Ma",
        "NeurIPS 2021",
        "2106.04156",
        "The main text of the submission, whose numbers are given; no appendix.",
    ),
    Paper(
        "duchi",
        "Variance-based Regularization with Convex Objectives",
        "J. Duchi, H. Namkoong",
        "JMLR 2019",
        "1610.02581v3",
        "Single printed statements, in a transcription.",
    ),
    Paper(
        "tosh",
        "Contrastive Learning, Multi-view Redundancy, and Linear Models",
        "C. Tosh, A. Krishnamurthy, D. Hsu",
        "ALT 2021",
        "",
        MEMORY,
    ),
    Paper(
        "arora",
        "A Theoretical Analysis of Contrastive Unsupervised Representation Learning",
        "S. Arora, H. Khandeparkar, M. Khodak, O. Plevrakis, N. Saunshi",
        "ICML 2019",
        "1902.09229",
        MEMORY,
    ),
    Paper(
        "zheng",
        "Modal Decomposition, and The Nested H-Score Network",
        "L. Zheng, X. Xu",
        "Posts of lizhongzheng.github.io, 2024",
        "",
        "Both posts whole.",
    ),
    Paper(
        "saunshi",
        "Understanding Contrastive Learning Requires Incorporating Inductive Biases",
        "N. Saunshi et al.",
        "ICML 2022",
        "2202.14037",
        "Long quotations.",
    ),
    Paper(
        "johnson",
        "Contrastive Learning Can Find an Optimal Basis for Approximately View-Invariant Functions",
        "D. D. Johnson, A. El Hanchi, C. J. Maddison",
        "ICLR 2023",
        "",
        MEMORY,
    ),
    Paper(
        "garrido",
        "On the Duality between Contrastive and Non-contrastive Self-supervised Learning",
        "Q. Garrido, Y. Chen, A. Bardes, L. Najman, Y. LeCun",
        "ICLR 2023",
        "",
        MEMORY,
    ),
)
"""In the order of the chapter."""


def of_paper(paper: Paper, statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements of a paper, ours beyond it included."""
    return [statement for statement in statements if paper.holds(statement.id)]
