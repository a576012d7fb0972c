import type { Key } from "./save";
import type { Option } from "../types";

/** The terms of an option's value; each has one colour throughout the page, dark enough for white type. */
const COLOURS: Record<string, string> = {
  survival: "#0b5fa5",
  response: "#7356bf",
  consumption: "#1c7f5a",
  power: "#c25100",
  identity: "#ab5586",
  greed: "#8c2f52",
  opportunity: "#926600",
  obligation: "#1d6e6e",
  autonomy: "#6f7420",
  entrapment: "#9c4bb0",
  prestige: "#93693a",
  effort: "#676d72",
  rest: "#7a6a58",
  restraint: "#a8553f",
};

/** As in westphalia/mechanisms/terms.py, where the units are. */
const MEANINGS: Record<string, string> = {
  survival: "the chance of surviving over the horizon",
  response: "survival, through the response of others",
  consumption: "consumption, or a material gain",
  power: "the share of all power",
  identity: "the welfare of others, to the extent that one identifies with them",
  greed: "gains taken from others",
  opportunity: "the value of future crises",
  obligation: "the cost of leaving or breaking a pact",
  autonomy: "freedom of action lost to an ally",
  entrapment: "the expected share in an ally's wars",
  prestige: "a challenge for its own sake",
  effort: "fixed costs of a crisis, a treaty, a change of posture",
  rest: "the rest of the value",
  restraint: "survival, because a pact restrains the partner",
};

export const colourOfTerm = (term: string): string => COLOURS[term] ?? "var(--neutral)";

/** The legend of the terms that occur. */
export function termKeys(options: Option[]): Key[] {
  const there = new Set(options.flatMap((o) => Object.keys(o.terms)));
  const known = Object.keys(COLOURS).filter((term) => there.has(term));
  const own = [...there].filter((term) => !(term in COLOURS));
  const keys = [...known, ...own].map((label): Key => ({ label, colour: colourOfTerm(label), mark: "area" }));
  return keys.length > 0 ? [...keys, { label: "value", colour: "var(--ink)", mark: "ring" }] : keys;
}

export const meaningOf = (term: string): string => MEANINGS[term] ?? "";
