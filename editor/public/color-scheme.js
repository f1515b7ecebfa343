// Sets the colour scheme before the first paint, so a dark page never flashes white. A file of its own,
// because the content security policy allows no inline scripts.
(() => {
  let chosen = "auto";
  try {
    chosen = localStorage.getItem("parley-color-scheme") ?? "auto";
  } catch {
    // Storage may be blocked; the system's scheme is then the answer.
  }
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
