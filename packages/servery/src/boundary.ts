export {
  boundaryFile,
  noBoundarySettings,
  parseBoundarySettings,
} from "./lib/boundary/boundary-settings.ts";
export type { BoundarySettings, Suppression } from "./lib/boundary/boundary-settings.ts";
export { createDecompress } from "./lib/boundary/bundle/asset-tools.ts";
export type { AssetTools, Decompressors } from "./lib/boundary/bundle/asset-tools.ts";
export { createAssetScan } from "./lib/boundary/bundle/scan-asset.ts";
export type { Asset, AssetVerdict } from "./lib/boundary/bundle/scan-asset.ts";
export { toSecretFinding } from "./lib/boundary/bundle/sighting.ts";
export { unescapeReferences } from "./lib/boundary/bundle/unescape.ts";
export { comparePlaces } from "./lib/boundary/finding.ts";
export type { Finding, Place, Severity, Step, Undecided } from "./lib/boundary/finding.ts";
export { toAbsentVariable } from "./lib/boundary/graph/absent-variable.ts";
export { toContractSourceFinding } from "./lib/boundary/graph/contract-source.ts";
export { isContractWord } from "./lib/boundary/graph/contract-words.ts";
export { findDeadCode } from "./lib/boundary/graph/dead-code.ts";
export { decodeAddress } from "./lib/boundary/graph/decode-address.ts";
export { findChains } from "./lib/boundary/graph/find-chains.ts";
export type { ImportChain } from "./lib/boundary/graph/find-chains.ts";
export type {
  EnvironmentRead,
  GraphModule,
  ImportKind,
  ModuleImport,
} from "./lib/boundary/graph/module-graph.ts";
export { findPageReferences } from "./lib/boundary/graph/page-references.ts";
export { readPageTags } from "./lib/boundary/graph/page-tags.ts";
export type { PageTag } from "./lib/boundary/graph/page-tags.ts";
export { isPublicName, publicPrefixes } from "./lib/boundary/graph/public-names.ts";
export { isSecretName } from "./lib/boundary/graph/secret-names.ts";
export { toServerFinding } from "./lib/boundary/graph/server-finding.ts";
export { findStyleReferences } from "./lib/boundary/graph/style-references.ts";
export { findServerReason } from "./lib/boundary/graph/server-module.ts";
export type { ServerReason } from "./lib/boundary/graph/server-module.ts";
export { toCanary } from "./lib/boundary/secrets/canary.ts";
export type { CanarySource } from "./lib/boundary/secrets/canary.ts";
export { createSecretSearch } from "./lib/boundary/secrets/secret-search.ts";
export type { SecretSearch } from "./lib/boundary/secrets/secret-search.ts";
export { withoutPartHits, withoutParts, withParts } from "./lib/boundary/secrets/secret-parts.ts";
export { createNeedleSearch } from "./lib/boundary/secrets/needle-search.ts";
export type { NeedleHit, NeedleScan, NeedleSearch } from "./lib/boundary/secrets/needle-search.ts";
export { readSecrets } from "./lib/boundary/secrets/read-secrets.ts";
export type { Environment, SecretValues } from "./lib/boundary/secrets/read-secrets.ts";
export { toNeedles } from "./lib/boundary/secrets/needles.ts";
export type { KnownSecret, Needle, SecretEncoding } from "./lib/boundary/secrets/needles.ts";
export { suppress, toFingerprint } from "./lib/boundary/suppress.ts";
export { findProviderAt, findProviderOf } from "./lib/boundary/placement/find-provider.ts";
export type { Fact, Observed } from "./lib/boundary/placement/facts.ts";
export { judge } from "./lib/boundary/placement/judge.ts";
export type { Judgement, PlacementReason } from "./lib/boundary/placement/judge.ts";
export {
  isBusinessField,
  isKeyHeader,
  isKeyOption,
  isKeyParameter,
  isSensitiveField,
  keyKindByName,
  keyKindOf,
} from "./lib/boundary/placement/names.ts";
export type { KeyKind } from "./lib/boundary/placement/names.ts";
export type { Provider, ProviderKind } from "./lib/boundary/placement/providers/provider.ts";
export { printFactTable, printRuleTable } from "./lib/boundary/placement/rule-table.ts";
export { placementRules, verdicts } from "./lib/boundary/placement/rules.ts";
export type { PlacementRule, Verdict } from "./lib/boundary/placement/rules.ts";
