import * as api from "./api";
import { bytesOf } from "./data/packed";
import { fromHash, NOTHING, OF_ONE, toHash, type Selection } from "./link";
import type { Home, Line, RunRecord, SavedRun, View, Why } from "./types";

type Status = "starting" | "no view" | "loading" | "ready" | "failed";

/** What the page shows: the home of the server, one simulation, and what is selected in it. */
class Store {
  /** True where the page is a file with its simulation inside: there is no server to ask. */
  readonly report = document.getElementById("view") !== null || location.protocol === "file:";
  status = $state<Status>("starting");
  error = $state("");
  home = $state.raw<Home | null>(null);
  view = $state.raw<View | null>(null);
  /** The one run shown; null with all runs, while it is being fetched, or after an error. */
  record = $state.raw<RunRecord | null>(null);
  recordError = $state("");
  /** What was just done, in words: saved, copied, opened. */
  said = $state("");
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
  /** The selected state's place in the arrays, or -1. */
  readonly state: number = $derived(this.view?.states.findIndex((s) => s.id === this.selection.state) ?? -1);

  private records = new Map<string, Promise<RunRecord>>();
  private reasons = new Map<string, Promise<Why[]>>();
  private inside: Promise<Record<string, Why[][]>> | null = null;
  private asked = 0; // simulations asked for so far: only the last one is shown

  /** Read the address and what there is to show. */
  async start(): Promise<void> {
    Object.assign(this.selection, fromHash(location.hash));
    try {
      if (this.report) this.put(await inside<View>("view"));
      else {
        this.home = await api.home();
        await this.follow();
      }
    } catch (error) {
      this.fail(error);
    }
    window.addEventListener("hashchange", () => {
      if (location.hash === toHash(this.selection)) return;
      // Exercises that were answered stay so, wherever one goes.
      Object.assign(this.selection, fromHash(location.hash), { done: this.selection.done });
      if (this.report) this.fit();
      else void this.follow();
    });
  }

  /** Load the simulation whose key is selected, if it is another one. */
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
      this.status = "ready"; // what is asked for is there; another one may have failed
      this.fit();
    }
  }

  /** Open a simulation that the server holds, with this selected in it. What is shown stays until
   * it is there, and where it cannot be had. Whether it is there now.
   */
  async open(key: string, change: Partial<Selection> = {}): Promise<boolean> {
    const mine = ++this.asked;
    if (!this.view) this.status = "loading";
    else this.said = "Reading the simulation …";
    try {
      const view = await api.view(key);
      if (mine !== this.asked) return false;
      Object.assign(this.selection, OF_ONE, change);
      this.put(view);
      return true;
    } catch (error) {
      if (mine !== this.asked) return false;
      if (this.view) this.said = `What is shown stays: ${api.messageOf(error)}`;
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
    this.record = null; // of the simulation before
    this.selection.key = this.report ? "" : view.key;
    this.records.clear();
    this.reasons.clear();
    this.status = "ready";
    this.error = this.said = "";
    this.fit();
  }

  /** Say what is selected and not there, and select what is. */
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
    if (missing.length > 0) this.said = `This simulation does not have ${missing.join(" and ")}.`;
  }

  /** Back to the start page. */
  leave(): void {
    this.asked++;
    Object.assign(this.selection, { ...NOTHING, done: this.selection.done });
    this.said = "";
    this.view = null;
    this.status = "no view";
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.error = api.messageOf(error);
  }

  /** Ask again what the server holds. */
  async refreshRuns(): Promise<SavedRun[]> {
    const runs = await api.savedRuns();
    if (this.home) this.home = { ...this.home, runs };
    return runs;
  }

  /** One run of a line: from the view where it is in there, else from the server. */
  recordOf(line: Line, run: number): Promise<RunRecord> {
    const inside = line.records.find((record) => record.run === run);
    if (inside) return Promise.resolve(inside);
    if (this.report) return Promise.reject(new Error(`This report holds ${runsIn(line)} of this theory only.`));
    return cached(this.records, `${line.label}|${run}`, () => api.record(this.view!.key, line.label, run));
  }

  /** The reasons of every state in a year of a run. */
  whyOf(line: Line, run: number, year: number): Promise<Why[]> {
    const y = this.view!.years.indexOf(year);
    if (this.report) {
      if (run !== line.typical) return Promise.reject(new Error("This report holds the reasons of the typical run only."));
      return this.reasonsInside().then((inside) => inside[line.label]?.[y] ?? Promise.reject(new Error("There are none.")));
    }
    return cached(this.reasons, `${line.label}|${run}|${year}`, () =>
      api.why(this.view!.key, line.label, run, year),
    );
  }

  /** The reasons in a report, by line, [years][states]: many, and so unpacked when first asked for. */
  private reasonsInside(): Promise<Record<string, Why[][]>> {
    return (this.inside ??= inside<Record<string, Why[][]>>("why"));
  }

  select(change: Partial<Selection>): void {
    // A change is one of a line: with another line it is another one.
    const other = change.theory !== undefined && change.theory !== this.line?.label;
    Object.assign(this.selection, other ? { change: "" } : {}, change);
    this.fit();
  }
}

const runsIn = (line: Line) => `${line.records.length === 1 ? "run" : "runs"} ${line.records.map((r) => r.run).join(", ")}`;

/** What was asked before; an answer that failed is asked for again. */
function cached<T>(cache: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = cache.get(key);
  if (known) return known;
  const answer = ask();
  cache.set(key, answer);
  answer.catch(() => cache.delete(key));
  return answer;
}

/** What stands in a report under a name: base64 of zlib of JSON. */
async function inside<T>(name: "view" | "why"): Promise<T> {
  if (typeof DecompressionStream === "undefined")
    throw new Error("This browser is too old to read the report: it needs one of 2023 or later.");
  try {
    const text = document.getElementById(name)!.textContent!.trim();
    const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
    return (await new Response(stream).json()) as T;
  } catch {
    throw new Error("This report is damaged or cut off: run `westphalia run` again to write a new one.");
  }
}

export const store = new Store();
