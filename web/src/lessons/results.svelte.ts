import { messageOf, runJob } from "../api";
import type { JobReport, LessonDescription, LessonResult } from "../types";

/** The results of a lesson so far, by position of its control; and the one being simulated. */
export class Results {
  readonly found = $state<Record<number, LessonResult>>({});
  running = $state<number | null>(null); // the position
  job = $state.raw<JobReport | null>(null);
  error = $state("");
  filling = $state(false); // all positions, one after another
  private stop: AbortController | null = null;

  constructor(private readonly lesson: LessonDescription) {}

  get missing(): number[] {
    return this.lesson.control.values.filter((v) => !(v in this.found));
  }

  /** Simulate one position unless it is there; cancels the simulation of another position. */
  async ask(value: number): Promise<void> {
    if (value in this.found || this.running === value) return;
    this.filling = false;
    await this.simulate(value);
  }

  /** Simulate all missing positions. */
  async fill(): Promise<void> {
    this.filling = true;
    for (const value of this.missing) {
      if (!this.filling) return;
      const going = await this.simulate(value);
      if (!going) break;
    }
    this.filling = false;
  }

  cancel(): void {
    this.filling = false;
    this.stop?.abort();
  }

  private async simulate(value: number): Promise<boolean> {
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    this.running = value;
    this.job = null;
    this.error = "";
    try {
      const result = await runJob<LessonResult>(
        { kind: "lesson", lesson: this.lesson.id, value },
        {
          signal: stop.signal,
          progress: (job) => {
            if (this.stop === stop) this.job = job;
          },
        },
      );
      this.found[value] = result;
      return this.stop === stop;
    } catch (error) {
      if (this.stop === stop && !stop.signal.aborted) this.error = messageOf(error);
      return false;
    } finally {
      if (this.stop === stop) this.running = null;
    }
  }
}

const kept = new Map<string, Results>();

/** The results of a lesson; kept while the page is open. */
export function resultsOf(lesson: LessonDescription): Results {
  const known = kept.get(lesson.id);
  if (known) return known;
  const results = new Results(lesson);
  kept.set(lesson.id, results);
  return results;
}
