/** The map in words: legend, caption, labels of states, and the data behind it. */
import { colourOfTheory } from "../data/colours";
import { at, unpack } from "../data/packed";
import { pairIndex, pairsOf } from "../data/pairs";
import { snapshotOfAll, snapshotOfRun, type Snapshot } from "../data/snapshot";
import { list, percent, plural } from "../data/words";
import type { DataTable, Key } from "../figures/save";
import type { Line, RunRecord, View } from "../types";

interface Shown {
  view: View;
  line: Line;
  simulated: boolean;
  past: boolean;
  many: boolean;
  threat: boolean;
  byTheory: boolean;
  crises: boolean;
}

export function legendOf({ view, line, simulated, past, many, threat, byTheory, crises }: Shown): Key[] {
  const keys: Key[] = [];
  if (simulated) {
    keys.push({ label: many ? "pact, by share of runs" : "pact", colour: "var(--pact)", mark: "line" });
    keys.push({ label: many ? "war by then, by share of runs" : "war, its arrow from who began it", colour: "var(--war)", mark: "line" });
    if (threat) keys.push({ label: many ? "mean threat" : "threat, by chance a year", colour: "var(--threat)", mark: "arrow" });
    if (crises) keys.push({ label: "crisis settled", colour: "var(--war)", mark: "diamond" });
  }
  if (past) keys.push({ label: "pact or, thick, war in history", colour: "var(--history)", mark: "dashed" });
  if (many) keys.push({ label: "power: nine tenths of runs", colour: "var(--neutral)", mark: "ring" });
  if (byTheory)
    [...new Set(line.theories)].forEach((t) => keys.push({ label: t, colour: colourOfTheory(view, t), mark: "dot" }));
  return keys;
}

/** One state's place in the world, in a sentence. */
export function labelOf(view: View, now: Snapshot, i: number, many: boolean): string {
  const { name, great_power } = view.states[i];
  if (now.alive[i] < 0.5) return `${name}: ${many ? `lives in ${percent(now.alive[i])} of runs` : "no longer exists"}`;
  const n = view.states.length;
  const partners = view.states.map((_, j) => j).filter((j) => j !== i && now.pact[pairIndex(n, i, j)] > 0.5);
  const enemies = view.states.map((_, j) => j).filter((j) => j !== i && now.war[pairIndex(n, i, j)] > 0.5);
  const names = (js: number[]) => list(js.map((j) => view.states[j].name));
  return (
    `${name}${great_power ? ", great power" : ""}: ${percent(now.power[i], 1)} of resources` +
    (partners.length ? `; pacts with ${names(partners)}` : "; no pacts") +
    (enemies.length ? `; at war with ${names(enemies)}` : "") +
    ". Press Enter for its reasons."
  );
}

/** What the map shows, in words. */
export function captionOf(
  view: View,
  now: Snapshot,
  past: Pick<Snapshot, "pact" | "war"> | null,
  { simulated, many, year }: { simulated: boolean; many: boolean; year: number },
): string {
  const pairs = pairsOf(view.states.length);
  const name = ([i, j]: [number, number]) => `${view.states[i].name}–${view.states[j].name}`;
  const said: string[] = ["A circle's area is the state's share of all resources."];
  if (simulated && many) {
    const top = (shares: Float64Array) =>
      pairs.map((pair, k) => ({ pair, share: shares[k] })).sort((a, b) => b.share - a.share).slice(0, 3);
    said.push(`Likeliest pacts in ${year}: ${list(top(now.pact).map((p) => `${name(p.pair)} ${percent(p.share)}`))}.`);
    if (now.war.some((x) => x > 0))
      said.push(`Likeliest wars by then: ${list(top(now.war).map((p) => `${name(p.pair)} ${percent(p.share, 1)}`))}.`);
  } else if (simulated) {
    const pacts = pairs.filter((_, k) => now.pact[k] > 0.5);
    const wars = pairs.filter((_, k) => now.war[k] > 0.5);
    said.push(`In ${year} ${plural(pacts.length, "pair")} of states ${pacts.length === 1 ? "has" : "have"} a pact, ${wars.length ? `and ${wars.length === 1 ? "one fights" : `${wars.length} fight`}: ${list(wars.slice(0, 6).map(name))}` : "and nobody fights"}.`);
  }
  if (past) {
    const pacts = pairs.filter((_, k) => past.pact[k] === 1);
    const unknown = pairs.filter((_, k) => Number.isNaN(past.pact[k])).length;
    if (unknown === pairs.length) said.push("Who was allied in history is not known.");
    else said.push(`In history ${plural(pacts.length, "pair")} had a pact${unknown ? `; of ${unknown} it is not known` : ""}.`);
  }
  return said.join(" ");
}

/** Pairs of states over the years: pact, war and threat, simulated and in history. */
export function mapTable(view: View, line: Line, record: RunRecord | null, many: boolean): DataTable {
  const n = view.states.length;
  const columns = [
    "year", "state1", "ccode1", "state2", "ccode2", "theory", "run", "pact", "war", "threat_to_1", "threat_to_2",
    "pact_history", "war_history", "unit", "source",
  ];
  const one = record && !many ? record : null;
  const unit = one ? "pact, war: 0 or 1; threat: chance a year" : "pact: share of runs; war: share fought by then; threat: mean chance a year";
  const source = `westphalia ${view.case.name} seed ${view.seed}; history: ${view.case.sources.atop ? "ATOP" : "case"}`;
  const rows = view.years.flatMap((year, y) => {
    const now = one ? snapshotOfRun(view, one, y + 1) : snapshotOfAll(view, line, y + 1);
    const pact = view.history ? at(unpack(view.history.pact), y) : null;
    const war = view.history ? at(unpack(view.history.war), y) : null;
    return pairsOf(n).map(([i, j], k) => [
      year, view.states[i].id, view.states[i].ccode, view.states[j].id, view.states[j].ccode, line.label,
      one ? one.run : "all", now.pact[k], now.war[k], now.threat[i * n + j], now.threat[j * n + i],
      pact ? pact[k] : null, war ? war[k] : null, unit, source,
    ]);
  });
  return { columns, rows };
}
