"""SVME and KISE with neural networks: an optional extra that needs PyTorch, which is imported when one is fitted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any, Self

import numpy as np

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.chunks import Features, Sample, same_length
from contextures.settings import count, number
from contextures.solvers.encoder import Encoder
from contextures.solvers.estimator import fitted
from contextures.solvers.kise import KISE
from contextures.solvers.svme import SVME

OBJECTIVES = ("svme", "kise")
RIDGE = 1e-6
"""Ridge on the covariances of a batch and of the last step, in units of their average variance."""
STANDARD = 4096
"""Points whose features set the scale of a network's input."""


class NeuralEncoder(Encoder):
    """Minimise the loss of SVME or of KISE over multilayer perceptrons, from pairs.

    Parameters
    ----------
    n_components : int
        d ≥ 1.
    objective : {"svme", "kise"}
        With ``"svme"`` the pairs are (x, a), and there are two networks; with ``"kise"`` they are (x, x'), which share
        a context, and there is one.
    hidden : sequence of int
        Widths of the hidden layers; none: a linear encoder.
    batch_size, n_batches : int
        Pairs of a batch, at least 2d + 2, and steps to make. A sample that is smaller is one batch.
    learning_rate : float
        Of Adam, at the start; it falls to 0 along a cosine.
    features, a_features : Features, optional
        Feature maps of X and A, in front of the networks; default: the columns as they stand.
    random_state : int, SeedSequence, Generator or None
        For the first weights and the order of the sample.

    Attributes
    ----------
    singular_values_ : ndarray, (d,)
        Estimates of s_i for the trained encoder.
    loss_ : float
        As for `SVME` or `KISE`, on the sample.
    losses_ : ndarray, (n_batches,)
        d − RT as each batch estimates it.
    solver_ : SVME or KISE
        The last step, whose features are the outputs of the networks.
    features_, components_, mean_
        Those of the last step.

    Notes
    -----
    The outputs of a batch are whitened inside the loss, so that Cov[Φ] = I holds in each step: the loss is
    d − Tr(C_φ⁻¹C_φψC_ψ⁻¹C_ψφ) for SVME, with a linear map of Ψ minimised out, and d − Tr(C_φ⁻¹B_φ) for KISE, both
    d − RT on the batch. It does not see the coordinates of Φ; the last step, SVME or KISE on the whole sample over the
    d outputs, sets them, and makes the constraint exact. Networks are in double precision, on the CPU.
    """

    def __init__(
        self,
        n_components: int = 2,
        *,
        objective: str = "svme",
        hidden: Sequence[int] = (64, 64),
        batch_size: int = 512,
        n_batches: int = 1000,
        learning_rate: float = 3e-3,
        features: Features = None,
        a_features: Features = None,
        random_state: Any = None,
    ) -> None:
        self.n_components, self.objective, self.hidden = n_components, objective, hidden
        self.batch_size, self.n_batches, self.learning_rate = batch_size, n_batches, learning_rate
        self.features, self.a_features, self.random_state = features, a_features, random_state

    def fit(self, X: Any, A: Any = None) -> Self:
        """Train on the pairs (X[i], A[i]), and solve for the coordinates.

        Parameters
        ----------
        X : array_like, sparse matrix, data frame or memory map, (n, k)
        A : the same, (n, l)
            Contexts, or for KISE second points, (n, k).

        Raises
        ------
        InputError
            Where PyTorch is not installed, there is no A, the lengths differ, an entry or a feature is not finite, a
            setting is out of its range, or training diverges.
        """
        torch = _torch()
        d, rate = count(self.n_components, "n_components"), number(self.learning_rate, "learning_rate", positive=True)
        widths = [*(count(width, "a width of hidden") for width in self.hidden), d]
        if self.objective not in OBJECTIVES:
            raise InputError(f"objective is {self.objective!r}; 'svme' or 'kise' is right")
        if A is None:
            raise InputError("A is missing; a neural encoder takes pairs: one row of A for each row of X")
        kise = self.objective == "kise"
        xs = Sample(self._points(X, fit=True), self.features, "X", fit=True)
        contexts = Sample(A, xs.features, "A") if kise else Sample(A, self.a_features, "A", fit=True)
        n, size = same_length(xs, contexts), count(self.batch_size, "batch_size")
        if min(n, size) < 2 * d + 2:
            raise InputError(f"a batch has {min(n, size)} pairs; at least 2d + 2 = {2 * d + 2} are right")
        rng = np.random.default_rng(self.random_state)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(rng.integers(2**31)))
            encoder = Network(torch, xs, widths)
            partner = encoder if kise else Network(torch, contexts, widths)
        modules = [encoder.module] if kise else [encoder.module, partner.module]
        weights = [weight for module in modules for weight in module.parameters()]
        optimiser, steps = torch.optim.Adam(weights, lr=rate), count(self.n_batches, "n_batches")
        losses = np.empty(steps)
        for step, batch in enumerate(_batches(n, min(n, size), steps, rng)):
            optimiser.param_groups[0]["lr"] = rate * (1.0 + np.cos(np.pi * step / steps)) / 2.0
            values, partners = encoder.outputs(xs.rows(batch)), partner.outputs(contexts.rows(batch))
            loss = d - (_kise if kise else _svme)(torch, values, partners)
            losses[step] = loss.item()
            if not np.isfinite(losses[step]):
                raise InputError(f"training diverged; a learning rate below {rate:g} is right")
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        solver = (
            KISE(d, regularization=RIDGE, features=encoder)
            if kise
            else SVME(d, regularization=RIDGE, features=encoder, a_features=partner)
        )
        self.solver_, self.losses_ = solver.fit(X, A), losses
        self.features_, self.components_, self.mean_ = solver.features_, solver.components_, solver.mean_
        self.singular_values_, self.loss_ = solver.singular_values_, solver.loss_
        return self

    def transform_a(self, A: Any) -> FloatArray:
        """Return Ψ(A), (n, d), an estimate of T*Φ, where the objective is SVME.

        Raises
        ------
        InputError
            As for `transform`, and where the objective is KISE, which has no encoder of A.
        """
        solver = fitted(self, "solver_")
        if not isinstance(solver, SVME):
            raise InputError("KISE has no encoder of A; objective='svme' is right")
        return solver.transform_a(A)


class Network:
    """A perceptron behind a fitted feature map, and the scale of its input; a function from points to outputs.

    Parameters
    ----------
    torch : module
    sample : Sample
        Points with fitted features; some of them set the scale.
    widths : list of int
        Of all layers but the first.
    """

    def __init__(self, torch: ModuleType, sample: Sample, widths: list[int]) -> None:
        rows = sample.chunk(0, STANDARD)
        scale = rows.std(axis=0)
        self.features, self.name, self.mean = sample.features, sample.name, rows.mean(axis=0)
        self.scale: FloatArray = np.where(scale > 0, scale, 1.0)
        layers: list[Any] = []
        for before, after in zip([rows.shape[1], *widths], widths, strict=False):
            layers += [torch.nn.Linear(before, after, dtype=torch.float64), torch.nn.SiLU()]
        self.module: Any = torch.nn.Sequential(*layers[:-1])

    def __call__(self, points: Any) -> FloatArray:
        """Return the outputs (n, d) as an array."""
        sample = Sample(points, self.features, self.name)
        values: FloatArray = self.outputs(sample.chunk(0, len(sample))).detach().numpy()
        return values

    def outputs(self, rows: FloatArray) -> Any:
        """Return the outputs for features (b, p) as a tensor, through which gradients flow.

        Raises
        ------
        InputError
            Where p differs from that in `fit`.
        """
        if rows.shape[1] != len(self.mean):
            raise InputError(f"{self.name} has {rows.shape[1]} features; {len(self.mean)} are right, as in fit")
        return self.module(_torch().from_numpy((rows - self.mean) / self.scale))


def _torch() -> ModuleType:
    """Return PyTorch."""
    try:
        import torch
    except ImportError as error:
        raise InputError("a neural encoder needs PyTorch; pip install 'contextures[neural]' is right") from error
    module: ModuleType = torch
    return module


def _batches(n: int, size: int, steps: int, rng: np.random.Generator) -> Iterator[IntArray]:
    """Row numbers of each step, in passes over the sample; the rest of a pass that fills no batch is left out."""
    while steps:
        order = rng.permutation(n)
        for start in range(0, n - size + 1, size)[:steps]:
            steps -= 1
            yield order[start : start + size]


def _svme(torch: ModuleType, values: Any, partners: Any) -> Any:
    """Tr(C_φ⁻¹C_φψC_ψ⁻¹C_ψφ) of a batch."""
    first, second = _whitened(torch, values), _whitened(torch, partners)
    return ((first.T @ second / len(first)) ** 2).sum()


def _kise(torch: ModuleType, values: Any, partners: Any) -> Any:
    """Tr(C_φ⁻¹B_φ) of a batch, C_φ averaged over both points of a pair."""
    first, second = _whitened(torch, torch.cat([values, partners])).split(len(values))
    return (first * second).sum() / len(first)


def _whitened(torch: ModuleType, values: Any) -> Any:
    """Outputs (b, d) less their mean, times L⁻ᵀ for the Cholesky factor L of their covariance."""
    values = values - values.mean(dim=0)
    covariance = values.T @ values / len(values)
    ridge = RIDGE * covariance.diagonal().mean() * torch.eye(len(covariance), dtype=values.dtype)
    factor, _ = torch.linalg.cholesky_ex(covariance + ridge)
    return torch.linalg.solve_triangular(factor, values.T, upper=False).T
