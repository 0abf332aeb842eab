// The controls of the page and what they show.
(() => {
  const $ = (id) => document.getElementById(id);
  const node = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const math = (markup) => { const made = node("span"); made.innerHTML = markup; return made; };
  const choices = (select, values, chosen, words = (value) => value) => {
    select.replaceChildren(...values.map((value) => node("option", { value }, words(value))));
    if (values.includes(chosen)) select.value = chosen;
  };
  const key = (form) => `${form.statement.id}/${form.part}/${form.variant}`;
  const byKey = new Map(FORMS.map((form) => [key(form), form]));
  const label = (form) => form.statement.id + (form.statement.forms.length > 1 ? ` · ${form.part} · ${form.heading.toLowerCase()}` : "");
  const badge = (verdict) => node("span", { class: `badge ${verdict ?? "open"}` }, verdict ?? "not searched");

  const QUESTIONS = { value: "brings the value to", width: "brings the width to", use: "makes it say anything" };

  let current = null, others = [];
  const typed = new Map(), spans = new Map();
  const place = (name, form = current) => `${form.room}/${name}`;

  // ------------------------------------------------------------------------------------------- settings
  /** The text of a setting: what was typed, else what the form starts with. */
  const text = (form, name) => {
    const said = typed.get(place(name, form));
    const first = current.room === form.room ? current.start[name] ?? form.start[name] : form.start[name];
    return said ?? (first === undefined ? "" : Array.isArray(first) ? first.join(", ") : String(first));
  };
  /** The settings of a form, and what is wrong with them. */
  const settingsOf = (form) => {
    const settings = {}, exact = {}, problems = [];
    for (const name of [...form.needed, ...form.optional]) {
      const said = text(form, name);
      if (!said.trim() && form.optional.includes(name)) continue;
      const found = read(form, name, said);
      if (found.problem) problems.push({ name, problem: found.problem });
      else [settings[name], exact[name]] = [found.value, readExactly(form, name, said)];
    }
    const wrong = contradicted(form, settings);
    if (wrong) problems.push({ name: "", problem: wrong });
    return { settings, exact, problems };
  };
  /** The ends of a slider: those of the range, or as far as one usually goes. */
  const spanOf = (form, name) => {
    if (spans.has(place(name, form))) return spans.get(place(name, form));
    const told = meaning(form, name);
    if (told.list) return null;
    const bounded = told.lo !== null && told.hi !== null;
    const room = bounded ? (told.hi - told.lo) / 1000 : 0;
    let from = told.lo === null ? (told.hi === null ? 0 : told.hi - 10) : told.lo + (told.withoutLo ? room : 0);
    let to = told.hi === null ? from + 1 : told.hi - (told.withoutHi ? room : 0);
    let log = false;
    if (told.whole) [from, to, log] = [Math.max(from, 1), told.hi ?? (form.sizes.includes(name) ? 12 : 1e6), !form.sizes.includes(name)];
    else if (told.lo !== null && told.hi === null) [from, to, log] = told.lo === 0 ? [1e-4, 100, true] : [told.lo + (told.withoutLo ? 0.01 : 0), told.lo + 20, false];
    return { from, to, log };
  };
  const TURNS = 1000;
  const turned = ({ from, to, log }, value) => TURNS * (log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from));
  const pointed = (told, { from, to, log }, turn) => {
    const value = log ? from * Math.pow(to / from, turn / TURNS) : from + (to - from) * turn / TURNS;
    if (told.whole) return Math.round(value);
    return turn <= 0 ? from : turn >= TURNS ? to : Number(value.toPrecision(3));
  };

  const field = (form, name, optional) => {
    const told = meaning(form, name), id = `set-${name}`;
    const box = node("input", { id, inputmode: told.list ? null : "decimal", autocomplete: "off", spellcheck: "false", "aria-describedby": `${id}-said`, placeholder: optional ? "not told" : null });
    box.value = text(form, name);
    const head = node("label", { for: id }, math(told.formula), " ", node("code", {}, name));
    const words = node("span", { id: `${id}-said`, class: "small" }, `${told.text}; ${told.list ? `a list, ${told.range}` : told.range}`);
    const made = node("div", { class: told.list ? "setting list" : "setting", "data-name": name }, head, box);
    const changed = () => { typed.set(place(name, form), box.value); refresh(); };
    if (!told.list) {
      const slide = node("input", { type: "range", min: 0, max: TURNS, step: 1, "aria-label": `${name}, slider` });
      slide.addEventListener("input", () => { box.value = String(pointed(told, spanOf(form, name), Number(slide.value))); changed(); });
      made.slide = slide;
      made.append(slide);
      const end = (which) => {
        const input = node("input", { inputmode: "decimal", size: 6, autocomplete: "off", "aria-label": `slider of ${name}: ${which === "from" ? "first" : "last"} value` });
        input.value = String(spanOf(form, name)[which]);
        input.addEventListener("change", () => {
          const span = { ...spanOf(form, name), [which]: number(input.value) };
          if (Number.isFinite(span[which]) && span.from < span.to) spans.set(place(name, form), { ...span, log: span.log && span.from > 0 });
          input.value = String(spanOf(form, name)[which]);
          refresh();
        });
        return input;
      };
      made.append(node("details", { class: "span" }, node("summary", {}, "ends"), "from ", end("from"), " to ", end("to")));
    }
    made.append(words);
    made.box = box;
    box.addEventListener("input", changed);
    return made;
  };
  const shownFields = () => [...document.querySelectorAll(".setting")];
  const fields = () => {
    const among = [current, ...others];
    const needed = [...new Set(among.flatMap((form) => form.needed))];
    const optional = [...new Set(among.flatMap((form) => form.optional))].filter((name) => !needed.includes(name));
    const owner = (name) => among.find((form) => form.needed.includes(name) || form.optional.includes(name));
    $("settings").replaceChildren(...needed.map((name) => field(owner(name), name, false)));
    $("optional").replaceChildren(...optional.map((name) => field(owner(name), name, true)));
    $("more").hidden = !optional.length;
    const able = needed.filter((name) => !meaning(owner(name), name).list && !among.some((form) => implied(form, name)));
    choices($("sweep"), able, $("sweep").value);
    choices($("solve"), current.needed.filter((name) => able.includes(name)), $("solve").value);
    choices($("what"), ["value", ...(current.width ? ["width"] : []), ...(current.use ? ["use"] : [])], $("what").value, (what) => QUESTIONS[what]);
    if (!able.includes(swept)) setSweep(able.find((name) => ["n", "N"].includes(name)) ?? able[0]);
    else $("sweep").value = swept;
  };

  // ------------------------------------------------------------------------------------------- what is shown
  let swept = null;
  const setSweep = (name) => {
    swept = name;
    if (name === undefined) return;
    const owner = [current, ...others].find((form) => form.needed.includes(name));
    const span = spanOf(owner, name);
    $("sweep").value = name;
    $("from").value = String(span.from);
    $("to").value = String(span.to);
    $("log").checked = span.log;
  };

  const says = (form, { missing, value, lower, met }) => {
    if (missing.length) return { text: "–", why: `It needs ${missing.join(", ")}.` };
    const fails = form.said.filter((_, k) => met[k] === false);
    if (fails.length) return { text: "–", why: `These settings violate what it assumes: ${fails.map((h) => h.text || h.name).join("; ")}.` };
    if (Number.isNaN(value)) return { text: "–", why: "It has no value at these settings." };
    return { text: lower === null ? shown(value, 10) : `from ${shown(lower, 10)} to ${shown(value, 10)}`, why: "" };
  };

  const showTerms = (form, found) => {
    if (found.terms.length < 2 || !Number.isFinite(found.value)) return $("terms").replaceChildren();
    const most = Math.max(...found.terms.map(Math.abs).filter(Number.isFinite), Number.MIN_VALUE);
    const rows = form.words.map((word, k) => {
      const bar = node("span", { class: `bar${found.terms[k] < 0 ? " minus" : ""}` });
      bar.style.width = `${Math.max(0.4, 100 * Math.abs(found.terms[k]) / most)}%`;
      return node("div", { class: "term" }, node("div", { class: "term-name" }, word.formula ? math(word.formula) : word.name),
        node("div", { class: "track", "aria-hidden": "true" }, bar), node("div", { class: "number" }, shown(found.terms[k])));
    });
    $("terms").replaceChildren(node("h3", {}, "What it is the sum of"), ...rows);
  };
  const LONG = 60;
  /** An exact value as it is shown; of a long one the sizes. */
  const exactly = (said) => {
    if (said === null || said.length < LONG) return said === null ? "" : `= ${said}, exactly`;
    return `a ratio of whole numbers of ${said.replace("-", "").split("/").map((whole) => whole.length).join(" and ")} digits, exactly`;
  };
  const showBeside = (form, found) => {
    const known = found.beside.map((value, k) => node("li", {}, `${form.known[k]}: ${shown(value, 10)}`));
    $("beside").replaceChildren(...(known.length ? [node("h3", {}, "Known exactly beside it"), node("ul", {}, ...known)] : []));
  };
  const tabled = (head, rows) => node("table", {}, node("thead", {}, node("tr", {}, ...head.map((word) => node("th", { scope: "col" }, word)))),
    node("tbody", {}, ...rows.map((cells) => node("tr", {}, ...cells.map((cell, k) => node("td", { class: k === 1 ? "number" : null }, cell))))));
  const row = (form, first) => {
    const { settings, exact, problems } = settingsOf(form);
    const told = says(form, evaluate(form, settings, exact));
    const why = problems.length ? problems[0].problem : told.why;
    return [first, problems.length ? "–" : told.text, badge(form.verdict), why];
  };
  const siblings = (form) => form.statement.forms.filter((other) => other.part === form.part);
  const showForms = (form) => {
    const both = siblings(form);
    $("forms").replaceChildren(...(both.length < 2 ? [] : [node("h3", {}, "Printed and corrected"),
      tabled(["form", "value", "verdict", ""], both.map((other) => row(other, other.heading)))]));
  };
  const showGiven = (form, found) => {
    const signs = new Map([[true, ["met", "✓ met"]], [false, ["fails", "✗ fails"]], [null, ["untold", "? not told by the settings"]]]);
    $("given").replaceChildren(...form.said.map((hypothesis, k) => {
      const [kind, word] = signs.get(found.met[k]);
      return node("li", { class: kind }, node("strong", {}, word), " ", math(hypothesis.formula), hypothesis.text ? ` (${hypothesis.text})` : "", " ", node("span", { class: "small" }, hypothesis.name));
    }), ...form.assumed.map((need) => node("li", { class: "untold" }, node("strong", {}, "of the data"), ` ${need}`)));
    if (!$("given").children.length) $("given").append(node("li", {}, "Nothing beside the ranges of the settings."));
  };

  const POINTS = 241;
  const showPlot = () => {
    const [from, to] = [$("from"), $("to")].map((box) => number(box.value));
    const among = [...new Set([...siblings(current).filter((form) => form === current), ...siblings(current), ...others])];
    const owner = among.find((form) => form.needed.includes(swept));
    const log = $("log").checked;
    if (!owner || !(from < to) || (log && from <= 0)) {
      $("plot").replaceChildren(node("p", { class: "problem" }, !owner ? "It has no setting to go over." : log && from <= 0 ? "Equal ratios need a first value above 0." : "The first value must be below the last."));
      $("legend").replaceChildren(); $("numbers").replaceChildren();
      return;
    }
    const whole = meaning(owner, swept).whole;
    const places = spaced(from, to, POINTS, log, whole);
    const lines = among.map((form) => {
      const { settings, problems } = settingsOf(form);
      const bad = problems.some(({ name }) => name !== swept) || form.needed.some((name) => name !== swept && settings[name] === undefined);
      return { label: label(form), values: places.map((value) => bad ? NaN : valueAt(form, { ...settings, [swept]: value })) };
    });
    if (!others.length && lines.length === 1 && current.terms.length > 1) {
      const { settings } = settingsOf(current);
      current.words.forEach((word, k) => lines.push({ label: word.name, values: places.map((value, i) => Number.isNaN(lines[0].values[i]) ? NaN : current.terms[k]({ ...settings, [swept]: value })) }));
    }
    const here = settingsOf(owner).settings[swept] ?? null;
    $("plot").replaceChildren(plotted(places, lines, { log, here, name: swept, wide: $("plot").clientWidth >= 480 }));
    $("legend").replaceChildren(...lines.map((line, k) => {
      const key = drawing("svg", { viewBox: "0 0 36 8", width: 36, height: 8, "aria-hidden": "true" });
      key.append(drawing("path", { d: "M0 4H36", class: "line", stroke: COLOURS[k % COLOURS.length], "stroke-dasharray": DASHES[k % DASHES.length] }));
      return node("span", { class: "key" }, key, " ", line.label);
    }));
    const few = places.filter((_, k) => k % Math.ceil(places.length / 13) === 0 || k === places.length - 1);
    $("numbers").replaceChildren(tabled([swept, ...lines.map((line) => line.label)], few.map((value) => [shown(value), ...lines.map((line) => shown(line.values[places.indexOf(value)]))])));
  };

  const showSolution = () => {
    const name = $("solve").value, what = $("what").value, use = what === "use";
    $("target").hidden = use;
    const wanted = use ? "0" : $("target").value;
    if (!wanted.trim() || !name) return $("solution").replaceChildren();
    const target = number(wanted), { settings, problems } = settingsOf(current);
    const wrong = !Number.isFinite(target) ? `The target is ${wanted}; a number is right.` : problems.find((p) => p.name !== name)?.problem;
    if (wrong) return $("solution").replaceChildren(wrong);
    const { runs, range, looked, best } = solve(current, settings, name, target, what);
    const relation = current.above || what === "width" ? "at most" : "at least";
    const said = runs.map(([first, last]) => last === range[1] ? `from ${shown(first, 10)} on` : first === last ? `= ${shown(first, 10)}` : `from ${shown(first, 10)} to ${shown(last, 10)}`);
    const few = said.length > 4 ? [...said.slice(0, 2), "more", said.at(-1)] : said;
    $("solution").replaceChildren(runs.length
      ? `${use ? `It says something (${current.use})` : `The ${what} is ${relation} ${shown(target)}`} for ${name} ${few.join(", and ")}.`
      : use ? `No ${name} makes it say anything (${current.use}).` : `No ${name} brings it to ${shown(target)}; ${Number.isNaN(best) ? "it has no value" : `it is ${shown(best)} at best`}.`, node("span", { class: "small" }, ` Looked at ${looked} values from ${shown(range[0])} to ${shown(range[1])}; ends by bisection.`));
  };

  const showBest = () => {
    const name = $("solve").value, { settings, problems } = settingsOf(current);
    const wrong = problems.find((problem) => problem.name !== name)?.problem;
    const found = wrong || !name ? null : bestAt(current, settings, name);
    $("solution").replaceChildren(wrong ?? (found && Number.isFinite(found.value)
      ? `The value is ${current.above ? "least" : "greatest"} for ${name} = ${shown(found.at, 10)}: ${shown(found.value, 10)}.`
      : `It has no value over ${name || "any setting"}.`));
  };

  const showOthers = () => {
    const rows = others.map((form) => {
      const drop = node("button", { type: "button", "aria-label": `Remove ${label(form)}` }, "Remove");
      drop.addEventListener("click", () => { others = others.filter((other) => other !== form); fields(); refresh(); });
      return [...row(form, label(form)), drop];
    });
    $("compared").replaceChildren(...(rows.length ? [tabled(["bound", "value", "verdict", "", ""], [[...row(current, label(current)), ""], ...rows])] : [node("p", { class: "small" }, "The curves of what is added are drawn beside this one, and the fields show what it needs.")]));
  };

  /** Show everything again for the settings as they are. */
  const refresh = () => {
    const { settings, exact, problems } = settingsOf(current);
    const found = evaluate(current, problems.length ? {} : settings, exact);
    const told = says(current, found);
    $("value").textContent = told.text;
    $("exact").textContent = exactly(found.exact);
    $("problem").textContent = problems.length ? `${problems[0].problem}.` : told.why;
    const all = problems.concat(others.flatMap((form) => settingsOf(form).problems));
    for (const made of shownFields()) {
      const wrong = all.some(({ name }) => name === made.dataset.name);
      if (wrong) made.box.setAttribute("aria-invalid", "true"); else made.box.removeAttribute("aria-invalid");
      const owner = [current, ...others].find((form) => form.needed.includes(made.dataset.name) || form.optional.includes(made.dataset.name));
      const value = number(made.box.value);
      if (made.slide && Number.isFinite(value)) {
        made.slide.value = String(turned(spanOf(owner, made.dataset.name), value));
        made.slide.setAttribute("aria-valuetext", made.box.value);
      }
    }
    showTerms(current, found);
    showBeside(current, found);
    showForms(current);
    showGiven(current, problems.length ? { met: current.said.map(() => null) } : found);
    showOthers();
    showPlot();
    showSolution();
    keep();
  };

  // ------------------------------------------------------------------------------------------- choosing
  const choose = (form) => {
    current = form;
    others = others.filter((other) => other.room === form.room && other !== form);
    const { statement } = form;
    if ($("bound").value !== statement.id) list();
    $("title").textContent = statement.title;
    $("about").replaceChildren(node("code", {}, statement.id), ` · ${statement.source} · `, badge(form.verdict));
    const parts = [...new Set(statement.forms.map((other) => other.part))];
    choices($("part"), parts, form.part);
    choices($("form"), siblings(form).map((other) => other.variant), form.variant, (variant) => siblings(form).find((other) => other.variant === variant).heading);
    $("formula").innerHTML = form.formula;
    $("reading").textContent = `${form.reading.replaceAll("<=", "≤")}${form.moved ? "; written for values in [0, 1], computed for [a, b]" : ""}`;
    const source = form.room === "classical settings" ? ["A sample", "--sample"] : ["A context", "--context"];
    $("told").replaceChildren(...(form.told.length ? [`${source[0]} tells ${form.told.join(", ")}: `, node("code", {}, `contextures bound ${statement.id} ${source[1]} FILE`), "."] : []));
    const able = FORMS.filter((other) => other.room === form.room && other !== form);
    choices($("other"), able.map(key), "", (name) => label(byKey.get(name)));
    swept = current.needed.includes(swept) ? swept : null;
    fields();
    refresh();
  };
  const preferred = (statement, part) => {
    const forms = statement.forms.filter((form) => part === undefined || form.part === part);
    return forms.find((form) => form.preferred) ?? forms[forms.length - 1];
  };

  const found = (statement) => {
    const wanted = $("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const said = new Set([statement.id, statement.title.toLowerCase(), statement.source.toLowerCase(), ...statement.forms.flatMap((form) => [...form.needed, form.part])]);
    const names = new Set(statement.forms.flatMap((form) => form.needed.map((name) => name.toLowerCase())));
    return (!$("chapter").value || statement.chapter === $("chapter").value) &&
      wanted.every((word) => names.has(word) || (word.length > 1 && [...said].some((words) => words.toLowerCase().includes(word))));
  };
  /** Fill the list of bounds by the search; the chosen one stays in it. */
  const list = () => {
    const fits = STATEMENTS.filter(found);
    const groups = [...new Set(fits.map((statement) => statement.chapter))].map((chapter) => {
      const group = node("optgroup", { label: chapter });
      group.append(...fits.filter((s) => s.chapter === chapter).map((s) => node("option", { value: s.id }, `${s.id.slice(chapter.length + 1)}: ${s.title}`)));
      return group;
    });
    $("bound").replaceChildren(...groups);
    if (current && fits.includes(current.statement)) $("bound").value = current.statement.id;
    $("count").textContent = `${fits.length} of ${STATEMENTS.length}`;
  };

  // ------------------------------------------------------------------------------------------- the link
  let written = "";
  const keep = () => {
    const said = new URLSearchParams({ bound: key(current) });
    for (const name of new Set([current, ...others].flatMap((form) => [...form.needed, ...form.optional]))) {
      const value = typed.get(place(name));
      if (value !== undefined) said.set(`v.${name}`, value);
    }
    if (others.length) said.set("beside", others.map(key).join(" "));
    if (swept) said.set("sweep", [swept, $("from").value, $("to").value, ...($("log").checked ? ["log"] : [])].join(":"));
    const what = $("what").value;
    if (what === "use" || $("target").value.trim()) said.set("solve", [$("solve").value, $("target").value, ...(what === "value" ? [] : [what])].join(":"));
    written = `#${said}`;
    history.replaceState(null, "", written);
  };
  const load = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    const form = byKey.get(said.get("bound")) ?? preferred(STATEMENTS.find((s) => s.id === said.get("bound")) ?? STATEMENTS.find((s) => s.id === "classical.chernoff-kl") ?? STATEMENTS[0]);
    for (const [name, value] of said) if (name.startsWith("v.")) typed.set(place(name.slice(2), form), value);
    others = (said.get("beside") ?? "").split(" ").map((name) => byKey.get(name)).filter(Boolean);
    $("target").value = "";
    const [solved, target, what] = (said.get("solve") ?? "").split(":");
    const [name, from, to, log] = (said.get("sweep") ?? "").split(":");
    if (target !== undefined) $("target").value = target;
    choose(form);
    if (form.needed.includes(solved)) $("solve").value = solved;
    if ([...$("what").options].some((option) => option.value === what)) $("what").value = what;
    if (to !== undefined && [...$("sweep").options].some((option) => option.value === name)) {
      swept = $("sweep").value = name;
      [$("from").value, $("to").value, $("log").checked] = [from, to, log === "log"];
    }
    refresh();
  };

  choices($("chapter"), ["", ...new Set(STATEMENTS.map((s) => s.chapter))], "", (chapter) => chapter || "all");
  $("words").addEventListener("input", list);
  $("chapter").addEventListener("change", list);
  $("bound").addEventListener("change", () => choose(preferred(STATEMENTS.find((s) => s.id === $("bound").value))));
  $("part").addEventListener("change", () => choose(preferred(current.statement, $("part").value)));
  $("form").addEventListener("change", () => choose(siblings(current).find((form) => form.variant === $("form").value)));
  $("usual").addEventListener("click", () => {
    for (const name of [...current.needed, ...current.optional]) typed.delete(place(name));
    fields();
    refresh();
  });
  $("add").addEventListener("click", () => {
    const form = byKey.get($("other").value);
    if (form && !others.includes(form)) others = [...others, form];
    fields();
    refresh();
  });
  $("sweep").addEventListener("change", () => { setSweep($("sweep").value); refresh(); });
  for (const id of ["from", "to", "log"]) $(id).addEventListener("input", () => { showPlot(); keep(); });
  $("best").addEventListener("click", showBest);
  for (const id of ["solve", "what", "target"]) $(id).addEventListener("input", () => { showSolution(); keep(); });
  addEventListener("hashchange", () => { if (location.hash !== written) load(); });
  addEventListener("resize", showPlot);
  $("elsewhere").replaceChildren(tabled(["statement", "", "why"], ELSEWHERE.map((s) => [node("code", {}, s.id), s.title, s.why])));
  list();
  load();
})();
