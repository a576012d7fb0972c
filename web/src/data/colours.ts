import type { State, View } from "../types";

const SERIES = [0, 1, 2, 3, 4, 5, 6].map((k) => `var(--series-${k})`);
const NEUTRAL = "var(--neutral)";
/** The colour of the built-in theory at a place in their list, as in the figures of the run folder;
 * safe for the colour-blind (after Okabe & Ito 2008). */
export const colourAt = (place: number): string => SERIES[place % SERIES.length];

/** One colour per theory, the same throughout the page; baselines are grey. */
export function colourOfTheory(view: View, theory: string): string {
  const builtIn = view.built_in_theories;
  if (builtIn.includes(theory)) return colourAt(builtIn.indexOf(theory));
  if (view.lines.some((line) => line.baseline && line.label === theory)) return NEUTRAL;
  const all = [...view.lines.map((line) => line.label), ...view.lines.flatMap((line) => line.theories)];
  const own = [...new Set(all)].filter((t) => !builtIn.includes(t));
  const left = Math.max(1, SERIES.length - builtIn.length); // colours for what is not built in
  return colourAt(builtIn.length + (Math.max(0, own.indexOf(theory)) % left));
}

/** One colour per great power; the other states have their names only. */
export function coloursOfStates(states: State[]): string[] {
  let next = 0;
  return states.map((s) => (s.great_power && next < SERIES.length ? SERIES[next++] : NEUTRAL));
}

