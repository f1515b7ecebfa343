/** The worker behind aside.ts: one job, one answer. */
import { placed } from "./placed";

self.onmessage = ({ data }) => self.postMessage(placed(data));
