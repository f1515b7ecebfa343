/** One flow: its canvas, or the pages about what it did and was. */
import { lazy } from "react";
import { CanvasPage } from "../draft/CanvasPage";

const FlowRecords = lazy(() => import("./FlowRecords"));

export default function FlowPage({ id, tab = "canvas" }: { id: number; tab?: string }) {
  return tab === "canvas" ? <CanvasPage key={id} id={id} /> : <FlowRecords id={id} tab={tab} />;
}
