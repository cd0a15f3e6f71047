// What NHS.UK's components need to come alive. Every act works without this file.
import { initAll } from "./nhsuk.js";

initAll();
