/** Imports flow files one after the other and remembers how each went. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { importFlow } from "../calls";
import type { Flow } from "../types";

export type ImportResult = { key: number; file: string } & ({ flow: Flow } | { error: Error });

let lastKey = 0;

export function useImport() {
  const queries = useQueryClient();
  const [results, setResults] = useState<ImportResult[]>([]);
  const [isBusy, setIsBusy] = useState(false);

  async function take(files: File[]) {
    setIsBusy(true);
    setResults([]);
    for (const file of files) {
      const result = await importOne(file);
      setResults((before) => [...before, result]);
    }
    setIsBusy(false);
    await queries.invalidateQueries({ queryKey: ["flows"] });
  }

  return { take, results, isBusy, clear: () => setResults([]) };
}

async function importOne(file: File): Promise<ImportResult> {
  const result = { key: ++lastKey, file: file.name };
  try {
    // Read first: a file that vanished or may not be read is then the file's error, not the network's.
    const flow = await importFlow(new Blob([await file.arrayBuffer()]));
    return { ...result, flow };
  } catch (error) {
    return { ...result, error: error as Error };
  }
}
