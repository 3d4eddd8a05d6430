import type { JsonSchema } from "../json-schema.ts";
import { nothing } from "../nothing.ts";
import { mutation, query } from "../operation.ts";
import { problem } from "../problem.ts";
import { sensitive } from "../sensitive.ts";
import { notFound } from "./problems.ts";
import { label, listOf, nullable, object, text, time, toObject } from "./schemas.ts";

/** An API key, without its secret. */
export interface ApiKeySummary {
  readonly id: string;
  readonly name: string;
  /** What the key begins with, to tell it from others. */
  readonly prefix: string;
  readonly scopes: string[];
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

const apiKey: Record<string, JsonSchema> = {
  id: text,
  name: text,
  prefix: text,
  scopes: listOf(text),
  createdAt: time,
  expiresAt: nullable(time),
  lastUsedAt: nullable(time),
};

/** Keys with scopes, with which third parties act for a user. */
export function apiKeyOperations(path: `/${string}`, scopes: readonly string[]) {
  return {
    apiKeys: {
      create: sensitive(
        mutation({
          path: `${path}/api-keys`,
          access: "fresh",
          status: 201,
          summary: "Make an API key. Its secret is shown this once",
          input: object<{ name: string; scopes: string[]; expiresInDays?: number }>({
            name: label,
            scopes: {
              type: "array",
              items: { type: "string", enum: [...scopes] },
              minItems: 1,
              uniqueItems: true,
            },
            "expiresInDays?": { type: "integer", minimum: 1, maximum: 3650 },
          }),
          output: object<ApiKeySummary & { readonly key: string }>({ ...apiKey, key: text }),
          problems: { too_many_keys: problem(409, "Revoke another key first") },
        }),
        "key",
      ),
      list: query({
        path: `${path}/api-keys`,
        summary: "One's API keys",
        output: object<{ readonly items: ApiKeySummary[] }>({ items: listOf(toObject(apiKey)) }),
      }),
      revoke: mutation({
        path: `${path}/api-keys/:id`,
        method: "DELETE",
        summary: "End an API key at once",
        input: object<{ id: string }>({ id: label }),
        output: nothing,
        problems: { not_found: notFound },
      }),
    },
  };
}
