import { Command } from "commander";
import type { Contract } from "servery";

import { loadEnvironment } from "../app/environment.ts";
import { findFile } from "../app/find-file.ts";
import { loadContractModule } from "../app/load-module.ts";
import type { PlacementMap } from "../place/map/placement-map.ts";
import { nearestName } from "../explain/nearest-name.ts";
import { Failure } from "../output/failure.ts";
import { note, print } from "../output/style.ts";
import { toExamples } from "./examples.ts";
import { contractOption, environmentOption, serviceOption } from "./options.ts";

interface PlaceOptions {
  readonly service?: string;
  readonly contract?: string;
  readonly json?: boolean;
  readonly env?: string;
}

/** `servery place`: what of an application runs where, and which calls should live elsewhere. */
export function createPlaceCommand(): Command {
  return new Command("place")
    .description("Print what runs in the browser, at the edge and on the server, and why")
    .argument("[operation]", "only this one, in full: products.list")
    .addOption(serviceOption)
    .addOption(contractOption)
    .option("--json", "print the map as JSON")
    .addOption(environmentOption)
    .addHelpText(
      "after",
      toExamples(
        ["servery place", "the map, and every other network call of the front-end"],
        ["servery place orders.place", "all that runs for one operation, and where it is used"],
        ["servery place --json", "the same as data"],
      ) +
        "\n\nEnds with 0, with 1 when a call must not be in a browser at all, with 2 when code could not be read.",
    )
    .action(place);
}

async function place(operation: string | undefined, options: PlaceOptions): Promise<void> {
  loadEnvironment(options.env);
  // Only here: the parser is needed by few commands.
  const { loadApp } = await import("../check/app-under-check.ts");
  const { mapApp } = await import("../place/map-app.ts");
  const app = await loadApp(options.service);
  const map = await mapApp(app, await loadContractOf(app.service?.service, options));
  if (options.json === true) print(JSON.stringify(pick(map, operation), undefined, 2));
  else print(await printed(map, operation));
  note((await import("../place/map/print-map.ts")).summariseMap(map));
  const failure = toFailure(map);
  if (failure !== undefined) throw failure;
}

async function loadContractOf(
  service: { readonly contract: Contract } | undefined,
  { contract }: PlaceOptions,
): Promise<Contract | undefined> {
  if (contract !== undefined) return (await loadContractModule(contract, undefined)).contract;
  if (service !== undefined) return service.contract;
  if (findFile("contract") === undefined) return undefined;
  return (await loadContractModule(undefined, undefined)).contract;
}

async function printed(map: PlacementMap, operation: string | undefined): Promise<string> {
  if (operation === undefined) return (await import("../place/map/print-map.ts")).printMap(map);
  const { printOperation } = await import("../place/map/print-operation.ts");
  return pick(map, operation).operations.map(printOperation).join("\n");
}

function pick(map: PlacementMap, operation: string | undefined): PlacementMap {
  if (operation === undefined) return map;
  const operations = map.operations.filter(({ id }) => id === operation);
  if (operations.length === 0) throw unknown(map, operation);
  return {
    ...map,
    operations,
    calls: map.calls.filter((each) => each.operation?.id === operation),
  };
}

function unknown({ operations }: PlacementMap, asked: string): Failure {
  const ids = operations.map(({ id }) => id);
  const near = nearestName(asked, ids);
  const hint = near === undefined ? "See: servery routes" : `Did you mean "${near}"?`;
  return new Failure(`There is no operation "${asked}". ${hint}`, { exitCode: 2 });
}

/** What is certain goes before what is not. */
function toFailure({ calls, undecided }: PlacementMap): Failure | undefined {
  const { length } = calls.filter(({ verdict }) => verdict === "error");
  if (length > 0)
    return new Failure(
      `${length === 1 ? "There is 1 call that" : `There are ${length} calls that`} must not be in a browser.`,
    );
  if (undecided.length === 0) return undefined;
  const subjects = undecided.map(({ subject }) => subject).join(", ");
  return new Failure(`It could not be decided for all: ${subjects}.`, { exitCode: 2 });
}
