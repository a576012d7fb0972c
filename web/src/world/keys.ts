import type { Key } from "../figures/save";
import type { RunRecord } from "../types";

/** The legend of fan charts; survival alone has a share of runs and no spread. */
export function fanKeys(record: RunRecord | null, { survival = false, past = false } = {}): Key[] {
  const colour = "var(--pact)";
  const faint = (share: number) => `color-mix(in srgb, ${colour} ${share}%, var(--paper))`;
  const fan: Key[] = [
    { label: "median of all runs", colour, mark: "line" },
    { label: "50% of runs", colour: faint(38), mark: "area" },
    { label: "90% of runs", colour: faint(16), mark: "area" },
  ];
  const share: Key[] = [
    { label: "share of all runs", colour, mark: "line" },
    { label: "its 95% interval", colour: faint(16), mark: "area" },
  ];
  return [
    ...(survival ? share : fan),
    ...(record ? [{ label: `run ${record.run}`, colour: "var(--ink)", mark: "dashed" } as Key] : []),
    ...(past ? [{ label: "history: military personnel", colour: "var(--history)", mark: "dotted" } as Key] : []),
  ];
}
