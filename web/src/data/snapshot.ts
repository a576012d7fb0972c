/** The world at one moment of one run, of all runs, or of history: what a map draws. */
import type { History, Line, RunRecord, View } from "../types";
import { at, unpack } from "./packed";
import { pairIndex, pairsOf } from "./pairs";

export interface Snapshot {
  power: Float64Array; // share of the living states' resources; over all runs the median
  low: Float64Array | null; // 5% of runs have less, over all runs only
  high: Float64Array | null; // 5% have more
  alive: Float64Array; // 0 or 1; over all runs the share
  pact: Float64Array; // by pair: 0 or 1; over all runs the share; NaN: not known
  war: Float64Array; // by pair: 1 fights in the year; over all runs the share that has fought by then
  threat: Float64Array; // to i from j (i * n + j), chance a year
}

/** A year's step: 0 is the start, 1 the first simulated year. */
export const stepOf = (view: View, year: number): number =>
  year === view.case.start ? 0 : view.years.indexOf(year) + 1;
export const yearAt = (view: View, step: number): number => (step === 0 ? view.case.start : view.years[step - 1]);

/** The start: known figures, no threat and no war yet. */
function startOf(view: View): Snapshot {
  const n = view.states.length;
  return {
    power: Float64Array.from(view.start.power),
    low: null,
    high: null,
    alive: new Float64Array(n).fill(1),
    pact: Float64Array.from(view.start.pact),
    war: new Float64Array(view.start.pact.length),
    threat: new Float64Array(n * n),
  };
}

/** One run at a step. */
export function snapshotOfRun(view: View, record: RunRecord, step: number): Snapshot {
  if (step === 0) return startOf(view);
  const y = step - 1;
  const roles = at(unpack(record.war), y);
  const n = view.states.length;
  return {
    power: at(unpack(record.power), y),
    low: null,
    high: null,
    alive: at(unpack(record.alive), y),
    pact: at(unpack(record.pact), y),
    war: Float64Array.from(pairsOf(n), ([i, j]) => (roles[i * n + j] > 0 || roles[j * n + i] > 0 ? 1 : 0)),
    threat: at(unpack(record.threat), y),
  };
}

/** All runs of a line at a step. */
export function snapshotOfAll(view: View, { ensemble }: Line, step: number): Snapshot {
  if (step === 0) return startOf(view);
  const y = step - 1;
  const quantile = (q: number) => {
    const grid = unpack(ensemble.power);
    const [, years, states] = grid.shape;
    return grid.values.subarray((q * years + y) * states, (q * years + y + 1) * states);
  };
  return {
    power: quantile(2),
    low: quantile(0),
    high: quantile(4),
    alive: at(unpack(ensemble.alive), y),
    pact: at(unpack(ensemble.pact), y),
    war: at(unpack(ensemble.fought), y),
    threat: at(unpack(ensemble.threat), y),
  };
}

/** Pacts and wars of history at a step; NaN where they are not known. */
export function pastAt(view: View, history: History, step: number): Pick<Snapshot, "pact" | "war"> {
  if (step === 0)
    return { pact: Float64Array.from(view.start.pact), war: new Float64Array(view.start.pact.length) };
  return { pact: at(unpack(history.pact), step - 1), war: at(unpack(history.war), step - 1) };
}

/** History as the map draws it: who existed, was allied and fought. Resources and threats are not known. */
export function snapshotOfPast(view: View, history: History, step: number): Snapshot {
  const n = view.states.length;
  const year = yearAt(view, step);
  const dead = new Set(history.deaths.filter((death) => death.year <= year).map((death) => death.state));
  return {
    ...startOf(view),
    ...pastAt(view, history, step),
    power: new Float64Array(n).fill(NaN),
    alive: Float64Array.from(view.states, ({ id }) => (dead.has(id) ? 0 : 1)),
  };
}

/** Threats smaller than this chance a year are not drawn. */
export const LEAST_THREAT = 0.0002;

export interface Threat {
  to: number;
  from: number;
  chance: number;
}

/** The largest threats that are large enough to be drawn, the largest first. */
export function threatsOf({ threat, alive }: Snapshot, most: number): Threat[] {
  const n = alive.length;
  return Array.from(threat, (chance, k) => ({ to: Math.floor(k / n), from: k % n, chance }))
    .filter(({ to, from, chance }) => to !== from && chance >= LEAST_THREAT)
    .sort((a, b) => b.chance - a.chance)
    .slice(0, most);
}

/** Between two snapshots: f = 0 is the first, 1 the second. */
export function between(one: Snapshot, two: Snapshot, f: number): Snapshot {
  if (f <= 0) return one;
  const mix = (a: Float64Array, b: Float64Array) => a.map((x, k) => x + f * (b[k] - x));
  return {
    power: mix(one.power, two.power),
    low: two.low && mix(one.low ?? one.power, two.low),
    high: two.high && mix(one.high ?? one.power, two.high),
    alive: mix(one.alive, two.alive),
    pact: mix(one.pact, two.pact),
    war: mix(one.war, two.war),
    threat: mix(one.threat, two.threat),
  };
}

/** Who began the wars of a year: [initiator, target] places. */
export function begunIn(view: View, record: RunRecord, step: number): [number, number][] {
  return ofKind(view, record.war, step, (role) => role === view.meanings.roles.initiator).map(([i, j]) => [i, j]);
}

/** The challenges of a year that ended without war: [challenger, challenged], and how they ended. */
export function settledIn(view: View, record: RunRecord, step: number): { pair: [number, number]; words: string }[] {
  const peaceful = new Map(view.meanings.crises.filter((c) => !c.war).map((c) => [c.code, c.words]));
  return ofKind(view, record.crisis, step, (code) => peaceful.has(code)).map(([i, j, code]) => ({
    pair: [i, j],
    words: peaceful.get(code)!,
  }));
}

function ofKind(view: View, packed: RunRecord["war"], step: number, wanted: (k: number) => boolean) {
  const found: [number, number, number][] = [];
  if (step === 0) return found;
  const n = view.states.length;
  at(unpack(packed), step - 1).forEach((kind, k) => {
    if (wanted(kind)) found.push([Math.floor(k / n), k % n, kind]);
  });
  return found;
}

/** Who began the wars of history in a year, as far as both sides are in the case. */
export function pastBegunIn(view: View, history: History, year: number): [number, number][] {
  const place = (id: string) => view.states.findIndex((s) => s.id === id);
  const pact = unpack(history.war);
  const y = view.years.indexOf(year);
  if (y < 0) return [];
  const n = view.states.length;
  return history.wars.flatMap((war) =>
    war.initiators
      .filter((id) => war.entered[id] === year)
      .flatMap((id) => {
        const others = war.side_a.includes(id) ? war.side_b : war.side_a;
        return others
          .filter((other) => war.entered[other] === year)
          .map((other): [number, number] => [place(id), place(other)])
          .filter(([i, j]) => i >= 0 && j >= 0 && at(pact, y)[pairIndex(n, i, j)] === 1);
      }),
  );
}
