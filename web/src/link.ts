/** The selection, and its text in the address: `#tab=world&theory=defensive&year=1905`. */
export interface Selection {
  tab: string;
  key: string; // the simulation; empty in a report
  theory: string; // label of the line
  run: "typical" | "all" | number;
  year: number; // 0: the last
  state: string; // id; empty: none
  show: "simulated" | "history" | "both";
  threat: boolean;
  colour: "theory" | "identity";
  chart: "burden" | "arms" | "power" | "survival";
  change: string; // the change of the line: "GMY=offensive,reach=1.2,hotlines=off"
  first: string; // one side of a comparison: "key|theory"; empty: the open simulation
  second: string;
  lesson: string; // id; empty: the list
  at: string; // the position of its control; empty: the initial one
  done: string; // lessons whose exercise was answered: "security-dilemma.relative-gains"
}

export const NOTHING: Selection = {
  tab: "world",
  key: "",
  theory: "",
  run: "typical",
  year: 0,
  state: "",
  show: "simulated",
  threat: true,
  colour: "identity",
  chart: "burden",
  change: "",
  first: "",
  second: "",
  lesson: "",
  at: "",
  done: "",
};

/** What belongs to one simulation and is cleared for another. */
export const OF_ONE = { change: "", first: "", second: "" } as const;

/** The selection as text, without defaults. */
export function toHash(selection: Selection): string {
  const text = new URLSearchParams();
  for (const name of Object.keys(NOTHING) as (keyof Selection)[]) {
    const value = selection[name];
    if (value !== NOTHING[name]) text.set(name, typeof value === "boolean" ? (value ? "yes" : "no") : String(value));
  }
  // These characters are allowed in a fragment and read better unescaped.
  return "#" + text.toString().replaceAll("%7E", "~").replaceAll("%2C", ",").replaceAll("%3D", "=");
}

/** The selection of a text; what is missing or invalid gets its default. */
export function fromHash(hash: string): Selection {
  const params = new URLSearchParams(hash.replace(/^#/, ""));
  const word = <T extends string>(name: keyof Selection, allowed: readonly T[]): T => {
    const value = params.get(name) as T | null;
    return value !== null && allowed.includes(value) ? value : (NOTHING[name] as T);
  };
  const run = params.get("run");
  return {
    tab: params.get("tab") ?? NOTHING.tab,
    key: params.get("key") ?? NOTHING.key,
    theory: params.get("theory") ?? NOTHING.theory,
    run: run === "all" ? "all" : run !== null && /^\d+$/.test(run) ? Number(run) : "typical",
    year: Number(params.get("year")) || NOTHING.year,
    state: params.get("state") ?? NOTHING.state,
    show: word("show", ["simulated", "history", "both"]),
    threat: params.get("threat") !== "no",
    colour: word("colour", ["theory", "identity"]),
    chart: word("chart", ["burden", "arms", "power", "survival"]),
    change: params.get("change") ?? NOTHING.change,
    first: params.get("first") ?? NOTHING.first,
    second: params.get("second") ?? NOTHING.second,
    lesson: params.get("lesson") ?? NOTHING.lesson,
    at: params.get("at") ?? NOTHING.at,
    done: params.get("done") ?? NOTHING.done,
  };
}
