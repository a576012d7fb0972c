/** Where the names of states are placed: beside their circles, not on each other or other circles. */

export interface Spot {
  x: number;
  y: number;
  r: number; // the largest circle it will have
  name: string;
  short: string;
  weight: number; // the heavier, the earlier it chooses
}

export interface Label {
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
  text: string;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const overlap = (a: Box, b: Box) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

const CROWD = 24;
const NO_ROOM = 70;

/** The mean width of a letter, in units of the font size. */
const LETTER = 0.61;

/** Greedy: the most powerful state is placed first; a short name where the long one fits badly. */
export function labelsOf(spots: Spot[], size: number, width: number, height: number): Label[] {
  const circles = spots.map(({ x, y, r }): Box => ({ left: x - r, right: x + r, top: y - r, bottom: y + r }));
  const taken: Box[] = [];
  const labels: Label[] = [];
  const order = spots.map((_, k) => k).sort((a, b) => spots[b].weight - spots[a].weight);
  for (const k of order) {
    const tries = [spots[k].name, spots[k].short].flatMap((text, shorter) =>
      placesOf(spots[k], text, size).map((place, rank) => {
        const off = outside(place.box, width, height);
        const hit = [...taken, ...circles.filter((_, j) => j !== k)].reduce((sum, box) => sum + overlap(place.box, box), 0);
        return { ...place, text, cost: hit + 20 * off + rank + 40 * shorter };
      }),
    );
    const best = tries.reduce((a, b) => (b.cost < a.cost ? b : a));
    // Among many states a name without room is left out; the label of its circle has it.
    const text = spots.length > CROWD && best.cost > NO_ROOM ? "" : best.text;
    if (text) taken.push(best.box);
    labels[k] = { x: best.x, y: best.y, anchor: best.anchor, text };
  }
  return labels;
}

const outside = (box: Box, width: number, height: number) =>
  Math.max(0, -box.left) + Math.max(0, box.right - width) + Math.max(0, -box.top) + Math.max(0, box.bottom - height);

/** The positions of a name, the best first. */
function placesOf(spot: Spot, text: string, size: number) {
  const w = text.length * size * LETTER;
  const gap = spot.r + 4;
  const slant = spot.r * 0.72 + 3;
  const places: [number, number, Label["anchor"]][] = [
    [gap, 0, "start"],
    [-gap, 0, "end"],
    [0, gap + size * 0.4, "middle"],
    [0, -gap - size * 0.5, "middle"],
    [slant, slant + 2, "start"],
    [slant, -slant - 2, "start"],
    [-slant, slant + 2, "end"],
    [-slant, -slant - 2, "end"],
    [gap, size, "start"],
    [gap, -size, "start"],
    [-gap, size, "end"],
    [-gap, -size, "end"],
  ];
  return places.map(([dx, dy, anchor]) => {
    const x = spot.x + dx;
    const y = spot.y + dy;
    const left = anchor === "start" ? x : anchor === "end" ? x - w : x - w / 2;
    return { x, y, anchor, box: { left, right: left + w, top: y - size * 0.6, bottom: y + size * 0.6 } };
  });
}
