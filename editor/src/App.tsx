/** Decides between first run, login and the application, and maps addresses to pages. */
import { Center, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useSyncExternalStore } from "react";
import { Redirect, Route, Router, Switch } from "wouter";
import { getSetup } from "./calls";
import { Arrival } from "./components/Arrival";
import { ErrorNote } from "./components/ErrorNote";
import { guarded } from "./components/guard";
import { later } from "./components/later";
import { Shell } from "./components/Shell";
import { NotFoundPage } from "./pages/NotFoundPage";
import { getSession, resumeSession, subscribe } from "./session";
import type { User } from "./types";

const LoginDialog = lazy(() => import("./components/LoginDialog"));
const SetupPage = lazy(() => import("./pages/SetupPage"));
const LoginPage = lazy(() => import("./pages/LoginPage"));
const FlowsPage = lazy(() => import("./pages/FlowsPage"));
const FlowPage = later(() => import("./pages/FlowPage"));
const ExecutionPage = lazy(() => import("./pages/ExecutionPage"));
const PhonePage = lazy(() => import("./pages/PhonePage"));
const MessagesPage = lazy(() => import("./pages/MessagesPage"));
const AccountsPage = lazy(() => import("./pages/AccountsPage"));
const SettingsPage = lazy(() => import("./pages/SettingsPage"));

export function App() {
  const session = useSyncExternalStore(subscribe, getSession);
  useEffect(() => {
    void resumeSession();
    fetchAhead(window.location.pathname);
  }, []);
  if (session.kind === "starting") return <Waiting />;
  if (session.kind === "out") return <Door />;
  return (
    <Router aroundNav={guarded}>
      <Application user={session.user} />
      {session.kind === "expired" && (
        <Suspense>
          <LoginDialog user={session.user} />
        </Suspense>
      )}
    </Router>
  );
}

/** The canvas is the heaviest page: its code comes while the session is renewed. A failure is told where it is drawn. */
function fetchAhead(path: string) {
  if (!/^\/flows\/\d+\/?$/.test(path)) return;
  for (const part of [FlowPage.fetch(), import("./draft/FlowEditor")]) part.catch(() => undefined);
}

function Door() {
  const setup = useQuery({ queryKey: ["setup"], queryFn: getSetup, staleTime: 0 });
  if (setup.isPending) return <Waiting />;
  if (setup.isError) return <ErrorNote error={setup.error} onRetry={() => setup.refetch()} />;
  return <Suspense fallback={<Waiting />}>{setup.data.needed ? <SetupPage /> : <LoginPage />}</Suspense>;
}

function Application({ user }: { user: User }) {
  return (
    <Shell user={user}>
      <Suspense fallback={<Waiting />}>
        <Switch>
          <Route path="/">
            <Redirect to="/flows" replace />
          </Route>
          <Route path="/flows" component={FlowsPage} />
          <Route path="/flows/:id/:tab?">{(at) => <FlowPage id={Number(at.id)} tab={at.tab} />}</Route>
          <Route path="/executions/:id">{(at) => <ExecutionPage id={Number(at.id)} />}</Route>
          <Route path="/phone/:account?/:contact?">
            {(at) => <PhonePage accountId={toId(at.account)} contactId={toId(at.contact)} />}
          </Route>
          <Route path="/messages" component={MessagesPage} />
          <Route path="/accounts" component={AccountsPage} />
          <Route path="/settings">
            <SettingsPage user={user} />
          </Route>
          <Route component={NotFoundPage} />
        </Switch>
        <Arrival />
      </Suspense>
    </Shell>
  );
}

const toId = (text: string | undefined) => (text === undefined ? undefined : Number(text));

function Waiting() {
  return (
    <Center mih="50vh">
      <Loader type="dots" />
    </Center>
  );
}
