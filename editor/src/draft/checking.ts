/** Checks the document as one types: a moment after the last change, the newest request alone counts. */
import type { FlowDocument } from "../model/document";
import type { Issue } from "../types";

export const CHECK_DEBOUNCE_MS = 300;
/** After a check that could not run; a change or a connection that is back does not wait for it. */
export const RETRY_MS = 10_000;

type Check = (document: FlowDocument, signal: AbortSignal) => Promise<{ issues: Issue[] }>;

type Tell = (issues: Issue[], checked: FlowDocument) => void;

export class Checking {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | undefined;
  /** The document whose check could not run. */
  #owed: FlowDocument | undefined;
  #isKnown = false;
  readonly #listeners = new Set<() => void>();
  readonly #check: Check;
  readonly #tell: Tell;

  constructor(check: Check, tell: Tell) {
    this.#check = check;
    this.#tell = tell;
  }

  get isPending(): boolean {
    return this.#timer !== undefined || this.#request !== undefined;
  }

  /** Whether the last check could run: what was found is what is wrong. For `useSyncExternalStore`, as is `subscribe`. */
  readonly isKnown = (): boolean => this.#isKnown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Check `document` after `ms` without another change. What was found in an older one comes too late. */
  after(ms: number, document: FlowDocument): void {
    this.stop();
    this.#owed = undefined;
    this.#timer = setTimeout(() => void this.#run(document), ms);
  }

  /** Run now the check that could not run. */
  retry(): void {
    if (this.#owed !== undefined) this.after(0, this.#owed);
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
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
      if (!request.signal.aborted) this.#end(document, issues);
    } catch {
      if (!request.signal.aborted) this.#end(document, undefined);
    } finally {
      if (this.#request === request) this.#request = undefined;
    }
  }

  /** What was found in the document; nothing says that it is still to be checked. */
  #end(document: FlowDocument, issues: Issue[] | undefined): void {
    this.#owed = issues === undefined ? document : undefined;
    if (issues !== undefined) this.#tell(issues, document);
    else this.#retry = setTimeout(() => this.retry(), RETRY_MS);
    if (this.#isKnown === (issues !== undefined)) return;
    this.#isKnown = issues !== undefined;
    for (const listener of this.#listeners) listener();
  }
}
