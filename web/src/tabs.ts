import type { Component } from "svelte";
import Change from "./change/Change.svelte";
import Compare from "./compare/Compare.svelte";
import Lessons from "./lessons/Lessons.svelte";
import Play from "./play/Play.svelte";
import Theories from "./theories/Theories.svelte";
import World from "./world/World.svelte";

/** A part of the page. To add one, write its component and list it here. */
export interface Tab {
  id: string;
  title: string;
  component: Component;
  needsView: boolean; // shows the simulation that is open
  needsServer: boolean; // not available in a report
  about: string; // what it offers: shown in its place in a report
}

const inReport = { needsView: true, needsServer: false, about: "" };

export const tabs: Tab[] = [
  { id: "world", title: "World", component: World, ...inReport },
  { id: "theories", title: "Theories", component: Theories, ...inReport },
  {
    id: "change",
    title: "Change",
    component: Change,
    needsView: true,
    needsServer: true,
    about: "change a theory, a parameter or a mechanism, and see what differs under the same draws",
  },
  {
    id: "compare",
    title: "Compare",
    component: Compare,
    needsView: true,
    needsServer: true,
    about: "compare this simulation with another one, war by war and pact by pact",
  },
  {
    id: "lessons",
    title: "Lessons",
    component: Lessons,
    needsView: false,
    needsServer: true,
    about: "see the theories' claims in small worlds, with one control each",
  },
  {
    id: "play",
    title: "Play",
    component: Play,
    needsView: false,
    needsServer: true,
    about: "decide for one state, year by year, among states that follow theories",
  },
];
