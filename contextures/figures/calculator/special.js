// The functions that bounds speak of, in double precision: what `contextures.measure.special` computes in Python.
"use strict";
const F = (() => {
  const NEAR = 1e-9, STEPS = 200, EPSILON = 2 ** -52;

  /** Round by a rule; what rounding put slightly beside a whole number is that number. */
  const nearly = (x, rounded) => {
    const nearest = Math.round(x);
    return Math.abs(x - nearest) <= NEAR * Math.max(Math.abs(nearest), 1) ? nearest : rounded(x);
  };
  const ceiling = (x) => nearly(x, Math.ceil);
  const floor = (x) => nearly(x, Math.floor);

  /** A power; 1/0 is not a number, and a root of what rounding left slightly below zero is 0. */
  const power = (base, exponent) => {
    if (base === 0 && exponent < 0) return NaN;
    const at = base < 0 && base > -1e-14 && !Number.isInteger(exponent) ? 0 : base;
    return exponent === 0.5 ? Math.sqrt(at) : Math.pow(at, exponent);
  };
  const sum = (first, last, term) => {
    if (!(Number.isInteger(first) && Number.isInteger(last)) || last - first > 1e7) return NaN;
    let total = 0;
    for (let i = first; i <= last; i++) total += term(i);
    return total;
  };
  /** An entry of a sequence, from 1; zero beyond the last one. */
  const entry = (list, index) => {
    if (!Array.isArray(list) || !Number.isInteger(index) || index < 1) return NaN;
    return index <= list.length ? list[index - 1] : 0;
  };

  // ---------------------------------------------------------------- relative entropy of two coins
  const relative = (x, y) => {
    if (x === 0) return y >= 0 ? 0 : NaN;
    if (!(x > 0 && y >= 0)) return NaN;
    if (y === 0) return Infinity;
    const ratio = x / y;
    return x * (ratio > 0.5 && ratio < 2 ? Math.log1p((x - y) / y) : Math.log(ratio));
  };
  const binaryKL = (q, p) => Math.max(relative(q, p) + relative(1 - q, 1 - p), 0);

  /** Solve kl(q‖p) = ε on one side of q by Newton's method within a bracket. */
  const inverse = (q, epsilon, end, start) => {
    let near = q, far = end, p = start;
    for (let k = 0; k < STEPS; k++) {
      const over = binaryKL(q, p) - epsilon;
      if (over > 0) far = p; else near = p;
      const next = p - over * p * (1 - p) / (p - q);
      const inside = next > Math.min(near, far) && next < Math.max(near, far);
      const moved = inside ? next : (near + far) / 2;
      if (Math.abs(moved - p) <= EPSILON * Math.min(moved, 1 - moved) || moved === near || moved === far) return moved;
      p = moved;
    }
    return p;
  };
  const between = (q) => q >= 0 && q <= 1;
  const klUpper = (q, epsilon) => {
    if (!between(q) || !(epsilon >= 0)) return NaN;
    if (q === 1 || epsilon === Infinity) return 1;
    if (epsilon === 0) return q;
    return q === 0 ? -Math.expm1(-epsilon) : inverse(q, epsilon, 1, (q + Math.min(1, q + Math.sqrt(epsilon / 2))) / 2);
  };
  const klLower = (q, epsilon) => {
    if (!between(q) || !(epsilon >= 0)) return NaN;
    if (q === 0 || epsilon === Infinity) return 0;
    if (epsilon === 0) return q;
    if (q === 1) return Math.exp(-epsilon);
    const entropy = relative(q, 1) + relative(1 - q, 1);
    const below = Math.exp((entropy - epsilon) / q);
    return inverse(q, epsilon, 0, Math.max(below, q - Math.sqrt(epsilon / 2), q - Math.sqrt(2 * q * epsilon), 1e-300));
  };
  const klFirst = (p, epsilon) => {
    if (!between(p) || !(epsilon >= 0)) return NaN;
    if (binaryKL(0, p) <= epsilon) return 0;
    let low = 0, high = p;
    for (let k = 0; k < STEPS && low < high; k++) {
      const middle = (low + high) / 2;
      if (middle === low || middle === high) break;
      if (binaryKL(middle, p) > epsilon) low = middle; else high = middle;
    }
    return high;
  };

  // ---------------------------------------------------------------- the binomial and the beta law
  const LANCZOS = [0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
    -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];
  const logGamma = (x) => {
    if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
    const z = x - 1, t = z + 7.5;
    let series = LANCZOS[0];
    for (let i = 1; i < 9; i++) series += LANCZOS[i] / (z + i);
    return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series);
  };
  /** ln Γ(n + 1) less Stirling's formula (Loader's δ). */
  const stirling = (n) => {
    if (n < 15) return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI);
    const m = n * n;
    return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * m)) / m) / m) / m) / n;
  };
  /** x·ln(x/m) + m − x without cancellation (Loader's deviance). */
  const deviance = (x, m) => {
    if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
    const v = (x - m) / (x + m);
    let total = (x - m) * v, term = 2 * x * v;
    for (let j = 1; j < 1000; j++) {
      term *= v * v;
      const next = total + term / (2 * j + 1);
      if (next === total) break;
      total = next;
    }
    return total;
  };
  /** x^a (1−x)^b / B(a, b), y = 1 − x. */
  const density = (a, b, x, y) => {
    const n = a + b;
    const log = stirling(n) - stirling(a) - stirling(b) - deviance(a, n * x) - deviance(b, n * y);
    return Math.exp(log) * Math.sqrt(a * b / (2 * Math.PI * n));
  };
  /** I_x(a, b) by its continued fraction, which converges fast where x < (a + 1)/(a + b + 2). */
  const fraction = (a, b, x, y) => {
    const tiny = 1e-300;
    let c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    let total = d;
    for (let m = 1; m < 100000; m++) {
      let step = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 + step * d; c = 1 + step / c;
      d = 1 / (Math.abs(d) < tiny ? tiny : d); c = Math.abs(c) < tiny ? tiny : c;
      total *= d * c;
      step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 + step * d; c = 1 + step / c;
      d = 1 / (Math.abs(d) < tiny ? tiny : d); c = Math.abs(c) < tiny ? tiny : c;
      total *= d * c;
      if (Math.abs(d * c - 1) < EPSILON) break;
    }
    return density(a, b, x, y) * total / a;
  };
  /** The two tails of Beta(a, b) at x, y = 1 − x; the smaller one is exact. */
  const tails = (a, b, x, y) => {
    if (!(x >= 0 && y >= 0)) return [NaN, NaN];
    if (x === 0) return [0, 1];
    if (y === 0) return [1, 0];
    if (x < (a + 1) / (a + b + 2)) { const lower = fraction(a, b, x, y); return [lower, 1 - lower]; }
    const upper = fraction(b, a, y, x);
    return [1 - upper, upper];
  };
  /** Where a tail of Beta(a, b), side 0 the lower and 1 the upper one, is a level: Newton on its logarithm. */
  const quantile = (a, b, level, side) => {
    if (level > 0.5) return quantile(a, b, 1 - level, 1 - side);
    let low = 0, high = 1, x = a / (a + b);
    for (let k = 0; k < STEPS; k++) {
      const tail = tails(a, b, x, 1 - x)[side];
      if ((tail < level) === (side === 0)) low = x; else high = x;
      const slope = density(a, b, x, 1 - x) / (x * (1 - x)) * (side === 0 ? 1 : -1);
      const next = x - tail * Math.log(tail / level) / slope;
      const moved = next > low && next < high ? next : (low + high) / 2;
      if (Math.abs(moved - x) <= EPSILON * moved || moved === low || moved === high) return moved;
      x = moved;
    }
    return x;
  };
  const binomialCDF = (k, n, p) => {
    const whole = floor(k);
    if (!between(p) || !Number.isFinite(whole + n)) return NaN;
    if (whole < 0) return 0;
    return whole >= n ? 1 : tails(whole + 1, n - whole, p, 1 - p)[1];
  };
  const binomialUpper = (k, n, delta) => {
    const whole = floor(k);
    if (!Number.isFinite(whole + n + delta)) return NaN;
    if (whole < 0) return 0;
    if (whole >= n) return delta <= 1 ? 1 : 0;
    if (!(delta > 0 && delta < 1)) return delta <= 0 ? 1 : 0;
    return quantile(whole + 1, n - whole, delta, 1);
  };
  const binomialLower = (k, n, delta) => {
    const whole = ceiling(k);
    if (!Number.isFinite(whole + n + delta)) return NaN;
    if (whole > n) return 1;
    if (whole <= 0 && delta <= 1 || delta <= 0) return 0;
    return delta >= 1 ? 1 : quantile(whole, n - whole + 1, delta, 0);
  };
  const betaQuantile = (level, a, b) => {
    if (!between(level) || !Number.isFinite(a + b)) return NaN;
    if (a < NEAR) return 0;
    if (b < NEAR) return 1;
    return level === 0 || level === 1 ? level : quantile(a, b, level, 0);
  };

  // ---------------------------------------------------------------- the normal law and ξ
  const MIDDLE = [[2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608],
  [5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1]];
  const OUTER = [[7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734],
  [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1]];
  const FAR = [[2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
    0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772],
  [2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1]];
  const rational = ([top, bottom], x) =>
    top.reduce((total, c) => total * x + c, 0) / bottom.reduce((total, c) => total * x + c, 0);
  /** Wichura's algorithm AS 241. */
  const normalQuantile = (level) => {
    if (!between(level)) return NaN;
    const q = level - 0.5;
    if (Math.abs(q) <= 0.425) return q * rational(MIDDLE, 0.180625 - q * q);
    const r = Math.sqrt(-Math.log(q < 0 ? level : 1 - level));
    if (r === Infinity) return Math.sign(q) * Infinity;
    return Math.sign(q) * (r <= 5 ? rational(OUTER, r - 1.6) : rational(FAR, r - 5));
  };
  /** The largest sin²(A + C) over θ ≤ t, two angles of one θ, on grids that close in on it; 1 from t = 1 − ε on. */
  const sharedAngle = (t, epsilon) => {
    if (!(t >= 0 && t < 1 && epsilon >= 0 && epsilon < 1)) return NaN;
    const c = 1 - epsilon, cells = 128;
    if (t >= c) return 1;
    const share = (x) => x * (Math.sqrt((1 - c) / c * (1 - t)) + Math.sqrt(Math.max((1 - x / c) * (t - x), 0))) ** 2
      / ((1 - x) ** 2 * (1 + x - t));
    let low = 0, high = t, best = 0;
    for (let round = 0; round < 7; round++) {
      const step = (high - low) / cells;
      let at = 0;
      for (let k = 0; k <= cells; k++) if (share(low + k * step) > share(low + at * step)) at = k;
      best = Math.max(best, share(low + at * step));
      [low, high] = [low + Math.max(at - 1, 0) * step, Math.min(low + (at + 1) * step, high)];
    }
    return best;
  };
  /** ξ(n) = 1 + Σ_j Π_{i<j} (n − i)/n. */
  const xi = (n) => {
    if (!(n >= 1)) return NaN;
    let total = 1, term = 1;
    for (let i = 0; i < n && term > 1e-18; i++) { term *= (n - i) / n; total += term; }
    return total;
  };

  return { ceiling, floor, power, sum, entry, binaryKL, klUpper, klLower, klFirst, binomialCDF, binomialUpper,
    binomialLower, betaQuantile, normalQuantile, sharedAngle, xi };
})();
