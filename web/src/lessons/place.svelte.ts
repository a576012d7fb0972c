/** Where the reader is in the lessons: part of the selection, and so of the address. */
import { store } from "../store.svelte";

const { selection } = store;

class Place {
  /** The positions of the controls that were moved, by lesson; the address has that of the lesson shown. */
  private readonly moved = $state<Record<string, string>>({});

  get lesson(): string {
    return selection.lesson; // empty: the list
  }
  go(lesson: string): void {
    store.select({ lesson, at: this.moved[lesson] ?? "" });
  }

  /** The position of the lesson's control; null: the initial one. */
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
