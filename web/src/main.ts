import "./theme.css";
import { mount } from "svelte";
import App from "./App.svelte";

const target = document.getElementById("app")!;
target.textContent = ""; // the placeholder shown until the page is drawn
mount(App, { target });
