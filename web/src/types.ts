/** The types of the server's requests and answers. Generated: do not edit.
 *
 * `tools/write_page_types.py` writes this file from the Python types in `westphalia/page/types.py`
 * and `westphalia/app/{server,lessons,play}/types.py`, and from the requests in
 * `westphalia/app/server/{requests,play}.py`.
 */

/** Further figures of an option. */
export interface About {
  /** Arms: the burden it leads to. */
  burden?: number;
  /** Crisis: the chance of victory over the target. */
  odds?: number;
  /** A demand: the share that would be asked for. */
  demand?: number;
  /** A demand: the chance that it is resisted. */
  risk?: number;
  /** A demand: without credibility it gains nothing. */
  credible?: boolean;
}

/** An option; value, terms (utils) and chance are the staff's estimate. */
export interface AdvisedOption {
  /** What a move says to choose it. */
  choice: Choice;
  name: string;
  act: string;
  value: number;
  terms: Record<string, number>;
  chance: number;
  about: About;
}

/** What a pair may agree on. */
export interface Agreement {
  name: string;
  /** In `RunRecord.agreements`. */
  bit: number;
  /** As in "agreed on a hotline". */
  noun: string;
  /** Null where neither side can break it. */
  keeping: Keeping | null;
}

/** Rank correlation over states of simulated with real growth; its interval is over runs. */
export interface ArmsScore {
  value: number | null;
  low: number | null;
  high: number | null;
  /** The interval over states. */
  states_low: number | null;
  states_high: number | null;
  states: number;
  first_year: number;
  last_year: number | null;
}

export type BeforeAfter = [number | null, number | null];

/** The game beside history. */
export interface BesideHistory {
  pairs: HistoryPair[];
  same: SameAlignment;
  years: HistoryYear[];
}

/** The game beside runs of the same world in which theories played all states. */
export interface BesideRuns {
  runs: number;
  theories: string;
  /** Share of runs in which the state has survived so far. */
  survival: Estimate;
  measures: RunsMeasure[];
}

/** A built-in case. */
export interface CaseOption {
  name: string;
  title: string;
  summary: string;
  start: number;
  end: number;
  states: State[];
}

/** The case that was simulated. */
export interface CaseSummary {
  name: string;
  title: string;
  summary: string;
  /** The year whose figures it starts from. */
  start: number;
  sources: Record<string, string>;
}

/** What is changed: theories by state, numbers of the world and of theories, forms, modules. */
export interface Change {
  theories?: Record<string, string>;
  parameters?: Record<string, number>;
  forms?: Record<string, string>;
  modules?: Record<string, boolean>;
}

/** Simulate a line again, under the same draws, with something changed. */
export interface ChangeRequest {
  kind: "change";
  key: string;
  theory: string;
  change: Change;
}

/** The same draws with something changed. */
export interface Changed {
  /** The changed simulation, unsaved, of one line. */
  key: string;
  /** In words. */
  changes: string[];
  line: Line;
  difference: Difference;
}

export type Choice = boolean | string;

/** Compare a line of one simulation with a line of another, or of the same. */
export interface CompareRequest {
  kind: "compare";
  key: string;
  theory: string;
  other_key: string;
  other_theory: string;
}

/** The paired difference of two theories by one score. */
export interface Comparison {
  theories: [string, string];
  score: string;
  difference: Estimate;
  pairs_low: number | null;
  pairs_high: number | null;
  /** Whether both intervals, over runs and over pairs, exclude zero. */
  told_apart: boolean;
}

/** What a challenge may come to. */
export interface CrisisOutcome {
  /** In `RunRecord.crisis`. */
  code: number;
  war: boolean;
  /** A sentence, "the crisis was settled", or what the war is called, "a limited war". */
  words: string;
}

/** A state that ceased to exist. */
export interface Death {
  state: string;
  year: number;
}

/** A decision with everything that was weighed. */
export interface Decision {
  name: string;
  /** An agreement, the keeping of one, or a signal: of these a year has many. */
  small: boolean;
  /** What the options' values are relative to. */
  against: string;
  /** The decision in words, with its figures. */
  sentence: string;
  /** The same without figures. */
  plain: string;
  /** The best first. */
  options: Option[];
}

/** What differs between two simulations. */
export interface Difference {
  /** Compared run by run under the same draws; otherwise two independent samples. */
  paired: boolean;
  runs: [number, number];
  /** Share of runs in which anything differs; null unless paired. */
  runs_changed: Interval | null;
  /** Null unless paired. */
  first: FirstDifference | null;
  great_power_war: GreatPowerWarDifference | null;
  /** Pairs that ever fight, the largest difference first. */
  wars: PairDifference[];
  /** Pairs with a pact in the last year. */
  pacts: PairDifference[];
  states: Fate[];
}

/** Chances and spreads over all runs of one line. Quantiles: .05 .25 .5 .75 .95. */
export interface Ensemble {
  runs: number;
  /** The quantiles are taken over this many runs, the first ones. */
  sample: number;
  /** [years, pairs] share of runs with a pact at the end of the year */
  pact: Packed;
  /** [years, pairs] share of runs in which the pair fights in the year */
  war: Packed;
  /** [years, pairs] share of runs in which the pair has fought by then */
  fought: Packed;
  /** [years, states, states] mean threat to i from j, chance a year */
  threat: Packed;
  /** [years, states] share of runs */
  alive: Packed;
  /** [5, years, states] share of the living states' resources */
  power: Packed;
  /** [5, years, states] share of resources spent on arms a year */
  burden: Packed;
  /** [5, years, states] stock of arms; a state's mean resources = 1 */
  arms: Packed;
}

/** An estimate with its 95% interval; null where it is undefined. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** A state in the last year. */
export interface Fate {
  state: string;
  survival: BeforeAfter;
  burden: BeforeAfter;
  power: BeforeAfter;
}

/** A decision with which runs first part. */
export interface FirstDecision {
  kind: string;
  states: string[];
  runs: number;
}

/** Where runs first part. */
export interface FirstDifference {
  median_year: number | null;
  decisions: FirstDecision[];
}

/** One form of a process. */
export interface FormOption {
  name: string;
  about: string;
  source: string;
}

/** A game. `theories`: what the states follow, as `line_of` reads it; a player's state has one too,
 * for what it believes and for the comparison. `advisers`: whose advice a player gets, by state;
 * its own theory's if none is given. `years`: to the end of the case if None.
 */
export interface Game {
  game: 1;
  case: string;
  players: string[];
  theories: string;
  advisers: Record<string, string>;
  seed: number;
  years: number | null;
  parameters: Record<string, number>;
  forms: Record<string, string>;
  modules: Record<string, boolean>;
  moves: Move[];
}

/** The case of a game. */
export interface GameCase {
  name: string;
  title: string;
  start: number;
}

/** A game. `theories`: what the states follow, as `line_of` reads it; a player's state has one too,
 * for what it believes and for the comparison. `advisers`: whose advice a player gets, by state;
 * its own theory's if none is given. `years`: to the end of the case if None.
 */
export interface GameInput {
  game?: 1;
  case: string;
  players: string[];
  theories?: string;
  advisers?: Record<string, string>;
  seed?: number;
  years?: number | null;
  parameters?: Record<string, number>;
  forms?: Record<string, string>;
  modules?: Record<string, boolean>;
  moves?: MoveInput[];
}

/** When a war between great powers is expected, who starts it and who fights. */
export interface GreatPowerWar {
  probability: Interval;
  median_year: number | null;
  years: number[];
  /** The probability that there has been one by each of the years. */
  by_year: Interval[];
  starters: StateChance[];
  pairs: PairChance[];
}

/** Shares of runs with a war between great powers. */
export interface GreatPowerWarDifference {
  before: Interval;
  after: Interval;
  difference: Interval;
}

/** What happened in the simulated years. */
export interface History {
  /** [years, pairs] 0, 1 or missing */
  pact: Packed;
  /** [years, pairs] 0, 1 or missing */
  war: Packed;
  wars: War[];
  /** [years][states] share of all states' military personnel; null where not known */
  personnel: ((number | null)[])[];
  deaths: Death[];
}

/** The player's state and another, as played and in history. Spans of years as text: "1891-1899,
 * 1905", or empty.
 */
export interface HistoryPair {
  state: string;
  pact: string;
  pact_history: string;
  war: string;
  war_history: string;
  /** Years in which history is not known. */
  unknown: string;
}

/** What the player's state did in a year of history, in sentences. */
export interface HistoryYear {
  year: number;
  told: string[];
}

/** An estimate with its 95% interval. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

export type JobKind = "simulate" | "change" | "compare" | "save" | "lesson";

/** The state of a job. */
export interface JobReport {
  id: string;
  kind: JobKind;
  status: JobStatus;
  /** Jobs before it in the queue. */
  ahead: number;
  /** Runs simulated so far. */
  done: number;
  total: number;
  /** The current step, in words. */
  what: string;
  error: string | null;
  /** Null until it is done. */
  result: JobResult | null;
}

export type JobRequest = SimulateRequest | ChangeRequest | CompareRequest | SaveRequest | LessonRequest;

export type JobResult = Simulated | Changed | Difference | Saved | LessonResult;

export type JobStatus = "waiting" | "running" | "done" | "failed" | "cancelled";

/** An agreement that either side may break. */
export interface Keeping {
  /** In `RunRecord.agreements`: i keeps it. */
  bit: number;
  /** What a state did that broke it, {} being the partner: "cheated on its arms cap with {}". */
  broken: string;
}

/** The one thing that a student moves. */
export interface LessonControl {
  label: string;
  unit: string;
  /** The positions of the control. */
  values: number[];
  /** Words for the positions, where they are not numbers. */
  names: string[] | null;
  /** Its position at first. */
  value: number;
  about: string;
  source: string;
}

/** A lesson with the verdicts on its claims. */
export interface LessonDescription {
  /** Such as "security-dilemma". */
  id: string;
  title: string;
  question: string;
  /** Paragraphs. */
  story: string[];
  control: LessonControl;
  picture: LessonPicture;
  exercise: LessonExercise;
  claims: Verdict[];
  reading: string[];
}

/** A question that the simulation answers. */
export interface LessonExercise {
  question: string;
  answers: string[];
  /** The position of the right answer. */
  right: number;
  because: string;
}

/** What is drawn. */
export interface LessonPicture {
  title: string;
  unit: string;
  /** What the curve over the positions of the control shows. */
  curve: string;
  /** The first and the last year drawn. */
  years: [number, number];
}

/** A lesson's worlds at one position of its control. */
export interface LessonRequest {
  kind: "lesson";
  lesson: string;
  value: number;
}

/** A lesson's worlds at one position of its control. */
export interface LessonResult {
  value: number;
  worlds: LessonWorld[];
  runs: number;
  /** What the picture shows, in one sentence. */
  sentence: string;
}

/** One of a lesson's worlds. */
export interface LessonWorld {
  name: string;
  series: Series;
  outcome: Estimate;
}

/** The most runs per theory, and years, that the page may ask for. */
export interface Limits {
  runs: number;
  years: number;
}

/** One theory, or mix of theories, simulated. */
export interface Line {
  /** Such as "defensive" or "GMY=offensive,*=defensive". */
  label: string;
  /** The theory's, or the label of a mix. */
  title: string;
  baseline: boolean;
  /** The theory's name, by state. */
  theories: string[];
  ensemble: Ensemble;
  /** The number of the run nearest to all others (the medoid). */
  typical: number;
  /** The typical run first. */
  records: RunRecord[];
}

/** What the names and codes in records, decisions, games and tables mean. */
export interface Meanings {
  agreements: Agreement[];
  roles: Roles;
  crises: CrisisOutcome[];
  terms: Term[];
  /** Those that are shown, in their order. */
  scores: ScoreMeaning[];
}

/** A measure that was asked for, under one theory, with its interval over runs. */
export interface MeasuredRow {
  theory: string;
  measure: string;
  unit: string;
  value: number | null;
  low: number | null;
  high: number | null;
}

/** A mechanism that can be switched. */
export interface ModuleOption {
  name: string;
  on: boolean;
  about: string;
}

export interface Move {
  year: number;
  state: string;
  phase: "plan" | "answer" | "join";
  agreements: Record<string, boolean>;
  caps: Record<string, boolean>;
  signal: boolean | null;
  pacts: Record<string, boolean>;
  arms: string | null;
  crisis: string | null;
  answers: Record<string, boolean>;
  firm: Record<string, boolean>;
  joins: Record<string, string>;
}

export interface MoveInput {
  year: number;
  state: string;
  phase: "plan" | "answer" | "join";
  agreements?: Record<string, boolean>;
  caps?: Record<string, boolean>;
  signal?: boolean | null;
  pacts?: Record<string, boolean>;
  arms?: string | null;
  crisis?: string | null;
  answers?: Record<string, boolean>;
  firm?: Record<string, boolean>;
  joins?: Record<string, string>;
}

/** A state's label and name. */
export interface NamedState {
  id: string;
  name: string;
}

/** One option of a decision: value and terms in utils (.01 = 1% of a year's consumption). */
export interface Option {
  name: string;
  act: string;
  value: number;
  /** What each term adds to the value. */
  terms: Record<string, number>;
  chance: number;
  chosen: boolean;
}

/** What can be chosen on the start page, and the saved runs. */
export interface Options {
  version: string;
  cases: CaseOption[];
  theories: TheoryOption[];
  parameters: ParameterOption[];
  processes: ProcessOption[];
  modules: ModuleOption[];
  limits: Limits;
  meanings: Meanings;
  runs: SavedRun[];
}

/** Another state as the player's state sees it. */
export interface OtherState {
  state: string;
  name: string;
  alive: boolean;
  power: number;
  arms: number;
  burden: number;
  attack: number;
  defend: number;
  /** The believed probability that it is greedy. */
  belief: number;
  /** Chance a year that it attacks and wins, by the staff's estimate. */
  threat: number;
  /** Chance of beating it, by the player's state's own judgement this year. */
  odds: number;
  /** Chance that it wins if it attacks. */
  against: number;
  /** From -1 (enemy) to 1 (friend), as the player's state sees it. */
  identity: number;
  /** The player's share of what the two dispute. */
  stake: number;
  /** Years that their pact has lasted; null where there is none. */
  pact: number | null;
  /** Their names. */
  agreements: string[];
  /** From 0 to 1. */
  institutions: number;
  /** Share of strength that arrives. */
  near: number;
  /** Years since their last war. */
  peace: number;
}

/** A choice that the player made. */
export interface OwnChoice {
  year: number;
  field: string;
  key: string | null;
  title: string;
  act: string;
}

/** The player's own state, with what it alone knows. */
export interface OwnState {
  state: string;
  name: string;
  alive: boolean;
  power: number;
  arms: number;
  burden: number;
  attack: number;
  defend: number;
  /** Offensive share of arms. */
  posture: number;
  type: "greedy" | "secure";
  /** This year's cost of war to it; the mean over years is 1. */
  war_cost: number;
  /** Chance a year of being attacked and beaten, summed over the others. */
  threatened: number;
}

/** An array of numbers, row by row: value = offset + scale * integer. */
export interface Packed {
  shape: number[];
  /** Little-endian unsigned integers of 1 or 2 bytes. */
  kind: "u1" | "u2";
  offset: number;
  scale: number;
  /** The integer that stands for "not known"; null where all are known. */
  missing: number | null;
  /** Base64. */
  data: string;
}

/** A pact of help and the years it has lasted. */
export interface Pact {
  states: [string, string];
  years: number;
}

/** The probability that something happens to a pair, with history beside it. */
export interface PairChance {
  states: [string, string];
  probability: Interval;
  median_year: number | null;
  /** Null where history is not known. */
  happened: boolean | null;
  /** The years in history, "1891-1914" or "1905, 1910-1912"; empty where there were none. */
  history: string | null;
}

/** Shares of runs in which something happens to a pair. */
export interface PairDifference {
  states: [string, string];
  before: Interval;
  after: Interval;
  difference: Interval;
}

/** A pair and the years in which something happened. */
export interface PairYears {
  states: [string, string];
  years: string;
}

/** A number of the world or of a theory that can be set. */
export interface ParameterOption {
  /** That of a theory's begins with the theory: "offensive.worst_case". */
  name: string;
  symbol: string;
  unit: string;
  default: number;
  /** The plausible range. */
  low: number;
  high: number;
  /** What may be set. */
  least: number;
  most: number;
  meaning: string;
  source: string;
  /** Among those shown first. */
  matters: boolean;
}

/** What happened in the scored years. */
export interface Past {
  great_power_war: PastGreatPowerWar;
  /** Pacts that were new. */
  pacts: PairYears[];
  pacts_ended: [string, string][];
  wars: PairYears[];
  /** Pairs whose alignment changed after the start. */
  pairs_changed: number;
  pairs: number;
}

/** The first war between great powers in the scored years of history. */
export interface PastGreatPowerWar {
  happened: boolean;
  year: number | null;
  starters: Starter[];
  pairs: PairYears[];
}

/** A game, with the move added, and what the player sees. */
export interface PlayAnswer {
  game: Game;
  seat: Seat;
}

/** A game, the state whose seat is shown, and its move, if it makes one. */
export interface PlayRequest {
  game: GameInput;
  state: string;
  choices?: Record<string, unknown> | null;
}

/** A process of which there are rival forms. */
export interface ProcessOption {
  name: string;
  about: string;
  /** The form that it has unless another is chosen. */
  usual: string;
  forms: FormOption[];
}

/** A decision to make. Values are the staff's estimate and can be wrong. */
export interface Question {
  field: string;
  /** Questions of one heading stand together. */
  heading: string;
  /** The partner, challenger or attacker; null where the field has one answer. */
  key: string | null;
  /** Such as "A pact of help with Russia". */
  title: string;
  /** What the options' values are relative to. */
  against: string;
  /** What is in force already; may be empty. */
  note: string;
  /** The choice with the highest value. */
  advised: Choice;
  /** The advice in words. */
  advice: string;
  /** Of arms, crisis and wars the best first. */
  options: AdvisedOption[];
  /** Answers to a demand: the share of what is disputed that the player's state holds. */
  held?: number;
  /** Answers to a demand: the share that the other would hold. */
  demand?: number;
  /** Answers to a demand: the other's chance of victory, by the staff's estimate. */
  odds?: number;
  /** Answers to a demand: the cost of war to the player's state, which it alone knows, in shares of
   * what is disputed.
   */
  cost?: number;
  /** Answers to a demand: the chance that the other goes to war if it is resisted. */
  firm?: number;
}

/** How a player chose and fared so far. */
export interface Result {
  state: string;
  name: string;
  /** Those that have passed. */
  years: number[];
  over: boolean;
  died: number | null;
  /** Those in which theories have a part. */
  decisions: number;
  sentence: string;
  /** The theories, in the order of `chances` and `likeliest`. */
  names: string[];
  /** The best first. */
  theories: TheoryScore[];
  differences: TheoryDifference[];
  choices: ScoredChoice[];
  /** Null where the case has no facts. */
  history: BesideHistory | null;
  /** Null before the first year has passed. */
  runs: BesideRuns | null;
}

/** The codes of `RunRecord.war`. */
export interface Roles {
  initiator: number;
  joined_attacker: number;
  target: number;
  joined_target: number;
}

/** One run, year by year. */
export interface RunRecord {
  run: number;
  /** [years, states] share of the living states' resources */
  power: Packed;
  /** [years, states] */
  arms: Packed;
  /** [years, states]; undefined for extinct states */
  burden: Packed;
  /** [years, states] offensive share of arms; undefined for extinct states */
  posture: Packed;
  /** [years, states] 0 or 1, at the end of the year */
  alive: Packed;
  /** [years, states, states] to i from j, chance a year of being attacked and beaten */
  threat: Packed;
  /** [years, pairs] 0 or 1 */
  pact: Packed;
  /** [years, states, states] role of i against j, a code of `Roles`; 0 none */
  war: Packed;
  /** [years, states, states] i's challenge of j, a code of `CrisisOutcome`; 0 none */
  crisis: Packed;
  /** [years, states, states] sum of bits of `Agreement`, and of those that i keeps */
  agreements: Packed;
}

/** One measure of how the player's state fared, among runs in which theories played it. */
export interface RunsMeasure {
  title: string;
  unit: string;
  /** Shown in per cent. */
  share: boolean;
  /** The player's. */
  value: number;
  /** Of the runs, from 0 to 100. */
  percentile: number;
  /** The 5% quantile of the runs. */
  low: number;
  median: number;
  /** The 95% quantile of the runs. */
  high: number;
}

/** How often the player's state was aligned as in history. */
export interface SameAlignment {
  /** Null where history is not known. */
  share: number | null;
  pair_years: number;
}

/** Write a simulation as a run folder. */
export interface SaveRequest {
  kind: "save";
  key: string;
  name: string;
}

/** A run that was saved. */
export interface Saved {
  key: string;
  folder: string;
}

/** A saved run as it is listed. */
export interface SavedRun {
  key: string;
  title: string;
  case: string;
  theories: string[];
  runs: number;
  seed: number;
  years: [number, number];
  date: string;
  /** What differs from the defaults, in words. */
  changes: string[];
  live: boolean;
  /** Why it cannot be opened. */
  problem: string | null;
}

/** What decides a simulation, as in a scenario file (see `runs.spec.Spec`). */
export interface Scenario {
  scenario?: 1;
  /** A built-in name. */
  case: string;
  theories?: string[];
  baselines?: boolean;
  runs?: number;
  years?: number | null;
  seed?: number;
  serial?: boolean;
  parameters?: Record<string, number>;
  forms?: Record<string, string>;
  modules?: Record<string, boolean>;
}

/** A score of the table. */
export interface ScoreMeaning {
  /** In `TableRow.scores` and in `Comparison`. */
  name: string;
  title: string;
  unit: string;
  more_is_better: boolean;
}

/** A choice of the player beside what the theories would have chosen. */
export interface ScoredChoice {
  year: number;
  state: string;
  field: string;
  key: string | null;
  title: string;
  /** The option's name. */
  chosen: string;
  act: string;
  /** The probability of the choice by each theory; null where the theories have no part in it. */
  chances: number[] | null;
  /** Each theory's likeliest option. */
  likeliest: string[] | null;
}

/** What one player sees now. */
export interface Seat {
  case: GameCase;
  state: string;
  name: string;
  /** In the order of every list by state. */
  states: NamedState[];
  /** The first and the last. */
  years: [number, number];
  year: number;
  phase: "plan" | "answer" | "join" | "over";
  over: boolean;
  /** The year in which the player's state ceased to exist. */
  died: number | null;
  /** Other players who have yet to choose in this phase. */
  waiting_for: string[];
  /** The theory of the staff; null for the state's own. */
  adviser: string | null;
  /** Empty where there is nothing to choose. */
  questions: Question[];
  /** Null once the game is over. */
  view: Sight | null;
  /** The years that have passed, as everybody saw them. */
  log: YearLog[];
  yours: OwnChoice[];
  /** Null until the game is over. */
  result: Result | null;
}

/** By year: mean and 95% interval over runs; null where nothing could be measured. */
export interface Series {
  mean: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

/** What the player's state sees. Nothing in it depends on what others hide. */
export interface Sight {
  own: OwnState;
  others: OtherState[];
  /** Of all states. */
  pacts: Pact[];
}

/** Simulate a scenario of a built-in case. */
export interface SimulateRequest {
  kind: "simulate";
  /** What decides a simulation, as in a scenario file (see `runs.spec.Spec`). */
  scenario: Record<string, unknown>;
}

/** A simulation that the server holds: GET /api/runs/KEY shows it. */
export interface Simulated {
  key: string;
}

/** The world in the year before the first simulated one. */
export interface Start {
  /** [states] share of all resources */
  power: number[];
  /** [pairs] 0 or 1 */
  pact: number[];
  /** [pairs] bits as in RunRecord */
  agreements: number[];
}

/** A state that started a war between great powers, and when. */
export interface Starter {
  state: string;
  year: number;
}

/** A state of the case, at the place of its capital. */
export interface State {
  /** The abbreviation of the Correlates of War, such as GMY. */
  id: string;
  ccode: number;
  name: string;
  lat: number;
  lon: number;
  great_power: boolean;
}

/** The probability that a state does something. */
export interface StateChance {
  state: string;
  probability: Interval;
}

/** What the theories expect, how they score against history, and which can be told apart. */
export interface Table {
  case: string;
  title: string;
  runs: number;
  seed: number;
  first_year: number;
  /** Of what is scored. */
  last_year: number;
  states: Record<string, string>;
  great_powers: string[];
  history: Past | null;
  theories: TableRow[];
  comparisons: Comparison[];
  measures: MeasuredRow[];
  notes: string[];
}

/** What one theory expects and how it scores. */
export interface TableRow {
  theory: string;
  title: string;
  baseline: boolean;
  great_power_war: GreatPowerWar;
  pacts: PairChance[];
  wars: PairChance[];
  belligerents: StateChance[];
  /** Null where history is not known. */
  scores: Record<string, TableScore> | null;
  arms_growth: Record<string, ArmsScore> | null;
}

/** A score against history; its interval is over runs. */
export interface TableScore {
  value: number | null;
  low: number | null;
  high: number | null;
  /** The interval over pairs of states. */
  pairs_low: number | null;
  pairs_high: number | null;
}

/** A term of an option's value. */
export interface Term {
  name: string;
  meaning: string;
}

/** The paired difference in log likelihood of two theories. */
export interface TheoryDifference {
  theories: [string, string];
  difference: Estimate;
  told_apart: boolean;
}

/** A theory or baseline. */
export interface TheoryOption {
  name: string;
  title: string;
  baseline: boolean;
  about: string;
  /** Its own numbers; none of a baseline, whose states weigh nothing. */
  numbers: ParameterOption[];
}

/** How well a theory predicts the player's choices. */
export interface TheoryScore {
  name: string;
  title: string;
  /** Mean log likelihood of a decision, nats. */
  loglik: Estimate;
  /** Share of decisions in which the theory's likeliest option was chosen. */
  agrees: Estimate;
}

/** A claim and what its test found. */
export interface Verdict {
  id: number;
  title: string;
  sentence: string;
  source: string;
  /** holds, depends, unresolved, fails or elsewhere */
  verdict: string;
  close: boolean;
  /** Of draws in which all predictions come out; null where a claim is tested elsewhere. */
  share: Interval | null;
  draws: number;
  /** What was found, and how far the experiment bears on the claim. */
  note: string;
}

/** Everything the page shows of one simulation. */
export interface View {
  format: 4;
  /** The folder's name of a saved run; "~..." for a simulation the server holds unsaved. */
  key: string;
  saved: boolean;
  /** Whether the server can continue from it; false in a report. */
  live: boolean;
  /** Why the server cannot continue from it; empty where it can. */
  not_live_reason: string;
  case: CaseSummary;
  command: string;
  date: string;
  hash: string;
  versions: Record<string, string>;
  seed: number;
  runs: number;
  serial: boolean;
  /** Those that differ from the defaults. */
  parameters: Record<string, number>;
  /** By process, those that differ from the defaults. */
  forms: Record<string, string>;
  /** Those that differ from the defaults. */
  modules: Record<string, boolean>;
  years: number[];
  states: State[];
  start: Start;
  history: History | null;
  lines: Line[];
  /** Names of the built-in theories, in the order of their colours. */
  built_in_theories: string[];
  /** The theories of the lines that are not built in. */
  own_theories: TheoryOption[];
  meanings: Meanings;
  /** Null for a changed simulation, which is not scored. */
  table: Table | null;
  /** YAML that `westphalia run FILE` accepts. */
  scenario: string;
}

/** A war of history. The sides hold states of the case; others are named in words. */
export interface War {
  name: string;
  side_a: string[];
  side_b: string[];
  /** Names of belligerents that are not states of the case. */
  outside_a: string[];
  outside_b: string[];
  initiators: string[];
  /** The year in which each state entered the war. */
  entered: Record<string, number>;
  left: Record<string, number>;
}

/** Why one state did what it did in one year of one run. */
export interface Why {
  state: string;
  year: number;
  lived: boolean;
  /** It follows a baseline: the chances are habits and do not come from values. */
  by_habit: boolean;
  /** The year's most important decision, in one sentence. */
  headline: string;
  decisions: Decision[];
  /** What the state did in this year of history, in sentences. */
  history: string[];
}

/** Something public that happened in a year. */
export interface YearEvent {
  kind: "agreement" | "signal" | "pact" | "arms" | "demand" | "war" | "death";
  /** In a demand and a war: who began it, then the target. */
  states: string[];
  text: string;
  /** Agreement, pact: whether it began or ended. Arms: raised or cut. */
  began?: boolean;
  /** The agreement. */
  item?: string;
  /** Demand: 0 not credible, 1 conceded, 2 war, 4 accidental war, 5 withdrawn. */
  outcome?: number;
  /** War: whether its aims were total. */
  total?: boolean;
  /** War: who began it or its target; null if undecided. */
  winner?: string | null;
  side_a?: string[];
  side_b?: string[];
}

/** A year's public figures, by state. */
export interface YearFigures {
  power: number[];
  arms: number[];
  burden: number[];
  alive: boolean[];
}

/** What everybody could see of a year. */
export interface YearLog {
  year: number;
  events: YearEvent[];
  figures: YearFigures;
}
