"""Recipes for the objectives of chapter 2, weights and biases minimised out."""

from __future__ import annotations

from fractions import Fraction

from contextures.measure.quantities.objectives import graphs, selfsupervised, supervised
from contextures.measure.quantities.registry import Quantity
from contextures.measure.worlds.contexts import ContextWorld
from contextures.verify.certificates.byhand.contexts import top
from contextures.verify.certificates.byhand.linear import exact_root, share, spectral
from contextures.verify.certificates.byhand.script import NoScript, Script, columns, ingredient, literal, recipe

# Operators


@ingredient(ContextWorld)
def K_onehot(script: Script) -> None:
    """TΛT* for one-hot labels."""
    script.use("P")
    script.put("K_onehot = [[sum(a * b for a, b in zip(f, g)) / x for g in P] for f, x in zip(P, p)]")


@ingredient(ContextWorld)
def targets(script: Script) -> None:
    """The vectors attached to A, a function for each coordinate."""
    script.put(f"targets = {columns(script.instance['targets'])}")


@ingredient(ContextWorld)
def h_plain(script: Script) -> None:
    """E[A|x], a function for each coordinate."""
    script.use("T", "apply", "targets")
    script.put("h_plain = [apply(T, t) for t in targets]")


@ingredient(ContextWorld)
def h_bias(script: Script) -> None:
    """E[A|x] with its mean removed."""
    script.use("h_plain", "centred")
    script.put("h_bias = centred(h_plain, p)")


@ingredient(ContextWorld)
def x(script: Script) -> None:
    """Positions of the inputs, a function for each coordinate."""
    script.put(f"x = {columns(script.instance['features'])}")


@ingredient(ContextWorld)
def m_plain(script: Script) -> None:
    """E[X|a], a function for each coordinate."""
    script.use("T_star", "apply", "x")
    script.put("m_plain = [apply(T_star, f) for f in x]")


@ingredient(ContextWorld)
def m_bias(script: Script) -> None:
    """The same with its mean removed."""
    script.use("T_star", "apply", "centred", "x")
    script.put("m_bias = [apply(T_star, f) for f in centred(x, p)]")


def _outer(operator: str, functions: str, weight: str) -> None:
    """The operator f ↦ Σ h⟨h, f⟩."""

    @ingredient(ContextWorld, name=operator)
    def write(script: Script) -> None:
        script.use("P", functions)
        entry = f"sum(a * b for a, b in zip(f, g)) * w for g, w in zip(zip(*{functions}), {weight})"
        script.put(f"{operator} = [[{entry}] for f in zip(*{functions})]")


_outer("K_plain", "h_plain", "p")
_outer("K_bias", "h_bias", "p")
_outer("K_mplain", "m_plain", "q")
_outer("K_mbias", "m_bias", "q")


def _spectrum(quantity: Quantity, operator: str, size: str) -> None:
    @recipe(quantity)
    def write(script: Script) -> None:
        script.use(operator, "spectrum")
        count = script.size(size)
        script.sequence(quantity.name, spectral(operator, script.entries(quantity.name, count)), count)


_spectrum(supervised.onehot_eigenvalue, "K_onehot", "N")
_spectrum(supervised.plain_eigenvalue, "K_plain", "N")
_spectrum(supervised.bias_eigenvalue, "K_bias", "N")
_spectrum(selfsupervised.denoising_eigenvalue, "K_mbias", "M")
_spectrum(selfsupervised.denoising_plain_eigenvalue, "K_mplain", "M")


# With labels or targets


@ingredient(ContextWorld)
def explained(script: Script) -> None:
    """What least squares on a span explains of functions."""
    script.use("basis")
    script.put("def explained(found, hs, w): return sum(dot(g, h, w) ** 2 / dot(g, g, w) for g in found for h in hs)")


@recipe(supervised.onehot_loss)
def onehot_loss(script: Script) -> None:
    """1 less what the φ_i explain of the label probabilities."""
    script.use("T", "explained", "phi_raw")
    script.put("onehot_loss = 1 - explained(basis(phi_raw, p), list(zip(*T)), p)")


@ingredient(ContextWorld)
def omega(script: Script) -> None:
    """The weights of the balanced loss, and its columns."""
    script.use("P")
    roots = [exact_root(sum(column)) for column in zip(*script.instance["joint"], strict=True)]
    script.put(
        f"roots = {literal(roots)}",
        "assert [r * r for r in roots] == q",
        "omega, ones = [sum(v / r for v, r in zip(row, roots)) for row in P], [1] * len(p)",
        "g = [[v / r / w for v, w in zip(c, omega)] for c, r in zip(zip(*P), roots)]",
    )


@recipe(supervised.balanced_loss)
def balanced_loss(script: Script) -> None:
    """Σω less what 1 and the φ_i explain of the columns."""
    script.use("omega", "explained", "phi_raw")
    script.put("balanced_loss = sum(omega) - explained(basis([ones, *phi_raw], omega), g, omega)")


@recipe(supervised.balanced_minimum)
def balanced_minimum(script: Script) -> None:
    """For one function: no eigenvalue of the Gram matrix is larger, and one is as large."""
    if script.size("d") != 1:
        raise NoScript("the top eigenvalues of the balanced operator are left to `contextures check`")
    script.use("omega", "dot", "positive")
    script.put(
        "means = [dot(h, ones, omega) / sum(omega) for h in g]",
        "kept = sum(omega) * (1 - sum(m * m for m in means))",
        f"balanced_minimum = {literal(script.value('balanced_minimum'))}",
        "rest = [[v - m for v in h] for h, m in zip(g, means)]",
        "S = [[(x is y) * (kept - balanced_minimum) - dot(x, y, omega) for y in rest] for x in rest]",
        "assert positive(S) and any(S[k][k] == 0 for k in range(len(S)))  # so kept - minimum is the top eigenvalue",
    )


@recipe(supervised.second_moment)
def second_moment(script: Script) -> None:
    """Mean square of the targets."""
    script.use("P", "targets", "dot")
    script.put("second_moment = sum(dot(t, t, q) for t in targets)")


@recipe(supervised.variance)
def variance(script: Script) -> None:
    """Variance of the targets."""
    script.use("P", "targets", "centred")
    script.put("variance = sum(dot(t, t, q) for t in centred(targets, q))")


@recipe(supervised.plain_loss)
def plain_loss(script: Script) -> None:
    """Least squares on the φ_i."""
    script.measure("second_moment")
    script.use("h_plain", "explained", "phi_raw")
    script.put("plain_loss = second_moment - explained(basis(phi_raw, p), h_plain, p)")


@recipe(supervised.bias_loss)
def bias_loss(script: Script) -> None:
    """Least squares on 1 and the φ_i."""
    script.measure("variance")
    script.use("h_bias", "explained", "phi")
    script.put("bias_loss = variance - explained(basis(phi, p), h_bias, p)")


@recipe(supervised.label_noise)
def label_noise(script: Script) -> None:
    """1 − Σ_x P_X(x)Σ_a P(a|x)²."""
    script.use("P")
    script.put("label_noise = 1 - sum(v * v / x for f, x in zip(P, p) for v in f)")


@recipe(supervised.class_imbalance)
def class_imbalance(script: Script) -> None:
    """Largest |P_A(a) − 1/M|."""
    script.use("P")
    script.put(f"class_imbalance = max(abs(y - F(1, {script.size('M')})) for y in q)")


# Without them


@ingredient(ContextWorld)
def whole_plain(script: Script) -> None:
    """Mean square of the positions."""
    script.use("P", "x", "dot")
    script.put("whole_plain = sum(dot(c, c, p) for c in x)")


@ingredient(ContextWorld)
def whole_bias(script: Script) -> None:
    """Variance of the positions."""
    script.use("P", "x", "centred")
    script.put("whole_bias = sum(dot(c, c, p) for c in centred(x, p))")


def _denoising(loss: Quantity, minimum: Quantity, kind: str, functions: str) -> None:
    """Least squares of X on the ψ_i, with 1 or without, and the least of it over Ψ."""

    @recipe(loss)
    def of_encoder(script: Script) -> None:
        script.use(f"whole_{kind}", f"m_{kind}", "explained", functions)
        script.put(f"{loss.name} = whole_{kind} - explained(basis({functions}, q), m_{kind}, q)")

    @recipe(minimum)
    def least(script: Script) -> None:
        script.use(f"whole_{kind}", f"K_m{kind}")
        script.put(f"{minimum.name} = whole_{kind} - {top(script, f'K_m{kind}', script.size('d'))}")


_denoising(selfsupervised.denoising_loss, selfsupervised.denoising_minimum, "bias", "psi")
_denoising(selfsupervised.denoising_plain_loss, selfsupervised.denoising_plain_minimum, "plain", "psi_raw")


@recipe(selfsupervised.denoising_image_defect)
def denoising_image_defect(script: Script) -> None:
    """What leaves the span of TΨ̃ under TT*Λ, the dimensions that it lacks, and its trace against the spectrum."""
    script.use("T_psi", "T_star", "basis", "centred", "x", "K_mbias")
    wanted = top(script, "K_mbias", script.size("d"))
    script.put(
        "xc, found = centred(x, p), basis(T_psi, p)",
        "def lift(g): return apply(T, apply(T_star, [sum(dot(c, g, p) * c[i] for c in xc) for i in range(len(p))]))",
        f"wanted = {wanted}",
        "image = [lift(g) for g in T_psi]",
        "outside = sum(dot(g, g, p) - sum(dot(b, g, p) ** 2 / dot(b, b, p) for b in found) for g in image)",
        "size = sum(dot(g, g, p) for g in image) or 1",
        "beyond = abs(wanted - sum(dot(b, lift(b), p) / dot(b, b, p) for b in found))",
        f"denoising_image_defect = {script.size('d')} - len(found) + outside / size + beyond",
    )


@recipe(selfsupervised.contrastive_loss)
def contrastive_loss(script: Script) -> None:
    """Over positive and over independent pairs of contexts."""
    script.use("P", "psi")
    script.put(
        "A = range(len(q))",
        "pairs = [[sum(f[a] * f[b] / x for f, x in zip(P, p)) for b in A] for a in A]",
        "inner = [[sum(g[a] * g[b] for g in psi) for b in A] for a in A]",
        "terms = [(q[a] * q[b] * inner[a][b] / 2 - pairs[a][b]) * inner[a][b] for a in A for b in A]",
        "contrastive_loss = sum(terms)",
    )


@recipe(selfsupervised.coefficient_form)
def coefficient_form(script: Script) -> None:
    """‖B‖² − 2Tr(BD), with B = Cov Ψ."""
    script.use("T_psi", "dot")
    script.put(
        "coefficient_form = sum(dot(f, g, q) ** 2 for f in psi for g in psi) - 2 * sum(dot(f, f, p) for f in T_psi)"
    )


@recipe(selfsupervised.noncontrastive_loss)
def noncontrastive_loss(script: Script) -> None:
    """2d − 2Tr(C⁻¹·form), over an orthogonal basis of Ψ̃."""
    script.use("P", "psi", "K_a", "apply", "basis")
    script.put(
        "kept = sum(dot(g, apply(K_a, g), q) / dot(g, g, q) for g in basis(psi, q))",
        f"noncontrastive_loss = 2 * {script.size('d')} - 2 * kept",
    )


@recipe(graphs.asymmetry)
def asymmetry(script: Script) -> None:
    """Largest |P(x, y) − P(y, x)|; 1 for a law that is not square."""
    if script.size("N") != script.size("M"):
        script.put("asymmetry = F(1)  # the law is not square")
        return
    script.use("P")
    script.put("asymmetry = max(abs(v - w) for row, c in zip(P, zip(*P)) for v, w in zip(row, c))")


@ingredient(ContextWorld)
def walk(script: Script) -> None:
    """T on mean-zero functions of a graph."""
    script.use("P")
    script.put("walk = [[v / x - y for v, y in zip(row, p)] for row, x in zip(P, p)]")


@recipe(graphs.walk_eigenvalue)
def walk_eigenvalue(script: Script) -> None:
    """Eigenvalues of T − 1⊗p, the constant moved to −1 − 1 = −2, below all others."""
    script.use("walk", "spectrum")
    count = script.size("N")
    values = [*script.entries("walk_eigenvalue", count - 1), Fraction(-2)]
    script.put("moved = [[v - 2 * y for v, y in zip(row, p)] for row in walk]  # the constant below all others")
    script.sequence("walk_eigenvalue", f"{spectral('moved', values)}[:-1]", count - 1)


@recipe(graphs.graph_loss)
def graph_loss(script: Script) -> None:
    """d less the form of the edge law, over an orthogonal basis of Φ̃."""
    script.value("graph_loss")
    script.use("walk", "phi", "basis", "apply")
    script.put(
        f"graph_loss = {script.size('d')} - sum(dot(f, apply(walk, f), p) / dot(f, f, p) for f in basis(phi, p))"
    )


# From X


@ingredient(ContextWorld)
def images(script: Script) -> None:
    """An orthogonal basis of the span of Φ̃, and T* of it."""
    script.use("phi", "basis", "T_star", "apply")
    script.put("images = [(f, apply(T_star, f)) for f in basis(phi, p)]")


def _whitened(quantity: Quantity, form: str) -> None:
    """A form in Φ̃, summed over an orthogonal basis of its span: no value where Φ̃ is dependent."""

    @recipe(quantity)
    def write(script: Script) -> None:
        script.value(quantity.name)
        script.use("images")
        script.put(
            f"def form(f, h): return {form}",
            f"{quantity.name} = sum(form(f, h) / dot(f, f, p) for f, h in images)",
        )


_whitened(selfsupervised.svme_loss, "sum(v * (a - b) ** 2 for row, a in zip(P, f) for v, b in zip(row, h))")
_whitened(selfsupervised.kise_value, "dot(h, h, q)  # k_X integrated twice")


@recipe(selfsupervised.full_gap)
def full_gap(script: Script) -> None:
    """How far the span of Φ is from a top eigenspace of TT* with the constant."""
    d = script.size("d")
    values = [Fraction(1), *script.entries("s", script.size("N") - 1, 2)]
    script.use("P", "phi_raw", "apply", "basis", "spectrum")
    script.put(
        "full = [[sum(a * b / c for a, b, c in zip(f, g, q)) / x for g in P] for f, x in zip(P, p)]",
        f"wanted = {d} + sum({spectral('full', values)}[:{d}])  # a missing dimension counts as 1",
        f"full_gap = wanted - {share('phi_raw', 'full', 'p')}",
    )


@recipe(supervised.scaled_loss)
def scaled_loss(script: Script) -> None:
    """Least squares of each indicator over P_A(a) on 1 and the φ_i."""
    script.use("T", "phi_raw", "basis")
    script.put(
        "found = basis([[F(1)] * len(p), *phi_raw], p)",
        "parts = (sum(dot(b, t, p) ** 2 / dot(b, b, p) for b in found) / y for t, y in zip(zip(*T), q))",
        f"scaled_loss = {script.size('M')} - sum(parts)",
    )


@recipe(supervised.onehot_operator_defect)
def onehot_operator_defect(script: Script) -> None:
    """Largest entry of |M·TΛT* − TT*|."""
    script.use("K_onehot")
    m = script.size("M")
    script.put(
        "full = [[sum(a * b / c for a, b, c in zip(f, g, q)) / x for g in P] for f, x in zip(P, p)]",
        f"onehot_operator_defect = max(abs({m} * a - b) for r, s in zip(K_onehot, full) for a, b in zip(r, s))",
    )


@recipe(supervised.label_kernel_defect)
def label_kernel_defect(script: Script) -> None:
    """Largest |k(x, x') − 1[x and x' share a label]| for the kernel k of TΛT*."""
    script.use("K_onehot")
    script.put(
        "same = [[any(a and b for a, b in zip(f, g)) for g in P] for f in P]",
        "entries = [(v / y, s) for row, t in zip(K_onehot, same) for v, s, y in zip(row, t, p)]",
        "label_kernel_defect = max(abs(v - s) for v, s in entries)",
    )
