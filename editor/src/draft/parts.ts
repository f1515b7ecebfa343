/** What the editor can do without while the canvas is drawn; all of it is there soon after, also for a connection that is lost then. */
import { later } from "../components/later";

export const NodePanel = later(() => import("../forms/NodePanel"));
export const ConflictDialog = later(() => import("./ConflictDialog"));
export const FlowMenu = later(() => import("./FlowMenu"));
export const SettingsPanel = later(() => import("../forms/SettingsPanel"));
export const PhonePanel = later(() => import("../run/PhonePanel"));
export const SimulatorPanel = later(() => import("../run/simulator/SimulatorPanel"));
export const VersionsPanel = later(() => import("./VersionsPanel"));
export const OldVersion = later(() => import("./OldVersion"));
export const CommandPalette = later(() => import("./CommandPalette"));
export const OutlinePanel = later(() => import("./OutlinePanel"));
export const RescueStrip = later(() => import("./RescueStrip"));
export const PresenceBanner = later(() => import("./PresenceBanner"));
export const CompareView = later(() => import("./CompareView"));
export const NumbersBar = later(() => import("../run/NumbersBar"));
export const IssuesPanel = later(() => import("./IssuesPanel"));

/** In the order of their need. */
export const FETCHES = [
  NodePanel.fetch,
  ConflictDialog.fetch,
  IssuesPanel.fetch,
  CommandPalette.fetch,
  OutlinePanel.fetch,
  FlowMenu.fetch,
  () => import("../forms/code/codeEditor"),
  SettingsPanel.fetch,
  PhonePanel.fetch,
  SimulatorPanel.fetch,
  VersionsPanel.fetch,
  OldVersion.fetch,
  NumbersBar.fetch,
  CompareView.fetch,
  PresenceBanner.fetch,
];
