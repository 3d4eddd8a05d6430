import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { role } from "../access.ts";
import { contract } from "../contract.ts";
import { nothing } from "../nothing.ts";
import { action, mutation, query } from "../operation.ts";
import { problem } from "../problem.ts";
import { toOpenApi } from "./document.ts";

interface Node {
  name: string;
  children: Node[];
}
const Tree: z.ZodType<Node> = z.object({
  name: z.string(),
  get children() {
    return z.array(Tree);
  },
});
const Product = z.object({ id: z.string(), name: z.string() });

const shop = contract({
  name: "shop",
  title: "The shop",
  basePath: "/api",
  operations: {
    products: {
      list: query({
        path: "/products",
        access: "public",
        input: z.object({
          search: z.string().optional(),
          genre: z.array(z.int()).optional(),
          price: z.object({ min: z.int().optional() }).optional(),
        }),
        output: z.object({ items: z.array(Product) }),
        cache: { maxAgeSeconds: 60, shared: true },
      }),
      get: query({
        path: "/products/:id",
        access: "public",
        input: z.object({ id: z.string() }),
        output: Product,
        problems: { not_found: problem(404, "No such product") },
        examples: { input: { id: "124" }, output: { id: "124", name: "Nevermind" } },
      }),
      tree: query({ path: "/tree", access: "public", output: Tree }),
    },
    orders: {
      place: mutation({
        path: "/orders/:region",
        access: role("buyer"),
        limit: "10/minute",
        status: 201,
        input: z.object({
          region: z.string(),
          lines: z.array(z.object({ productId: z.string(), quantity: z.int().min(1) })),
        }),
        output: z.object({ id: z.string() }),
        problems: {
          out_of_stock: problem(409, "Not enough stock", z.object({ available: z.int() })),
          price_changed: problem(409, "The price has changed"),
        },
      }),
      remind: action({
        path: "/orders/:id/reminder",
        access: "public",
        input: z.object({ id: z.string() }),
        output: nothing,
      }),
    },
  },
});

interface Document {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, unknown> };
}
interface Described {
  parameters: { name: string; in: string; required: boolean; example?: unknown }[];
  requestBody?: { content: Record<string, { schema: { properties: object; required: string[] } }> };
  responses: Record<
    string,
    { content?: Record<string, { schema: { oneOf?: unknown[] }; example?: unknown }> }
  >;
  "x-servery": object;
}
const document = toOpenApi(shop) as unknown as Document;
const operationAt = (path: string, method: string) => document.paths[path]![method]!;

describe("the OpenAPI document", () => {
  it("is valid by an independent validator", async () => {
    const result = await new Validator().validate(
      JSON.parse(JSON.stringify(document)) as Record<string, unknown>,
    );
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it("describes path and query parameters, one level of objects as dotted names", () => {
    const { parameters } = operationAt("/api/products", "get");
    expect(parameters.map(({ name, in: place }) => `${place} ${name}`)).toEqual([
      "query search",
      "query genre",
      "query price.min",
    ]);
    expect(operationAt("/api/products/{id}", "get").parameters[0]).toMatchObject({
      name: "id",
      in: "path",
      required: true,
      example: "124",
    });
  });

  it("keeps path parameters out of the body and offers an idempotency key", () => {
    const place = operationAt("/api/orders/{region}", "post");
    const body = place.requestBody!.content["application/json"]!.schema;
    expect(Object.keys(body.properties)).toEqual(["lines"]);
    expect(body.required).toEqual(["lines"]);
    expect(place.parameters.map(({ name }) => name)).toEqual([
      "region",
      "Idempotency-Key",
      "servery-csrf",
    ]);
    expect(operationAt("/api/orders/{id}/reminder", "post").requestBody).toBeUndefined();
  });

  it("lists every declared problem under its status, those of one status as alternatives", () => {
    const { responses } = operationAt("/api/orders/{region}", "post");
    expect(Object.keys(responses)).toEqual(["201", "401", "403", "409", "422", "429", "default"]);
    expect(responses["409"]!.content!["application/problem+json"]!.schema.oneOf).toHaveLength(2);
    expect(
      operationAt("/api/products/{id}", "get").responses["200"]!.content!["application/json"]!
        .example,
    ).toEqual({ id: "124", name: "Nevermind" });
  });

  it("moves a recursive schema to the components, so that its references mean it", () => {
    const schema = operationAt("/api/tree", "get").responses["200"]!.content!["application/json"]!
      .schema;
    expect(schema).toEqual({ $ref: "#/components/schemas/products.tree.output" });
    expect(JSON.stringify(document.components.schemas["products.tree.output"])).toContain(
      "#/components/schemas/products.tree.output",
    );
  });

  it("says in x-servery who may call and how often", () => {
    expect(operationAt("/api/orders/{region}", "post")["x-servery"]).toEqual({
      kind: "mutation",
      access: ["role buyer"],
      limit: { quota: 10, windowSeconds: 60, burst: 10, per: "caller" },
    });
  });
});
