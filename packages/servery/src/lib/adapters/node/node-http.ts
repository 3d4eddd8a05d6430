/**
 * `node:http`, fetched and not imported: an import reads every export of a module, and those that
 * `node:http` makes when they are read (`WebSocket`, …) load a client of HTTP that no server needs. It
 * costs 16 MB, and a tenth of a start.
 */
export const { createServer, STATUS_CODES } = process.getBuiltinModule("node:http");
