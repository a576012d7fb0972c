/** Where the reader is in the lessons: part of what is selected, and so of the address. */
import { store } from "../store.svelte";

const { selection } = store;

class Place {
  /** The position of every lesson's control that was moved; the address says that of the lesson shown. */
  private readonly moved = $state<Record<string, string>>({});

  get lesson(): string {
    return selection.lesson; // empty: the list
  }
  go(lesson: string): void {
    store.select({ lesson, at: this.moved[lesson] ?? "" });
  }

  /** Where the lesson's control stands; null: where it stands at first. */
  get at(): number | null {
    return selection.at === "" ? null : Number(selection.at);
  }
  move(to: number): void {
    this.moved[this.lesson] = String(to);
    store.select({ at: String(to) });
  }

  /** Lessons whose exercise was answered. */
  get done(): string[] {
    return selection.done.split(".").filter(Boolean);
  }
  answered(lesson: string): void {
    if (!this.done.includes(lesson)) store.select({ done: [...this.done, lesson].join(".") });
  }
}

export const place = new Place();
