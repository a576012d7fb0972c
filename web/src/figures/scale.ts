import { ticks } from "d3-array";

/** From values to positions on the screen. */
export interface Scale {
  (value: number): number;
  ticks: (count: number) => number[];
}

export function linear([from, to]: [number, number], [start, end]: [number, number]): Scale {
  const span = to - from || 1;
  const place = (value: number) => start + ((value - from) / span) * (end - start);
  return Object.assign(place, { ticks: (count: number) => ticks(from, to, count) });
}

/** Years to label on an axis: the first, the last, and round ones between if there is room. */
export function yearTicks(first: number, last: number, width: number): number[] {
  if (first === last) return [first];
  const room = Math.max(1, Math.floor(width / 64));
  const between = ticks(first, last, room).filter(Number.isInteger);
  const apart = (last - first) / Math.max(room, 2) / 1.6;
  return [first, ...between.filter((y) => y - first >= apart && last - y >= apart), last];
}

/** The year under the pointer, in a drawing whose years run between two positions. */
export function yearUnder(event: MouseEvent, [first, last]: [number, number], [left, right]: [number, number], zoom: number): number {
  const box = (event.currentTarget as Element).getBoundingClientRect();
  const share = ((event.clientX - box.left) / zoom - left) / (right - left);
  return Math.round(first + Math.max(0, Math.min(1, share)) * (last - first));
}

/** A line through points, broken where one is not known. */
export function linePath(places: { x: number; y: number }[]): string {
  let pen = "M";
  let d = "";
  for (const { x, y } of places) {
    if (Number.isNaN(y)) pen = "M";
    else {
      d += `${pen}${round(x)},${round(y)}`;
      pen = "L";
    }
  }
  return d;
}

/** The area between two lines, in pieces where both are known. */
export function areaPath(places: { x: number; low: number; high: number }[]): string {
  const pieces: (typeof places)[] = [[]];
  for (const place of places) {
    if (Number.isNaN(place.low) || Number.isNaN(place.high)) pieces.push([]);
    else pieces[pieces.length - 1].push(place);
  }
  const closed = (piece: typeof places) => {
    const there = piece.map(({ x, high }) => `${round(x)},${round(high)}`);
    const back = piece.map(({ x, low }) => `${round(x)},${round(low)}`).reverse();
    return `M${[...there, ...back].join("L")}Z`;
  };
  return pieces.filter((piece) => piece.length > 0).map(closed).join("");
}

const round = (x: number) => Math.round(x * 10) / 10;
