/** A slider's track: positions 0 to 1 for the values of a parameter. */
import type { ParameterOption } from "../types";

/** Ranges that span orders of magnitude have a logarithmic track. */
const RATIO = 8;

export interface Track {
  place: (value: number) => number;
  value: (place: number) => number;
}

export function trackOf({ least, most, default: usual }: ParameterOption): Track {
  const logs = least > 0 && most / least >= RATIO;
  const [a, b] = logs ? [Math.log(least), Math.log(most)] : [least, most];
  const place = (value: number) => Math.max(0, Math.min(1, ((logs ? Math.log(value) : value) - a) / (b - a)));
  const home = place(usual);
  const NEAR = 0.008; // the slider snaps to the default
  return {
    place,
    value: (at) => {
      if (Math.abs(at - home) < NEAR) return usual;
      if (at <= 0) return least;
      if (at >= 1) return most;
      const x = a + at * (b - a);
      return rounded(logs ? Math.exp(x) : x, logs ? 0 : (most - least) / 1000);
    },
  };
}

/** Rounded to three digits, or to the grain of the range if that is coarser. */
function rounded(x: number, grain: number): number {
  if (x === 0) return 0;
  const digits = Math.max(Math.floor(Math.log10(Math.abs(x))) - 2, grain > 0 ? Math.floor(Math.log10(grain)) : -Infinity);
  return Number(x.toFixed(Math.max(0, -digits)));
}

/** A value with at most four digits. */
export const short = (x: number): string => String(Number(x.toPrecision(4)));
