import type { LessonDescription } from "../types";

/** A figure with three significant digits and a true minus sign. */
export function figure(x: number | null): string {
  if (x === null || Number.isNaN(x)) return "not known";
  return String(Number(x.toPrecision(3))).replace("-", "−");
}

/** A position of a control in words. */
export function position({ values, names }: LessonDescription["control"], value: number): string {
  return names?.[values.indexOf(value)] ?? figure(value);
}

/** Worlds differ by colour and by the dashes of their line. */
export const COLOURS = ["var(--series-0)", "var(--series-1)", "var(--series-2)"];
/** Their marks in the response curve: a dot, a ring, a square. */
export const MARKS = ["dot", "ring", "area"] as const;
export const DASHES = [undefined, "8 4", "2 4"];

/** Whether a number is known; the server sends null where nothing could be measured. */
export const known = (x: number | null): x is number => x !== null && !Number.isNaN(x);
