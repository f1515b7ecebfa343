/** How the editor's unit tests run: the model in plain Node, without a browser. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { environment: "node", include: ["tests/**/*.test.ts"] },
});
