/** Saving a figure as SVG or PNG, and its data as CSV. */

/** The data of a figure as a tidy table, one observation per row. */
export interface DataTable {
  columns: string[];
  rows: (string | number | null)[][];
}

/** What a mark in a figure means. */
export interface Key {
  label: string;
  colour: string; // a CSS colour or variable
  mark: "line" | "dashed" | "dotted" | "ticks" | "area" | "dot" | "ring" | "diamond" | "arrow";
}

export function toCsv({ columns, rows }: DataTable): string {
  const cell = (x: string | number | null) => {
    const text = x === null || Number.isNaN(x) ? "" : typeof x === "number" ? String(+x.toPrecision(7)) : x;
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\n") + "\n";
}

export function saveText(name: string, text: string, type: string): void {
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

function saveBlob(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 16;
const LINE = 20;
/** The properties that a drawing gets from the style sheet. */
const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
  "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor",
  "dominant-baseline", "paint-order", "display", "visibility",
];

/** A copy of a drawing that looks the same without the style sheet. */
function inlined(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  [svg, ...svg.querySelectorAll<SVGElement>("*")].forEach((original, k) => {
    const computed = getComputedStyle(original);
    const style = STYLES.map((name) => [name, computed.getPropertyValue(name)] as const)
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `${name}:${value}`);
    copies[k].setAttribute("style", style.join(";"));
    copies[k].removeAttribute("class");
    copies[k].removeAttribute("tabindex");
  });
  copy.querySelectorAll("[data-screen-only]").forEach((node) => node.remove());
  return copy;
}

/** All drawings inside an element combined in place, with title, legend and note. */
export function toSvg(body: HTMLElement, title: string, note: string, legend: Key[]): SVGSVGElement {
  const drawings = [...body.querySelectorAll<SVGSVGElement>("svg")].filter(
    (svg) => !svg.parentElement?.closest("svg, [data-screen-only]"),
  );
  const frame = around(drawings.map((svg) => svg.getBoundingClientRect()));
  const colour = resolver(body);
  const out = document.createElementNS(SVG, "svg");
  const pen = document.createElement("canvas").getContext("2d")!;
  const text = (words: string, x: number, y: number, size: number, weight: number, fill: string) => {
    const node = document.createElementNS(SVG, "text");
    node.textContent = words;
    node.setAttribute("x", String(x));
    node.setAttribute("y", String(y));
    node.setAttribute("style", `font:${weight} ${size}px sans-serif;fill:${colour(fill)}`);
    out.append(node);
  };
  const measured = (size: number, weight: number) => (words: string) => {
    pen.font = `${weight} ${size}px sans-serif`;
    return pen.measureText(words).width;
  };
  const rows = legendRows(legend, frame.width, measured(12, 400));
  const inner = Math.max(frame.width, ...rows.map((row) => row.width));
  const titles = wrapped(title, inner, measured(16, 600));
  const notes = wrapped(note, inner, measured(11, 400));
  const top = MARGIN + LINE * (titles.length + rows.length) + 8;
  const width = Math.ceil(inner + 2 * MARGIN);
  const height = Math.ceil(top + frame.height + 16 * notes.length + MARGIN + 8);
  out.setAttribute("xmlns", SVG);
  out.setAttribute("viewBox", `0 0 ${width} ${height}`);
  out.setAttribute("width", String(width));
  out.setAttribute("height", String(height));
  const paper = document.createElementNS(SVG, "rect");
  paper.setAttribute("width", String(width));
  paper.setAttribute("height", String(height));
  paper.setAttribute("style", `fill:${colour("var(--paper)")}`);
  out.append(paper);
  titles.forEach((line, k) => text(line, MARGIN, MARGIN + 12 + LINE * k, 16, 600, "var(--ink)"));
  rows.forEach(({ keys }, k) => {
    const y = MARGIN + LINE * (titles.length + k);
    for (const { key, x } of keys) {
      out.append(keyMark(key, MARGIN + x, y + 8, colour(key.colour)));
      text(key.label, MARGIN + x + KEY_MARK, y + 12, 12, 400, "var(--ink)");
    }
  });
  for (const svg of drawings) {
    const box = svg.getBoundingClientRect();
    const copy = inlined(svg);
    copy.setAttribute("x", String(MARGIN + box.left - frame.left));
    copy.setAttribute("y", String(top + box.top - frame.top));
    copy.setAttribute("width", String(box.width));
    copy.setAttribute("height", String(box.height));
    // As on the screen: charts may write beyond their edge, and the map's land extends far beyond it.
    copy.setAttribute("overflow", getComputedStyle(svg).overflow === "visible" ? "visible" : "hidden");
    out.append(copy);
  }
  notes.forEach((line, k) => text(line, MARGIN, top + frame.height + 16 * (k + 1), 11, 400, "var(--muted)"));
  return out;
}

/** Colours of the style sheet, including variables and mixtures, as plain hexadecimal colours. */
function resolver(within: HTMLElement): (colour: string) => string {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  return (colour) => {
    const probe = document.createElement("i");
    probe.style.color = colour;
    within.append(probe);
    pen.fillStyle = getComputedStyle(probe).color;
    probe.remove();
    pen.fillRect(0, 0, 1, 1);
    const parts = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
    return "#" + parts.map((part) => part.toString(16).padStart(2, "0")).join("");
  };
}

function around(boxes: DOMRect[]): DOMRect {
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.right));
  return new DOMRect(left, top, right - left, Math.max(...boxes.map((box) => box.bottom)) - top);
}

function keyMark(key: Key, x: number, y: number, colour: string): SVGElement {
  const round = key.mark === "dot" || key.mark === "ring";
  const node = document.createElementNS(SVG, round ? "circle" : key.mark === "area" ? "rect" : "path");
  const put = (values: Record<string, string | number>) =>
    Object.entries(values).forEach(([name, value]) => node.setAttribute(name, String(value)));
  if (round) put({ cx: x + 8, cy: y, r: 5 });
  else if (key.mark === "area") put({ x, y: y - 5, width: 16, height: 10 });
  else if (key.mark === "diamond") put({ d: `M${x + 8},${y - 6}l6,6l-6,6l-6,-6Z` });
  else if (key.mark === "arrow") put({ d: `M${x},${y}h10m-1,-4l7,4l-7,4Z` });
  else if (key.mark === "ticks") put({ d: `M${x},${y}h16m-13,-5v10m5,-10v10m5,-10v10` });
  else put({ d: `M${x},${y}h16` });
  const filled = key.mark === "dot" || key.mark === "area";
  const thin = key.mark === "diamond" || key.mark === "ticks" ? 1.5 : 2.5;
  const dash = key.mark === "dashed" ? ";stroke-dasharray:4 3" : key.mark === "dotted" ? ";stroke-dasharray:2 3" : "";
  node.setAttribute("style", filled ? `fill:${colour}` : `fill:none;stroke:${colour};stroke-width:${thin}${dash}`);
  return node;
}

const KEY_MARK = 22;
const KEY_GAP = 14;

/** The keys of a legend wrapped into rows of a width; a key wider than that has its own row. */
function legendRows(legend: Key[], width: number, measure: (text: string) => number) {
  const rows: { keys: { key: Key; x: number }[]; width: number }[] = [];
  for (const key of legend) {
    const size = KEY_MARK + measure(key.label);
    const last = rows.at(-1);
    if (last && last.width + KEY_GAP + size <= width) {
      last.keys.push({ key, x: last.width + KEY_GAP });
      last.width += KEY_GAP + size;
    } else rows.push({ keys: [{ key, x: 0 }], width: size });
  }
  return rows;
}

function wrapped(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && measure(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.filter((line) => line !== "");
}

export function saveSvg(name: string, svg: SVGSVGElement): void {
  saveText(`${name}.svg`, new XMLSerializer().serializeToString(svg), "image/svg+xml");
}

/** A picture at twice the size on the screen. */
export async function savePng(name: string, svg: SVGSVGElement): Promise<void> {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(svg));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * Number(svg.getAttribute("width"));
  canvas.height = 2 * Number(svg.getAttribute("height"));
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error("The picture is too large for this browser: save it as SVG.");
  saveBlob(`${name}.png`, blob);
}
