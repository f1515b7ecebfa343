/** How the editor is built: into api/static, from where the server serves it at "/". */
import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  // Where `parley serve` listens while `npm run dev` serves the pages.
  const server = loadEnv(mode, ".", "PARLEY_").PARLEY_URL ?? "http://127.0.0.1:8000";
  return {
    base: "/",
    plugins: [react()],
    build: {
      outDir: "../api/static",
      emptyOutDir: true,
      target: "es2022",
      // These know light-dark(); rewritten for older browsers it would not follow the theme's switch.
      cssTarget: ["chrome123", "firefox121", "safari17.5"],
      assetsInlineLimit: 0,
    },
    server: { proxy: { "/api": server, "/health": server } },
  };
});
