// Exact arithmetic: a ratio of whole numbers {p, q} or a root of one {under}, each with its value in double precision
// {at}; what is neither has that alone. Nothing that has no value becomes a number.
const Q = (() => {
  const LONGEST = 100000;
  const NEAR = 1e-9;
  const NOTHING = { at: NaN };

  const bits = (whole) => whole.toString(16).length * 4;
  const common = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
  /** A ratio of long whole numbers in double precision. */
  const divided = (p, q) => {
    const shift = BigInt(Math.max(0, bits(q) + 80 - bits(p)));
    const drop = Math.max(0, bits((p << shift) / q) - 1000);
    return Number(((p << shift) / q) >> BigInt(drop)) * 2 ** (drop - Number(shift));
  };
  const ratio = (p, q = 1n) => {
    if (q === 0n) return NOTHING;
    const by = common(p, q) * (q < 0n ? -1n : 1n);
    const [above, below] = [p / by, q / by];
    const plain = bits(above) < 1000 && bits(below) < 1000;
    return { p: above, q: below, at: plain ? Number(above) / Number(below) : divided(above, below) };
  };
  const whole = (k) => ratio(BigInt(k));
  const rational = (x) => x.p !== undefined;
  const rough = (at) => ({ at });

  const root = (whole) => {
    if (whole < 2n) return whole;
    let x = 1n << BigInt(Math.ceil(bits(whole) / 2) + 1);
    for (;;) {
      const next = (x + whole / x) >> 1n;
      if (next >= x) return x;
      x = next;
    }
  };
  const squareRoot = (x) => {
    if (!rational(x)) return rough(Math.sqrt(x.at));
    if (x.p < 0n) return NOTHING;
    const [above, below] = [root(x.p), root(x.q)];
    return above * above === x.p && below * below === x.q ? ratio(above, below) : { under: x, at: Math.sqrt(x.at) };
  };

  const add = (...values) => {
    if (values.every(rational)) return values.reduce((one, other) => ratio(one.p * other.q + other.p * one.q, one.q * other.q));
    const others = values.filter((x) => !rational(x));
    const rest = add(whole(0), ...values.filter(rational));
    return others.length === 1 && rest.p === 0n ? others[0] : rough(values.reduce((sum, x) => sum + x.at, 0));
  };
  const multiply = (...values) => {
    let product = whole(1), under = whole(1);
    const others = [];
    for (const x of values) {
      if (rational(x)) product = ratio(product.p * x.p, product.q * x.q);
      else if (x.under) under = ratio(under.p * x.under.p, under.q * x.under.q);
      else others.push(x);
    }
    if (product.p === 0n && others.every((x) => Number.isFinite(x.at))) return product;
    const surd = squareRoot(under);
    if (!others.length && rational(surd)) return ratio(product.p * surd.p, product.q * surd.q);
    if (!others.length && product.p > 0n) return squareRoot(multiply(product, product, under));
    return rough(others.reduce((all, x) => all * x.at, product.at * surd.at));
  };
  const power = (base, exponent) => {
    if (!rational(exponent)) return rough(F.power(base.at, exponent.at));
    if (exponent.q === 2n) return power(squareRoot(base), ratio(exponent.p));
    const n = exponent.p, size = n < 0n ? -n : n;
    if (exponent.q === 1n && base.under) {
      const half = (n - (((n % 2n) + 2n) % 2n)) / 2n, even = power(base.under, ratio(half));
      return n % 2n === 0n ? even : multiply(even, base);
    }
    if (exponent.q !== 1n || !rational(base) || Number(size) * (bits(base.p) + bits(base.q)) > LONGEST)
      return rough(F.power(base.at, exponent.at));
    return n >= 0n ? ratio(base.p ** size, base.q ** size) : ratio(base.q ** size, base.p ** size);
  };

  /** Whether one number is less than another: exactly, or where doubles are far enough apart; null else. */
  const less = (one, other) => {
    if (rational(one) && rational(other)) return one.p * other.q < other.p * one.q;
    const apart = other.at - one.at;
    return Math.abs(apart) > NEAR * Math.max(Math.abs(one.at), Math.abs(other.at)) ? apart > 0 : null;
  };
  const atMost = (one, other) => { const over = less(other, one); return over === null ? null : !over; };
  /** The first piece whose condition holds; nothing where one before it is open. */
  const piecewise = (...pieces) => { const found = pieces.find(([condition]) => condition !== false); return found?.[0] ? found[1]() : NOTHING; };
  const equal = (one, other) => rational(one) && rational(other) ? one.p === other.p && one.q === other.q : less(one, other) === null ? null : false;
  const extreme = (sign) => (...values) => values.reduce((one, other) => {
    const under = less(one, other);
    return under === null ? rough((sign > 0 ? Math.max : Math.min)(one.at, other.at)) : under === sign > 0 ? other : one;
  });
  const absolute = (x) => rational(x) ? ratio(x.p < 0n ? -x.p : x.p, x.q) : x.under ? x : rough(Math.abs(x.at));
  const down = (x) => ratio((x.p - (((x.p % x.q) + x.q) % x.q)) / x.q);
  /** What doubles round to, where they are far enough from a whole number. */
  const rounded = (at, by) => Number.isFinite(at) && Math.abs(at - Math.round(at)) > NEAR * Math.max(Math.abs(at), 1) ? whole(by(at)) : rough(by(at));
  const floor = (x) => rational(x) ? down(x) : rounded(x.at, Math.floor);
  const ceiling = (x) => rational(x) ? multiply(whole(-1), down(multiply(whole(-1), x))) : rounded(x.at, Math.ceil);
  const is = (x, k) => rational(x) && x.q === 1n && x.p === k;
  const log = (x) => is(x, 1n) ? whole(0) : rough(Math.log(x.at));
  const exp = (x) => is(x, 0n) ? whole(1) : rough(Math.exp(x.at));
  const inexact = (of, ...values) => rough(of(...values.map((x) => x.at)));
  const binaryKL = (q, p) => equal(q, p) ? whole(0) : inexact(F.binaryKL, q, p);
  const sum = (first, last, term) => {
    let total = whole(0);
    for (let k = first.p; k <= last.p; k++) total = add(total, term(ratio(k)));
    return total;
  };
  const entry = (list, index) => list[Number(index.p) - 1] ?? whole(0);

  /** P(Bin(n, p) ≤ k) in whole numbers. */
  const binomialCDF = (k, n, p) => {
    const last = floor(k);
    if (![last, n].every(rational) || n.q !== 1n) return inexact(F.binomialCDF, k, n, p);
    if (last.p < 0n || last.p >= n.p) return ratio(last.p < 0n ? 0n : 1n);
    if (!rational(p) || n.at * bits(p.q) > LONGEST) return inexact(F.binomialCDF, k, n, p);
    if (p.p < 0n || p.p > p.q) return NOTHING;
    const [hit, miss] = [p.p, p.q - p.p];
    let total = 0n, choose = 1n, power = 1n;
    for (let j = 0n; j <= last.p; j++) {
      total = total * miss + choose * power;
      power *= hit;
      choose = (choose * (n.p - j)) / (j + 1n);
    }
    return ratio(total * miss ** (n.p - last.p), p.q ** n.p);
  };
  /** ξ(n) = Σ n!·n^{k−n}/k! over k ≤ n. */
  const xi = (n) => {
    if (!rational(n) || n.q !== 1n || n.p < 1n || n.p > 1000n) return inexact(F.xi, n);
    let total = 0n, falling = 1n;
    for (let k = n.p; k >= 0n; k--) {
      total += falling * n.p ** k;
      falling *= k;
    }
    return ratio(total, n.p ** n.p);
  };

  /** A decimal or a ratio as it is written; null for anything else. */
  const read = (text) => {
    const found = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?(?:\s*\/\s*(.+))?\s*$/.exec(text);
    if (!found || !(found[2] + found[3])) return null;
    const [, sign, above, below, shift = "0", by] = found, tens = Number(shift) - below.length;
    const digits = BigInt(`${sign === "-" ? "-" : ""}${above}${below}`);
    const one = tens < 0 ? ratio(digits, 10n ** BigInt(-tens)) : ratio(digits * 10n ** BigInt(tens));
    if (by === undefined) return one;
    const other = read(by);
    return other === null || other.p === 0n ? null : ratio(one.p * other.q, one.q * other.p);
  };
  const text = (x) => !rational(x) ? null : x.q === 1n ? String(x.p) : `${x.p}/${x.q}`;
  return {
    add, multiply, power, max: extreme(1), min: extreme(-1), absolute, floor, ceiling, log, exp, binaryKL, binomialCDF, xi, inexact,
    e: rough(Math.E), sum, entry, piecewise, ratio, less, atMost, equal, rational, read, text,
  };
})();
