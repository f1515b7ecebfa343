/** Follows a stream of server events over fetch: signed in, resumed after a lost connection, ended by `over`. */
import { expireSession, freshToken, renewSession } from "../session";
import { createParser, type ServerEvent } from "./sse";
import { onHidden, pause, shown, signedIn } from "./wake";

/** `refused` is final: the server will give no other answer (gone, or not allowed). */
export type StreamState = "open" | "lost" | "over" | "refused";

export interface StreamOptions {
  url: string;
  onEvent(event: ServerEvent): void;
  onState(state: StreamState): void;
  /** Where to go on: sent as Last-Event-ID with each connection. The last id received when left out. */
  resumeFrom?: () => string;
}

/** What the stream uses of the world; tests bring their own. */
export interface World {
  fetch: typeof fetch;
  freshToken(): Promise<string | null>;
  renewSession(): Promise<boolean>;
  expireSession(): void;
  /** Wait until the tab is looked at: a browser has six connections to a host, for all its tabs together. */
  shown(signal: AbortSignal): Promise<void>;
  /** Wait until somebody has logged in again. */
  signedIn(signal: AbortSignal): Promise<void>;
  /** Wait so long, or less when the network or the tab comes back. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  random(): number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** The server says something every 15 s; after this silence the connection is dead. */
const SILENCE_MS = 40_000;

const browser: World = {
  fetch: (...given) => fetch(...given),
  freshToken,
  renewSession,
  expireSession,
  shown,
  signedIn,
  pause,
  random: Math.random,
};

/** Start following; the returned function ends it at once and for good. */
export function openStream(options: StreamOptions, world: World = browser): () => void {
  const closing = new AbortController();
  void new Stream(options, world, closing.signal).follow();
  return () => closing.abort();
}

class Unreadable extends Error {}

/** fetch throws a TypeError for the network and a DOMException for our own abort. */
const isOfNetwork = (error: unknown) => error instanceof TypeError || error instanceof DOMException;

type Ending = "over" | "refused" | "ended" | "lost" | "unauthorised";

class Stream {
  private failures = 0;
  private lastId = "";
  private isRenewed = false;
  private hasWarned = false;

  constructor(
    private readonly options: StreamOptions,
    private readonly world: World,
    private readonly closing: AbortSignal,
  ) {}

  async follow(): Promise<void> {
    while (!this.closing.aborted) {
      await this.world.shown(this.closing);
      const ending = await this.connect();
      if (this.closing.aborted) return;
      if (ending === "over" || ending === "refused") return this.options.onState(ending);
      if (ending === "unauthorised") await this.renew();
      else await this.rest(ending);
    }
  }

  private async connect(): Promise<Ending> {
    const silence = new Silence(this.closing);
    try {
      const response = await this.world.fetch(this.options.url, {
        headers: await this.headers(),
        signal: silence.signal,
        cache: "no-store",
      });
      return (await this.judge(response)) ?? (await this.read(response, silence));
    } catch (error) {
      if (!isOfNetwork(error)) this.warn(error);
      return "lost";
    } finally {
      silence.end();
    }
  }

  private async headers(): Promise<Record<string, string>> {
    const token = await this.world.freshToken();
    const from = this.options.resumeFrom?.() ?? this.lastId;
    return {
      Accept: "text/event-stream",
      ...(token !== null && { Authorization: `Bearer ${token}` }),
      ...(from !== "" && { "Last-Event-ID": from }),
    };
  }

  /** How a response that carries no events ends the connection; undefined for one that does. */
  private async judge(response: Response): Promise<Ending | undefined> {
    const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream");
    if (response.ok && isStream) return undefined;
    await response.body?.cancel();
    if (response.status === 401) return "unauthorised";
    const mayChange = response.status === 408 || response.status === 429;
    return response.status >= 400 && response.status < 500 && !mayChange ? "refused" : "lost";
  }

  private async read(response: Response, silence: Silence): Promise<Ending> {
    if (response.body === null) return "lost";
    let isOver = false;
    const feed = createParser((event) => {
      this.lastId = event.id;
      if (event.type === "over") isOver = true;
      else if (!isOver) this.hand(event);
    });
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    this.options.onState("open");
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (this.closing.aborted || done) return "ended";
        silence.broken();
        this.isRenewed = false;
        feed(decoder.decode(value, { stream: true }));
        // Not before: an event that cannot be read would come again at once, and again.
        this.failures = 0;
        if (isOver) return "over";
      }
    } finally {
      // A connection that broke has nothing left to cancel.
      reader.cancel().catch(() => undefined);
    }
  }

  private hand(event: ServerEvent): void {
    try {
      this.options.onEvent(event);
    } catch (error) {
      throw new Unreadable(`The event "${event.type}" cannot be read.`, { cause: error });
    }
  }

  /** Once for each stream: what is tried again would be told again. */
  private warn(error: unknown): void {
    if (!this.hasWarned) console.warn(`The stream ${this.options.url} is taken up again:`, error);
    this.hasWarned = true;
  }

  /** Ask for a new token, once in a row; a session that is over has to be begun again by the person. */
  private async renew(): Promise<void> {
    try {
      this.isRenewed = !this.isRenewed && (await this.world.renewSession());
    } catch {
      return this.rest("lost");
    }
    if (this.isRenewed || this.closing.aborted) return;
    this.world.expireSession();
    this.options.onState("lost");
    await this.world.signedIn(this.closing);
  }

  private rest(ending: Ending): Promise<void> {
    // A stream that the server ended in order is taken up again without a word.
    if (ending === "lost") this.options.onState("lost");
    return this.world.pause(this.nextPause(), this.closing);
  }

  /** Twice as long after each failure, between half and all of it so that many tabs do not come at once. */
  private nextPause(): number {
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures++);
    return longest * (0.5 + this.world.random() / 2);
  }
}

/** A signal that aborts with `closing`, when the browser goes offline or the tab is hidden, or after a silence. */
class Silence {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stop = () => this.controller.abort();
  private readonly forget = onHidden(this.stop);

  constructor(private readonly closing: AbortSignal) {
    if (closing.aborted) this.stop();
    closing.addEventListener("abort", this.stop);
    globalThis.addEventListener?.("offline", this.stop);
    this.broken();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Something was heard: wait anew. */
  broken(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.stop, SILENCE_MS);
  }

  end(): void {
    clearTimeout(this.timer);
    this.closing.removeEventListener("abort", this.stop);
    globalThis.removeEventListener?.("offline", this.stop);
    this.forget();
  }
}
