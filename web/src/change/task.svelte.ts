import { messageOf, runJob } from "../api";
import type { Job, JobRequest } from "../types";

/** One job at a time: asked for, followed, cancelled. A new one takes the place of the last. */
export class Task<T> {
  status = $state<"idle" | "running" | "done" | "failed">("idle");
  job = $state.raw<Job | null>(null);
  error = $state("");
  result = $state.raw<T | null>(null);
  private stop: AbortController | null = null;

  /** Its result; null where it failed, was cancelled, or another took its place. */
  async run(request: JobRequest): Promise<T | null> {
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    this.status = "running";
    this.job = null;
    this.error = "";
    try {
      const result = await runJob<T>(request, {
        signal: stop.signal,
        progress: (job) => {
          if (this.stop === stop) this.job = job;
        },
      });
      if (this.stop !== stop) return null;
      this.result = result;
      this.status = "done";
      return result;
    } catch (error) {
      if (this.stop === stop) {
        this.status = stop.signal.aborted ? "idle" : "failed";
        this.error = stop.signal.aborted ? "" : messageOf(error);
      }
      return null;
    }
  }

  cancel(): void {
    this.stop?.abort();
  }

  /** Cancel what runs and forget what was found. */
  clear(): void {
    this.stop?.abort();
    this.stop = null;
    this.status = "idle";
    this.error = "";
    this.job = null;
    this.result = null;
  }
}
