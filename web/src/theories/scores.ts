/** The scores, and which theories they tell apart. */
import { list } from "../data/words";
import type { ScoreMeaning, Table } from "../types";

/** Which values of a score are better. */
export const noteOf = (score: ScoreMeaning): string => `${score.more_is_better ? "higher" : "lower"} is better, 0 is perfect`;

export const titlesOf = (table: Table): Map<string, string> =>
  new Map(table.theories.map((row) => [row.theory, row.title]));

/** What can be told apart by a score, as sentences: theories among themselves, then baselines. */
export function verdict(table: Table, score: ScoreMeaning): { apart: string[]; same: string[]; baselines: string[] } {
  const titles = titlesOf(table);
  const baselines = new Set(table.theories.filter((row) => row.baseline).map((row) => row.theory));
  const found = table.comparisons.filter((c) => c.score === score.name);
  const better = found
    .filter((c) => c.told_apart)
    .map(({ theories: [a, b], difference }) => ((difference.value ?? 0) > 0 === score.more_is_better ? [a, b] : [b, a]) as [string, string]);
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
