import { messageOf, post } from "../api";
import { saveText } from "../figures/save";
import type { Game, GameInput, PlayAnswer, PlayRequest, Question, Seat } from "../types";

type Stage = "setup" | "hand-over" | "seat";

const placeOf = (q: Question) => `${q.field}|${q.key ?? ""}`;

/** One game: its file, the seat that is shown, and the choices made there. */
class Table {
  stage = $state<Stage>("setup"); // what is shown; it stays during a request
  asking = $state(false);
  game = $state.raw<Game | null>(null);
  seat = $state.raw<Seat | null>(null);
  next = $state(""); // the player to whom the machine is handed
  error = $state("");
  /** The choices so far in this phase, by question. */
  readonly chosen = $state<Record<string, boolean | string>>({});
  /** Whether there are moves that are not saved in a file. */
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
  /** Follow the staff's advice in all undecided questions. */
  follow(): void {
    for (const q of this.open) this.choose(q, q.advised);
  }

  /** Begin a game, or continue one from a file. */
  async begin(game: GameInput): Promise<void> {
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

  /** Show a state's seat: after the machine was handed over, or at the end. */
  async sit(state: string): Promise<void> {
    if (this.game) await this.ask({ game: this.game, state });
  }

  /** Go back to the beginning of a year: later moves are removed, the rest is replayed. */
  async back(year: number): Promise<void> {
    const { game, seat } = this;
    if (!game || !seat) return;
    const earlier = { ...game, moves: game.moves.filter((m) => m.year < year) };
    const gone = await this.ask({ game: earlier, state: seat.state });
    if (gone) this.unsaved = true;
  }

  /** Whether another player has already chosen in this phase: until it ends, the file would reveal the choice. */
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
    let game: GameInput;
    try {
      game = JSON.parse(await file.text());
      if (typeof game !== "object" || game === null || game.game !== 1) throw new Error();
    } catch {
      this.error = `${file.name} is not a game file: one begins with {"game": 1, "case": …}; "Download the game file" writes one.`;
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

  private choices(): Record<string, unknown> {
    const choices: Record<string, unknown> = {};
    for (const q of this.seat!.questions) {
      const choice = this.choiceOf(q);
      if (q.key === null) choices[q.field] = choice;
      else choices[q.field] = { ...(choices[q.field] as object | undefined), [q.key]: choice };
    }
    return choices;
  }

  /** Send a request, one at a time; if it is refused, nothing changes. */
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
