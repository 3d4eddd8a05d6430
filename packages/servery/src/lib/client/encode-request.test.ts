import { expect, test } from "vitest";

import { isProblemError } from "../protocol/problem-error.ts";
import { encodeRequest, type Route } from "./encode-request.ts";

const get: Route = { method: "GET", path: "/api/albums/:id/tracks" };
const list: Route = { method: "GET", path: "/albums" };
const post: Route = { method: "POST", path: "/orders" };
const put: Route = { method: "PUT", path: "/albums/:id" };

test.each([
  { route: get, input: { id: "7" }, target: "/api/albums/7/tracks" },
  { route: get, input: { id: 7, live: true }, target: "/api/albums/7/tracks?live=true" },
  {
    route: get,
    input: { id: "a/b c?ü#%2e" },
    target: "/api/albums/a%2Fb%20c%3F%C3%BC%23%252e/tracks",
  },
  { route: get, input: { id: "$&" }, target: "/api/albums/%24%26/tracks" },
  { route: get, input: { id: "..." }, target: "/api/albums/.../tracks" },
  { route: list, input: undefined, target: "/albums" },
  {
    route: list,
    input: { genre: ["a", "b"], price: { max: 3 } },
    target: "/albums?genre=a&genre=b&price.max=3",
  },
  {
    route: list,
    input: { after: new Date(0) },
    target: "/albums?after=1970-01-01T00%3A00%3A00.000Z",
  },
  {
    route: { method: "DELETE", path: "/albums/:id" } as const,
    input: { id: "1", force: true },
    target: "/albums/1?force=true",
  },
])("$route.method $route.path writes $input as $target", ({ route, input, target }) => {
  expect(encodeRequest(route, input)).toEqual({ target, body: undefined });
});

test.each([
  { route: post, input: undefined, target: "/orders", body: undefined },
  {
    route: post,
    input: { at: new Date(0), n: undefined },
    target: "/orders",
    body: '{"at":"1970-01-01T00:00:00.000Z"}',
  },
  { route: post, input: [1, 2], target: "/orders", body: "[1,2]" },
  { route: put, input: { id: "1", title: "x" }, target: "/albums/1", body: '{"title":"x"}' },
])(
  "$route.method $route.path carries $input as the body $body",
  ({ route, input, target, body }) => {
    expect(encodeRequest(route, input)).toEqual({ target, body });
  },
);

const circular: Record<string, unknown> = {};
circular["self"] = circular;

test.each([
  { why: "nothing for the path", route: get, input: {}, pointer: "/id" },
  { why: "no input for the path", route: get, input: undefined, pointer: "/id" },
  { why: "an empty segment", route: get, input: { id: "" }, pointer: "/id" },
  { why: "a dot", route: put, input: { id: "." }, pointer: "/id" },
  { why: "two dots", route: put, input: { id: ".." }, pointer: "/id" },
  { why: "an object in the path", route: get, input: { id: {} }, pointer: "/id" },
  { why: "null in the path", route: get, input: { id: null }, pointer: "/id" },
  { why: "a lone surrogate", route: get, input: { id: "\uD800" }, pointer: "/id" },
  { why: "no number", route: list, input: { page: Number.NaN }, pointer: "" },
  { why: "a big integer", route: post, input: { n: 1n }, pointer: "" },
  { why: "a circle", route: post, input: circular, pointer: "" },
])("refuses $why as invalid_input, with its place", ({ route, input, pointer }) => {
  let thrown: unknown;
  try {
    encodeRequest(route, input);
  } catch (error) {
    thrown = error;
  }
  if (!isProblemError(thrown)) throw new Error("no problem was thrown", { cause: thrown });
  expect(thrown.problem).toMatchObject({ code: "invalid_input", status: 422 });
  expect(thrown.problem.errors?.[0]?.pointer).toBe(pointer);
});
