import { createPrivateKey, generateKeyPairSync, randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { crc32 } from "node:zlib";

import { type CanarySource, toCanary } from "./canary.ts";
import { isPrivateMember, withoutParts, withParts } from "./secret-parts.ts";

const source: CanarySource = {
  below: (limit) => randomInt(limit),
  keyLike: () => undefined,
  webKeyLike: () => undefined,
};
const draw = (value: string) => toCanary(value, source);

/** A text with each letter and digit told by its kind only. */
const shape = (text: string) =>
  text.replaceAll(/[a-z]/g, "a").replaceAll(/[A-Z]/g, "A").replaceAll(/[0-9]/g, "0");

describe("a canary", () => {
  test.each<[string, string, RegExp]>([
    [
      "a database's address",
      "postgres://app:s3cretPassw0rd@db.example:5432/shop?ssl=1",
      /^postgres:\/\/app:[a-z0-9A-Z]{14}@db\.example:5432\/shop\?ssl=1$/,
    ],
    [
      "an address with a key for a name",
      "https://2f4b6d8e0a1c3e5f7a9b@sentry.example/42",
      /^https:\/\/[0-9a-f]{20}@sentry\.example\/42$/,
    ],
    [
      "a hook",
      "https://hooks.example/services/T00/B00/aBcD1234eFgH5678",
      /^https:\/\/hooks\.example\/services\/T00\/B00\/\w{16}$/,
    ],
    [
      "a database of several hosts",
      "mongodb://app:s3cretPassw0rd@h1:27017,h2:27017/db?replicaSet=a",
      /^mongodb:\/\/app:\w{14}@h1:27017,h2:27017\/db\?replicaSet=a$/,
    ],
    [
      "an address whose password has escapes and an @",
      "postgres://app:s3cret%2FPass@w0rd@db.example/shop",
      /^postgres:\/\/app:\w{6}%2F\w{4}@\w{4}@db\.example\/shop$/,
    ],
    ["a provider's key", "sk_live_51HxYzAbCdEfGhIjKlMnOpQr", /^sk_live_\d{2}[A-Z][a-z]/],
    [
      "a key with a version in its prefix",
      "sk-ant-api03-AbCdEfGhIjKlMnOpQrStUv",
      /^sk-ant-api03-\w{22}$/,
    ],
    ["hexadecimal digits", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", /^[0-9a-f]{32}$/],
    [
      "a UUID",
      "9f0e2d3c-4b5a-4978-8796-a5b4c3d2e1f0",
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    ],
    ["words", "correct horse battery staple", /^[a-z]{7} [a-z]{5} [a-z]{7} [a-z]{6}$/],
    [
      "a token",
      "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZSJ9.aBcDeFgHiJkLmNoP-_12",
      /^eyJhbGciOiJIUzI1NiJ9\.eyJyb2xlIjoic2VydmljZSJ9\.[\w-]{20}$/,
    ],
  ])("of %s keeps its shape, and is another each time", (_, value, expected) => {
    const drawn = new Set(Array.from({ length: 50 }, () => draw(value)));
    expect(drawn.size).toBe(50);
    expect(drawn).not.toContain(value);
    for (const each of drawn) {
      expect(each).toMatch(expected);
      expect(each).toHaveLength(value.length);
    }
    if (!/^[0-9a-f-]+$/.test(value) && !value.includes("sentry"))
      expect(shape(draw(value))).toBe(shape(value));
  });

  test("of a token with a checksum has the right one", () => {
    const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const drawn = draw(`ghp_${"a1B2c3D4e5".repeat(3)}000000`);
    const [body, sum] = [drawn.slice(4, 34), drawn.slice(34)];
    const value = [...sum].reduce((total, digit) => total * 62 + base62.indexOf(digit), 0);
    expect(value).toBe(crc32(body));
  });

  test("of a document changes what is private in it", () => {
    const drawn = JSON.parse(
      draw(
        `{"type":"service_account","private_key_id":"abc","client_email":"a@b.c","private_key":"0123456789abcdef"}`,
      ),
    ) as Record<string, string>;
    expect(drawn).toMatchObject({
      type: "service_account",
      private_key_id: "abc",
      client_email: "a@b.c",
    });
    expect(drawn["private_key"]).toMatch(/^[0-9a-f]{16}$/);
    expect(drawn["private_key"]).not.toBe("0123456789abcdef");
  });

  test("of a document with others and lists in it changes what is private there", () => {
    const document = {
      web: {
        client_id: "shop-4711",
        client_secret: "s3cretPassw0rd",
        token_uri: "https://a.example/token",
      },
      keys: ["aBcDeFgHiJkL", { password: "correct-horse-12" }],
      hosts: [{ database: "mongodb://app:s3cretPassw0rd@h1:1,h2:2/db" }],
      size: 3,
    };
    const drawn = JSON.parse(draw(JSON.stringify(document))) as typeof document;
    expect(drawn).toEqual({
      web: { ...document.web, client_secret: expect.stringMatching(/^\w{14}$/) },
      keys: [
        expect.stringMatching(/^[a-zA-Z]{12}$/),
        { password: expect.stringMatching(/^[a-z]{7}-/) },
      ],
      hosts: [{ database: expect.stringMatching(/^mongodb:\/\/app:\w{14}@h1:1,h2:2\/db$/) }],
      size: 3,
    });
    const text = JSON.stringify(drawn);
    for (const { value } of withParts({ name: "KEY", value: JSON.stringify(document) }).slice(1))
      expect(text.includes(value)).toBe(false);
  });

  test("of a document with a key in an envelope is such a document", () => {
    const pem = `-----BEGIN PRIVATE KEY-----\n${"aB3".repeat(20)}\n-----END PRIVATE KEY-----\n`;
    const account = { type: "service_account", private_key_id: "abc", private_key: pem };
    const seen: string[] = [];
    const keyLike = (given: string) => void seen.push(given);
    const drawn = toCanary(JSON.stringify(account), { ...source, keyLike } as CanarySource);
    expect(seen).toEqual([pem]);
    const { private_key, ...others } = JSON.parse(drawn) as typeof account;
    expect(others).toEqual({ type: "service_account", private_key_id: "abc" });
    expect(private_key).toMatch(
      /^-----BEGIN PRIVATE KEY-----\n\w{60}\n-----END PRIVATE KEY-----\n$/,
    );
    expect(private_key).not.toBe(pem);
  });

  test.each(["\n", "\r\n", "\\n", "\\r\\n"])(
    "of an envelope keeps all but the key, with %j",
    (end) => {
      const lines = ["aB3/".repeat(16), "cD4+".repeat(16), "eF5g="];
      const head = [
        "-----BEGIN RSA PRIVATE KEY-----",
        "Proc-Type: 4,ENCRYPTED",
        "DEK-Info: AES-256-CBC,0A1B",
      ];
      const foot = "-----END RSA PRIVATE KEY-----";
      const drawn = draw([...head, "", ...lines, foot].join(end)).split(end);
      expect([...drawn.slice(0, 4), drawn.at(-1)]).toEqual([...head, "", foot]);
      expect(drawn.slice(4, -1).map(shape)).toEqual(lines.map(shape));
      for (const line of lines) expect(drawn).not.toContain(line);
    },
  );

  test("of a key in an envelope is another key of its kind, where one can be made", () => {
    const pem = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" });
    const other = generateKeyPairSync("ed25519").privateKey.export({
      format: "pem",
      type: "pkcs8",
    });
    const drawn = toCanary(String(pem), { ...source, keyLike: () => String(other) });
    expect(createPrivateKey(drawn).asymmetricKeyType).toBe("ed25519");
    expect(draw(String(pem)).split("\n")).toHaveLength(String(pem).split("\n").length);
    const literal = toCanary(String(pem).replaceAll("\n", "\\n"), {
      ...source,
      keyLike: (given) => (createPrivateKey(given), String(other)),
    });
    expect(literal).toBe(String(other).trim().replaceAll("\n", "\\n"));
  });
});

describe("a canary of what is in Base64", () => {
  const document = { type: "service_account", private_key: "first-of-the-keys" };

  test.each(["base64", "base64url"] as const)("is such a document in %s", (coding) => {
    const value = Buffer.from(JSON.stringify(document)).toString(coding);
    const drawn = draw(value);
    expect(drawn.length % 4).toBe(value.length % 4);
    const { type, private_key: key } = JSON.parse(
      String(Buffer.from(drawn, coding)),
    ) as typeof document;
    expect([type, shape(key)]).toEqual(["service_account", shape(document.private_key)]);
    expect(key).not.toBe(document.private_key);
  });

  test("has lines as long", () => {
    const lines = (text: string) => text.split("\n").map(({ length }) => length);
    const value = Buffer.from(JSON.stringify(document))
      .toString("base64")
      .replaceAll(/.{20}/g, "$&\n")
      .trim();
    expect(lines(draw(value))).toEqual(lines(value));
  });
});

test("a canary of a JSON Web Key is another key, or has other private members", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = { ...privateKey.export({ format: "jwk" }), kid: "the-key" };
  const other = { ...key, d: "other" };
  const asked: object[] = [];
  const make = (given: object) => (asked.push(given), other);
  expect(
    JSON.parse(toCanary(JSON.stringify({ keys: [key] }), { ...source, webKeyLike: make })),
  ).toEqual({ keys: [other] });
  expect(asked).toEqual([key]);
  const drawn = JSON.parse(draw(JSON.stringify(key))) as typeof key;
  expect({ ...drawn, d: "" }).toEqual({ ...key, d: "" });
  expect(drawn.d).not.toBe(key.d);
});

describe("the parts of a secret", () => {
  const partsOf = (value: string) =>
    withParts({ name: "KEY", value }).map(({ name, value: part }) => [name, part]);

  test.each<[string, string, [string, string][]]>([
    ["a plain one", "sk_live_51HxYzAbCdEfGhIjKlMn", []],
    [
      "an address",
      "postgres://app:s3cret%2FPassw0rd@db/shop",
      [
        ["KEY (password)", "s3cret%2FPassw0rd"],
        ["KEY (password)", "s3cret/Passw0rd"],
      ],
    ],
    ["an address with a short password", "postgres://app:short@db.example/shop", []],
    ["a token", "aaaa.bbbb.ccccccccccccccccc", [["KEY (signature)", "ccccccccccccccccc"]]],
    [
      "a document",
      `{"client_id":"0123456789abcdef","client_secret":"fedcba9876543210"}`,
      [["KEY (client_secret)", "fedcba9876543210"]],
    ],
    [
      "an address of several hosts",
      "mongodb://app:s3cret%2FPassw0rd@h1:27017,h2:27017/db",
      [
        ["KEY (password)", "s3cret%2FPassw0rd"],
        ["KEY (password)", "s3cret/Passw0rd"],
      ],
    ],
    ["an address without a password", "https://app.example:8080/long/path?a=someone@b.example", []],
    [
      "a document within another, and lists",
      `{"web":{"client_id":"0123456789abcdef","client_secret":"fedcba9876543210","token_uri":"https://a.example/token"},"keys":["first-of-the-keys"]}`,
      [
        ["KEY (client_secret)", "fedcba9876543210"],
        ["KEY (keys)", "first-of-the-keys"],
      ],
    ],
    [
      "a document with an address",
      `[{"database":"postgres://app:s3cretPassw0rd@db/shop","host":"www.of-the-shop.longer-than-that"}]`,
      [["KEY (password)", "s3cretPassw0rd"]],
    ],
    [
      "a document with a key in an envelope",
      JSON.stringify({
        private_key_id: "0123456789abcdef",
        private_key: `-----BEGIN PRIVATE KEY-----\n${"A".repeat(64)}\n-----END PRIVATE KEY-----\n`,
      }),
      [
        [
          "KEY (private_key)",
          `-----BEGIN PRIVATE KEY-----\n${"A".repeat(64)}\n-----END PRIVATE KEY-----\n`,
        ],
        ["KEY (key)", "A".repeat(64)],
      ],
    ],
    ["what only looks like a document", "{not json at all, but long", []],
    [
      "a JSON Web Key",
      `{"kty":"EC","crv":"P-256","kid":"the-key-of-the-shop","x":"${"x".repeat(43)}","y":"${"y".repeat(43)}","d":"${"d".repeat(43)}"}`,
      [["KEY (d)", "d".repeat(43)]],
    ],
    [
      "a set of JSON Web Keys",
      `{"keys":[{"kty":"oct","k":"${"k".repeat(43)}"},{"kty":"RSA","n":"${"n".repeat(43)}","d":"${"d".repeat(43)}","p":"${"p".repeat(43)}","qi":"${"i".repeat(43)}","dp":"AQAB"}]}`,
      [
        ["KEY (k)", "k".repeat(43)],
        ["KEY (d)", "d".repeat(43)],
        ["KEY (p)", "p".repeat(43)],
        ["KEY (qi)", "i".repeat(43)],
      ],
    ],
    ["a document with short names that is no key", `{"d":"${"d".repeat(43)}"}`, []],
    ...["base64", "base64url"].map((coding): [string, string, [string, string][]] => {
      const inner = `{"note":">>>???","private_key":"first-of-the-keys"}`;
      return [
        `a document in ${coding}`,
        Buffer.from(inner).toString(coding as BufferEncoding),
        [
          ["KEY (decoded)", inner],
          ["KEY (private_key)", "first-of-the-keys"],
        ],
      ];
    }),
    [
      "an address in Base64 in lines",
      btoa("postgres://app:s3cretPassw0rd@db/shop").replaceAll(/.{20}/g, "$&\n"),
      [
        ["KEY (decoded)", "postgres://app:s3cretPassw0rd@db/shop"],
        ["KEY (password)", "s3cretPassw0rd"],
      ],
    ],
    ["what is drawn at random in Base64", "mK0h/4dP2xv8Qf+Zt9Y1cUeA7wLrB3sN6gJk5iHoXzM=", []],
    ["what is drawn at random in hexadecimal digits", "9f86d081884c7d659a2feaa0c55ad015", []],
  ])("are looked for too: %s", (_, value, expected) => {
    expect(partsOf(value)).toEqual([["KEY", value], ...expected]);
  });

  test.each(["\n", "\r\n", "\\n", "\\r\\n", " "])(
    "are the lines of a key in an envelope, with %j between them",
    (end) => {
      const [line, last] = ["A".repeat(64), "b".repeat(40)];
      const pem = ["-----BEGIN PRIVATE KEY-----", line, last, "-----END PRIVATE KEY-----"].join(
        end,
      );
      expect(partsOf(pem).slice(1)).toEqual([
        ["KEY (key)", line],
        ["KEY (key)", last],
      ]);
    },
  );

  test("are not told beside the whole, nor left out for one that is called alike", () => {
    expect(withoutParts(["KEY (password)", "KEY", "KEY", "KEY2 (key)", "KEY_2"])).toEqual([
      "KEY",
      "KEY2 (key)",
      "KEY_2",
    ]);
  });

  test.each<[string, boolean]>([
    ["private_key", true],
    ["clientSecret", true],
    ["refresh_token", true],
    ["private_key_id", false],
    ["publicKey", false],
    ["token_uri", false],
    ["tokenUrl", false],
    ["SECRET_URL", false],
  ])("by the name of a member: %s", (name, expected) => {
    expect(isPrivateMember(name)).toBe(expected);
  });
});
