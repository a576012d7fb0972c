import { messageOf, runJob } from "../api";
import type { JobReport, JobRequest } from "../types";

/** One job at a time: started, followed, cancelled. A new one replaces the last. */
export class Task<T> {
  status = $state<"idle" | "running" | "done" | "failed">("idle");
  job = $state.raw<JobReport | null>(null);
  error = $state("");
  result = $state.raw<T | null>(null);
  private stop: AbortController | null = null;

  /** Its result; null where it failed, was cancelled or was replaced. */
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

  /** Cancel the running job and drop the result. */
  clear(): void {
    this.stop?.abort();
    this.stop = null;
    this.status = "idle";
    this.error = "";
    this.job = null;
    this.result = null;
  }
}
