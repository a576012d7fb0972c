import type { Line, View } from "../types";

/** One of two simulations that are compared. */
export interface Side {
  name: string; // its name in figures
  view: View; // whose states and years these are
  line: Line;
  years: number[];
}
