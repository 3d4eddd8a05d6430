// What is loaded when the first query is watched, in one piece.
export { join } from "./hub.ts";
export { iterate } from "./iterate.ts";
