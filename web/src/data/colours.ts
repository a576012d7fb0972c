import type { State, View } from "../types";

const SERIES = [0, 1, 2, 3, 4, 5, 6].map((k) => `var(--series-${k})`);
const NEUTRAL = "var(--neutral)";
/** As in the figures of the run folder; safe for the colour-blind (after Okabe & Ito 2008). */
const THEORIES = ["defensive", "offensive", "liberal", "constructivist"];

/** One colour per theory, the same throughout the page; baselines are grey. */
export function colourOfTheory(view: View, theory: string): string {
  const known = THEORIES.indexOf(theory);
  if (known >= 0) return SERIES[known];
  if (view.lines.some((line) => line.baseline && line.label === theory)) return NEUTRAL;
  const others = view.lines.map((line) => line.label).filter((l) => !THEORIES.includes(l));
  const own = [...new Set([...others, ...view.lines.flatMap((l) => l.theories)])].filter((t) => !THEORIES.includes(t));
  return SERIES[THEORIES.length + (Math.max(0, own.indexOf(theory)) % 3)];
}

/** One colour per great power; the other states have their names only. */
export function coloursOfStates(states: State[]): string[] {
  let next = 0;
  return states.map((s) => (s.great_power && next < SERIES.length ? SERIES[next++] : NEUTRAL));
}

