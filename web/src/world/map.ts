/** The map in words: legend, caption, labels of states, and the data behind it. */
import { colourOfTheory } from "../data/colours";
import { at, unpack } from "../data/packed";
import { pairIndex, pairsOf } from "../data/pairs";
import { LEAST_THREAT, snapshotOfAll, snapshotOfRun, threatsOf, type Snapshot } from "../data/snapshot";
import { list, ofRuns, percent, plural, wilson } from "../data/words";
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
    keys.push({ label: many ? "war by then, by share of runs" : "war; the arrow starts at the initiator", colour: "var(--war)", mark: "ticks" });
    if (threat) keys.push({ label: many ? "mean threat" : "threat, by chance a year", colour: "var(--threat)", mark: "arrow" });
    if (crises) keys.push({ label: "crisis settled", colour: "var(--war)", mark: "diamond" });
  }
  if (past) keys.push({ label: "in history: pact (thin), war (thick)", colour: "var(--history)", mark: "dashed" });
  if (simulated && many) keys.push({ label: "power: 90% of runs", colour: "var(--neutral)", mark: "ring" });
  if (byTheory)
    [...new Set(line.theories)].forEach((t) => keys.push({ label: t, colour: colourOfTheory(view, t), mark: "dot" }));
  return keys;
}

/** What is drawn, for its description. */
interface Drawn {
  now: Snapshot;
  past: Snapshot | null; // of history, where it is drawn
  simulated: boolean; // else `now` is history's
  many: boolean;
  threat: boolean;
}

/** One state in a sentence: in the simulation, in history, or in both. */
export function labelOf(view: View, { now, past, simulated, many, threat }: Drawn, i: number): string {
  const n = view.states.length;
  const { name, great_power } = view.states[i];
  const others = view.states.map((_, j) => j).filter((j) => j !== i);
  /** The states whose pair is above a level, the largest first; over all runs with their shares. */
  const with_ = (shares: ArrayLike<number>, least: number, withShare: boolean) =>
    list(
      others
        .map((j) => ({ name: view.states[j].name, share: shares[pairIndex(n, i, j)] }))
        .filter(({ share }) => share > least)
        .sort((a, b) => b.share - a.share)
        .slice(0, withShare ? 3 : undefined)
        .map(({ name, share }) => (withShare ? `${name} ${percent(share)}` : name)),
    );
  const parts: string[] = [];
  if (simulated && now.alive[i] < 0.5) parts.push(many ? `survives in ${percent(now.alive[i])} of runs` : "no longer exists");
  else if (simulated) {
    const pacts = with_(now.pact, many ? 0 : 0.5, many);
    const wars = with_(now.war, many ? 0 : 0.5, many);
    const most = others.reduce((a, j) => (now.threat[i * n + j] > now.threat[i * n + a] ? j : a), others[0] ?? i);
    const chance = now.threat[i * n + most];
    parts.push(`${percent(now.power[i], 1)} of resources${many ? ", the median of all runs" : ""}`);
    parts.push(pacts ? `${many ? "likeliest pacts, by share of runs," : "pacts with"} ${pacts}` : many ? "no pact in any run" : "no pacts");
    if (wars) parts.push(`${many ? "likeliest wars by then" : "at war with"} ${wars}`);
    if (threat && chance >= LEAST_THREAT) parts.push(`most threatened by ${view.states[most].name}, ${percent(chance, 2)} a year`);
  }
  if (past && past.alive[i] < 0.5) parts.push("in history no longer exists");
  else if (past) {
    const pacts = with_(past.pact, 0.5, false);
    const wars = with_(past.war, 0.5, false);
    const unknown = others.filter((j) => Number.isNaN(past.pact[pairIndex(n, i, j)])).length;
    const none = unknown === others.length ? "pacts not known" : "no pacts";
    parts.push(`in history ${pacts ? `pacts with ${pacts}` : none}${wars ? `, at war with ${wars}` : ""}`);
  }
  return `${name}${great_power ? ", great power" : ""}: ${parts.join("; ")}. Press Enter for its reasons.`;
}

/** What the map shows, in words. */
export function captionOf(
  view: View,
  { now, past, simulated, many, threat, year, runs, crises }: Drawn & { year: number; runs: number; crises: [number, number][] },
): string {
  const pairs = pairsOf(view.states.length);
  const name = ([i, j]: [number, number]) => `${view.states[i].name}–${view.states[j].name}`;
  const some = (found: [number, number][]) =>
    list(found.length > MOST_SAID ? [...found.slice(0, MOST_SAID).map(name), `${found.length - MOST_SAID} more`] : found.map(name));
  const named = (found: [number, number][]) => (found.length ? ` (${some(found)})` : "");
  const gone = ({ alive }: Snapshot) => view.states.filter((_, i) => alive[i] < 0.5).map((s) => s.name);
  const sentences: string[] = [
    simulated
      ? "A circle's area is the state's share of all resources."
      : "All circles have the same size: resources in history are not known in the simulation's unit.",
  ];
  if (simulated && many) {
    const top = (shares: Float64Array, digits: number) =>
      list(
        pairs
          .map((pair, k) => ({ pair, share: shares[k] }))
          .filter(({ share }) => share > 0)
          .sort((a, b) => b.share - a.share)
          .slice(0, 3)
          .map(({ pair, share }) => `${name(pair)} ${ofRuns(share, runs, digits)}`),
      );
    const [pacts, wars] = [top(now.pact, 0), top(now.war, 1)];
    sentences.push(pacts ? `Likeliest pacts in ${year}, by share of runs with its 95% interval (Wilson): ${pacts}.` : `No pact in ${year} in any run.`);
    sentences.push(wars ? `Likeliest wars by then: ${wars}.` : "No war by then in any run.");
    sentences.push("Fainter lines stand for fewer runs; the rarest are not drawn.");
  } else if (simulated) {
    const pacts = pairs.filter((_, k) => now.pact[k] > 0.5);
    const wars = pairs.filter((_, k) => now.war[k] > 0.5);
    sentences.push(`In ${year} ${pacts.length ? plural(pacts.length, "pair") : "no pair"} of states ${pacts.length > 1 ? "have" : "has"} a pact${named(pacts)}, ${wars.length ? `and ${wars.length === 1 ? "one fights" : `${wars.length} fight`}: ${some(wars)}` : "and nobody fights"}.`);
    if (crises.length > 0) sentences.push(`Crises settled: ${some(crises)}.`);
  }
  if (simulated && gone(now).length > 0) sentences.push(`${many ? "Extinct in more than half of the runs" : "Extinct"}: ${list(gone(now))}.`);
  if (simulated && threat && year === view.case.start) sentences.push("Threats are known only from the first simulated year.");
  else if (simulated && threat) {
    const most = threatsOf(now, 3).map(({ to, from, chance }) => `to ${view.states[to].name} from ${view.states[from].name} ${percent(chance, 2)}`);
    sentences.push(
      most.length
        ? `Largest threats, the chance a year of being attacked and beaten${many ? " (mean of all runs)" : ""}: ${list(most)}.`
        : "No threat is large enough to be drawn.",
    );
  }
  if (past) {
    const pacts = pairs.filter((_, k) => past.pact[k] === 1);
    const wars = pairs.filter((_, k) => past.war[k] === 1);
    const unknown = pairs.filter((_, k) => Number.isNaN(past.pact[k])).length;
    if (unknown === pairs.length) sentences.push("Alliances in history are not known.");
    else sentences.push(`In history ${pacts.length ? plural(pacts.length, "pair") : "no pair"} had a pact${named(pacts)}${unknown ? `; of ${unknown} it is not known` : ""}.`);
    if (wars.length > 0) sentences.push(`In history ${wars.length === 1 ? "one pair" : `${wars.length} pairs`} fought: ${some(wars)}.`);
    else if (year > view.case.start && pairs.some((_, k) => past.war[k] === 0)) sentences.push("In history none of them fought, as far as is known.");
    if (gone(past).length > 0) sentences.push(`Extinct in history: ${list(gone(past))}.`);
  }
  return sentences.join(" ");
}

/** The most pairs named in the caption; the table has all. */
const MOST_SAID = 8;

/** Pairs of states over the years: pact, war and threat, simulated and in history. */
export function mapTable(view: View, line: Line, record: RunRecord | null, { simulated }: { simulated: boolean }): DataTable {
  const n = view.states.length;
  const { runs } = line.ensemble;
  const pairColumns = ["year", "state1", "ccode1", "state2", "ccode2"];
  const shares = record ? ["pact", "war"] : ["pact", "pact_low", "pact_high", "war", "war_low", "war_high"];
  const columns = [
    ...pairColumns, ...(simulated ? ["theory", "run", ...shares, "threat_to_1", "threat_to_2"] : []),
    "pact_history", "war_history", "unit", "source",
  ];
  const unit = !simulated
    ? "0 or 1"
    : record
      ? "pact, war: 0 or 1; threat: chance a year"
      : "pact: share of runs; war: share fought by then; low, high: 95% interval (Wilson); threat: mean chance a year";
  const history = `history: ${view.case.sources.atop ? "ATOP" : "case"}`;
  const source = simulated ? `westphalia ${view.case.name} seed ${view.seed}; ${history}` : history;
  const rows = view.years.flatMap((year, y) => {
    const now = record ? snapshotOfRun(view, record, y + 1) : snapshotOfAll(view, line, y + 1);
    const pact = view.history ? at(unpack(view.history.pact), y) : null;
    const war = view.history ? at(unpack(view.history.war), y) : null;
    const share = (x: number) => (record ? [x] : [x, ...wilson(x, runs)]);
    return pairsOf(n).map(([i, j], k) => [
      year, view.states[i].id, view.states[i].ccode, view.states[j].id, view.states[j].ccode,
      ...(simulated
        ? [line.label, record ? record.run : "all", ...share(now.pact[k]), ...share(now.war[k]), now.threat[i * n + j], now.threat[j * n + i]]
        : []),
      pact ? pact[k] : null, war ? war[k] : null, unit, source,
    ]);
  });
  return { columns, rows };
}
