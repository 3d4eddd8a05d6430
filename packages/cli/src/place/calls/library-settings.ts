import type { Node } from "oxc-parser";

import type { SourceFile } from "../../check/source/source-file.ts";
import { isFunction, unwrap } from "../../check/source/syntax.ts";
import { type Addition, toPair } from "../reading/additions.ts";
import { nothingGiven } from "../reading/written.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { originOf } from "../reading/origin.ts";
import type { Property } from "../reading/properties.ts";

/**
 * What the app told a library for all its calls, in whatever file: `axios.defaults.baseURL = …`, and the headers that
 * interceptors add.
 */
export function toldSettings(frontEnd: FrontEnd, library: string): readonly Property[] {
  if (library !== "axios" && library !== "xior") return [];
  return frontEnd.files.flatMap((file) =>
    frontEnd
      .additionsOf(file)
      .told.filter(({ root }) => libraryOf(frontEnd, file, root) === library)
      .flatMap((each) => [...defaults(file, each), ...intercepted(frontEnd, file, each)]),
  );
}

function libraryOf(frontEnd: FrontEnd, file: SourceFile, root: Node): string | undefined {
  return originOf(frontEnd, { file, node: root, given: nothingGiven })?.path[0];
}

function defaults(
  file: SourceFile,
  { by, members, arguments: [value] }: Addition,
): readonly Property[] {
  if (by !== "=" || value === undefined || !members.includes("defaults")) return [];
  const name = (members.includes("headers") ? "headers." : "") + members.at(-1)!;
  return [{ name, value: { file, node: value, given: nothingGiven } }];
}

/** `api.interceptors.request.use((config) => { config.headers.Authorization = …; return config; })`. */
function intercepted(
  frontEnd: FrontEnd,
  file: SourceFile,
  { by, members, arguments: [given] }: Addition,
): readonly Property[] {
  if (by !== "use" || members.join(".") !== "interceptors.request") return [];
  const interceptor = given && unwrap(given);
  const [config] = isFunction(interceptor) ? interceptor.params : [];
  if (config?.type !== "Identifier") return [];
  return frontEnd
    .additionsOf(file)
    .to(config)
    .flatMap((addition): readonly Property[] => {
      if (addition.members[0] !== "headers") return [];
      const pair = toPair({ ...addition, members: addition.members.slice(1) });
      if (pair === undefined) return [];
      const value = { file, node: pair.value, given: nothingGiven };
      return [{ name: `headers.${pair.name}`, value }];
    });
}
