import { Command } from "commander";
import { type Contract, type Role, role } from "servery";
import type { Service } from "servery/server";

import { loadEnvironment } from "../app/environment.ts";
import { loadService } from "../app/load-module.ts";
import { toSettingsBeside } from "../app/settings-beside.ts";
import { Failure } from "../output/failure.ts";
import { note, print } from "../output/style.ts";
import { toExamples } from "./examples.ts";
import { databaseOption, environmentOption, migrationsOption, serviceOption } from "./options.ts";

interface AdminOptions {
  readonly service?: string;
  readonly role?: string;
  readonly database?: string;
  readonly migrations: string;
  readonly env?: string;
}

/** `servery admin`: the first administrator, or another one, from where the database is. */
export function createAdminCommand(): Command {
  return new Command("admin")
    .description(
      "Make somebody an administrator: by a one-time link, or at once who has an account",
    )
    .argument("<email>", "the address of who will administer")
    .option("-r, --role <name>", "another role than that of administrators")
    .addOption(serviceOption)
    .addOption(databaseOption)
    .addOption(migrationsOption)
    .addOption(environmentOption)
    .addHelpText(
      "after",
      toExamples(
        ["servery admin ann@example.com", "print a link by which Ann makes her account"],
        ["servery admin ben@example.com --role clerk", "the same with another role"],
      ) + "\nThe service may run meanwhile. Who can read the database needs no password for this.",
    )
    .action(makeAdministrator);
}

async function makeAdministrator(email: string, options: AdminOptions): Promise<void> {
  if (!/^[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>()]+$/.test(email))
    throw new Failure(`"${email}" is no e-mail address.`, { exitCode: 2 });
  loadEnvironment(options.env);
  const loaded = await loadService(options.service);
  const given = chooseRole(loaded.contract, options.role);
  const service = loaded.with(await toSettingsBeside(loaded, options));
  try {
    await invite(service, email, given);
  } finally {
    await service.close();
  }
}

async function invite({ accounts }: Service, email: string, given: Role): Promise<void> {
  const account = await accounts.find(email);
  if (account !== undefined) {
    await accounts.grant(account.id, given);
    return note(`${email} has an account, which holds the role "${given.name}" from now on.`);
  }
  const { link, expiresAt } = await accounts.invite({ email, roles: [given] });
  note(
    `Whoever opens this link once, until ${new Date(expiresAt).toISOString()}, gets an account for ${email} with the role "${given.name}":`,
  );
  print(link);
}

function chooseRole({ name, list }: Contract, wanted: string | undefined): Role {
  const rules = list.flatMap(({ operation }) => operation.access).flat();
  const roles = rules.filter((rule) => typeof rule === "object" && rule.kind === "role");
  const known = [...new Set(roles.map((each) => each.name))];
  const users = list.find(({ operation }) => isUsersList(operation.builtIn));
  const own = [users?.operation.access ?? []].flat().find((rule) => typeof rule === "object");
  const chosen = wanted ?? own?.name;
  if (chosen === undefined)
    throw new Failure(
      `The contract "${name}" names no role of administrators. Declare it: identity({ administrators: role("admin") }), or name a role: --role`,
    );
  if (!known.includes(chosen))
    throw new Failure(
      `No operation of the contract "${name}" asks for a role "${chosen}". Known are: ${known.join(", ") || "none"}.`,
      { exitCode: 2 },
    );
  return role(chosen);
}

function isUsersList(builtIn: Contract["list"][number]["operation"]["builtIn"]): boolean {
  return builtIn?.kind === "identity" && builtIn.name === "users.list";
}
