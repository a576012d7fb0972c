import type { Home, Job, JobRequest, Lesson, RunRecord, SavedRun, View, Why } from "./types";

/** What went wrong, in a sentence that can be shown. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const init: RequestInit = { method, headers: { Accept: "application/json" } };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.headers = { ...init.headers, "Content-Type": "application/json" };
    init.body = JSON.stringify(body);
  }
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError("The server does not answer. Is `westphalia serve` still running?", 0);
  }
  const said: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new ApiError(errorIn(said) ?? `The server answered ${answer.status}.`, answer.status);
  return said as T;
}

function errorIn(said: unknown): string | null {
  const error = said && typeof said === "object" && "error" in said ? said.error : null;
  return typeof error === "string" ? error : null;
}

export const get = <T>(path: string, signal?: AbortSignal) => ask<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body: unknown, signal?: AbortSignal) => ask<T>("POST", path, body, signal);
export const remove = <T>(path: string) => ask<T>("DELETE", path);

const part = encodeURIComponent;

export const home = () => get<Home>("/api/home");
export const savedRuns = () => get<SavedRun[]>("/api/runs");
export const view = (key: string) => get<View>(`/api/runs/${part(key)}`);
export const lessons = () => get<Lesson[]>("/api/lessons");
export const record = (key: string, theory: string, run: number) =>
  get<RunRecord>(`/api/runs/${part(key)}/record?theory=${part(theory)}&run=${run}`);
export const why = (key: string, theory: string, run: number, year: number) =>
  get<Why[]>(`/api/runs/${part(key)}/why?theory=${part(theory)}&run=${run}&year=${year}`);

const FIRST_WAIT = 150;
const LONGEST_WAIT = 1000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Jobs that this page waits for. They are cancelled when it is left: nobody would fetch what comes of them. */
const followed = new Set<string>();
window.addEventListener("pagehide", () => {
  for (const id of followed) void fetch(`/api/jobs/${part(id)}`, { method: "DELETE", keepalive: true });
});

/** Start a job and follow it to its end: its result, or an error. Aborting the signal cancels it. */
export async function runJob<T>(
  request: JobRequest,
  options: { signal?: AbortSignal; progress?: (job: Job) => void } = {},
): Promise<T> {
  let job = await post<Job>("/api/jobs", request);
  let wait = FIRST_WAIT;
  followed.add(job.id);
  try {
    while (job.status === "waiting" || job.status === "running") {
      options.progress?.(job);
      if (options.signal?.aborted) {
        await remove<Job>(`/api/jobs/${part(job.id)}`);
        throw new ApiError("Cancelled.", 0);
      }
      await pause(wait);
      wait = Math.min(wait * 1.3, LONGEST_WAIT);
      job = await get<Job>(`/api/jobs/${part(job.id)}`);
    }
  } finally {
    followed.delete(job.id);
  }
  if (job.status !== "done") throw new ApiError(job.error ?? `The job was ${job.status}.`, 0);
  return job.result as T;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
