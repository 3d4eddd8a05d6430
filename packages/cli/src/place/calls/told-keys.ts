import { findProviderOf, isKeyOption } from "servery/boundary";

import { memberName } from "../../check/source/syntax.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { originOf } from "../reading/origin.ts";
import type { Written } from "../reading/written.ts";
import { nothingSent, type Request } from "./request.ts";

/** Reads a key that a service's package is told by an assignment: `mapboxgl.accessToken = …`. */
export function readToldKey(
  frontEnd: FrontEnd,
  { file, node, given }: Written,
): Request | undefined {
  if (node.type !== "AssignmentExpression" || node.left.type !== "MemberExpression")
    return undefined;
  const name = memberName(node.left);
  if (name === undefined || !isKeyOption(name)) return undefined;
  const origin = originOf(frontEnd, { file, node: node.left.object, given });
  const provider = findProviderOf(origin?.path[0] ?? "");
  if (provider === undefined) return undefined;
  const value = { file, node: node.right, given };
  const options = [{ name, value }];
  return {
    ...nothingSent,
    by: provider.name,
    method: "",
    url: undefined,
    does: name,
    provider,
    options,
  };
}
