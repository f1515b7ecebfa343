/** Saves a flow's draft as a file that can be imported again. */
import { getFlow } from "../calls";
import { saveAsFile } from "./saveAsFile";

export async function downloadFlow(id: number, name: string): Promise<void> {
  const { document: draft } = await getFlow(id);
  saveAsFile(draft, name);
}
