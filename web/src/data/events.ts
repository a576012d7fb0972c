/** What happened in a year, in words. */
import type { History, Line, RunRecord, View } from "../types";
import { at, unpack } from "./packed";
import { pairIndex, pairsOf } from "./pairs";
import { begunIn, pastAt, settledIn, snapshotOfRun } from "./snapshot";
import { list, ofRuns, percent } from "./words";

export interface Event {
  kind: "war" | "death" | "crisis" | "pact" | "ended" | "agreement";
  text: string;
  states: number[];
}

const nameOf = (view: View) => (i: number) => view.states[i].name;

/** The events of a year of one run. */
export function eventsOfRun(view: View, record: RunRecord, step: number): Event[] {
  if (step === 0) return [];
  return [
    ...wars(view, record, step),
    ...deaths(view, record, step),
    ...settlements(view, record, step),
    ...pacts(view, snapshotOfRun(view, record, step - 1).pact, snapshotOfRun(view, record, step).pact),
    ...agreements(view, record, step),
  ];
}

/** The wars begun in a year, by target: several states may attack it, each with helpers. */
function wars(view: View, record: RunRecord, step: number): Event[] {
  const n = view.states.length;
  const name = nameOf(view);
  const names = (states: number[]) => list(states.map(name));
  const role = at(unpack(record.war), step - 1);
  const how = at(unpack(record.crisis), step - 1);
  const begun = begunIn(view, record, step);
  const { roles, crises } = view.meanings;
  const called = (code: number) => crises.find((c) => c.war && c.code === code)?.words ?? "a war";
  const targetsOf = (i: number) => begun.filter(([by]) => by === i).map(([, target]) => target);
  const attackersOf = (j: number) => begun.filter(([, target]) => target === j).map(([by]) => by);
  const inRole = (wanted: number, against: number) =>
    view.states.map((_, k) => k).filter((k) => role[k * n + against] === wanted);
  /** Who helped the targets of a state: roles are recorded against the attacker, not by target. */
  const helpersAgainst = (i: number) => inRole(roles.joined_target, i).filter((k) => !(targetsOf(i).length === 1 && targetsOf(i)[0] === k));
  const unique = (states: number[]) => [...new Set(states)];

  const attacks = unique(begun.map(([, target]) => target)).map((j): Event => {
    const attackers = attackersOf(j);
    const kinds = attackers.map((i) => called(how[i * n + j]));
    const began = unique(attackers.map((_, k) => kinds.indexOf(kinds[k]))).map((k) => {
      const same = attackers.filter((_, other) => kinds[other] === kinds[k]);
      return `${names(same)} ${same.length > 1 ? "each " : ""}began ${kinds[k]}`;
    });
    const joined = inRole(roles.joined_attacker, j).filter((k) => !attackers.includes(k));
    const help = attackers
      .filter((i) => targetsOf(i).length === 1)
      .map((i) => ({ i, helpers: helpersAgainst(i) }))
      .filter(({ helpers }) => helpers.length > 0);
    const parts = [
      `${list(began)} against ${name(j)}`,
      ...(joined.length ? [`${names(joined)} joined against ${name(j)}`] : []),
      ...help.map(({ i, helpers }) => `${names(helpers)} came to its help against ${name(i)}`),
    ];
    return { kind: "war", text: `${parts.join("; ")}.`, states: unique([j, ...attackers, ...joined, ...help.flatMap((h) => h.helpers)]) };
  });
  const help = unique(begun.map(([by]) => by))
    .filter((i) => targetsOf(i).length > 1 && helpersAgainst(i).length > 0)
    .map((i): Event => ({
      kind: "war",
      text: `Against ${name(i)}, which attacked ${names(targetsOf(i))}, others came to help: ${names(helpersAgainst(i))}.`,
      states: unique([i, ...targetsOf(i), ...helpersAgainst(i)]),
    }));
  return [...attacks, ...help];
}

function deaths(view: View, record: RunRecord, step: number): Event[] {
  const now = snapshotOfRun(view, record, step).alive;
  const before = snapshotOfRun(view, record, step - 1).alive;
  return view.states.flatMap((state, i) =>
    before[i] === 1 && now[i] === 0 ? [{ kind: "death", text: `${state.name} ceased to exist.`, states: [i] } as Event] : [],
  );
}

function settlements(view: View, record: RunRecord, step: number): Event[] {
  const name = nameOf(view);
  return settledIn(view, record, step).map(({ pair: [i, j], words }) => ({
    kind: "crisis",
    text: `${name(i)} challenged ${name(j)}, and ${words}.`,
    states: [i, j],
  }));
}

/** Pacts made and ended between two years, where both are known. */
function pacts(view: View, before: ArrayLike<number>, now: ArrayLike<number>): Event[] {
  const pairs = pairsOf(view.states.length);
  const of = (kind: "pact" | "ended", was: number, is: number): Event[] =>
    grouped(pairs.filter((_, k) => before[k] === was && now[k] === is)).map(([i, others]) => {
      const names = list(others.map(nameOf(view)));
      const who = nameOf(view)(i);
      const text = kind === "pact" ? `${who} made a pact with ${names}.` : `The pact of ${who} with ${names} ended.`;
      return { kind, text, states: [i, ...others] };
    });
  return [...of("pact", 0, 1), ...of("ended", 1, 0)];
}

/** Pairs grouped by state, those with most partners first. */
function grouped(pairs: [number, number][]): [number, number[]][] {
  const groups: [number, number[]][] = [];
  let rest = pairs;
  while (rest.length > 0) {
    const count = new Map<number, number>();
    rest.flat().forEach((i) => count.set(i, (count.get(i) ?? 0) + 1));
    const [i] = [...count].reduce((a, b) => (b[1] > a[1] ? b : a));
    const mine = rest.filter((pair) => pair.includes(i));
    groups.push([i, mine.map(([a, b]) => (a === i ? b : a))]);
    rest = rest.filter((pair) => !pair.includes(i));
  }
  return groups;
}

function agreements(view: View, record: RunRecord, step: number): Event[] {
  const n = view.states.length;
  const name = nameOf(view);
  const all = pairsOf(n);
  const now = at(unpack(record.agreements), step - 1);
  const earlier = step > 1 ? at(unpack(record.agreements), step - 2) : null;
  /** The agreements of a pair a year earlier, in the first year those of the start. */
  const before = (k: number) => (earlier ? earlier[all[k][0] * n + all[k][1]] : view.start.agreements[k]);
  const known = view.meanings.agreements;
  const changed = (words: string, had: boolean) =>
    known.flatMap(({ bit, noun }): Event[] => {
      const pairs = all.filter(([i, j], k) => !!(before(k) & bit) === had && !!(now[i * n + j] & bit) !== had);
      const named = pairs.map(([i, j]) => `${name(i)}–${name(j)}`).join(", ");
      return pairs.length === 0 ? [] : [{ kind: "agreement", text: `${words} ${noun}: ${named}.`, states: pairs.flat() }];
    });
  const sides = all.flatMap(([i, j]) => [[i, j], [j, i]]);
  const breaches = known.flatMap(({ bit, keeping }) =>
    sides
      .filter(([a, b]) => keeping && now[a * n + b] & bit && !(now[a * n + b] & keeping.bit))
      .map(([a, b]): Event => ({
        kind: "agreement",
        text: `${name(a)} ${keeping!.broken.replace("{}", name(b))}.`,
        states: [a, b],
      })),
  );
  return [...changed("Agreed on", false), ...changed("Ended,", true), ...breaches];
}

/** For all runs together: the smallest share of wars, and change in a pact's share, that is reported. */
const LEAST_WAR = 0.002;
const LEAST_CHANGE = 0.02;

/** What is said of a year without events. */
export const NOTHING_IN_RUN = "No war, crisis, pact or agreement began or ended, and no state ceased to exist.";
export const NOTHING_IN_ALL = `No pair fights in ${percent(LEAST_WAR, 1)} of runs or more, and no pact's share of runs changes by ${100 * LEAST_CHANGE} points or more.`;

/** A year over all runs: the likeliest wars, and the largest changes in pacts. */
export function eventsOfAll(view: View, { ensemble }: Line, step: number): Event[] {
  if (step === 0) return [];
  const name = nameOf(view);
  const pairs = pairsOf(view.states.length);
  const war = at(unpack(ensemble.war), step - 1);
  const now = at(unpack(ensemble.pact), step - 1);
  const before = step > 1 ? at(unpack(ensemble.pact), step - 2) : Float64Array.from(view.start.pact);
  const most = (value: (k: number) => number, least: number) =>
    pairs
      .map((pair, k) => ({ pair, k, size: value(k) }))
      .filter(({ size }) => size >= least)
      .sort((a, b) => b.size - a.size)
      .slice(0, 3);
  const likeliest = most((k) => war[k], LEAST_WAR);
  const moved = most((k) => Math.abs(now[k] - before[k]), LEAST_CHANGE);
  return [
    ...likeliest.map(({ pair: [i, j], size }): Event => ({
      kind: "war",
      text: `${name(i)} and ${name(j)} fight in ${ofRuns(size, ensemble.runs, 1)} of runs.`,
      states: [i, j],
    })),
    ...moved.map(({ pair: [i, j], k }): Event => ({
      kind: "pact",
      text: `${name(i)} and ${name(j)} have a pact in ${ofRuns(now[k], ensemble.runs)} of runs, ${now[k] > before[k] ? "up" : "down"} from ${percent(before[k])}.`,
      states: [i, j],
    })),
  ];
}

/** The events of a year of history. */
export function eventsOfPast(view: View, history: History, step: number): Event[] {
  if (step === 0) return [];
  const year = view.years[step - 1];
  const place = (id: string) => view.states.findIndex((s) => s.id === id);
  const name = (id: string) => view.states[place(id)]?.name ?? id;
  const events: Event[] = [];
  for (const war of history.wars) {
    const joining = Object.keys(war.entered).filter((id) => war.entered[id] === year);
    const leaving = Object.keys(war.left).filter((id) => war.left[id] === year);
    const first = Math.min(...Object.values(war.entered));
    const states = [...joining, ...leaving].map(place).filter((i) => i >= 0);
    if (joining.length > 0 && year === first) events.push({ kind: "war", text: beginning(war, joining, name), states });
    else if (joining.length > 0)
      events.push({ kind: "war", text: `${list(joining.map(name))} entered the war (${war.name}).`, states });
    const last = Math.max(...Object.values(war.left));
    if (leaving.length > 0 && year === last && year !== first)
      events.push({ kind: "war", text: `The war ended (${war.name}).`, states });
  }
  history.deaths
    .filter((death) => death.year === year)
    .forEach(({ state }) => events.push({ kind: "death", text: `${name(state)} ceased to exist.`, states: [place(state)] }));
  return [...events, ...pacts(view, pastAt(view, history, step - 1).pact, pastAt(view, history, step).pact)];
}

function beginning(war: History["wars"][number], joining: string[], name: (id: string) => string): string {
  const side = (inside: string[], outside: string[]) =>
    list([...inside.filter((id) => joining.includes(id)), ...outside].map(name));
  const began = war.initiators.length ? ` ${list(war.initiators.map(name))} began it.` : "";
  const called = /\bwar\b/i.test(war.name) ? war.name : `${war.name} war`;
  return `${called}: ${side(war.side_a, war.outside_a)} against ${side(war.side_b, war.outside_b)}.${began}`;
}

/** Whether any pacts are known in a year of history. */
export function pastKnown(view: View, history: History, step: number): boolean {
  const { pact } = pastAt(view, history, step);
  return pairsOf(view.states.length).some(([i, j]) => !Number.isNaN(pact[pairIndex(view.states.length, i, j)]));
}
