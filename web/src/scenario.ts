import type { Scenario, View } from "./types";

/** What decided a simulation, so that it can be simulated again. Only of a case that the server knows by name. */
export function scenarioOf(view: View): Scenario {
  return {
    case: view.case.name,
    theories: view.lines.filter((l) => !l.baseline).map((l) => l.label),
    baselines: view.lines.some((l) => l.baseline),
    runs: view.runs,
    years: view.years.length,
    seed: view.seed,
    parameters: view.parameters,
    modules: view.modules,
    serial: view.serial,
  };
}
