/** Checks the document as one types: a moment after the last change, the newest request alone counts. */
import type { FlowDocument } from "../model/document";
import type { Issue } from "../types";

export const CHECK_DEBOUNCE_MS = 300;

type Check = (document: FlowDocument, signal: AbortSignal) => Promise<{ issues: Issue[] }>;

export class Checking {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | undefined;
  readonly #check: Check;
  readonly #tell: (issues: Issue[]) => void;

  constructor(check: Check, tell: (issues: Issue[]) => void) {
    this.#check = check;
    this.#tell = tell;
  }

  get isPending(): boolean {
    return this.#timer !== undefined || this.#request !== undefined;
  }

  /** Check `document` after `ms` without another change. What was found in an older one comes too late. */
  after(ms: number, document: FlowDocument): void {
    this.stop();
    this.#timer = setTimeout(() => void this.#run(document), ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#request?.abort();
    this.#request = undefined;
  }

  async #run(document: FlowDocument): Promise<void> {
    this.#timer = undefined;
    const request = new AbortController();
    this.#request = request;
    try {
      const { issues } = await this.#check(document, request.signal);
      if (!request.signal.aborted) this.#tell(issues);
    } catch {
      // The last findings stay: the save state says that the server cannot be reached.
    } finally {
      if (this.#request === request) this.#request = undefined;
    }
  }
}
