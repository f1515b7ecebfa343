/** Lays out beside the page's own thread, so that the page goes on answering meanwhile. */
import type { Position } from "./document";
import type { Job } from "./placed";

/** As `placed`, in a worker that is there for this job alone. */
export async function placedAside(job: Job): Promise<Position[]> {
  const worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
  try {
    return await answerOf(worker, job);
  } finally {
    worker.terminate();
  }
}

const answerOf = (worker: Worker, job: Job) =>
  new Promise<Position[]>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    // Without words the worker could not be fetched at all.
    worker.onerror = ({ message }) => reject(new Error(message || "The worker did not start."));
    worker.postMessage(job);
  });
