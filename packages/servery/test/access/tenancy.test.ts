import { createService, type Service, silentLog } from "servery/server";
import { defineMatrix, runMatrix } from "servery/testing";
import { describe, expect, test } from "vitest";

import { bindClub, password } from "../identity/fixture.ts";
import { type Holes, workshop, type WorkshopDb, workshopOptions } from "./tenancy.fixture.ts";

interface Project {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
}

/** Ada is in the first organisation, Cleo in the second, Ben in both, Dan in none. */
async function openWorkshop() {
  const { service, browser } = bindClub(workshop, workshopOptions());
  const enter = async (name: string) => {
    const email = `${name}@example.com`;
    const { id } = await service.accounts.create({ email, password });
    const page = browser();
    await page.signIn(email);
    const list = async () => {
      const { items } = (await page.get("/projects")).json as { items: Project[] };
      return items.map((project) => project.name);
    };
    return { ...page, id, list };
  };
  const [ada, ben, cleo, dan] = [
    await enter("ada"),
    await enter("ben"),
    await enter("cleo"),
    await enter("dan"),
  ];
  const found = async (who: typeof ada, name: string) => {
    const organization = (await who.post("/organizations", { name })).json.id as string;
    await who.post(`/organizations/${organization}/members`, { userId: ben.id });
    const input = { organizationId: organization, name: `${name}'s project` };
    const { json } = await who.post("/projects", input);
    return { id: organization, project: json as Project };
  };
  const one = await found(ada, "one");
  const two = await found(cleo, "two");
  return { service, ada, ben, cleo, dan, one, two };
}

const answer = ({ status, json }: { status: number; json: { code?: string } | undefined }) =>
  [status, json?.code].join(" ").trim();
const projectsOf = (service: Service<typeof workshop.operations>) =>
  service.read((db: WorkshopDb) => db.selectFrom("projects").selectAll().orderBy("name").execute());

describe("organisations that share a service", () => {
  test("see their own projects; who is in both sees both, and who is in none sees nothing", async () => {
    const { ada, ben, cleo, dan, one, two } = await openWorkshop();
    expect(await ada.list()).toEqual(["one's project"]);
    expect(await ben.list()).toEqual(["one's project", "two's project"]);
    expect(await cleo.list()).toEqual(["two's project"]);
    expect(await dan.list()).toEqual([]);
    const look = async (who: typeof ada) => [
      answer(await who.get(`/projects/${one.project.id}`)),
      answer(await who.get(`/projects/${two.project.id}`)),
    ];
    expect(await look(ada)).toEqual(["200", "404 not_found"]);
    expect(await look(ben)).toEqual(["200", "200"]);
    expect(await look(cleo)).toEqual(["404 not_found", "200"]);
    expect(await look(dan)).toEqual(["404 not_found", "404 not_found"]);
  });

  test("cannot change, remove, fill, give away or take one another's projects", async () => {
    const { service, ada, dan, one, two } = await openWorkshop();
    const before = await projectsOf(service);
    const foreign = `/projects/${two.project.id}`;
    for (const who of [ada, dan]) {
      expect(answer(await who.send("PATCH", foreign, { name: "mine" }))).toBe("404 not_found");
      expect(answer(await who.send("DELETE", foreign))).toBe("404 not_found");
      const taken = { id: two.project.id, organizationId: one.id, name: "taken" };
      expect((await who.post("/projects", taken)).status).toBeGreaterThanOrEqual(400);
    }
    const own = `/projects/${one.project.id}`;
    const into = async (organizationId: string) => [
      answer(await ada.post("/projects", { organizationId, name: "slipped in" })),
      answer(await ada.send("PATCH", own, { organizationId })),
    ];
    const refused = await into(two.id);
    expect(refused).toEqual(["403 forbidden", "403 forbidden"]);
    // Nor does an answer tell that there is such an organisation.
    expect(await into("no-such-organisation")).toEqual(refused);
    expect(await projectsOf(service)).toEqual(before);
  });

  test("let nobody in who is not let in by a member, nor themselves", async () => {
    const { ada, cleo, dan, two } = await openWorkshop();
    const members = `/organizations/${two.id}/members`;
    for (const who of [ada, dan]) {
      expect(answer(await who.post(members, { userId: who.id }))).toBe("404 not_found");
      expect(answer(await who.send("DELETE", `${members}/${cleo.id}`))).toBe("404 not_found");
    }
    expect(await dan.list()).toEqual([]);
    expect(await cleo.list()).toEqual(["two's project"]);
  });

  test("are out of sight of a member from the moment in which they are removed", async () => {
    const { ada, ben, one, two } = await openWorkshop();
    expect(await ben.list()).toEqual(["one's project", "two's project"]);
    const members = `/organizations/${one.id}/members`;
    expect((await ada.send("DELETE", `${members}/${ben.id}`)).status).toBe(204);
    expect(await ben.list()).toEqual(["two's project"]);
    expect(answer(await ben.get(`/projects/${one.project.id}`))).toBe("404 not_found");
    const rename = { name: "still mine" };
    const update = await ben.send("PATCH", `/projects/${one.project.id}`, rename);
    expect(answer(update)).toBe("404 not_found");
    expect(answer(await ben.post(members, { userId: ben.id }))).toBe("404 not_found");
    const move = { organizationId: one.id };
    expect(answer(await ben.send("PATCH", `/projects/${two.project.id}`, move))).toBe(
      "403 forbidden",
    );
    // And back.
    expect((await ada.post(members, { userId: ben.id })).status).toBe(204);
    expect(await ben.list()).toEqual(["one's project", "two's project"]);
  });
});

/** The matrix of the workshop: all callers are colleagues in tenant one, but for the one of tenant two. */
function declareWorkshop(holes: Holes = {}) {
  const service = createService(workshop, {
    ...workshopOptions(holes),
    database: ":temporary:",
    log: silentLog,
  });
  let newcomer = "";
  const shared = ({ tenant }: { tenant: string }) => (tenant === "one" ? "ok" : "not_found");
  const shows = ({ tenant }: { tenant: string }) => (tenant === "one" ? "all" : "own");
  const make = async (actor: { tenant: string; call(id: string, input: unknown): unknown }) => {
    const input = { organizationId: actor.tenant, name: "new" };
    return ((await actor.call("projects.create", input)) as Project).id;
  };
  const membership = ({ tenant }: { tenant: string }) => ({
    organizationId: tenant,
    userId: newcomer,
  });
  return defineMatrix<{ project: string }>({
    service,
    tenants: true,
    async setUp(stage) {
      const email = "newcomer@example.com";
      newcomer = (await stage.accounts.create({ email, password })).id;
      await stage.write(async (db: WorkshopDb) => {
        for (const id of ["one", "two"])
          await db.insertInto("organizations").values({ id, name: id }).execute();
      });
    },
    async prepare(actor, stage) {
      const row = { organizationId: actor.tenant, userId: actor.userId };
      await stage.write(async (db: WorkshopDb) => {
        await db.insertInto("memberships").values(row).execute();
      });
      return { project: await make(actor) };
    },
    marks: ({ rows }) => [rows.project],
    samples: {
      "organizations.create": { own: () => ({ name: "three" }), foreign: "none" },
      "organizations.addMember": {
        own: membership,
        foreign: (_actor, other) => membership(other),
        foreignExpect: shared,
      },
      "organizations.removeMember": {
        own: membership,
        foreign: (_actor, other) => membership(other),
        foreignExpect: shared,
      },
      "projects.list": { own: () => undefined, foreign: "none", shows },
      "projects.get": {
        own: ({ rows }) => ({ id: rows.project }),
        foreign: (_actor, other) => ({ id: other.rows.project }),
        foreignExpect: shared,
      },
      "projects.create": {
        own: ({ tenant }) => ({ organizationId: tenant, name: "new" }),
        foreign: (_actor, { tenant }) => ({ organizationId: tenant, name: "new" }),
        foreignExpect: ({ tenant }) => (tenant === "one" ? "ok" : "forbidden"),
      },
      "projects.update": {
        own: ({ rows }) => ({ id: rows.project, name: "renamed" }),
        foreign: (_actor, other) => ({ id: other.rows.project, name: "renamed" }),
        foreignExpect: shared,
      },
      "projects.remove": {
        own: async (actor) => ({ id: await make(actor) }),
        foreign: async (_actor, other) => ({ id: await make(other) }),
        foreignExpect: shared,
      },
    },
  });
}

describe("the auth matrix over tenants", () => {
  test("finds every cell of the workshop as declared", async () => {
    const { failures, actors, rows } = await runMatrix(declareWorkshop());
    expect(failures).toEqual([]);
    expect(actors).toContain("other tenant");
    const cells = (operation: string, actor: string) =>
      rows
        .filter((row) => row.operation === operation && row.actor === actor)
        .map(({ rows: whose, outcome }) => `${whose} ${outcome}`);
    for (const operation of ["get", "update", "remove"]) {
      expect(cells(`projects.${operation}`, "user")).toEqual(["own ok", "foreign ok"]);
      expect(cells(`projects.${operation}`, "other tenant")).toEqual([
        "own ok",
        "foreign not_found",
      ]);
    }
    expect(cells("projects.create", "other tenant")).toEqual(["own ok", "foreign forbidden"]);
  });

  test("finds the holes between tenants that were planted, and nothing else", async () => {
    const { failures } = await runMatrix(
      declareWorkshop({ get: true, list: true, addMember: true }),
    );
    const through = "was let through (20";
    expect(failures).toEqual([
      expect.stringContaining(
        `organizations.addMember (for user), called by other tenant on somebody else's rows: ${through}`,
      ),
      expect.stringMatching(
        /^projects\.list \(for user\), called by other tenant on their own rows: the answer shows "[\w-]+", which is somebody else's\.$/,
      ),
      expect.stringContaining(
        `projects.get (for user), called by other tenant on somebody else's rows: ${through}`,
      ),
    ]);
  });
});
