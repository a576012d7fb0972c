/** A slider's track: positions 0 to 1 for the values of a parameter. */
import type { ParameterOption } from "../types";

/** Limits that span orders of magnitude have a logarithmic track; from zero, above the size of what is plausible. */
const RATIO = 8;

export interface Track {
  place: (value: number) => number;
  value: (place: number) => number;
}

type Scale = [to: (x: number) => number, back: (y: number) => number];

function logsOf({ least, most, high, default: usual }: ParameterOption): Scale | null {
  if (least > 0) return most / least >= RATIO ? [Math.log, Math.exp] : null;
  const size = Math.max(high, usual) || 1;
  return least === 0 && most >= RATIO * size ? [(x) => Math.log1p(x / size), (y) => size * Math.expm1(y)] : null;
}

export function trackOf(parameter: ParameterOption): Track {
  const { least, most, default: usual } = parameter;
  const logs = logsOf(parameter);
  const [to, back] = logs ?? [(x: number) => x, (y: number) => y];
  const [a, b] = [to(least), to(most)];
  const place = (value: number) => Math.max(0, Math.min(1, (to(value) - a) / (b - a)));
  const home = place(usual);
  const NEAR = 0.008; // the slider snaps to the default
  return {
    place,
    value: (at) => {
      if (Math.abs(at - home) < NEAR) return usual;
      if (at <= 0) return least;
      if (at >= 1) return most;
      return rounded(back(a + at * (b - a)), logs ? 0 : (most - least) / 1000);
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
