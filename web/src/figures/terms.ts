/** The terms of an option's value: their colours and the legend. */
import type { Key } from "./save";
import type { Option, Term } from "../types";

/** By the place of a term, each dark enough for white type. */
const COLOURS = [
  "#1c7f5a", "#0b5fa5", "#a8553f", "#7356bf", "#c25100", "#8c2f52", "#ab5586", "#926600", "#1d6e6e", "#6f7420",
  "#9c4bb0", "#93693a", "#676d72", "#7a6a58", "#4a6fb3", "#3f7f2f", "#b03a5b", "#5b5fa8",
];

/** One colour per term throughout the page; neutral for what is none. */
export function colourOfTerm(terms: Term[], name: string): string {
  const place = terms.findIndex((t) => t.name === name);
  return place < 0 ? "var(--neutral)" : COLOURS[place % COLOURS.length];
}

/** The legend of the terms that occur. */
export function termKeys(terms: Term[], options: Option[]): Key[] {
  const there = new Set(options.flatMap((o) => Object.keys(o.terms)));
  const known = terms.map((t) => t.name).filter((name) => there.has(name));
  const others = [...there].filter((name) => !known.includes(name));
  const keys = [...known, ...others].map((label): Key => ({ label, colour: colourOfTerm(terms, label), mark: "area" }));
  return keys.length > 0 ? [...keys, { label: "value", colour: "var(--ink)", mark: "ring" }] : keys;
}
