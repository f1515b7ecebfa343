/** Whether cards are drawn as plain boxes: they are too small to be read, and there are so many that it costs. */
import { createContext } from "react";

/** Below this a card is less than about 25 pixels high. */
const FAR_ZOOM = 0.3;
/** So many cards are drawn whole at any distance: their marks say where a run went and what is wrong. */
const FEW = 150;

export const isFar = (zoom: number, cards: number) => zoom < FAR_ZOOM && cards > FEW;

export const FarContext = createContext(false);
