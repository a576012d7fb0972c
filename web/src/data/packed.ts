import type { Packed } from "../types";

/** An array of numbers with its shape, row by row; NaN is "not known". */
export interface Grid {
  shape: number[];
  values: Float64Array;
}

const unpacked = new WeakMap<Packed, Grid>();

/** The numbers of a packed array; decoded once. */
export function unpack(packed: Packed): Grid {
  const known = unpacked.get(packed);
  if (known) return known;
  const grid = { shape: packed.shape, values: decode(packed) };
  unpacked.set(packed, grid);
  return grid;
}

function decode({ kind, offset, scale, missing, data }: Packed): Float64Array {
  const bytes = bytesOf(data);
  // Typed arrays are little-endian on every machine that runs a browser.
  const integers = kind === "u2" ? new Uint16Array(bytes.buffer) : bytes;
  return Float64Array.from(integers, (k) => (k === missing ? NaN : offset + scale * k));
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
  return bytes;
}

/** The part of an array at the first index: `at(grid, y)` of [years, states] is one per state. */
export function at(grid: Grid, index: number): Float64Array {
  const size = grid.values.length / grid.shape[0];
  return grid.values.subarray(index * size, (index + 1) * size);
}

/** The column of a [years, states] array: one state over the years. */
export function over(grid: Grid, column: number): number[] {
  const [rows, columns] = grid.shape;
  return Array.from({ length: rows }, (_, y) => grid.values[y * columns + column]);
}

/** The quantiles of one state over the years, from [5, years, states]. */
export function quantilesOf(grid: Grid, column: number): number[][] {
  const [, rows, columns] = grid.shape;
  return Array.from({ length: grid.shape[0] }, (_, q) =>
    Array.from({ length: rows }, (_, y) => grid.values[(q * rows + y) * columns + column]),
  );
}
