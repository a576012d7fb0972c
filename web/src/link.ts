/** What is selected, and its text in the address: `#tab=world&theory=defensive&year=1905`. */
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
  change: string; // what is to be changed in the line: "GMY=offensive,reach=1.2,hotline=off"
  first: string; // what is compared: "key|theory"; empty: what is open
  second: string;
  lesson: string; // id; empty: the list
  at: string; // where its control stands; empty: where it stands at first
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

/** What belongs to one simulation and means nothing in another. */
export const OF_ONE = { change: "", first: "", second: "" } as const;

/** The selection as text. What stands at its default is left out. */
export function toHash(selection: Selection): string {
  const text = new URLSearchParams();
  for (const name of Object.keys(NOTHING) as (keyof Selection)[]) {
    const value = selection[name];
    if (value !== NOTHING[name]) text.set(name, typeof value === "boolean" ? (value ? "yes" : "no") : String(value));
  }
  // These marks may stand in an address as they are, and read better so.
  return "#" + text.toString().replaceAll("%7E", "~").replaceAll("%2C", ",").replaceAll("%3D", "=");
}

/** The selection that a text says; what it does not say, or says wrongly, is at its default. */
export function fromHash(hash: string): Selection {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const word = <T extends string>(name: keyof Selection, allowed: readonly T[]): T => {
    const value = said.get(name) as T | null;
    return value !== null && allowed.includes(value) ? value : (NOTHING[name] as T);
  };
  const run = said.get("run");
  return {
    tab: said.get("tab") ?? NOTHING.tab,
    key: said.get("key") ?? NOTHING.key,
    theory: said.get("theory") ?? NOTHING.theory,
    run: run === "all" ? "all" : run !== null && /^\d+$/.test(run) ? Number(run) : "typical",
    year: Number(said.get("year")) || NOTHING.year,
    state: said.get("state") ?? NOTHING.state,
    show: word("show", ["simulated", "history", "both"]),
    threat: said.get("threat") !== "no",
    colour: word("colour", ["theory", "identity"]),
    chart: word("chart", ["burden", "arms", "power", "survival"]),
    change: said.get("change") ?? NOTHING.change,
    first: said.get("first") ?? NOTHING.first,
    second: said.get("second") ?? NOTHING.second,
    lesson: said.get("lesson") ?? NOTHING.lesson,
    at: said.get("at") ?? NOTHING.at,
    done: said.get("done") ?? NOTHING.done,
  };
}
