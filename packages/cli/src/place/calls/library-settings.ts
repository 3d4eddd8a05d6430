import type { SourceFile } from "../../check/source/source-file.ts";
import type { Addition } from "../reading/additions.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { type Origin, originOf } from "../reading/origin.ts";
import { propertiesOf, type Property } from "../reading/properties.ts";
import { nothingGiven, type Written } from "../reading/written.ts";
import { headersSetBy } from "./http-headers.ts";

/**
 * What the app told a library's client for all its calls, in whatever file: `axios.defaults.baseURL = …`, and the headers
 * that interceptors and `setHeader` add.
 */
export function toldSettings(frontEnd: FrontEnd, origin: Origin): readonly Property[] {
  return frontEnd.files.flatMap((file) =>
    frontEnd
      .additionsOf(file)
      .told.flatMap((each) =>
        isToldTo(frontEnd, origin, file, each)
          ? [...defaults(file, each), ...addedHeaders(frontEnd, file, each)]
          : [],
      ),
  );
}

/** Whether it was told to this client; what all begin with holds for those that are made of it, too. */
function isToldTo(
  frontEnd: FrontEnd,
  { path, made }: Origin,
  file: SourceFile,
  { root, members }: Addition & { readonly root: Written["node"] },
): boolean {
  const told = originOf(frontEnd, { file, node: root, given: nothingGiven });
  if (told === undefined || told.path[0] !== path[0]) return false;
  const [client] = told.made;
  if (client === undefined) return members.includes("defaults") || made.length === 0;
  return made.some(({ node }) => node === client.node);
}

function defaults(
  file: SourceFile,
  { by, members, arguments: [value] }: Addition,
): readonly Property[] {
  if (by !== "=" || value === undefined || !members.includes("defaults")) return [];
  const name = (members.includes("headers") ? "headers." : "") + members.at(-1)!;
  return [{ name, value: { file, node: value, given: nothingGiven } }];
}

/** `api.interceptors.request.use((config) => …)`, `client.use({ onRequest })`, `client.setHeader("x-api-key", key)`. */
function addedHeaders(
  frontEnd: FrontEnd,
  file: SourceFile,
  { by, members, arguments: [first, second] }: Addition,
): readonly Property[] {
  if (first === undefined) return [];
  const at = (node: Written["node"]) => ({ file, node, given: nothingGiven });
  const toHeaders = (found: readonly Property[]) =>
    found.map(({ name, value }) => ({ name: `headers.${name}`, value }));
  if (by === "ajaxSetup") return propertiesOf(frontEnd, at(first));
  if (by === "setHeaders") return toHeaders(propertiesOf(frontEnd, at(first)));
  if (by === "setHeader" && first.type === "Literal" && second !== undefined)
    return [{ name: `headers.${String(first.value)}`, value: at(second) }];
  if (by !== "use" || members.join(".") === "interceptors.response") return [];
  const own = propertiesOf(frontEnd, at(first)).find(({ name }) => name === "onRequest");
  return toHeaders(headersSetBy(frontEnd, own?.value ?? at(first)));
}
