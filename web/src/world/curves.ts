/** Lines between states on the map. */

export interface Point {
  x: number;
  y: number;
  r: number; // of its circle
}

export interface Curve {
  d: string;
  /** Its midpoint, and its direction there, in degrees. */
  middle: { x: number; y: number; angle: number };
  /** Its end at the second state's circle, and the direction there. */
  end: { x: number; y: number; angle: number };
}

const angleOf = (dx: number, dy: number) => (Math.atan2(dy, dx) * 180) / Math.PI;
const round = (x: number) => Math.round(x * 10) / 10;

/** A bent line from the edge of one circle to the edge of the other. */
export function curve(a: Point, b: Point, bend: number, gap = 1): Curve {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.hypot(dx, dy) || 1;
  const cx = (a.x + b.x) / 2 - dy * bend;
  const cy = (a.y + b.y) / 2 + dx * bend;
  const trim = (p: Point) => {
    const away = Math.hypot(cx - p.x, cy - p.y) || 1;
    const by = Math.min(p.r + gap, 0.45 * length) / away;
    return { x: p.x + (cx - p.x) * by, y: p.y + (cy - p.y) * by };
  };
  const from = trim(a);
  const to = trim(b);
  return {
    d: `M${round(from.x)},${round(from.y)}Q${round(cx)},${round(cy)} ${round(to.x)},${round(to.y)}`,
    middle: { x: (from.x + 2 * cx + to.x) / 4, y: (from.y + 2 * cy + to.y) / 4, angle: angleOf(dx, dy) },
    end: { ...to, angle: angleOf(to.x - cx, to.y - cy) },
  };
}

/** An arrowhead of a size, its tip at the origin, to be rotated. */
export const arrowhead = (size: number): string => `M0,0L${-1.6 * size},${0.8 * size}L${-1.6 * size},${-0.8 * size}Z`;
