/** Numbers, lists and changes in words. */
import type { View } from "../types";

const known = (x: number | null | undefined): x is number => x !== null && x !== undefined && !Number.isNaN(x);

/** A share in per cent; never shown as 0% or 100% unless it is. */
export function percent(share: number | null | undefined, digits = 0): string {
  if (!known(share)) return "not known";
  const least = 10 ** -digits;
  const points = 100 * share;
  if (points > 0 && points < least / 2) return `<${least}%`;
  if (points < 100 && points > 100 - least / 2) return `>${100 - least}%`;
  return `${points.toFixed(digits)}%`;
}

/** A share with its interval: "33% [29–38%]". */
export const estimate = (p: { value: number; low: number; high: number }): string =>
  `${percent(p.value)} [${percent(p.low).replace("%", "")}–${percent(p.high)}]`;

/** The 95% interval of a share of runs after Wilson (1927), which also holds for few runs and near 0 and 1. */
export function wilson(share: number, runs: number): [number, number] {
  const z2 = 1.96 ** 2;
  const middle = (share + z2 / (2 * runs)) / (1 + z2 / runs);
  const half = (1.96 / (1 + z2 / runs)) * Math.sqrt((share * (1 - share)) / runs + z2 / (4 * runs * runs));
  return [share <= 0 ? 0 : middle - half, share >= 1 ? 1 : middle + half];
}

/** A share of runs with its interval: "3.3% [0.9–11.4%]". */
export function ofRuns(share: number, runs: number, digits = 0): string {
  if (!known(share)) return "not known";
  const [low, high] = wilson(share, runs);
  return `${percent(share, digits)} [${percent(low, digits).replace("%", "")}–${percent(high, digits)}]`;
}

/** A number with a fixed number of decimals and a true minus sign. */
export function number(x: number | null | undefined, digits = 2): string {
  if (!known(x)) return "–";
  return x.toFixed(digits).replace(/^-(?=0\.?0*$)/, "").replace("-", "−");
}

/** "a, b and c" */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

export function plural(n: number, one: string, many = one + "s"): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What of a simulation differs from the defaults. */
export const changesOf = (view: View): string[] => [
  ...Object.entries(view.parameters).map(([name, value]) => `${name} = ${value}`),
  ...Object.entries(view.forms).map(([process, form]) => `${process}: ${form}`),
  ...Object.entries(view.modules).map(([name, on]) => `${name} ${on ? "on" : "off"}`),
  ...(view.serial ? ["serial"] : []),
];
