// A plot of lines over one setting, as SVG.
const SVG = "http://www.w3.org/2000/svg";
const DASHES = ["", "7 4", "2 3", "10 3 2 3", "1 4", "14 4"];
const COLOURS = ["#0b5cad", "#b3541e", "#2c6e2f", "#6b2d80", "#8a6100", "#a31621"];
const drawing = (name, attributes, text) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
};
/** Round numbers between two ends: powers of ten, or steps of 1, 2 or 5. */
const ticks = (from, to, log, most = 7) => {
  if (log) {
    const [first, last] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)];
    const every = Math.max(1, Math.ceil((last - first + 1) / most));
    const found = [];
    for (let k = first; k <= last; k += every) found.push(Math.pow(10, k));
    if (found.length > 1) return found;
  }
  const rough = (to - from) / 5, unit = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 5, 10].map((k) => k * unit).find((k) => k >= rough);
  const found = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + 1e-9 * step; k++) found.push(k * step);
  return found;
};

/**
 * Draw lines: each with a label and its values over the same places; `here` marks a place.
 * The value axis goes by ratios where all values are positive and far apart.
 */
const plotted = (places, lines, { log, here, name, wide }) => {
  const [width, height, left, bottom] = wide ? [640, 340, 66, 44] : [360, 280, 58, 44], right = 30;
  const values = lines.flatMap((line) => line.values).filter(Number.isFinite);
  const svg = drawing("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "curves" });
  if (!values.length) {
    svg.append(drawing("text", { x: width / 2, y: height / 2, "text-anchor": "middle" }, "no value in this range"));
    svg.setAttribute("aria-label", "no value in this range");
    return svg;
  }
  let [low, high] = [Math.min(...values), Math.max(...values)];
  const ratios = low > 0 && high > 100 * low;
  if (low === high) [low, high] = low === 0 ? [-1, 1] : [Math.min(low * 0.5, low * 1.5), Math.max(low * 0.5, low * 1.5)];
  else if (!ratios) { const room = 0.05 * (high - low); [low, high] = [low >= 0 && low < high / 2 ? 0 : low - room, high + room]; }
  const along = (value, from, to, scale) => scale ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  const [first, last] = [places[0], places[places.length - 1]];
  const x = (value) => left + (width - left - right) * along(value, first, last, log);
  const y = (value) => (height - bottom) - (height - bottom - 12) * along(value, low, high, ratios);
  for (const tick of ticks(low, high, ratios)) {
    svg.append(drawing("line", { x1: left, x2: width - right, y1: y(tick), y2: y(tick), class: "grid" }));
    svg.append(drawing("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, shown(tick, 4)));
  }
  for (const tick of ticks(first, last, log, wide ? 7 : 4)) {
    svg.append(drawing("line", { x1: x(tick), x2: x(tick), y1: height - bottom, y2: height - bottom + 5, class: "axis" }));
    svg.append(drawing("text", { x: x(tick), y: height - bottom + 18, "text-anchor": "middle" }, shown(tick, 4)));
  }
  svg.append(drawing("path", { d: `M${left} 12V${height - bottom}H${width - right}`, class: "axis" }));
  svg.append(drawing("text", { x: (left + width) / 2, y: height - 6, "text-anchor": "middle", class: "name" }, name));
  lines.forEach((line, k) => {
    let path = "", on = false;
    line.values.forEach((value, i) => {
      const known = Number.isFinite(value);
      if (known) path += `${on ? "L" : "M"}${x(places[i]).toFixed(1)} ${y(value).toFixed(1)}`;
      on = known;
    });
    svg.append(drawing("path", { d: path, class: "line", stroke: COLOURS[k % COLOURS.length], "stroke-dasharray": DASHES[k % DASHES.length] }));
  });
  if (here !== null && here >= first && here <= last)
    svg.append(drawing("line", { x1: x(here), x2: x(here), y1: 12, y2: height - bottom, class: "here" }));
  const told = lines.map((line) => {
    const known = line.values.filter(Number.isFinite);
    return known.length ? `${line.label}: from ${shown(known[0], 4)} to ${shown(known[known.length - 1], 4)}` : `${line.label}: no value`;
  });
  svg.setAttribute("aria-label", `${name} from ${shown(first, 4)} to ${shown(last, 4)}; ${told.join("; ")}`);
  return svg;
};
