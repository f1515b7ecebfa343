/** The texts of the simulator, which come with its panel. */
import i18next from "i18next";
import "./pages";
import "./run";
import simulator from "./en/simulator.json";

i18next.addResourceBundle("en", "translation", { simulator }, true);
