export { plan, role, scope } from "./lib/contract/access.ts";
export type { Access, AccessRule, Plan, Role, Scope } from "./lib/contract/access.ts";
export type { CacheHint } from "./lib/contract/cache-hint.ts";
export { contract, isContract } from "./lib/contract/contract.ts";
export type { Contract, ContractOptions } from "./lib/contract/contract.ts";
export type { NamedOperation, OperationTree } from "./lib/contract/operation-tree.ts";
export type { Limit, Rate } from "./lib/contract/limit.ts";
export { nothing } from "./lib/contract/nothing.ts";
export { action, mutation, query } from "./lib/contract/operation.ts";
export type {
  ArgumentsOf,
  CommandOptions,
  InputOf,
  Method,
  Operation,
  OperationKind,
  OutputOf,
  ProblemCodeOf,
  ProblemDataOf,
  QueryOptions,
} from "./lib/contract/operation.ts";
export { problem } from "./lib/contract/problem.ts";
export type { ProblemDefinition, ProblemDefinitions } from "./lib/contract/problem.ts";
export type { Schema, SchemaInput, SchemaOutput } from "./lib/contract/schema.ts";
export { sensitive } from "./lib/contract/sensitive.ts";
export { isServeryError, ServeryError } from "./lib/base/servery-error.ts";
export { resource } from "./lib/contract/resource.ts";
export type { ListInput, Page, Resource, ResourceOptions } from "./lib/contract/resource.ts";
export { toOpenApi } from "./lib/contract/openapi/document.ts";
export type { OpenApiDocument } from "./lib/contract/openapi/document.ts";
export { printRouteArtefact, toRouteArtefact } from "./lib/contract/route-artefact.ts";
export type { PrintOptions, RouteArtefact } from "./lib/contract/route-artefact.ts";
export { identity } from "./lib/contract/identity/identity.ts";
export type { Identity, IdentityOptions } from "./lib/contract/identity/identity.ts";
export type {
  AdministeredUser,
  AuditEntry,
  SecurityEvent,
} from "./lib/contract/identity/administration.ts";
export type { ApiKeySummary } from "./lib/contract/identity/api-keys.ts";
export type { PasskeySummary } from "./lib/contract/identity/passkeys.ts";
export type {
  Account,
  SessionState,
  SessionSummary,
  SignInResult,
  Tokens,
} from "./lib/contract/identity/shapes.ts";
export type { SocialLink } from "./lib/contract/identity/social.ts";
export type { SpamGuard } from "./lib/contract/spam-guard.ts";
