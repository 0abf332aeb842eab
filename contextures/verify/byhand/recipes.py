"""Recipes of stand-alone scripts: how each symbol is computed from the instance with Python's fractions.

``P`` is the joint law, ``p`` and ``q`` its marginals; functions are lists of values, an encoder is a list of functions.
"""

from __future__ import annotations

import sympy as sp

from contextures.verify.byhand import losses as losses
from contextures.verify.byhand.script import NoScript, Script, literal, recipe, script

# Ingredients


@recipe()
def P(script: Script) -> None:
    """The joint law and its marginals."""
    script.put(f"P = {literal(script.instance['joint'])}", "p, q = [sum(row) for row in P], [sum(c) for c in zip(*P)]")


@recipe()
def dot(script: Script) -> None:
    """Inner product under a law."""
    script.put("def dot(f, g, w): return sum(x * y * z for x, y, z in zip(f, g, w))")


@recipe()
def basis(script: Script) -> None:
    """An orthogonal basis of a span."""
    script.use("dot")
    script.put(
        "def basis(functions, w):  # orthogonal, by Gram and Schmidt",
        "    found = []",
        "    for f in functions:",
        "        for g in found: f = [x - dot(f, g, w) / dot(g, g, w) * y for x, y in zip(f, g)]",
        "        found += [f] if any(f) else []",
        "    return found",
    )


@recipe()
def centred(script: Script) -> None:
    """Functions with their means removed."""
    script.use("dot")
    script.put("def centred(functions, w): return [[x - dot(f, w, [1] * len(w)) for x in f] for f in functions]")


@recipe()
def apply(script: Script) -> None:
    """A matrix applied to a function."""
    script.put("def apply(L, f): return [sum(x * y for x, y in zip(row, f)) for row in L]")


@recipe()
def kept(script: Script) -> None:
    """What a span keeps of the trace of an operator."""
    script.use("basis", "apply")
    script.put("def kept(L, found, w): return sum(dot(f, apply(L, f), w) / dot(f, f, w) for f in found)")


@recipe()
def spectrum(script: Script) -> None:
    """Check that numbers are the eigenvalues of a matrix."""
    script.use("apply")
    script.put(
        "def spectrum(L, values):  # numbers with the right power sums are the eigenvalues",
        "    power = L",
        "    for k in range(1, len(L) + 1):",
        "        assert sum(power[i][i] for i in range(len(L))) == sum(v**k for v in values)",
        "        power = [apply(zip(*L), row) for row in map(list, power)]",
        "    return values",
    )


@recipe()
def K(script: Script) -> None:
    """TT* on mean-zero functions."""
    script.use("P")
    script.put("K = [[sum(a * b / c for a, b, c in zip(f, g, q)) / x - y for g, y in zip(P, p)] for f, x in zip(P, p)]")


@recipe()
def K_a(script: Script) -> None:
    """T*T on mean-zero functions of A."""
    script.use("P")
    script.put(
        "C = list(zip(*P))",
        "K_a = [[sum(a * b / c for a, b, c in zip(f, g, p)) / x - y for g, y in zip(C, q)] for f, x in zip(C, q)]",
    )


@recipe()
def K_onehot(script: Script) -> None:
    """TΛT* for one-hot labels."""
    script.use("P")
    script.put("K_onehot = [[sum(a * b for a, b in zip(f, g)) / x for g in P] for f, x in zip(P, p)]")


@recipe()
def forward(script: Script) -> None:
    """T and T* as matrices."""
    script.use("P", "apply")
    script.put(
        "T = [[v / x for v in row] for row, x in zip(P, p)]",
        "T_star = [[v / y for v in c] for c, y in zip(zip(*P), q)]",
    )


@recipe()
def outer(script: Script) -> None:
    """The operator f ↦ Σ h⟨h, f⟩."""
    script.put(
        "def outer(hs, w):",
        "    return [[sum(x * y for x, y in zip(f, g)) * v for g, v in zip(zip(*hs), w)] for f in zip(*hs)]",
    )


@recipe()
def h_plain(script: Script) -> None:
    """E[A|x], a function for each coordinate, and TΛT*."""
    script.use("forward")
    script.put(f"targets = {literal(script.instance['targets'])}", "h_plain = [apply(T, t) for t in zip(*targets)]")


@recipe()
def K_plain(script: Script) -> None:
    """TΛT* for the targets as they stand."""
    script.use("h_plain", "outer")
    script.put("K_plain = outer(h_plain, p)")


@recipe()
def h_bias(script: Script) -> None:
    """E[A|x] with its mean removed."""
    script.use("h_plain", "centred")
    script.put("h_bias = centred(h_plain, p)")


@recipe()
def K_bias(script: Script) -> None:
    """TΛT* for the targets with their mean removed."""
    script.use("h_bias", "outer")
    script.put("K_bias = outer(h_bias, p)")


def _means(name: str, operator: str, values: str) -> None:
    """E[X|a], a function for each coordinate, and T*ΛT."""

    @recipe(name)
    def means(script: Script) -> None:
        script.use("forward", "x")
        script.put(f"{name} = [apply(T_star, f) for f in {values}]")

    @recipe(operator)
    def integral(script: Script) -> None:
        script.use(name, "outer")
        script.put(f"{operator} = outer({name}, q)")


_means("m_plain", "K_mplain", "x")
_means("m_bias", "K_mbias", "centred(x, p)")


@recipe()
def x(script: Script) -> None:
    """Positions of the inputs, a function for each coordinate."""
    script.use("centred")
    script.put(f"x = list(zip(*{literal(script.instance['features'])}))")


def _columns(name: str, field: str, centre: str = "") -> None:
    @recipe(name)
    def write(script: Script) -> None:
        if centre:
            raw = {"encoder": "phi_raw", "dual_encoder": "psi_raw"}[field]
            script.use("P", "centred", raw)
            script.put(f"{name} = centred({raw}, {centre})")
        else:
            script.put(f"{name} = list(zip(*{literal(script.instance[field])}))")


_columns("phi_raw", "encoder")
_columns("phi", "encoder", "p")
_columns("psi_raw", "dual_encoder")
_columns("psi", "dual_encoder", "q")


@recipe()
def T_psi_raw(script: Script) -> None:
    """TΨ."""
    script.use("forward", "psi_raw")
    script.put("T_psi_raw = [apply(T, g) for g in psi_raw]")


@recipe()
def T_psi(script: Script) -> None:
    """TΨ̃."""
    script.use("forward", "psi")
    script.put("T_psi = [apply(T, g) for g in psi]")


@recipe()
def etf(script: Script) -> None:
    """Indicators of the classes less 1/M."""
    script.use("forward")
    m = script.evaluator.world.sizes["M"]
    script.put(f"etf = [[v - F(1, {m}) for v in column] for column in zip(*T)]")


@recipe()
def f(script: Script) -> None:
    """The task with its mean removed, and its image."""
    script.use("P", "centred", "forward")
    script.put(f"f, = centred([{literal(script.instance['task'])}], p)", "h = apply(T_star, f)")


# Spectra

SPECTRA = {
    "K": ("s", 2, "N"),
    "K_a": ("s", 2, "M"),
    "K_onehot": ("onehot_eigenvalue", 1, "N"),
    "K_plain": ("plain_eigenvalue", 1, "N"),
    "K_bias": ("bias_eigenvalue", 1, "N"),
    "K_mplain": ("denoising_plain_eigenvalue", 1, "M"),
    "K_mbias": ("denoising_eigenvalue", 1, "M"),
}
"""Operator → the symbol of its eigenvalues, the power of it that they are, and the size."""


def eigenvalues(script: Script, operator: str) -> list[sp.Rational]:
    """Return the eigenvalues of an operator, zeros included; NoScript where one is irrational."""
    symbol, power, size = SPECTRA[operator]
    base, count = sp.IndexedBase(symbol), script.evaluator.world.sizes[size]
    return [script.rational(base[k] ** power) for k in range(1, count + 1)]


def top(script: Script, operator: str, count: int) -> str:
    """Return Python for the sum of the top eigenvalues: checked by power sums, or the trace where the rank allows."""
    try:
        values = eigenvalues(script, operator)
    except NoScript:
        script.use("basis")
        script.put(f"assert len(basis(zip(*{operator}), [1] * len({operator}))) <= {count}  # all of the trace")
        return f"sum({operator}[i][i] for i in range(len({operator})))"
    script.use("spectrum")
    return f"sum(spectrum({operator}, {literal(values)})[:{count}])"


def _size(script: Script, name: str) -> int:
    return int(script.evaluator.world.sizes[name])


def _gap(name: str, operator: str, columns: str, weight: str, count: str = "d", less: int = 0) -> None:
    """How far a span is from a top eigenspace, with the dimensions it lacks."""

    @recipe(name)
    def write(script: Script) -> None:
        script.use("P", operator, columns, "kept")
        wanted = _size(script, count) - less
        whole = top(script, operator, wanted)
        script.put(
            f"found = basis({columns}, {weight})",
            f"{name} = {whole} - kept({operator}, found, {weight}) + {wanted} - len(found)",
        )


_gap("learning_gap", "K", "phi", "p")
_gap("right_gap", "K_a", "psi_raw", "q")
_gap("centred_right_gap", "K_a", "psi", "q")
_gap("image_gap", "K", "T_psi_raw", "p")
_gap("learned_gap", "K", "T_psi", "p")
_gap("onehot_gap", "K_onehot", "phi_raw", "p")
_gap("plain_gap", "K_plain", "phi_raw", "p")
_gap("bias_gap", "K_bias", "phi_raw", "p")
_gap("centred_bias_gap", "K_bias", "phi", "p")
_gap("denoising_gap", "K_mbias", "psi", "q")
_gap("denoising_plain_gap", "K_mplain", "psi", "q")
_gap("denoising_plain_gap_as_is", "K_mplain", "psi_raw", "q")
_gap("etf_gap", "K_onehot", "etf", "p", "M")
_gap("etf_centred_gap", "K", "etf", "p", "M", 1)


def _spectrum(name: str, operator: str) -> None:
    """A sequence of eigenvalues from index 1; zero beyond its end."""

    @recipe(name)
    def write(script: Script) -> None:
        script.use(operator, "spectrum")
        base, size = sp.IndexedBase(name), _size(script, SPECTRA[operator][2])
        values = [script.rational(base[k]) for k in range(1, size + 1)]
        script.put(
            f"{name}_values = spectrum({operator}, {literal(values)})",
            f"def {name}(i): return {name}_values[i - 1] if i <= {size} else 0",
        )


_spectrum("onehot_eigenvalue", "K_onehot")
_spectrum("plain_eigenvalue", "K_plain")
_spectrum("bias_eigenvalue", "K_bias")


@recipe()
def s(script: Script) -> None:
    """Rational singular values."""
    script.use("K", "spectrum")
    values = [script.rational(sp.IndexedBase("s")[k]) for k in range(1, _size(script, "N") + 1)]
    script.put(
        f"s_values = {literal(values)}",
        "spectrum(K, [v**2 for v in s_values])",
        "def s(i): return s_values[i - 1] if i <= len(s_values) else 0",
    )


@recipe()
def s_squared(script: Script) -> None:
    """Rational squares of singular values."""
    script.use("K", "spectrum")
    script.put(
        f"squares = spectrum(K, {literal(eigenvalues(script, 'K'))})",
        "def s_squared(i): return squares[i - 1] if i <= len(squares) else 0",
    )


# Objectives


@recipe()
def left_over(script: Script) -> None:
    """What least squares on a span leaves of functions."""
    script.use("basis")
    script.put("def explained(found, hs, w): return sum(dot(g, h, w) ** 2 / dot(g, g, w) for g in found for h in hs)")


@recipe()
def onehot_loss(script: Script) -> None:
    """1 less what the φ_i explain of the label probabilities."""
    script.use("forward", "left_over", "phi_raw")
    script.put("onehot_loss = 1 - explained(basis(phi_raw, p), list(zip(*T)), p)")


@recipe()
def second_moment(script: Script) -> None:
    """Mean square of the targets."""
    script.use("h_plain", "dot")
    script.put("second_moment = sum(dot(t, t, q) for t in zip(*targets))")


@recipe()
def variance(script: Script) -> None:
    """Variance of the targets."""
    script.use("second_moment")
    script.put("variance = second_moment - sum(dot(t, q, [1] * len(q)) ** 2 for t in zip(*targets))")


@recipe()
def plain_loss(script: Script) -> None:
    """Least squares on the φ_i."""
    script.use("second_moment", "left_over", "phi_raw")
    script.put("plain_loss = second_moment - explained(basis(phi_raw, p), h_plain, p)")


@recipe()
def bias_loss(script: Script) -> None:
    """Least squares on 1 and the φ_i."""
    script.use("variance", "h_bias", "left_over", "phi")
    script.put("bias_loss = variance - explained(basis(phi, p), h_bias, p)")


@recipe()
def denoising_loss(script: Script) -> None:
    """Least squares of X on 1 and the ψ_i."""
    script.use("m_bias", "left_over", "psi")
    script.put(
        "whole = sum(dot(c, c, p) for c in centred(x, p))",
        "denoising_loss = whole - explained(basis(psi, q), m_bias, q)",
    )


@recipe()
def denoising_minimum(script: Script) -> None:
    """The least of it over Ψ."""
    script.use("denoising_loss")
    script.put(f"denoising_minimum = whole - {top(script, 'K_mbias', _size(script, 'd'))}")


@recipe()
def denoising_plain_loss(script: Script) -> None:
    """Least squares of X on the ψ_i."""
    script.use("m_plain", "left_over", "psi_raw")
    script.put(
        "whole = sum(dot(c, c, p) for c in x)",
        "denoising_plain_loss = whole - explained(basis(psi_raw, q), m_plain, q)",
    )


@recipe()
def denoising_plain_minimum(script: Script) -> None:
    """The least of it over Ψ."""
    script.use("denoising_plain_loss")
    script.put(f"denoising_plain_minimum = whole - {top(script, 'K_mplain', _size(script, 'd'))}")


@recipe()
def denoising_image_defect(script: Script) -> None:
    """What leaves the span of TΨ̃ under TT*Λ, and the dimensions that it lacks."""
    script.use("T_psi", "basis", "x")
    script.put(
        "xc, found = centred(x, p), basis(T_psi, p)",
        "lifted = [[sum(dot(c, g, p) * c[i] for c in xc) for i in range(len(p))] for g in T_psi]",
        "image = [apply(T, apply(T_star, g)) for g in lifted]",
        "outside = sum(dot(g, g, p) - sum(dot(b, g, p) ** 2 / dot(b, b, p) for b in found) for g in image)",
        "size = sum(dot(g, g, p) for g in image) or 1",
        f"denoising_image_defect = {_size(script, 'd')} - len(found) + outside / size",
    )


@recipe()
def pairs(script: Script) -> None:
    """The law of two contexts of one input, and inner products of Ψ̃."""
    script.use("P", "psi")
    script.put(
        "A = range(len(q))",
        "pairs = [[sum(f[a] * f[b] / x for f, x in zip(P, p)) for b in A] for a in A]",
        "inner = [[sum(g[a] * g[b] for g in psi) for b in A] for a in A]",
    )


@recipe()
def contrastive_loss(script: Script) -> None:
    """Over positive and over independent pairs."""
    script.use("pairs")
    script.put(
        "terms = [(q[a] * q[b] * inner[a][b] / 2 - pairs[a][b]) * inner[a][b] for a in A for b in A]",
        "contrastive_loss = sum(terms)",
    )


@recipe()
def coefficient_form(script: Script) -> None:
    """‖B‖² − 2Tr(BD), with B = Cov Ψ."""
    script.use("T_psi", "dot")
    script.put(
        "coefficient_form = sum(dot(f, g, q) ** 2 for f in psi for g in psi) - 2 * sum(dot(f, f, p) for f in T_psi)"
    )


@recipe()
def noncontrastive_loss(script: Script) -> None:
    """2d − 2Tr(C⁻¹·form), over an orthogonal basis of Ψ̃."""
    script.use("P", "psi", "K_a", "kept")
    script.put(f"noncontrastive_loss = 2 * {_size(script, 'd')} - 2 * kept(K_a, basis(psi, q), q)")


@recipe()
def label_noise(script: Script) -> None:
    """1 − Σ_x P_X(x)Σ_a P(a|x)²."""
    script.use("P")
    script.put("label_noise = 1 - sum(v * v / x for f, x in zip(P, p) for v in f)")


@recipe()
def class_imbalance(script: Script) -> None:
    """Largest |P_A(a) − 1/M|."""
    script.use("P")
    script.put(f"class_imbalance = max(abs(y - F(1, {_size(script, 'M')})) for y in q)")


@recipe()
def asymmetry(script: Script) -> None:
    """Largest |P(x, y) − P(y, x)|."""
    script.use("P")
    script.put("asymmetry = max(abs(P[i][j] - P[j][i]) for i in range(len(P)) for j in range(len(P)))")


# Tasks


@recipe()
def epsilon(script: Script) -> None:
    """Chosen."""
    script.put(f"epsilon = {literal(script.instance['epsilon'])}")


def _task(name: str, formula: str, *needs: str) -> None:
    @recipe(name)
    def write(script: Script) -> None:
        script.use("f", "dot", *needs)
        script.put(f"{name} = {formula}")


_task("norm_f", "dot(f, f, p)")
_task("norm_Tf", "dot(h, h, q)")
_task("norm_h", "dot(h, h, q)")
_task("mean_f", "dot(f_raw, p, [1] * len(p))", "f_raw")
_task("rho_square", "dot(h, h, q) / (dot(f, f, p) or 1)")
_task("norm_f_range", "sum(dot(g, f, p) ** 2 / dot(g, g, p) for g in basis(zip(*K), p))", "K", "basis")
_task(
    "outside_range", "1 - sum(dot(g, f, p) ** 2 / dot(g, g, p) for g in basis(zip(*K), p)) / dot(f, f, p)", "K", "basis"
)
_task("norm_h_H", "sum(dot(g, f, p) ** 2 / dot(g, g, p) for g in basis(zip(*K), p))", "K", "basis")


@recipe()
def f_raw(script: Script) -> None:
    """The task as it stands."""
    script.put(f"f_raw = {literal(script.instance['task'])}")


@recipe()
def preimage_variance(script: Script) -> None:
    """2(1 − ‖f‖²/‖g‖²) for the g of least norm with Tg = f: a sum over φ with orthogonal T*φ; 2 without one."""
    script.use("outside_range")
    script.put(
        "ranged = basis([apply(T_star, c) + list(c) for c in zip(*K)], q + [0] * len(p))  # T*phi, then phi",
        "least = sum(dot(r[len(q):], f, p) ** 2 / dot(r, r, q) for r in ranged)",
        "preimage_variance = 2 if outside_range else 2 - 2 * dot(f, f, p) / least",
    )


@recipe()
def trace_gap(script: Script) -> None:
    """For one function: s_1² + s_2² less what it keeps."""
    if _size(script, "d") != 1:
        raise NoScript("the best subfamily of several functions is left to `contextures check`")
    script.use("P", "K", "phi", "kept")
    script.put(f"trace_gap = {top(script, 'K', 2)} - kept(K, basis(phi, p), p)")


@recipe("error:lower")
def error_at_least(script: Script) -> None:
    """A task in F_ε, and the share of it that the probe leaves."""
    witness = script.evaluator.world.witnesses.get("error") or {}
    if not witness.get("task"):
        raise NoScript("the worst case has no task as a witness")
    script.use("P", "epsilon", "phi", "basis", "K", "apply")
    script.put(
        f"g, = centred([{literal(witness['task'])}], p)  # a task in F_epsilon",
        "assert dot(g, apply(K, g), p) >= (1 - epsilon) ** 2 * dot(g, g, p)",
        "error = 1 - sum(dot(b, g, p) ** 2 / dot(b, b, p) for b in basis(phi, p)) / dot(g, g, p)  # at least",
    )


@recipe("error:upper")
def error_at_most(script: Script) -> None:
    """A dual point: t·1 − P_{V⊥} − η(TT* − (1−ε)²) is positive, so no task in F_ε has a larger error than t."""
    witness = script.evaluator.world.witnesses.get("error") or {}
    if not {"eta", "t"} <= set(witness):
        raise NoScript("the worst case has no dual witness")
    script.use("P", "epsilon", "phi", "basis")
    if witness["eta"] == witness["t"] == "0":
        script.put("assert len(basis(phi, p)) == len(p) - 1  # every mean-zero function is in the span", "error = 0")
        return
    script.use("K", "positive")
    script.put(
        f"eta, error = {literal(witness['eta'])}, {literal(witness['t'])}  # a dual point: the error is at most t",
        "found, shift, n = basis(phi, p), error - 1 + eta * (1 - epsilon) ** 2, range(len(p))",
        "spans = [[sum(b[i] * b[j] * p[j] / dot(b, b, p) for b in found) for j in n] for i in n]",
        "dual = [[shift * ((i == j) - p[j]) + spans[i][j] - eta * K[i][j] + p[j] for j in n] for i in n]",
        "assert positive([[x * v for v in row] for x, row in zip(p, dual)])",
    )


@recipe()
def positive(script: Script) -> None:
    """Is a symmetric matrix positive semi-definite?"""
    script.put(
        "def positive(B):  # by elimination",
        "    for k, row in enumerate(B):",
        "        if row[k] < 0 or (row[k] == 0 and any(row[k:])): return False",
        "        scale = [other[k] / row[k] if row[k] else 0 for other in B[k + 1:]]",
        "        B[k + 1:] = [[x - c * y for x, y in zip(r, row)] for c, r in zip(scale, B[k + 1:])]",
        "    return True",
    )


# Kernels in the plane


@recipe()
def kernel_lipschitz(script: Script) -> None:
    """Left to `contextures check`, where a distance is a root."""
    raise NoScript("distances are roots")


__all__ = ["script"]
