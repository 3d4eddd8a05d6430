import { describeAccess } from "../../contract/access.ts";
import type { NamedOperation } from "../../contract/operation-tree.ts";
import type { Service } from "../../server/service.ts";
import { type ActorKind, toActorKinds } from "./actor-kinds.ts";
import { type Cast, cast, castAgain, isAsCast, learnFreshMs, type Prepare } from "./actors.ts";
import { type MatrixRow, runCells } from "./cells.ts";
import { toIdentitySamples } from "./identity-samples.ts";
import type { MatrixActor, SampleOrReason } from "./sample.ts";
import { openStage, type Stage } from "./stage.ts";

/** What the matrix needs to know of a service. */
export interface MatrixOptions<Rows = unknown> {
  /** Called in a copy on a database of its own; it sends no mail. */
  readonly service: Service;
  /** Once, before anybody is there: a seed. */
  setUp?(service: Service): Promise<void>;
  /** Makes the rows of an actor, with `actor.call` or the service's `write`. What it returns is `actor.rows`. */
  prepare?(actor: MatrixActor<undefined>, service: Service): Promise<Rows>;
  /**
   * Texts that stand in an actor's rows and nowhere else, such as an order's id. In an answer to somebody
   * else they are a hole. The address and the id of the account always are.
   */
  marks?(actor: MatrixActor<Rows>): readonly string[];
  /** Whether to try somebody of another tenant too: `prepare` then finds `tenant` `"two"`. Default `false`. */
  readonly tenants?: boolean;
  /** By the operations' ids; identity's own need none. An operation without one fails. */
  readonly samples: Readonly<Record<string, SampleOrReason<Rows>>>;
}

/** Options as `servery matrix` finds them. */
export interface Matrix<Rows = unknown> extends MatrixOptions<Rows> {
  readonly kind: "matrix";
}

/** What came of everything. */
export interface MatrixReport {
  readonly actors: readonly string[];
  readonly rows: readonly MatrixRow[];
  /** A sentence for each thing that is not as it should be. */
  readonly failures: readonly string[];
  readonly passed: boolean;
}

/** Declares a matrix, so that `servery matrix` finds it as the default export of `matrix.ts`. */
export function defineMatrix<Rows = undefined>(options: MatrixOptions<Rows>): Matrix<Rows> {
  return { ...options, kind: "matrix" };
}

/**
 * Calls every operation with every kind of credential, on the caller's own rows and on somebody else's, and
 * compares what came of it with the contract's `access` and with what the samples declare.
 * @throws ServeryError `no_identity`, `matrix_not_set_up`.
 */
export async function runMatrix<Rows>(options: MatrixOptions<Rows>): Promise<MatrixReport> {
  // What is made by `prepare` is what the samples get.
  const given = options as unknown as MatrixOptions;
  const stage = await openStage(given.service);
  try {
    return await runOn(stage, given);
  } finally {
    await stage.service.close();
  }
}

async function runOn(stage: Stage, options: MatrixOptions): Promise<MatrixReport> {
  const { contract } = stage.service;
  await options.setUp?.(stage.service);
  stage.freshMs = await learnFreshMs(stage);
  const company = await createCompany(stage, options);
  const samples = { ...toIdentitySamples(contract), ...options.samples };
  const rows: MatrixRow[] = [];
  for (const named of contract.list) {
    const given = samples[named.id];
    for (const kind of company.kinds) {
      const play = () => company.play(kind);
      const { marks } = options;
      rows.push(...(await runCells({ stage, named, given, play, other: company.other, marks })));
    }
  }
  const failures = [
    ...findMistakes(contract.list, samples),
    ...rows.flatMap(({ why }) => why ?? []),
  ];
  return {
    actors: company.kinds.map(({ name }) => name),
    rows,
    failures,
    passed: failures.length === 0,
  };
}

/** Everybody who calls; whoever is no longer who they were is replaced. */
async function createCompany(stage: Stage, { prepare, tenants = false }: MatrixOptions) {
  const kinds = toActorKinds(stage.service.contract, { tenants });
  const casts = new Map<ActorKind, Cast>();
  const prepareRows: Prepare = async (actor) => prepare?.(actor, stage.service);
  const play = async (kind: ActorKind): Promise<Cast> => {
    const known = casts.get(kind);
    if (known !== undefined && (await isAsCast(stage, known))) return known;
    const again = known && (await castAgain(stage, known));
    const made = again ?? (await cast(stage, kind, prepareRows));
    casts.set(kind, made);
    return made;
  };
  const somebody: ActorKind = {
    ...kinds.find(({ name }) => name === "user")!,
    name: "somebody else",
  };
  return { kinds, play, other: async () => (await play(somebody)).actor };
}

function findMistakes(
  list: readonly NamedOperation[],
  samples: Readonly<Record<string, SampleOrReason>>,
): string[] {
  const ids = new Set(list.map(({ id }) => id));
  const undeclared = list.filter(({ id }) => !Object.hasOwn(samples, id));
  const unknown = Object.keys(samples).filter((id) => !ids.has(id));
  return [
    ...undeclared.map(
      ({ id, operation }) =>
        `${id} (for ${describeAccess(operation.access)}) is not declared: say in \`samples\` what reaches the caller's rows and what somebody else's, or "no rows".`,
    ),
    ...unknown.map((id) => `\`samples\` has "${id}", which is no operation of the contract.`),
  ];
}
