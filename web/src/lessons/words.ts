import type { Lesson } from "../types";

/** A figure with three significant digits and a true minus sign. */
export function figure(x: number | null): string {
  if (x === null || Number.isNaN(x)) return "not known";
  return String(Number(x.toPrecision(3))).replace("-", "−");
}

/** A position of a control in words. */
export function position({ values, names }: Lesson["control"], value: number): string {
  return names?.[values.indexOf(value)] ?? figure(value);
}

/** Worlds are told apart by colour and by how their line is dashed. */
export const COLOURS = ["var(--series-0)", "var(--series-1)", "var(--series-2)"];
/** Their marks in the response curve: a dot, a ring, a square. */
export const MARKS = ["dot", "ring", "area"] as const;
export const DASHES = [undefined, "8 4", "2 4"];

/** The known numbers; the server says null where there was nothing to measure. */
export const known = (x: number | null): x is number => x !== null && !Number.isNaN(x);
