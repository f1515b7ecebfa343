/** How the editor is built: into api/static, from where the server serves it at "/". */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Where `parley serve` listens while `npm run dev` serves the pages.
const server = "http://127.0.0.1:8000";

export default defineConfig({
  base: "/",
  plugins: [react()],
  build: { outDir: "../api/static", emptyOutDir: true, target: "es2022", assetsInlineLimit: 0 },
  server: { proxy: { "/api": server, "/health": server } },
});
