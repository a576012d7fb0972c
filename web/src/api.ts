import type { JobReport, JobRequest, LessonDescription, Options, RunRecord, SavedRun, View, Why } from "./types";

/** An error with a message for the user. */
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
    throw new ApiError("No answer from the server. Is `westphalia serve` still running?", 0);
  }
  const data: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new ApiError(errorIn(data) ?? `The server answered with status ${answer.status}.`, answer.status);
  return data as T;
}

function errorIn(data: unknown): string | null {
  const error = data && typeof data === "object" && "error" in data ? data.error : null;
  return typeof error === "string" ? error : null;
}

export const get = <T>(path: string, signal?: AbortSignal) => ask<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body: unknown, signal?: AbortSignal) => ask<T>("POST", path, body, signal);
export const remove = <T>(path: string) => ask<T>("DELETE", path);

const part = encodeURIComponent;

export const options = () => get<Options>("/api/options");
export const savedRuns = () => get<SavedRun[]>("/api/runs");
export const view = (key: string) => get<View>(`/api/runs/${part(key)}`);
export const lessons = () => get<LessonDescription[]>("/api/lessons");
export const record = (key: string, theory: string, run: number) =>
  get<RunRecord>(`/api/runs/${part(key)}/record?theory=${part(theory)}&run=${run}`);
export const why = (key: string, theory: string, run: number, year: number) =>
  get<Why[]>(`/api/runs/${part(key)}/why?theory=${part(theory)}&run=${run}&year=${year}`);

const FIRST_WAIT = 150;
const LONGEST_WAIT = 1000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Jobs that this page waits for. They are cancelled when it is left, for nobody would fetch their results. */
const followed = new Set<string>();
window.addEventListener("pagehide", () => {
  for (const id of followed) void fetch(`/api/jobs/${part(id)}`, { method: "DELETE", keepalive: true });
});

/** Start a job and poll it until it ends; returns its result or throws. Aborting the signal cancels it. */
export async function runJob<T>(
  request: JobRequest,
  options: { signal?: AbortSignal; progress?: (job: JobReport) => void } = {},
): Promise<T> {
  let job = await post<JobReport>("/api/jobs", request);
  let wait = FIRST_WAIT;
  followed.add(job.id);
  try {
    while (job.status === "waiting" || job.status === "running") {
      options.progress?.(job);
      if (options.signal?.aborted) {
        await remove<JobReport>(`/api/jobs/${part(job.id)}`);
        throw new ApiError("Cancelled.", 0);
      }
      await pause(wait);
      wait = Math.min(wait * 1.3, LONGEST_WAIT);
      job = await get<JobReport>(`/api/jobs/${part(job.id)}`);
    }
  } finally {
    followed.delete(job.id);
  }
  if (job.status !== "done") throw new ApiError(job.error ?? `The job was ${job.status}.`, 0);
  return job.result as T;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
