// What a form gives at settings: reading and checking them, its value, and what a target asks.
const FORMS = STATEMENTS.flatMap((statement) => statement.forms.map((form) => Object.assign(form, { statement })));
FORMS.forEach((form, index) => Object.assign(form, FORMULAS[index], {
  index,
  words: form.terms,
  said: form.given,
  terms: FORMULAS[index].terms,
  given: FORMULAS[index].given,
}));

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;
/** A number as it is written: a decimal or a ratio; NaN for anything else. */
const number = (text) => {
  const pieces = text.trim().split("/");
  if (pieces.length > 2 || !pieces.every((piece) => NUMBER.test(piece.trim()))) return NaN;
  return pieces.length === 2 ? Number(pieces[0]) / Number(pieces[1]) : Number(pieces[0]);
};
const meaning = (form, name) => MEANINGS[`${form.room}/${name}`];

/** Read a setting: its value, or what is wrong with it. */
const read = (form, name, text) => {
  const told = meaning(form, name);
  const values = told.list ? text.split(/[\s,;]+/).filter(Boolean).map(number) : [number(text)];
  if (!values.length || !values.every(Number.isFinite))
    return { problem: `${name} is ${text.trim() || "empty"}; ${told.list ? "numbers, a comma between them, are" : "a number such as 0.05 or 1/20 is"} right` };
  for (const value of values) {
    if (told.whole && !Number.isInteger(value)) return { problem: `${name} is ${text}; a whole number is right` };
    const below = told.lo !== null && (told.withoutLo ? value <= told.lo : value < told.lo);
    const above = told.hi !== null && (told.withoutHi ? value >= told.hi : value > told.hi);
    if (below || above) return { problem: `${name} is ${text}, out of its range ${told.range}` };
  }
  const sign = told.order === "descending" ? 1 : told.order === "ascending" ? -1 : 0;
  if (told.list && values.some((value, k) => k && sign * (values[k - 1] - value) < 0))
    return { problem: `${name} goes up and down; numbers in ${told.order} order are right` };
  return { value: told.list ? values : values[0] };
};

/** The exact value of a setting that `read` takes. */
const readExactly = (form, name, text) => meaning(form, name).list ? text.split(/[\s,;]+/).filter(Boolean).map(Q.read) : Q.read(text);

/** Whether a setting is told by another one: n by the sample. */
const implied = (form, name) => name === "n" && form.needed.includes("sample");
/** What is wrong between settings: a size that the sample contradicts, entries of one sequence that do not descend. */
const contradicted = (form, settings) => {
  if (implied(form, "n") && settings.sample && settings.n !== settings.sample.length)
    return `n is ${settings.n} and the sample holds ${settings.sample.length} numbers`;
  const names = Object.keys(settings).filter((name) => meaning(form, name)?.order === "descending" && !meaning(form, name).list);
  const base = (name) => name.replace(/_(\d+|next)$/, "");
  const place = (name) => Number(name.match(/_(\d+)$/)?.[1] ?? Infinity);
  names.sort((one, other) => place(one) - place(other));
  for (const [k, name] of names.entries())
    for (const next of names.slice(k + 1))
      if (base(name) === base(next) && settings[name] < settings[next]) return `${next} is larger than ${name}; ${base(name)} descends`;
  return null;
};

const holds = (left, relation, right) => {
  if (relation === "<") return left < right;
  const slack = 1e-12 * Math.max(Math.abs(left), Math.abs(right));
  return relation === "<=" ? left <= right + slack : Math.abs(left - right) <= slack;
};
/** The same between exact numbers; null where they leave it open. */
const holdsExactly = (left, relation, right) => {
  if (!Q.rational(left) || !Q.rational(right)) return null;
  return { "<": Q.less, "<=": Q.atMost, "==": Q.equal }[relation](left, right);
};
/** Whether each hypothesis is met, by exact settings where there are any; null where the settings do not tell. */
const hypotheses = (form, settings, exact = null) => form.given.map(([left, right], k) => {
  if (form.said[k].needs.some((name) => settings[name] === undefined)) return null;
  if (exact) {
    const [one, other] = form.exactGiven[k].map((side) => side(exact)), decided = holdsExactly(one, form.said[k].relation, other);
    if (decided !== null) return decided;
  }
  const sides = [left(settings), right(settings)];
  return sides.some(Number.isNaN) ? null : holds(sides[0], form.said[k].relation, sides[1]);
});
/** The value where every setting is there and no hypothesis fails, else NaN. */
const valueAt = (form, settings) => hypotheses(form, settings).includes(false) ? NaN : form.value(settings);

/** Everything that a form says at settings, and what they are exactly where that is known. */
const evaluate = (form, settings, exact = null) => {
  const missing = form.needed.filter((name) => settings[name] === undefined);
  const met = hypotheses(form, settings, exact);
  const fine = !missing.length && !met.includes(false);
  return {
    missing,
    met,
    value: fine ? form.value(settings) : NaN,
    lower: fine && form.lower ? form.lower(settings) : null,
    exact: fine && exact ? Q.text(form.exact(exact)) : null,
    terms: fine ? form.terms.map((term) => term(settings)) : [],
    beside: fine ? form.beside.map((known) => known(settings)) : [],
  };
};

const FAR = 1e12, MANY = 1e8, SAMPLES = 801, HALVINGS = 200, ONE_BY_ONE = 4000;
/** Values from one end to the other, by equal steps or ratios. */
const spaced = (from, to, count, log, whole) => {
  const values = Array.from({ length: count }, (_, k) => {
    const share = k / (count - 1);
    if (k === count - 1) return to;
    return log ? from * Math.pow(to / from, share) : from + (to - from) * share;
  });
  return whole ? [...new Set(values.map(Math.round))] : values;
};
/** The ends between which a setting may lie. */
const ends = (form, name, settings) => {
  const told = meaning(form, name);
  const step = told.whole ? 1 : 1 / FAR;
  const longest = Math.max(1, ...form.needed.filter((n) => meaning(form, n).list).map((n) => settings[n]?.length ?? 0));
  const far = form.sizes.includes(name) ? longest : told.whole ? MANY : FAR;
  return [
    told.lo === null ? -far : told.lo + (told.withoutLo ? step : 0),
    told.hi === null ? far : told.hi - (told.withoutHi ? step : 0),
  ];
};
/** How far a limit is from the mean, or how long an interval is; NaN where it has no value. */
const widthAt = (form, settings) => valueAt(form, settings) - (form.lower ? form.lower(settings) : settings.mean);
/** How far a value is from saying anything: at most 0 where it does. */
const useAt = (form, settings) => hypotheses(form, settings).includes(false) ? NaN : form.useful(settings);
const ASKED = { value: valueAt, width: widthAt, use: useAt };
/** The values of a setting that are looked at first. */
const sampled = (form, settings, name) => {
  const [from, to] = ends(form, name, settings);
  const whole = meaning(form, name).whole;
  if (from === 0 && to > 1) return [0, ...spaced(whole ? 1 : 1 / FAR, to, SAMPLES, true, whole)];
  return spaced(from, to, SAMPLES, from > 0, whole);
};
/** Where a form keeps a target, over one setting: runs [first, last] among sampled values, their ends by bisection. */
const solve = (form, settings, name, target, what = "value") => {
  const [from, to] = ends(form, name, settings);
  const whole = meaning(form, name).whole, above = form.above || what !== "value", of = ASKED[what];
  const at = (value) => of(form, { ...settings, [name]: value });
  const keeps = (value) => above ? at(value) <= target : at(value) >= target;
  const values = sampled(form, settings, name);
  const edge = (first, last, begins) => {
    for (let k = 0; k < HALVINGS; k++) {
      const middle = whole ? Math.floor((first + last) / 2) : (first + last) / 2;
      if (middle === first || middle === last) break;
      if (keeps(middle) === begins) last = middle; else first = middle;
    }
    return begins ? last : first;
  };
  const between = (several, ending) => {
    const runs = [];
    let start = null, last = null;
    for (const value of several) {
      const kept = keeps(value);
      if (kept && start === null) start = last === null ? value : ending(last, value, true);
      if (!kept && start !== null) { runs.push([start, ending(last, value, false)]); start = null; }
      last = value;
    }
    return start === null ? runs : [...runs, [start, last]];
  };
  let runs = between(values, edge);
  if (whole && runs.length) {  // a bound that goes up and down between the values: one by one where it first keeps the target
    const [first, last] = [Math.max(values[0], runs[0][0] - ONE_BY_ONE), Math.min(values.at(-1), runs[0][0] + ONE_BY_ONE)];
    const near = between(Array.from({ length: last - first + 1 }, (_, k) => first + k), (one, other, begins) => begins ? other : one);
    const on = runs.find(([start, end]) => start <= last && last < end);
    if (on && near.at(-1)[1] === last) near.at(-1)[1] = on[1];
    runs = [...near, ...runs.filter(([start]) => start > last)];
  }
  return { runs, range: [from, to], looked: values.length, best: extreme(values.map(at).filter(Number.isFinite), above) };
};
/** Where over one setting a form is best: the best of sampled values, then by thirds between its neighbours. */
const bestAt = (form, settings, name) => {
  const whole = meaning(form, name).whole, values = sampled(form, settings, name);
  const at = (value) => { const found = valueAt(form, { ...settings, [name]: value }); return Number.isNaN(found) ? Infinity : form.above ? found : -found; };
  const least = (several) => several.reduce((one, other) => at(other) < at(one) ? other : one);
  const place = values.indexOf(least(values));
  let [low, high] = [values[Math.max(place - 1, 0)], values[Math.min(place + 1, values.length - 1)]];
  for (let k = 0; k < HALVINGS && high - low > (whole ? 3 : 0); k++) {
    const third = (high - low) / 3, [one, other] = [low + third, high - third].map(whole ? Math.round : (value) => value);
    if (at(one) <= at(other)) high = other; else low = one;
  }
  const near = whole ? Array.from({ length: high - low + 1 }, (_, k) => low + k) : [(low + high) / 2];
  const value = least([values[place], ...near]);
  return { at: value, value: valueAt(form, { ...settings, [name]: value }) };
};
const extreme = (values, least) => values.reduce((one, other) => ((one < other) === least ? one : other), values[0] ?? NaN);

/** A number as it is shown. */
const shown = (value, digits = 7) => {
  if (value === Infinity || value === -Infinity) return value > 0 ? "∞" : "−∞";
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const text = value !== 0 && (size < 1e-4 || size >= 1e9) ? value.toExponential(Math.min(digits, 5) - 1) : String(Number(value.toPrecision(digits)));
  return text.replace("-", "−");
};
