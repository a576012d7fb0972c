import { messageOf, post } from "../api";
import { saveText } from "../figures/save";
import type { Choices, GameFile, PlayAnswer, PlayRequest, Question, Seat } from "./types";

type Stage = "setup" | "hand-over" | "seat";

const placeOf = (q: Question) => `${q.field}|${q.key ?? ""}`;

/** One game at the table: its file, the seat that is looked at, and what is chosen there. */
class Table {
  stage = $state<Stage>("setup"); // what is on the table; it stays while the server is asked
  asking = $state(false);
  game = $state.raw<GameFile | null>(null);
  seat = $state.raw<Seat | null>(null);
  next = $state(""); // to whom the machine is handed over
  error = $state("");
  /** The answers chosen so far in this phase, by the question's place. */
  readonly chosen = $state<Record<string, boolean | string>>({});
  /** Moves that are not in a file yet. */
  unsaved = $state(false);

  choiceOf(question: Question): boolean | string | undefined {
    return this.chosen[placeOf(question)];
  }
  choose(question: Question, choice: boolean | string): void {
    this.chosen[placeOf(question)] = choice;
  }
  get open(): Question[] {
    return (this.seat?.questions ?? []).filter((q) => this.choiceOf(q) === undefined);
  }
  /** The staff decides what is still open. */
  follow(): void {
    for (const q of this.open) this.choose(q, q.advised);
  }

  /** Begin a game, or go on with one from a file. */
  async begin(game: Partial<GameFile>): Promise<void> {
    const players = Array.isArray(game.players) ? game.players : [];
    const begun = await this.ask({ game, state: String(players[0] ?? "") });
    if (!begun) return;
    this.unsaved = false;
    if (players.length > 1 && !this.seat!.over) this.hand(players[0]);
  }

  async submit(): Promise<void> {
    const { game, seat } = this;
    if (!game || !seat || this.open.length > 0) return;
    const moved = await this.ask({ game, state: seat.state, choices: this.choices() });
    if (moved) this.unsaved = true;
  }

  /** Sit down at the state's place: after the machine was handed over, or at the end. */
  async sit(state: string): Promise<void> {
    if (this.game) await this.ask({ game: this.game, state });
  }

  /** Back to the beginning of a year: the moves since are taken out of the file, the rest is replayed. */
  async back(year: number): Promise<void> {
    const { game, seat } = this;
    if (!game || !seat) return;
    const earlier = { ...game, moves: game.moves.filter((m) => m.year < year) };
    const gone = await this.ask({ game: earlier, state: seat.state });
    if (gone) this.unsaved = true;
  }

  /** Whether another player has chosen in this phase already: until it ends the file holds a secret. */
  get secret(): boolean {
    const { game, seat } = this;
    if (!game || !seat || seat.over) return false;
    return game.moves.some((m) => m.state !== seat.state && m.year === seat.year && m.phase === seat.phase);
  }

  save(): void {
    const { game } = this;
    if (!game) return;
    const name = `westphalia-game-${game.case}-${game.players.join("-")}-seed${game.seed}.json`;
    saveText(name, JSON.stringify(game, null, 2) + "\n", "application/json");
    this.unsaved = false;
  }

  async openFile(file: File): Promise<void> {
    let game: Partial<GameFile>;
    try {
      game = JSON.parse(await file.text());
      if (typeof game !== "object" || game === null || game.game !== 1) throw new Error();
    } catch {
      this.error = `${file.name} is no game file: one begins with {"game": 1, "case": …} and is made by "Download the game file".`;
      return;
    }
    await this.begin(game);
  }

  leave(): void {
    this.stage = "setup";
    this.game = this.seat = null;
    this.error = "";
    this.unsaved = false;
    this.clear();
  }

  private choices(): Choices {
    const choices: Record<string, unknown> = {};
    for (const q of this.seat!.questions) {
      const choice = this.choiceOf(q);
      if (q.key === null) choices[q.field] = choice;
      else choices[q.field] = { ...(choices[q.field] as object | undefined), [q.key]: choice };
    }
    return choices as Choices;
  }

  /** Ask the server; where it refuses, all stays as it was. One question at a time. */
  private async ask(request: PlayRequest): Promise<boolean> {
    if (this.asking) return false;
    this.asking = true;
    this.error = "";
    try {
      const { game, seat } = await post<PlayAnswer>("/api/play", request);
      this.game = game;
      this.seat = seat;
      this.clear();
      if (!seat.over && seat.questions.length === 0 && seat.waiting_for.length > 0) this.hand(seat.waiting_for[0]);
      else this.stage = "seat";
      return true;
    } catch (error) {
      this.error = messageOf(error);
      return false;
    } finally {
      this.asking = false;
    }
  }

  private hand(state: string): void {
    this.next = state;
    this.stage = "hand-over";
  }

  private clear(): void {
    for (const place of Object.keys(this.chosen)) delete this.chosen[place];
  }
}

export const table = new Table();
