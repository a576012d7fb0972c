import type { Change, Changed, Line, Options, ParameterOption, ProcessOption, TheoryOption, View } from "../types";
import { Task } from "./task.svelte";

/** The simulation before the change, the values to which controls are reset, and what can be chosen. */
export interface Original {
  key: string;
  label: string;
  states: { id: string; name: string; theory: string }[];
  /** Of the world and of theories, by full name: "reach", "offensive.worst_case". */
  parameters: Record<string, number>;
  forms: Record<string, string>;
  modules: Record<string, boolean>;
  /** The numbers of the world, and the theories with theirs. */
  world: ParameterOption[];
  theories: TheoryOption[];
  processes: ProcessOption[];
}

export function originalOf(view: View, line: Line, options: Options): Original {
  const own = new Set(view.own_theories.map((t) => t.name));
  const theories = [...options.theories.filter((t) => !own.has(t.name)), ...view.own_theories];
  const numbers = [...options.parameters, ...theories.flatMap((t) => t.numbers)];
  return {
    key: view.key,
    label: line.label,
    states: view.states.map(({ id, name }, i) => ({ id, name, theory: line.theories[i] })),
    parameters: Object.fromEntries(numbers.map((p) => [p.name, view.parameters[p.name] ?? p.default])),
    forms: Object.fromEntries(options.processes.map((p) => [p.name, view.forms[p.name] ?? p.usual])),
    modules: Object.fromEntries(options.modules.map((m) => [m.name, view.modules[m.name] ?? m.on])),
    world: options.parameters,
    theories,
    processes: options.processes,
  };
}

/** A change of one line of a simulation, and the outcome of its last run. */
export class Draft {
  readonly theories = $state<Record<string, string>>({});
  readonly parameters = $state<Record<string, number | null>>({}); // null: the field is empty
  readonly forms = $state<Record<string, string>>({});
  readonly modules = $state<Record<string, boolean>>({});
  readonly task = new Task<Changed>();
  /** Whether it was read from an address or a state file. */
  restored = $state(false);
  /** The change that was run last, as text; and the server's errors, by control. */
  ran = $state("");
  refused = $state<Record<string, string>>({});

  constructor(readonly original: Original) {}

  setTheory(state: string, theory: string): void {
    const before = this.original.states.find((s) => s.id === state)!.theory;
    put(this.theories, state, theory, before);
    // Numbers of a theory that no state follows any more cannot be changed.
    const left = new Set(this.numbers.map((p) => p.name));
    for (const part of [this.parameters, this.refused])
      for (const name of Object.keys(part)) if (!left.has(name)) delete part[name];
  }
  setParameter(name: string, value: number | null): void {
    delete this.refused[name];
    put(this.parameters, name, value, this.original.parameters[name]);
  }
  setForm(process: string, form: string): void {
    put(this.forms, process, form, this.original.forms[process]);
  }
  setModule(name: string, on: boolean): void {
    put(this.modules, name, on, this.original.modules[name]);
  }
  setAll(theory: string): void {
    for (const state of this.original.states) this.setTheory(state.id, theory);
  }
  reset(): void {
    for (const part of [this.theories, this.parameters, this.forms, this.modules, this.refused])
      for (const name of Object.keys(part)) delete part[name];
    this.task.error = "";
  }

  // Getters, not $derived: a draft outlives the component that made it.
  /** The theories that states follow and that have numbers. */
  get inUse(): TheoryOption[] {
    const followed = new Set(this.original.states.map((s) => this.theories[s.id] ?? s.theory));
    return this.original.theories.filter((t) => followed.has(t.name) && t.numbers.length > 0);
  }
  /** The numbers that can be set: of the world and of the theories in use. */
  get numbers(): ParameterOption[] {
    return [...this.original.world, ...this.inUse.flatMap((t) => t.numbers)];
  }
  get change(): Required<Change> {
    return {
      theories: { ...this.theories },
      parameters: Object.fromEntries(Object.entries(this.parameters).filter((e): e is [string, number] => e[1] !== null)),
      forms: { ...this.forms },
      modules: { ...this.modules },
    };
  }
  get text(): string {
    return JSON.stringify(this.change);
  }
  /** As text for the address: "GMY=offensive,reach=1.2,offensive.worst_case=0.9,contest=difference,hotlines=off". */
  get words(): string {
    const { theories, parameters, forms, modules } = this.change;
    const onOff = Object.entries(modules).map(([name, on]) => [name, on ? "on" : "off"]);
    return [...Object.entries(theories), ...Object.entries(parameters), ...Object.entries(forms), ...onOff].map((pair) => pair.join("=")).join(",");
  }
  /** Replace the draft by a text; returns the parts that do not apply here. */
  read(words: string): string[] {
    this.reset();
    const unknown: string[] = [];
    const { states, processes } = this.original;
    const isState = (name: string) => states.some((s) => s.id === name);
    const parts = words.split(",").filter(Boolean).map((part) => ({ part, name: part.split("=")[0], value: part.split("=")[1] ?? "" }));
    // Theories first: they decide which numbers there are.
    for (const { part, name, value } of [...parts.filter((p) => isState(p.name)), ...parts.filter((p) => !isState(p.name))]) {
      if (isState(name) && value) this.setTheory(name, value);
      else if (this.numbers.some((p) => p.name === name) && value && Number.isFinite(Number(value))) this.setParameter(name, Number(value));
      else if (processes.some((p) => p.name === name && p.forms.some((f) => f.name === value))) this.setForm(name, value);
      else if (name in this.original.modules && ["on", "off"].includes(value)) this.setModule(name, value === "on");
      else unknown.push(part);
    }
    this.restored = this.count > 0;
    return unknown;
  }
  get count(): number {
    return [this.theories, this.parameters, this.forms, this.modules].reduce((n, part) => n + Object.keys(part).length, 0);
  }

  /** Why a parameter cannot be set to the value in its field; empty if it can. */
  problem({ name, least, most, unit }: ParameterOption): string {
    const value = this.parameters[name];
    if (value === undefined) return "";
    if (value === null) return `Enter a number from ${least} to ${most}.`;
    if (value < least || value > most) return `${value} is outside its range: ${least} to ${most}${unit === "-" ? "" : " " + unit}.`;
    return this.refused[name] ?? "";
  }

  async run(): Promise<void> {
    const text = this.text;
    this.refused = {};
    const { key, label } = this.original;
    const changed = await this.task.run({ kind: "change", key, theory: label, change: this.change });
    if (changed) this.ran = text;
    else if (this.task.error) this.place();
  }

  /** Show each line of an error beside the control it names; keep the rest as the error. */
  private place(): void {
    const rest: string[] = [];
    for (const line of this.task.error.split("\n")) {
      const name = /(\S+) = /.exec(line)?.[1];
      if (name && name in this.original.parameters) this.refused[name] = line;
      else rest.push(line);
    }
    this.task.error = rest.join("\n");
    if (rest.length === 0) this.task.error = "A value was refused: see the marked control.";
  }
}

function put<T>(changes: Record<string, T>, name: string, value: T, before: T): void {
  if (value === before) delete changes[name];
  else changes[name] = value;
}

const drafts = new Map<string, Draft>();

/** The draft of a line of a simulation; kept while the page is open. */
export function draftOf(original: Original): Draft {
  const id = `${original.key}|${original.label}`;
  const known = drafts.get(id);
  if (known) return known;
  const draft = new Draft(original);
  drafts.set(id, draft);
  return draft;
}
