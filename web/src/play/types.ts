/** A game as a file, what a player sees, and how it ends.
 *
 * The Python side writes these in `westphalia/app/play/`; a test holds the names of the two
 * sides together. A game is its file: whoever has it can go on from it anywhere.
 */

import type { Option } from "../types";

// ------------------------------------------------------------------------------- the file

/** `GameFile` with no move: {case: "europe-1890", players: ["GMY"]} is enough to begin. */
export interface GameFile {
  game: 1;
  case: string;
  players: string[]; // the states that people play, one or two
  theories: string; // of all states, "defensive" or "GMY=offensive,*=defensive"
  advisers: Record<string, string>; // state -> theory its staff follows; its own if left out
  seed: number;
  years: number | null; // null: to the end of the case
  parameters: Record<string, number>;
  modules: Record<string, boolean>;
  moves: Move[];
}

/** What a player answers: one entry for every question, by its `field` and `key`. */
export interface Choices {
  signal?: boolean | null;
  agreements?: Record<string, boolean>; // by partner
  caps?: Record<string, boolean>; // by partner: true keeps to the arms cap
  pacts?: Record<string, boolean>; // by partner: true wants the pact
  arms?: string | null; // hold, raise, cut, offence, defence
  crisis?: string | null; // quiet, "claim RUS", "total war RUS"
  answers?: Record<string, string>; // by claimant: resist, concede
  joins?: Record<string, string>; // by who began the war: out, target, attacker
}

export type Phase = "plan" | "answer" | "join";

export interface Move extends Choices {
  year: number;
  state: string;
  phase: Phase;
}

// ------------------------------------------------------------------------------ POST /api/play

/** With `choices`: the move is made first. */
export interface PlayRequest {
  game: Partial<GameFile>;
  state: string;
  choices?: Choices | null;
}

export interface PlayAnswer {
  game: GameFile; // with the move added
  seat: Seat;
}

// ------------------------------------------------------------------------------- what is seen

/** What one player sees now. */
export interface Seat {
  case: { name: string; title: string; start: number };
  state: string;
  name: string;
  states: { id: string; name: string }[]; // in the order of every list by state
  years: [number, number]; // the first and the last
  year: number;
  phase: Phase | "over";
  over: boolean;
  died: number | null; // the year in which the player's state ceased to exist
  waiting_for: string[]; // other players who still have to choose in this phase
  adviser: string | null; // the theory of the staff; null: the state's own
  questions: Question[]; // nothing to choose while empty
  view: Sight | null; // null once the game is over
  log: YearLog[]; // the years gone by, public
  yours: Choice[]; // what the player chose so far
  result: Result | null; // once the game is over
}

/** A decision to make. Values are the staff's estimate: it can be wrong. */
export interface Question {
  field: keyof Choices;
  key: string | null; // the partner, claimant or attacker; null where the field has one answer
  title: string; // "A pact of help with Russia"
  against: string; // what values are relative to
  note: string; // what stands already, or ""
  advised: boolean | string; // the choice with the highest value
  advice: string; // "Your staff would want no pact: effort outweighs survival."
  options: Advised[]; // of arms, crisis and wars the best first
  // only for answers to a claim; shares of what the two dispute, costs in the same unit
  held?: number; // by the player's state
  demand?: number; // what the claimant would hold
  odds?: number; // the claimant's chance of victory, by the staff's estimate
  cost?: number; // of war to the player's state, which it alone knows
  expected?: number; // chance of resistance before that cost is known
}

export interface Advised extends Omit<Option, "chosen"> {
  choice: boolean | string; // what to send
  about: {
    burden?: number; // arms: the burden it leads to
    odds?: number; // crisis: chance of victory over the target
    demand?: number; // a claim: the share that would be asked for
    risk?: number; // a claim: chance that it is resisted
    credible?: boolean; // a claim: gains nothing if not
  };
}

/** What is public of a state. Arms and strengths in mean resources of a state. */
export interface Publicly {
  state: string;
  name: string;
  alive: boolean;
  power: number; // share of the living states' resources
  arms: number; // stock
  burden: number; // share of resources spent on arms a year
  attack: number; // what its arms are worth in attack; with `defend`, all that tells its posture
  defend: number;
}

export interface Own extends Publicly {
  posture: number; // offensive share of arms
  type: "greedy" | "secure"; // which nobody else knows
  war_cost: number; // this year's cost of war to it, mean 1
  threatened: number; // chance a year of being attacked and beaten, summed over others
}

export interface Other extends Publicly {
  belief: number; // chance that it is greedy, as the player's state believes
  threat: number; // chance a year that it attacks and wins, as the staff sees it
  odds: number; // chance of beating it, by the state's own judgement this year
  against: number; // chance that it wins if it attacks
  identity: number; // -1 enemy to 1 friend, as the player's state feels it
  stake: number; // the player's share of what the two dispute
  pact: number | null; // years it has lasted; null: none
  agreements: ("deal" | "inspection" | "hotline" | "withdrawal" | "cap")[];
  institutions: number; // 0 to 1
  near: number; // share of strength that arrives
  peace: number; // years since their last war
}

/** What the state sees. Nothing in it depends on what is hidden in others. */
export interface Sight {
  own: Own;
  others: Other[];
  pacts: { states: [string, string]; years: number }[]; // of all
}

export interface YearLog {
  year: number;
  events: Happened[];
  figures: { power: number[]; arms: number[]; burden: number[]; alive: boolean[] }; // by state
}

export interface Happened {
  kind: "agreement" | "signal" | "pact" | "arms" | "claim" | "war" | "death";
  states: string[]; // in a claim and a war who began it, then the target
  text: string;
  began?: boolean; // agreement, pact: whether it began or ended; arms: raised or cut
  item?: string; // agreement
  outcome?: number; // claim: 0 not credible, 1 conceded, 2 war, 4 war by accident
  total?: boolean; // war
  winner?: string | null; // war: who began it or its target; null: undecided
  side_a?: string[];
  side_b?: string[];
}

export interface Choice {
  year: number;
  field: keyof Choices;
  key: string | null;
  title: string;
  act: string;
}

// ------------------------------------------------------------------------------- how it went

/** An estimate with its 95% interval; null where there is none. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
}

export interface Result {
  state: string;
  name: string;
  years: number[]; // those gone by
  over: boolean;
  died: number | null;
  decisions: number; // those in which theories have a part
  sentence: string; // "You chose most like an offensive realist, not told apart from a liberal."
  names: string[]; // the theories, in the order of `chances` and `likeliest`
  theories: {
    name: string;
    title: string;
    loglik: Estimate; // mean over decisions, nats
    agrees: Estimate; // share of decisions in which the theory's likeliest option was chosen
  }[]; // the best first
  differences: { theories: [string, string]; difference: Estimate; told_apart: boolean }[];
  choices: {
    year: number;
    state: string;
    field: keyof Choices;
    key: string | null;
    title: string;
    chosen: string; // the option's name
    act: string;
    chances: number[] | null; // that each theory would have chosen it; null: no part in it
    likeliest: string[] | null; // what each theory would most likely have chosen
  }[];
  history: Beside | null; // null: the case has no facts
  runs: Fared | null; // null before the first year has passed
}

/** What history did. Spans of years as text: "1891-1899, 1905", or "". */
export interface Beside {
  pairs: {
    state: string;
    pact: string; // as played
    pact_history: string;
    war: string;
    war_history: string;
    unknown: string; // years that history does not tell
  }[];
  same: { share: number | null; pair_years: number }; // aligned as in history; null: not known
  years: { year: number; told: string[] }[];
}

/** The same world in runs in which theories played all states. */
export interface Fared {
  runs: number;
  theories: string;
  survival: Estimate; // share of runs in which the state survived so far
  measures: {
    name: "power" | "war_years" | "begun" | "burden";
    unit: string;
    value: number; // the player's
    percentile: number; // of the runs, 0 to 100
    low: number; // of the runs, 5%
    median: number;
    high: number; // 95%
  }[];
}
