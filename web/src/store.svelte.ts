import * as api from "./api";
import { bytesOf } from "./data/packed";
import { fromHash, NOTHING, OF_ONE, toHash, type Selection } from "./link";
import type { Line, Options, RunRecord, SavedRun, View, Why } from "./types";

type Status = "starting" | "no view" | "loading" | "ready" | "failed";

/** What the page shows: what can be chosen, one simulation, and the selection in it. */
class Store {
  /** Whether the page is a report: a file with its simulation inside, without a server. */
  readonly report = document.getElementById("view") !== null || location.protocol === "file:";
  status = $state<Status>("starting");
  error = $state("");
  options = $state.raw<Options | null>(null);
  view = $state.raw<View | null>(null);
  /** The one run shown; null with all runs, while it is being fetched, or after an error. */
  record = $state.raw<RunRecord | null>(null);
  recordError = $state("");
  /** A message about the last action: saved, copied, opened. */
  message = $state("");
  readonly selection = $state<Selection>({ ...NOTHING });

  /** The selected line, or the first. */
  readonly line: Line | null = $derived(
    this.view?.lines.find((line) => line.label === this.selection.theory) ?? this.view?.lines[0] ?? null,
  );
  /** The number of the run shown; null with all runs. */
  readonly run: number | null = $derived(
    this.selection.run === "all" || !this.line
      ? null
      : this.selection.run === "typical"
        ? this.line.typical
        : this.selection.run,
  );
  readonly year: number = $derived(
    this.view && (this.selection.year < this.view.case.start || this.selection.year > this.view.years.at(-1)!)
      ? this.view.years.at(-1)!
      : this.selection.year,
  );
  /** The selected state's index, or -1. */
  readonly state: number = $derived(this.view?.states.findIndex((s) => s.id === this.selection.state) ?? -1);

  private records = new Map<string, Promise<RunRecord>>();
  private reasons = new Map<string, Promise<Why[]>>();
  private inside: Promise<Record<string, Why[][]>> | null = null;
  private asked = 0; // simulations requested so far: only the last one is shown

  /** Read the address, and load what it names. */
  async start(): Promise<void> {
    Object.assign(this.selection, fromHash(location.hash));
    try {
      if (this.report) this.put(await inside<View>("view"));
      else {
        this.options = await api.options();
        await this.follow();
      }
    } catch (error) {
      this.fail(error);
    }
    window.addEventListener("hashchange", () => {
      if (location.hash === toHash(this.selection)) return;
      // Answered exercises stay answered.
      Object.assign(this.selection, fromHash(location.hash), { done: this.selection.done });
      if (this.report) this.fit();
      else void this.follow();
    });
  }

  /** Load the selected simulation, if it is not the one shown. */
  private async follow(): Promise<void> {
    const { key } = this.selection;
    const mine = ++this.asked;
    if (!key) {
      this.view = null;
      this.status = "no view";
    } else if (key !== this.view?.key) {
      this.status = "loading";
      try {
        const view = await api.view(key);
        if (mine === this.asked) this.put(view);
      } catch (error) {
        if (mine === this.asked) this.fail(error);
      }
    } else {
      this.status = "ready"; // it is loaded already; another one may have failed
      this.fit();
    }
  }

  /** Open a simulation of the server, with a selection. What is shown stays until it is loaded, or
   * if it cannot be. Returns whether it was opened.
   */
  async open(key: string, change: Partial<Selection> = {}): Promise<boolean> {
    const mine = ++this.asked;
    if (!this.view) this.status = "loading";
    else this.message = "Reading the simulation …";
    try {
      const view = await api.view(key);
      if (mine !== this.asked) return false;
      Object.assign(this.selection, OF_ONE, change);
      this.put(view);
      return true;
    } catch (error) {
      if (mine !== this.asked) return false;
      if (this.view) this.message = `Cannot open it: ${api.messageOf(error)}`;
      else {
        this.selection.key = key;
        this.fail(error);
      }
      return false;
    }
  }

  /** Show a simulation. */
  private put(view: View): void {
    this.view = view;
    this.record = null; // of the previous simulation
    this.selection.key = this.report ? "" : view.key;
    this.records.clear();
    this.reasons.clear();
    this.status = "ready";
    this.error = this.message = "";
    this.fit();
  }

  /** Deselect what this simulation does not have, and say so. */
  private fit(): void {
    const { view, selection } = this;
    if (!view) return;
    const missing: string[] = [];
    const lines = view.lines.map((line) => line.label);
    if (selection.theory && !lines.includes(selection.theory)) {
      missing.push(`the theory “${selection.theory}” (shown: ${view.lines[0].title})`);
      selection.theory = "";
    }
    if (selection.state && !view.states.some((state) => state.id === selection.state)) {
      missing.push(`the state “${selection.state}”`);
      selection.state = "";
    }
    if (missing.length > 0) this.message = `This simulation does not have ${missing.join(" and ")}.`;
  }

  /** Back to the start page. */
  leave(): void {
    this.asked++;
    Object.assign(this.selection, { ...NOTHING, done: this.selection.done });
    this.message = "";
    this.view = null;
    this.status = "no view";
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.error = api.messageOf(error);
  }

  /** Fetch the list of saved runs again. */
  async refreshRuns(): Promise<SavedRun[]> {
    const runs = await api.savedRuns();
    if (this.options) this.options = { ...this.options, runs };
    return runs;
  }

  /** One run of a line: from the view if it is there, else from the server. */
  recordOf(line: Line, run: number): Promise<RunRecord> {
    const inside = line.records.find((record) => record.run === run);
    if (inside) return Promise.resolve(inside);
    if (this.report) return Promise.reject(new Error(`This report has only ${runsIn(line)} of this theory.`));
    return cached(this.records, `${line.label}|${run}`, () => api.record(this.view!.key, line.label, run));
  }

  /** The reasons of every state in a year of a run. */
  whyOf(line: Line, run: number, year: number): Promise<Why[]> {
    const y = this.view!.years.indexOf(year);
    if (this.report) {
      if (run !== line.typical) return Promise.reject(new Error("This report has only the reasons of the typical run."));
      return this.reasonsInside().then((inside) => inside[line.label]?.[y] ?? Promise.reject(new Error("This report has no reasons for it.")));
    }
    return cached(this.reasons, `${line.label}|${run}|${year}`, () =>
      api.why(this.view!.key, line.label, run, year),
    );
  }

  /** The reasons in a report, by line, [years][states]; large, so unpacked when first needed. */
  private reasonsInside(): Promise<Record<string, Why[][]>> {
    return (this.inside ??= inside<Record<string, Why[][]>>("why"));
  }

  select(change: Partial<Selection>): void {
    // A change belongs to a line: selecting another line clears it.
    const other = change.theory !== undefined && change.theory !== this.line?.label;
    Object.assign(this.selection, other ? { change: "" } : {}, change);
    this.fit();
  }
}

const runsIn = (line: Line) => `${line.records.length === 1 ? "run" : "runs"} ${line.records.map((r) => r.run).join(", ")}`;

/** A request, cached; a failed one is sent again. */
function cached<T>(cache: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = cache.get(key);
  if (known) return known;
  const answer = ask();
  cache.set(key, answer);
  answer.catch(() => cache.delete(key));
  return answer;
}

/** Data inside a report: base64 of zlib of JSON. */
async function inside<T>(name: "view" | "why"): Promise<T> {
  if (typeof DecompressionStream === "undefined")
    throw new Error("This browser is too old for the report: use one from 2023 or later.");
  try {
    const text = document.getElementById(name)!.textContent!.trim();
    const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
    return (await new Response(stream).json()) as T;
  } catch {
    throw new Error("This report is damaged or incomplete: run `westphalia run` again to write a new one.");
  }
}

export const store = new Store();
