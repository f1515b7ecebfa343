/** Whether cards are too small on the screen to be read. */
import { createContext } from "react";

/** Below this a card is less than about 25 pixels high. */
const FAR_ZOOM = 0.3;

export const isFarZoom = (zoom: number) => zoom < FAR_ZOOM;

export const FarContext = createContext(false);
