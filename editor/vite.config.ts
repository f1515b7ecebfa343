/** How the editor is built: into api/static, from where the server serves it at "/". */
import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv, type Plugin } from "vite";

export default defineConfig(({ mode }) => {
  // Where `parley serve` listens while `npm run dev` serves the pages.
  const server = loadEnv(mode, ".", "PARLEY_").PARLEY_URL ?? "http://127.0.0.1:8000";
  return {
    base: "/",
    plugins: [react(), kitStyles()],
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

/** Fails the build when a component of the kit is used whose styles src/kitStyles.ts does not import. */
function kitStyles(): Plugin {
  return {
    name: "kit-styles",
    apply: "build",
    generateBundle(_, bundle) {
      const there = new Set([...this.getModuleIds()].map((id) => STYLES.exec(id)?.[1]));
      const used = Object.values(bundle).flatMap((file) =>
        file.type === "chunk" ? Object.keys(file.modules) : [],
      );
      const names = new Set(used.flatMap((id) => CLASSES.exec(id)?.[1] ?? []));
      const missing = [...names].filter((name) => !there.has(name));
      if (missing.length > 0) this.error(`src/kitStyles.ts must import the styles of ${missing.join(", ")}.`);
    },
  };
}

const STYLES = /@mantine\/core\/styles\/(\w+)\.css/;
const CLASSES = /@mantine\/core\/.*\/(\w+)\.module\.mjs$/;
