import { accessRules, describeAccess } from "../access.ts";
import type { Contract } from "../contract.ts";
import type { NamedOperation } from "../operation-tree.ts";
import { parseLimit } from "../limit.ts";
import { toJsonSchema } from "../schema.ts";
import type { Components } from "../place-schema.ts";
import { problemDetailsSchema } from "./problem-schemas.ts";
import { toParameters, toRequestBody } from "./request.ts";
import { toResponses } from "./responses.ts";
import { toSecurity, toSecuritySchemes } from "./security.ts";

/** An OpenAPI document as JSON. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

/**
 * Describes a contract as an OpenAPI 3.1.1 document: its routes, parameters, bodies, problems,
 * examples, and in `x-servery` what OpenAPI has no words for (kind, access, limit, spam guard, cache hint).
 */
export function toOpenApi(contract: Contract): OpenApiDocument {
  const schemas: Components = { Problem: problemDetailsSchema };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const named of contract.list) {
    const path = contract.basePath + named.operation.path.replaceAll(/:(\w+)/g, "{$1}");
    (paths[path] ??= {})[named.operation.method.toLowerCase()] = toOperation(
      named,
      contract,
      schemas,
    );
  }
  const securitySchemes = toSecuritySchemes(contract);
  return {
    openapi: "3.1.1",
    info: {
      title: contract.title,
      version: contract.version,
      ...(contract.description === undefined ? {} : { description: contract.description }),
    },
    tags: tagsOf(contract).map((name) => ({ name })),
    paths,
    components: { schemas, ...(securitySchemes === undefined ? {} : { securitySchemes }) },
  };
}

function tagsOf(contract: Contract): string[] {
  return [...new Set(contract.list.map(({ id }) => tagOf(id, contract)))];
}

function tagOf(id: string, contract: Contract): string {
  const dot = id.lastIndexOf(".");
  return dot === -1 ? contract.name : id.slice(0, dot);
}

function toOperation(named: NamedOperation, contract: Contract, schemas: Components): unknown {
  const { id, operation } = named;
  const input = toJsonSchema(operation.input, "input");
  const requestBody = toRequestBody(named, input, schemas);
  return {
    operationId: id,
    tags: [tagOf(id, contract)],
    summary: operation.summary ?? id,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    ...(operation.deprecated ? { deprecated: true } : {}),
    parameters: toParameters(named, input, schemas),
    ...(requestBody === undefined ? {} : { requestBody }),
    security: toSecurity(contract, operation),
    responses: toResponses(named, contract, schemas),
    "x-servery": {
      kind: operation.kind,
      access: accessRules(operation.access).map((rule) => describeAccess(rule)),
      ...(operation.limit === undefined ? {} : { limit: parseLimit(operation.limit) }),
      ...(operation.spam === undefined ? {} : { spam: operation.spam }),
      ...(operation.cache === undefined ? {} : { cache: operation.cache }),
    },
  };
}
