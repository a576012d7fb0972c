import type { Key } from "../figures/save";
import type { RunRecord } from "../types";

/** The legend of fan charts. */
export function fanKeys(record: RunRecord | null, colour = "var(--pact)"): Key[] {
  const faint = (share: number) => `color-mix(in srgb, ${colour} ${share}%, var(--paper))`;
  return [
    { label: "median of all runs", colour, mark: "line" },
    { label: "half of the runs", colour: faint(38), mark: "area" },
    { label: "nine tenths", colour: faint(16), mark: "area" },
    ...(record ? [{ label: `run ${record.run}`, colour: "var(--ink)", mark: "dashed" } as Key] : []),
  ];
}
