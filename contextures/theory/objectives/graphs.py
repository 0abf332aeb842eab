"""Chapter 2 on graphs: representations of nodes and Laplacian eigenmaps."""

from __future__ import annotations

import sympy as sp

from contextures.theory.objectives.minimum import Minimum
from contextures.theory.objectives.premises import LEARNABLE, SYMMETRIC
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import N, d, i
from contextures.theory.symbols.objectives import (
    OBJECTIVES,
    edge_gap,
    graph_loss,
    laplacian_eigenvalue,
    learning_gap,
    walk_eigenvalue,
)

EDGES = Minimum(graph_loss, d - sp.Sum(walk_eigenvalue[i], (i, 1, d)))

GRAPH_NODES = Statement(
    id="objectives.graph-nodes",
    title="Node representations of a graph",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Theorem 12"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="Undirected weighted graph, P_X(u) = d(u)/d_sum, P⁺(v|u) = w(u,v)/d(u): any solution of min ½E‖Φ(u) − "
        "Φ(v)‖² over edges, subject to Cov_{P_X}[Φ] = I and centred, learns the contexture of P⁺.",
        tex=r"\Phi\in\arg\min_{\mathrm{Cov}=I}\tfrac12\mathbb E_{(u,v)\sim w/d_{\mathrm{sum}}}\|\Phi(u)-\Phi(v)\|^2"
        r"\Rightarrow\Phi\text{ learns the contexture}",
        given=(SYMMETRIC, LEARNABLE),
        parts=(EDGES.bound(text="no feasible encoder does better"), EDGES.forces("learns", learning_gap)),
    ),
    corrected=Claim(
        text="A feasible Φ is a solution iff it learns the contexture of the node–edge context, P(e|u) = w_e/d(u), "
        "whose TT* is (I + T)/2. It learns that of P⁺ if T has no negative eigenvalue.",
        tex=r"\Phi\in\arg\min\iff\Phi\text{ learns the contexture of }P(e|u)=w_e/d(u),\quad T_eT_e^*=\tfrac12(I+T)",
        given=(SYMMETRIC, LEARNABLE),
        parts=(
            EDGES.bound(),
            EDGES.forces("only-if", edge_gap),
            EDGES.reached("if", Hypothesis("edge", edge_gap, "==", 0)),
            EDGES.forces(
                "positive", learning_gap, EDGES.attained, Hypothesis("positive", 0, "<=", walk_eigenvalue[N - 1])
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The objective ranks the eigenvalues of T with their signs, the contexture by their absolute values: on a "
    "bipartite graph the eigenvalue −1 belongs to the contexture and is the worst for the objective.",
)

LAPLACIAN_EIGENMAPS = Statement(
    id="objectives.laplacian-eigenmaps",
    title="Laplacian eigenmaps",
    kind=Kind.IDENTITY,
    source=Source("classical", "(Belkin–Niyogi)"),
    vocabulary=OBJECTIVES,
    printed=Claim(
        text="The top of the random-walk spectrum is the bottom of the normalised Laplacian.",
        tex=r"\ell_i=1-\lambda_i",
        given=(SYMMETRIC,),
        parts=(
            Part("spectrum", laplacian_eigenvalue[i], "==", 1 - walk_eigenvalue[i], over=(i, 1, N - 1), scale=1),
            Part("constant", laplacian_eigenvalue[0], "==", 0, scale=1),
        ),
    ),
    uses=("objectives.graph-nodes",),
)
