/** The figures of a state that are drawn over the years. */
import type { Line, RunRecord, View } from "../types";
import type { DataTable } from "../figures/save";
import { over, quantilesOf, unpack } from "./packed";
import { number, percent } from "./words";

export type Quantity = "burden" | "arms" | "power" | "survival";

export const QUANTITIES: Record<Quantity, { title: string; unit: string; said: (x: number) => string }> = {
  burden: { title: "Burden", unit: "share of resources spent on arms a year", said: (x) => percent(x, 1) },
  arms: { title: "Arms", unit: "stock; mean resources of a state = 1", said: (x) => number(x, 2) },
  power: { title: "Power", unit: "share of the living states' resources", said: (x) => percent(x, x < 0.0995 ? 1 : 0) },
  survival: { title: "Survival", unit: "share of runs in which it lives", said: (x) => percent(x) },
};
export const NAMES = Object.keys(QUANTITIES) as Quantity[];

/** Quantiles .05 .25 .5 .75 .95 by year, or for survival the one share. */
export function bandsOf({ ensemble }: Line, quantity: Quantity, state: number): number[][] {
  return quantity === "survival" ? [over(unpack(ensemble.alive), state)] : quantilesOf(unpack(ensemble[quantity]), state);
}

export function runOf(record: RunRecord, quantity: Quantity, state: number): number[] {
  return over(unpack(quantity === "survival" ? record.alive : record[quantity]), state);
}

const QUANTILES = ["q05", "q25", "q50", "q75", "q95"];

/** The data behind fan charts: a row a year, state and quantity. */
export function tableOf(view: View, line: Line, record: RunRecord | null, quantities: Quantity[], states: number[]): DataTable {
  const columns = ["year", "state", "ccode", "theory", "quantity", "unit", ...QUANTILES, "run", "run_value", "source"];
  const source = `westphalia ${view.versions.westphalia ?? ""} ${view.case.name} seed ${view.seed} runs ${view.runs}`;
  const rows = states.flatMap((i) =>
    quantities.flatMap((quantity) => {
      const bands = bandsOf(line, quantity, i);
      const run = record ? runOf(record, quantity, i) : null;
      const of = (q: number, y: number) => (bands.length === 1 ? (q === 2 ? bands[0][y] : null) : bands[q][y]);
      return view.years.map((year, y) => [
        year, view.states[i].id, view.states[i].ccode, line.label, quantity, QUANTITIES[quantity].unit,
        ...QUANTILES.map((_, q) => of(q, y)), record ? record.run : null, run ? run[y] : null, source,
      ]);
    }),
  );
  return { columns, rows };
}
