/** Parts of a page that are not needed to draw it: fetched while the browser rests, or at the latest when they are drawn. */
import {
  type ComponentType,
  type LazyExoticComponent,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useState,
} from "react";

/** A moment in which whatever the page itself fetches and draws is over. */
const REST_MS = 1_000;

/** A component that comes later; `fetch` brings it early. */
export type Later<Props> = LazyExoticComponent<ComponentType<Props>> & { fetch(): Promise<unknown> };

interface Loaded<Props> {
  default: ComponentType<Props>;
}

/** The component that `load` brings. Once it is there it is drawn at once, where `lazy` alone would blink. */
export function later<Props extends object>(load: () => Promise<Loaded<Props>>): Later<Props> {
  let there: Loaded<Props> | undefined;
  async function fetch() {
    there = await load();
    return there;
  }
  return Object.assign(
    lazy(() => (there === undefined ? fetch() : told(there))),
    { fetch },
  );
}

/** A promise tells what it knows a moment later, in which React would draw nothing for up to 300 ms; this one tells at once. */
function told<T>(value: T): Promise<T> {
  // biome-ignore lint/suspicious/noThenProperty: React asks for it
  return { then: (done: (value: T) => void) => done(value) } as Promise<T>;
}

/** Fetch one part after the other, each when the browser has nothing else to do; answers with the function that ends it. */
export function fetchSoon(fetches: readonly (() => Promise<unknown>)[]): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  async function fetchAll() {
    for (const fetch of fetches) {
      await rest();
      // Some browsers never try again what failed once; back online it goes on.
      if (signal.aborted || !navigator.onLine) return;
      // A failure is told where the part is drawn.
      await fetch().catch(() => undefined);
    }
  }
  const timer = setTimeout(fetchAll, REST_MS);
  signal.addEventListener("abort", () => clearTimeout(timer));
  window.addEventListener("online", fetchAll, { signal });
  return () => ending.abort();
}

// Safari has no requestIdleCallback.
const rest = () =>
  new Promise<unknown>((go) =>
    "requestIdleCallback" in window ? requestIdleCallback(go) : setTimeout(go, 50),
  );

/** Draws its children once the browser has had a rest: what can wait until the page stands. */
export function AtRest({ children }: { children: ReactNode }) {
  const [isDue, setDue] = useState(false);
  useEffect(() => fetchSoon([async () => setDue(true)]), []);
  return isDue ? <Suspense>{children}</Suspense> : null;
}

/** Draws its children from the first time on that `isWanted` holds: a dialog closes in its own time. */
export function OnceWanted({ isWanted, children }: { isWanted: boolean; children: ReactNode }) {
  const [wasWanted, setWasWanted] = useState(isWanted);
  if (isWanted && !wasWanted) setWasWanted(true);
  return wasWanted ? <Suspense>{children}</Suspense> : null;
}

/** Whether a dialog that may be mounted when it is wanted is open: a moment later, so that it sees where the keyboard was. */
export function useOpened(isOpen: boolean): boolean {
  const [isMounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  return isMounted && isOpen;
}
