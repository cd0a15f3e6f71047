// What NHS.UK's components need to come alive, and what every page does for somebody who is signed in. Every act works
// without this file.
import { initAll } from "./nhsuk.js";
import "./session.js";

initAll();
