import type { AnyData } from "../data/any-data.ts";
import type { IdentityCore } from "./core.ts";
import type { IdentityFeature } from "./feature.ts";
import { isHeld } from "./grants.ts";
import { inviteFirstAdministrator } from "./invitations.ts";

/**
 * Where nobody administers, each start writes one link to the log, by which somebody can: there is no
 * default password. It holds for a day and once, and the next start's replaces it.
 */
export function createFirstAdministrator(core: IdentityCore): IdentityFeature {
  const { administrators } = core;
  return administrators === undefined ? {} : { open: (data) => invite(core, data, administrators) };
}

async function invite(core: IdentityCore, data: AnyData, role: string): Promise<void> {
  const { platform, log, mail } = core;
  if (isHeld(data.system, role)) return;
  const token = await data.write({
    operation: "identity.first_administrator",
    run: async (_db, ledger) => inviteFirstAdministrator(core, ledger, role, platform.now()),
  });
  const link = mail.link("invitation", token);
  // The one secret that is meant for the log: whoever reads it runs the service.
  log.warn({ role }, `Nobody administers this service yet. Who opens this link will: ${link}`);
}
