/** The quantities of a state that are drawn over the years. */
import type { History, Line, RunRecord, View } from "../types";
import type { DataTable } from "../figures/save";
import { at, over, quantilesOf, unpack } from "./packed";
import { number, percent, wilson } from "./words";

export type Quantity = "burden" | "arms" | "power" | "survival";

export const QUANTITIES: Record<Quantity, { title: string; unit: string; format: (x: number) => string }> = {
  burden: { title: "Burden", unit: "share of resources spent on arms a year", format: (x) => percent(x, 1) },
  arms: { title: "Arms", unit: "stock; mean resources of a state = 1", format: (x) => number(x, 2) },
  power: { title: "Power", unit: "share of the living states' resources", format: (x) => percent(x, x < 0.0995 ? 1 : 0) },
  survival: { title: "Survival", unit: "share of runs in which it survives", format: (x) => percent(x) },
};
export const NAMES = Object.keys(QUANTITIES) as Quantity[];

/** Quantiles .05 .25 .5 .75 .95 by year, or for survival the one share. */
export function bandsOf({ ensemble }: Line, quantity: Quantity, state: number): number[][] {
  return quantity === "survival" ? [over(unpack(ensemble.alive), state)] : quantilesOf(unpack(ensemble[quantity]), state);
}

export function runOf(record: RunRecord, quantity: Quantity, state: number): number[] {
  return over(unpack(quantity === "survival" ? record.alive : record[quantity]), state);
}

/** The bands to draw: for survival, the share of runs with its 95% interval. */
export function drawnOf(line: Line, quantity: Quantity, state: number): number[][] {
  const bands = bandsOf(line, quantity, state);
  if (quantity !== "survival") return bands;
  const ends = bands[0].map((share) => wilson(share, line.ensemble.runs));
  return [ends.map(([low]) => low), bands[0], ends.map(([, high]) => high)];
}

/** Armed forces, the only quantity that history has in a comparable unit: a share of all states'. */
export const FORCES = { title: "Share of all forces", format: QUANTITIES.power.format };

/** A state's share of all arms in a run. Not available over all runs, whose medians are of stocks. */
export function forcesOfRun(view: View, record: RunRecord, state: number): number[] {
  const arms = unpack(record.arms);
  return view.years.map((_, y) => {
    const stocks = at(arms, y);
    return stocks[state] / stocks.reduce((sum, x) => sum + (x || 0), 0);
  });
}

/** A state's share of all military personnel in history; NaN where not known. */
export const forcesOfPast = (history: History, state: number): number[] => history.personnel.map((year) => year[state] ?? NaN);

/** The year in which a state ceased to exist in history, as a mark in its charts. */
export const deathsOf = (view: View, state: number): { year: number; label: string }[] =>
  (view.history?.deaths ?? [])
    .filter((death) => death.state === view.states[state].id && view.years.includes(death.year))
    .map(({ year }) => ({ year, label: `history: extinct ${year}` }));

const QUANTILES = ["q05", "q25", "q50", "q75", "q95"];

/** The data behind fan charts: one row per year, state and quantity; for survival `q50` is the share, with its interval (Wilson). */
export function tableOf(view: View, line: Line, record: RunRecord | null, quantities: Quantity[], states: number[]): DataTable {
  const columns = ["year", "state", "ccode", "theory", "quantity", "unit", ...QUANTILES, "low", "high", "run", "run_value", "history", "source"];
  const source = `westphalia ${view.versions.westphalia ?? ""} ${view.case.name} seed ${view.seed} runs ${view.runs}`;
  const rows = states.flatMap((i) =>
    quantities.flatMap((quantity) => {
      const bands = bandsOf(line, quantity, i);
      const run = record ? runOf(record, quantity, i) : null;
      const of = (q: number, y: number) => (bands.length === 1 ? (q === 2 ? bands[0][y] : null) : bands[q][y]);
      return view.years.map((year, y) => [
        year, view.states[i].id, view.states[i].ccode, line.label, quantity, QUANTITIES[quantity].unit,
        ...QUANTILES.map((_, q) => of(q, y)), ...(quantity === "survival" ? wilson(bands[0][y], line.ensemble.runs) : [null, null]),
        record ? record.run : null, run ? run[y] : null, quantity === "survival" ? livedOf(view, i, year) : null, source,
      ]);
    }),
  );
  return { columns, rows };
}

/** 1 or 0: whether a state existed in history at the end of a year. */
const livedOf = (view: View, state: number, year: number): number | null =>
  view.history && (view.history.deaths.some((d) => d.state === view.states[state].id && d.year <= year) ? 0 : 1);

/** A state's share of all forces as rows of the table above. */
export function forcesTable(view: View, line: Line, record: RunRecord | null, state: number): DataTable["rows"] {
  if (!view.history) return [];
  const run = record ? forcesOfRun(view, record, state) : null;
  const past = forcesOfPast(view.history, state);
  return view.years.map((year, y) => [
    year, view.states[state].id, view.states[state].ccode, line.label, "forces", "run_value: share of all arms; history: share of military personnel",
    ...QUANTILES.map(() => null), null, null, record ? record.run : null, run ? run[y] : null, past[y],
    `westphalia ${view.case.name} seed ${view.seed}; history: military personnel`,
  ]);
}
