/** Where the reader is in the lessons, kept in the address beside the page's own selection. */
import { toHash } from "../link";
import { store } from "../store.svelte";

// Read once, before the page writes its own selection over what it does not know.
const said = new URLSearchParams(location.hash.replace(/^#/, ""));

class Place {
  lesson = $state(said.get("lesson") ?? ""); // empty: the list
  /** The control's position, by lesson, as far as it was moved. */
  readonly at = $state<Record<string, number>>(first());
  /** Lessons whose exercise was answered. */
  done = $state<string[]>((said.get("done") ?? "").split(".").filter(Boolean));

  private written: string | null = null; // the lesson that the address says

  constructor() {
    // Back, forward, and links to another lesson.
    window.addEventListener("hashchange", () => {
      const now = new URLSearchParams(location.hash.replace(/^#/, ""));
      if (now.get("tab") !== "lessons") return;
      this.lesson = this.written = now.get("lesson") ?? "";
      const at = Number(now.get("at"));
      if (now.has("at") && Number.isFinite(at)) this.at[this.lesson] = at;
    });
  }

  go(lesson: string): void {
    this.lesson = lesson;
  }

  /** Write it into the address, after the page has written its selection there. A lesson is a step in the history. */
  write(): void {
    const elsewhere = this.written !== null && this.written !== this.lesson;
    this.written = this.lesson;
    const text = new URLSearchParams(toHash(store.selection).slice(1));
    if (this.lesson) text.set("lesson", this.lesson);
    if (this.lesson && this.lesson in this.at) text.set("at", String(this.at[this.lesson]));
    if (this.done.length > 0) text.set("done", this.done.join("."));
    const hash = `#${text}`;
    if (hash === location.hash) return;
    if (elsewhere) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
  }
}

function first(): Record<string, number> {
  const [lesson, at] = [said.get("lesson"), said.get("at")];
  return lesson && at !== null && Number.isFinite(Number(at)) ? { [lesson]: Number(at) } : {};
}

export const place = new Place();
