import type { Contract } from "../../contract/contract.ts";
import type { OperationTree } from "../../contract/operation-tree.ts";
import type { Tables } from "../../server/data/table.ts";
import type { NoTables } from "../../server/handling/handler.ts";
import type { Runtime } from "../../server/runtime.ts";
import { createServiceOn, type Service } from "../../server/service.ts";
import type { ServiceOptions } from "../../server/service-options.ts";
import { toFetch } from "../fetch/to-fetch.ts";
import { readMigrations } from "./migration-files.ts";
import { nodePlatform } from "./platform.ts";
import { readSettings } from "./settings.ts";

const nodeRuntime: Runtime = {
  platform: nodePlatform,
  defaults: readSettings,
  environment: () => process.env,
  readMigrations,
  toFetch,
};

/**
 * Makes a service: a contract, the tables it keeps, and a handler for each operation. Nothing is opened
 * before `ready()`, or the first request.
 *
 * ```ts
 * export default createService(store, {
 *   tables: { products },
 *   handlers: {
 *     products: {
 *       get: async ({ input, db, fail }) => {
 *         const product = await db.selectFrom("products").selectAll().where("id", "=", input.id).executeTakeFirst();
 *         if (!product) throw fail("not_found");
 *         return product;
 *       },
 *     },
 *   },
 * });
 * ```
 *
 * @throws ServeryError `invalid_handlers` for a missing or superfluous handler, `identity_missing`
 *   for an operation that is not public in a contract without accounts, `invalid_limits`, `invalid_cors`,
 *   `invalid_identity`, `no_mailer` and `invalid_mail_from` for settings of `identity` that cannot be used.
 */
export function createService<Tree extends OperationTree, T extends Tables = NoTables>(
  contract: Contract<Tree>,
  options: ServiceOptions<Tree, T>,
): Service<Tree, T> {
  return createServiceOn(nodeRuntime, contract, options);
}
