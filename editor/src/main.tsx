/** Starts the editor in the page. */
import "./kitStyles";
import "./styles.css";
import { DirectionProvider, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { Problem } from "./api";
import { ErrorBoundary } from "./components/ErrorBoundary";
import { PageBroke } from "./components/PageBroke";
import { reloadOnce } from "./components/reloadOnce";
import { direction, speak } from "./i18n";
import { getSession, subscribe } from "./session";
import { colorSchemeManager, resolveVariables, theme } from "./theme";

const MAX_RETRIES = 2;

// An answer in the 4xx will not change by asking again; a server that is restarting will.
const isWorthRetrying = (count: number, error: Error) =>
  count < MAX_RETRIES && !(error instanceof Problem && error.status >= 400 && error.status < 500);

const queries = new QueryClient({
  defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 1_000 } },
});

// After an update of the server, a tab that was open asks for files that are gone: once, it is loaded anew.
window.addEventListener("vite:preloadError", (event) => reloadOnce() && event.preventDefault());

// The next person to sign in must not see the last one's rows.
subscribe(() => getSession().kind === "out" && queries.clear());

// Not awaited at the top: the entry would then be built as many small files, which weigh more.
void speak().then(draw);

function draw(): void {
  createRoot(document.getElementById("root") as HTMLElement).render(
    <StrictMode>
      <DirectionProvider initialDirection={direction} detectDirection={false}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={resolveVariables}
          defaultColorScheme="auto"
          colorSchemeManager={colorSchemeManager}
        >
          <ErrorBoundary instead={(error) => <PageBroke error={error} />}>
            <QueryClientProvider client={queries}>
              <App />
            </QueryClientProvider>
          </ErrorBoundary>
        </MantineProvider>
      </DirectionProvider>
    </StrictMode>,
  );
}
