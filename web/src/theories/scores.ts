/** The scores, and which theories they tell apart. */
import { list } from "../data/words";
import type { Table } from "../types";

export interface Score {
  title: string;
  higher: boolean; // whether more is better
  note: string;
}

/** The scores that are shown, as in the table that `westphalia run` prints. */
export const SCORES: Record<string, Score> = {
  "alignments brier": { title: "Pacts, Brier score", higher: false, note: "lower is better, 0 is perfect" },
  "alignments log": { title: "Pacts, log score", higher: true, note: "higher is better, 0 is perfect" },
  "changes brier": { title: "Pacts that changed, Brier score", higher: false, note: "lower is better, 0 is perfect" },
  "wars log": { title: "Wars, log score", higher: true, note: "higher is better, 0 is perfect" },
};

export const titlesOf = (table: Table): Map<string, string> =>
  new Map(table.theories.map((row) => [row.theory, row.title]));

/** What can be told apart by a score, as sentences: theories among themselves, then baselines. */
export function verdict(table: Table, score: string): { apart: string[]; same: string[]; baselines: string[] } {
  const titles = titlesOf(table);
  const baselines = new Set(table.theories.filter((row) => row.baseline).map((row) => row.theory));
  const higher = SCORES[score]?.higher ?? true;
  const found = table.comparisons.filter((c) => c.score === score);
  const better = found
    .filter((c) => c.told_apart)
    .map(({ theories: [a, b], difference }) => ((difference.value ?? 0) > 0 === higher ? [a, b] : [b, a]) as [string, string]);
  const same = found.filter((c) => !c.told_apart).map((c) => c.theories);
  const among = ([a, b]: readonly [string, string]) => !baselines.has(a) && !baselines.has(b);
  const name = (theory: string) => titles.get(theory) ?? theory;
  const say = (pairs: [string, string][], words: string) =>
    grouped(pairs).map(([a, others]) => `${name(a)} ${words} ${list(others.map(name))}.`);
  const one = ([a, b]: readonly [string, string]) => baselines.has(a) !== baselines.has(b);
  return {
    apart: say(better.filter(among), "scores better than"),
    same: say(same.filter(among), "cannot be told apart from"),
    baselines: [
      ...say(better.filter(one), "scores better than"),
      ...say(same.filter(one).map(([a, b]): [string, string] => (baselines.has(a) ? [b, a] : [a, b])), "cannot be told apart from"),
    ],
  };
}

function grouped(pairs: [string, string][]): [string, string[]][] {
  const groups = new Map<string, string[]>();
  pairs.forEach(([a, b]) => groups.set(a, [...(groups.get(a) ?? []), b]));
  return [...groups];
}
