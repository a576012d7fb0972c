import type { Scenario, View } from "./types";

/** A scenario with nothing left to defaults. */
export type FullScenario = Required<Omit<Scenario, "scenario">>;

/** The scenario of a simulation, to simulate it again. Works for built-in cases only. */
export function scenarioOf(view: View): FullScenario {
  return {
    case: view.case.name,
    theories: view.lines.filter((l) => !l.baseline).map((l) => l.label),
    baselines: view.lines.some((l) => l.baseline),
    runs: view.runs,
    years: view.years.length,
    seed: view.seed,
    parameters: view.parameters,
    forms: view.forms,
    modules: view.modules,
    serial: view.serial,
  };
}
