"""Settings of chapter 8: what the limits of statistics are computed from, one name and one meaning in the chapter."""

from __future__ import annotations

from contextures.theory.symbols.vocabulary import Vocabulary

SETTINGS = Vocabulary("classical settings")

n = SETTINGS.integer("n", "sample size", "n ≥ 1")
delta = SETTINGS.real("delta", "failure probability δ", "(0, 1)", r"\delta")

mean = SETTINGS.real("mean", "average of the sample", "any real number", r"\hat p")
count = SETTINGS.integer("count", "number of ones k = np̂ in 0/1 data", "count ≥ 0", "k")
variance = SETTINGS.real("variance", "sample variance V, with n − 1", "≥ 0", "V")
second_moment = SETTINGS.real("second_moment", "average square, of the sample or of the law", "≥ 0", r"\overline{Z^2}")
sample = SETTINGS.indexed("sample", "the sample in ascending order", "any real number", "Z")
a = SETTINGS.real("a", "lower end of the range of Z", "any real number", "a")
b = SETTINGS.real("b", "upper end of the range of Z", "any real number", "b")
true_variance = SETTINGS.real("true_variance", "variance of the law", "≥ 0", "v")
p = SETTINGS.real("p", "mean of the law", "any real number", "p")

t = SETTINGS.real("t", "deviation t", "> 0", "t")
epsilon = SETTINGS.real("epsilon", "deviation ε", "> 0", r"\varepsilon")
theta = SETTINGS.real("theta", "share θ", "[0, 1]", r"\theta")
gamma = SETTINGS.real("gamma", "rate γ, fixed before the data", "> 0", r"\gamma")

population = SETTINGS.integer("population", "size N of the finite population", "population ≥ 1", "N")
classes = SETTINGS.integer("classes", "number K of hypotheses", "classes ≥ 1", "K")
weight = SETTINGS.real("weight", "weight w of a hypothesis, fixed before the data", "(0, 1]", "w")
d = SETTINGS.integer("d", "VC dimension", "d ≥ 1")
growth = SETTINGS.real("growth", "growth function Π at the sample size that the row names", "≥ 1", r"\Pi")
rademacher = SETTINGS.real("rademacher", "Rademacher complexity, expected or empirical", "≥ 0", r"\mathcal R")
KL = SETTINGS.real("KL", "KL(ρ‖π) of the posterior from the prior, in nats", "≥ 0", r"\mathrm{KL}")
C = SETTINGS.real("C", "C, fixed before the data", "> 0", "C")
lambda_ = SETTINGS.real("lambda", "λ: a trade-off in (0, 2), or a penalty", "> 0", r"\lambda")
beta = SETTINGS.real("beta", "stability β", "≥ 0", r"\beta")
M = SETTINGS.real("M", "range of the loss", "> 0", "M")
rho = SETTINGS.real("rho", "Lipschitz constant ρ", "> 0", r"\rho")

alpha = SETTINGS.real("alpha", "target level α", "any real number", r"\alpha")
B = SETTINGS.real("B", "bound of the loss", "any real number", "B")

mi = SETTINGS.real("mi", "mutual information, in nats", "≥ 0", "I")
chi2 = SETTINGS.real("chi2", "χ² divergence, or Σ s_i² of a joint law", "≥ 0", r"\chi^2")
rho2 = SETTINGS.real("rho2", "squared maximal correlation s_1²", "[0, 1]", "s_1^2")
min_p = SETTINGS.real("min_p", "smallest mass of the law", "(0, 1]", r"\min P")
s = SETTINGS.real("s", "argument of the moment generating function", "any real number", "s")
mu = SETTINGS.real("mu", "where a loss is split", "any real number", r"\mu")
mean_plus = SETTINGS.real("mean_plus", "average of max(0, Z − μ)", "≥ 0", r"\hat p^+")
mean_minus = SETTINGS.real("mean_minus", "average of max(0, μ − Z)", "≥ 0", r"\hat p^-")
norm = SETTINGS.real("norm", "largest norm that the row names", "≥ 0", r"\max\|a\|")
vectors = SETTINGS.integer("vectors", "number N of vectors", "vectors ≥ 1", "N")
sum_c2 = SETTINGS.real("sum_c2", "Σ c_i² of the bounded differences", "≥ 0", r"\sum c_i^2")
m = SETTINGS.integer("m", "m of the row: block length, drawn examples or number of values", "m ≥ 1")
k = SETTINGS.integer("k", "k of the row: blocks or kept examples", "k ≥ 1", "k")
H = SETTINGS.real("H", "conditional entropy H(X|Y), in nats", "≥ 0", "H")
H2 = SETTINGS.real("H2", "squared Hellinger distance of the rows", "[0, 2]", "H^2")
eta = SETTINGS.real("eta", "contraction coefficient η_KL", "[0, 1]", r"\eta")
pi_star = SETTINGS.real("pi_star", "π* = max over A of min(P(A), 1 − P(A))", "(0, 1/2]", r"\pi^*")
TV = SETTINGS.real("TV", "total variation distance", "[0, 1]", r"\mathrm{TV}")
information = SETTINGS.indexed("information", "I(z_i;W) of each example, in nats", "≥ 0", "I")
q = SETTINGS.real("q", "mean of the other indicator", "[0, 1]", "q")

contrastive = SETTINGS.real("contrastive", "contrastive loss L_un", "any real number", r"L_{\mathrm{un}}")
radius = SETTINGS.real("radius", "ρ of the χ² ball of radius ρ/n around the sample", "≥ 0", r"\rho")
robust_mean = SETTINGS.real("robust_mean", "robust mean R_n, the largest over the χ² ball", "any real number", "R_n")
localisation = SETTINGS.real("localisation", "localisation radius r*", "≥ 0", r"r^*")
collision = SETTINGS.real("collision", "chance τ that two drawn classes are one", "(0, 1)", r"\tau")

DEFAULTS = {"a": 0, "b": 1}
"""What a setting is where nothing is said."""
