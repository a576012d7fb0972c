/** What the page is given: one simulation job as a `View`, and what the server answers.
 *
 * The Python side writes these in `westphalia/page` and `westphalia/app/server`; a test holds the names
 * of the two sides together.
 */

/** An array of numbers, row by row: value = offset + scale * integer; `missing` is no number. */
export interface Packed {
  shape: number[];
  kind: "u1" | "u2"; // little-endian unsigned integers of 1 or 2 bytes
  offset: number;
  scale: number;
  missing: number | null; // the integer that stands for "not known"
  data: string; // base64
}

/** An estimate with its 95% interval. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

export interface State {
  id: string; // COW abbreviation, such as GMY
  ccode: number;
  name: string;
  lat: number;
  lon: number;
  great_power: boolean;
}

/** What happened. Pairs are the pairs i < j of the states: (0,1), (0,2), ..., (1,2), ... */
export interface History {
  pact: Packed; // [years, pairs] 0, 1 or missing
  war: Packed; // [years, pairs] 0, 1 or missing
  wars: {
    name: string;
    side_a: string[];
    side_b: string[];
    outside_a: string[]; // names: these are no states of the case
    outside_b: string[];
    initiators: string[];
    entered: Record<string, number>;
    left: Record<string, number>;
  }[];
  /** Share of the living states' military personnel and log growth a year; null = not known. */
  personnel: (number | null)[][]; // [years][states]
  deaths: { state: string; year: number }[];
}

/** Chances and spreads over all runs of one line. Quantiles: .05 .25 .5 .75 .95. */
export interface Ensemble {
  runs: number;
  sample: number; // the quantiles are of the first so many runs
  pact: Packed; // [years, pairs] share of runs with a pact at the end of the year
  war: Packed; // [years, pairs] share of runs in which the pair fights in the year
  fought: Packed; // [years, pairs] share of runs in which the pair has fought by then
  threat: Packed; // [years, states, states] mean threat to i from j, chance a year
  alive: Packed; // [years, states] share of runs
  power: Packed; // [5, years, states] share of the living states' resources
  burden: Packed; // [5, years, states] share of resources spent on arms a year
  arms: Packed; // [5, years, states] stock of arms, mean resources of a state = 1
}

/** One run, year by year. */
export interface RunRecord {
  run: number;
  power: Packed; // [years, states] share of the living states' resources
  arms: Packed; // [years, states]
  burden: Packed; // [years, states]
  posture: Packed; // [years, states] offensive share of arms
  alive: Packed; // [years, states] 0 or 1, at the end of the year
  threat: Packed; // [years, states, states] to i from j, chance a year of being attacked and beaten
  pact: Packed; // [years, pairs] 0 or 1
  war: Packed; // [years, states, states] role of i against j: 0 none 1 initiator 2 joined attacker 3 target 4 joined target
  crisis: Packed; // [years, states, states] i's challenge of j: 0 none 1 conceded 2 limited war 3 total war 4 accidental war
  agreements: Packed; // [years, states, states] bits 1 inspection 2 hotline 4 withdrawal 8 arms cap 16 trade 32 cap kept by i
}

/** One option of a decision: value and terms in utils (.01 = 1% of a year's consumption). */
export interface Option {
  name: string;
  act: string;
  value: number;
  terms: Record<string, number>; // what each adds to the value
  chance: number;
  chosen: boolean;
}

export interface Decision {
  name: string;
  against: string; // what an option's value is relative to
  sentence: string; // with the figures
  plain: string; // without: "Russia wanted a pact with France: survival outweighed entrapment."
  options: Option[]; // best first
}

/** Why one state did what it did in one year of one run. */
export interface Why {
  state: string;
  year: number;
  lived: boolean;
  by_habit: boolean; // follows a baseline: chances are habits, not values
  headline: string; // the year's most telling decision, in one plain sentence
  decisions: Decision[];
  history: string[]; // what history chose for this state in this year, plain sentences
}

/** One theory (or mix of theories) simulated. */
export interface Line {
  label: string; // "defensive", or "GMY=offensive,*=defensive"
  title: string;
  baseline: boolean;
  theories: string[]; // name by state
  ensemble: Ensemble;
  typical: number; // the run nearest to all others (the medoid)
  records: RunRecord[]; // the typical run first
}

export interface View {
  format: 1;
  key: string; // saved run: its folder's name; "~..." a simulation the server holds unsaved
  saved: boolean;
  live: boolean; // whether the server can go on from it; false in a report
  halted: string; // why it cannot, in words
  case: {
    name: string;
    title: string;
    summary: string;
    start: number; // the year whose figures it starts from
    sources: Record<string, string>;
  };
  command: string;
  date: string;
  hash: string;
  versions: Record<string, string>;
  seed: number;
  runs: number;
  serial: boolean;
  parameters: Record<string, number>; // those set by the user, not the defaults
  modules: Record<string, boolean>; // those switched by the user
  years: number[];
  states: State[];
  start: { power: number[]; pact: number[]; agreements: number[] }; // [states], [pairs] 0 or 1, [pairs] bits as in RunRecord
  history: History | null;
  lines: Line[];
  table: Table;
  scenario: string; // YAML that `westphalia run FILE` accepts
}

/** tables/table.json of a run folder; see `westphalia/runs/summary.py`. */
export interface Table {
  theories: TableRow[];
  first_year: number;
  last_year: number; // of what is scored
  notes: string[];
  comparisons: {
    theories: [string, string];
    score: string;
    difference: Interval;
    pairs_low: number;
    pairs_high: number;
    told_apart: boolean;
  }[];
  history: Record<string, unknown> | null;
  [name: string]: unknown;
}

export interface TableRow {
  theory: string;
  title: string;
  baseline: boolean;
  scores: Record<string, Interval & Record<string, number>> | null;
  great_power_war: {
    probability: Interval;
    median_year: number | null;
    years: number[];
    by_year: Interval[];
    starters: { state: string; probability: Interval }[];
  };
  arms_growth: Record<string, Record<string, number>> | null;
  [name: string]: unknown;
}

// ---------------------------------------------------------------------------------- the server
// GET  /api/home                                   -> Home
// GET  /api/runs                                   -> SavedRun[]
// GET  /api/runs/KEY                               -> View
// GET  /api/runs/KEY/record?theory=L&run=K         -> RunRecord
// GET  /api/runs/KEY/why?theory=L&run=K&year=Y     -> Why[]   (of every state)
// POST /api/jobs        JobRequest                 -> Job
// GET  /api/jobs/ID                                -> Job     (ask again until it ends)
// DELETE /api/jobs/ID                              -> Job     (cancelled)
// GET  /api/lessons                                -> Lesson[]
// POST /api/play        PlayRequest                -> PlayAnswer (see play.ts)
// Errors: {error: string} with status 400, 403, 404, 409, 413, 415, 422, 429 or 500.

export interface Home {
  version: string;
  cases: { name: string; title: string; summary: string; start: number; end: number; states: State[] }[];
  theories: { name: string; title: string; baseline: boolean; about: string }[];
  parameters: Parameter[];
  modules: { name: string; on: boolean; about: string }[];
  runs: SavedRun[];
  limits: { runs: number; years: number };
}

export interface Parameter {
  name: string;
  symbol: string;
  unit: string;
  default: number;
  low: number; // the plausible range
  high: number;
  least: number; // what may be set
  most: number;
  meaning: string;
  source: string;
  matters: boolean; // among those shown first
}

export interface SavedRun {
  key: string;
  title: string;
  case: string;
  theories: string[];
  runs: number;
  seed: number;
  years: [number, number];
  date: string;
  changes: string[]; // what differs from the defaults, in words
  live: boolean;
  problem: string | null; // why it cannot be opened
}

/** What decides a simulation: the fields of a scenario file. */
export interface Scenario {
  case: string;
  theories: string[]; // texts such as "defensive" or "GMY=offensive,*=defensive"; [] = all four
  baselines: boolean;
  runs: number;
  years: number | null; // null: to the end of the case
  seed: number;
  parameters: Record<string, number>;
  modules: Record<string, boolean>;
  serial: boolean;
}

/** What is changed in a simulation that is there. */
export interface Change {
  theories: Record<string, string>; // state -> theory, in place of the line's
  parameters: Record<string, number>;
  modules: Record<string, boolean>;
}

export type JobRequest =
  | { kind: "simulate"; scenario: Scenario } // -> Simulated
  | { kind: "change"; key: string; theory: string; change: Change } // -> Changed
  | { kind: "compare"; key: string; theory: string; other_key: string; other_theory: string } // -> Difference
  | { kind: "save"; key: string; name: string } // -> Saved
  | { kind: "lesson"; lesson: string; value: number }; // -> LessonResult

export interface Job {
  id: string;
  kind: JobRequest["kind"];
  status: "waiting" | "running" | "done" | "failed" | "cancelled";
  ahead: number; // jobs before it in the queue
  done: number; // runs simulated so far
  total: number;
  what: string; // what is being done now, in words
  error: string | null;
  result: unknown; // of the kind of the request, once done
}

export interface Simulated {
  key: string; // then GET /api/runs/KEY
}

export interface Saved {
  key: string;
  folder: string;
}

/** The same draws with something changed. */
export interface Changed {
  key: string; // the changed simulation, unsaved, of one line
  changes: string[]; // in words
  line: Line;
  difference: Difference;
}

export interface Difference {
  paired: boolean; // the same draws run by run; otherwise two independent samples
  runs: [number, number];
  runs_changed: Interval | null; // share of runs in which anything differs (paired only)
  first: { median_year: number | null; decisions: { kind: string; states: string[]; runs: number }[] } | null;
  great_power_war: { before: Interval; after: Interval; difference: Interval } | null;
  wars: PairDifference[]; // pairs that ever fight, the largest difference first
  pacts: PairDifference[]; // pairs with a pact in the last year
  states: { state: string; survival: [number, number]; burden: Twice; power: Twice }[]; // before, after; last year
}

/** Before and after; null where the state lives in no run. */
export type Twice = [number | null, number | null];

export interface PairDifference {
  states: [string, string];
  before: Interval;
  after: Interval;
  difference: Interval;
}

// ---------------------------------------------------------------------------------- lessons

export interface Lesson {
  id: string; // "security-dilemma"
  title: string;
  question: string;
  story: string[]; // paragraphs
  control: {
    label: string;
    unit: string;
    values: number[]; // the positions of the control
    names: string[] | null; // words for the positions, where they are no numbers
    value: number; // where it stands at first
    about: string;
    source: string;
  };
  picture: { title: string; unit: string; curve: string; years: [number, number] }; // curve: what the response curve shows
  exercise: { question: string; answers: string[]; right: number; because: string };
  claims: Verdict[];
  reading: string[];
}

export interface Verdict {
  id: number;
  title: string;
  sentence: string;
  source: string;
  verdict: string; // holds, depends, unresolved, fails, elsewhere
  close: boolean;
  share: Interval | null; // of draws in which all predictions come out
  draws: number;
  note: string;
}

/** A lesson's worlds at one position of its control. */
export interface LessonResult {
  value: number;
  worlds: {
    name: string;
    /** By year: mean and 95% interval over runs; null where there was no occasion to measure. */
    series: { mean: (number | null)[]; low: (number | null)[]; high: (number | null)[] };
    outcome: { value: number | null; low: number | null; high: number | null };
  }[];
  runs: number;
  sentence: string; // what is seen, in one sentence
}
