/** What is laid over the cards and edges by a part that comes later: the numbers of a period, or what differs between two versions. */
import { createContext, type ReactNode } from "react";

export interface Overlay {
  /** Drawn with the card of the node; `isFar`: the card is a plain box. */
  node?(id: string, isFar: boolean): ReactNode;
  /** Drawn at the middle of the edge. */
  edge?(id: string): ReactNode;
  /** A word that gives the edge another look: "added", "removed" or "changed". */
  edgeLook?(id: string): string | undefined;
}

export const OverlayContext = createContext<Overlay | null>(null);
