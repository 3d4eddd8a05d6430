import { fold } from "../reading/fold.ts";
import type { Folded } from "../reading/folded.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { socketLibraries } from "../reading/known-libraries.ts";
import type { Origin, WrittenCall } from "../reading/origin.ts";
import { propertiesOf, propertyNamed } from "../reading/properties.ts";
import { queryProperties } from "../reading/query-properties.ts";
import type { Written } from "../reading/written.ts";
import { argumentsOf } from "./http-arguments.ts";
import { headersOf } from "./http-headers.ts";
import { nothingSent, type Request } from "./request.ts";

/** What is shown at the door, by names of the app's own. */
const shown = /^(?:auth|query|params|connectionParams|connectHeaders)$/;

/** Reads what opens a socket or a stream by a package. */
export function readSocketCall(
  frontEnd: FrontEnd,
  call: WrittenCall,
  { path: [library = "", ...rest], made }: Origin,
): Request | undefined {
  const name = made.length === 0 ? rest.join(".") : (call.members.at(-1) ?? "none");
  const isBuilt = library === "@microsoft/signalr";
  if (made.length > 0 !== isBuilt || socketLibraries.get(library)?.test(name) !== true)
    return undefined;
  const [first, second] = argumentsOf(frontEnd, call);
  const text = first && fold(frontEnd, first);
  const options = [first, second].flatMap((each) => (each ? propertiesOf(frontEnd, each) : []));
  const said = propertyNamed(options, "url", "brokerURL");
  const isWritten = text !== undefined && !isObject(frontEnd, first);
  const url = said === undefined ? (isWritten ? text : undefined) : fold(frontEnd, said.value);
  return {
    ...nothingSent,
    by: library === "socket.io-client" ? "socket.io" : library,
    url: url ?? ownAddress(library),
    headers: headersOf(frontEnd, options),
    parameters: queryProperties(frontEnd, first),
    options: options.flatMap((each) =>
      shown.test(each.name) ? propertiesOf(frontEnd, each.value) : [each],
    ),
  };
}

function isObject(frontEnd: FrontEnd, written: Written | undefined): boolean {
  return written !== undefined && propertiesOf(frontEnd, written).length > 0;
}

/** Without an address, socket.io talks to where the page came from. */
function ownAddress(library: string): Folded | undefined {
  return library === "socket.io-client" ? ["/"] : [{ kind: "runtime", name: "address" }];
}
