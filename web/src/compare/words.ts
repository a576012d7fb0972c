/** Intervals and differences of shares in words. */
import { number, percent } from "../data/words";
import type { Interval } from "../types";

/** A share with its interval: "33% [29–38%]". */
export function share({ value, low, high }: Interval): string {
  const digits = value > 0 && value < 0.0995 ? 1 : 0;
  return `${percent(value, digits)} [${(100 * low).toFixed(digits)}–${(100 * high).toFixed(digits)}]`;
}

/** A difference of shares in percentage points, signed; never shown as zero unless it is. */
export function points(x: number): string {
  const digits = x !== 0 && Math.abs(x) < 0.0005 ? 2 : 1;
  return (x > 0 ? "+" : "") + number(100 * x, digits);
}

export const pointsWithin = ({ value, low, high }: Interval): string => `${points(value)} points [${points(low)}, ${points(high)}]`;

/** Whether the interval of a difference excludes zero. */
export const differs = ({ low, high }: Interval): boolean => low > 0 || high < 0;

export const verdict = (difference: Interval): string => (differs(difference) ? "differs" : "no clear difference");
