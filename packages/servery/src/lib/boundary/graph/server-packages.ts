interface PackageGroup {
  /** What its packages are, after "which is". */
  readonly what: string;
  /** Whole packages, doors of packages, or with `*` at the end all that start so; with spaces between. */
  readonly names: string;
}

/**
 * Packages that have no business in a browser. Not here is what is made for browsers as well, even of a provider whose
 * other packages are: `@stripe/stripe-js`, `@supabase/supabase-js`, `sql.js`, `@sqlite.org/sqlite-wasm`, `kysely` itself,
 * `drizzle-orm` with its tables, `@aws-sdk/client-*` and `@azure/storage-*`, whose keys alone matter.
 */
const groups: readonly PackageGroup[] = [
  {
    // They hold the database's address and password, or its file.
    what: "a database driver",
    names: `
      pg pg-* postgres mysql mysql2 mariadb better-sqlite3 sqlite sqlite3 libsql mongodb
      mongoose tedious mssql oracledb cassandra-driver neo4j-driver couchbase
      @clickhouse/client duckdb @duckdb/node-api @libsql/client @neondatabase/serverless
      @planetscale/database @vercel/postgres @elastic/elasticsearch
      @opensearch-project/opensearch @databases/* @google-cloud/firestore rethinkdb nano
    `,
  },
  {
    // Each opens a connection, or generates the code that does.
    what: "a client of a database",
    names: `
      @prisma/client @prisma/adapter-* .prisma/client knex typeorm sequelize objection
      bookshelf @mikro-orm/* kysely-postgres-js kysely-neon kysely-planetscale kysely-d1
      kysely-bun-sqlite @libsql/kysely-libsql drizzle-orm/node-postgres drizzle-orm/postgres-js
      drizzle-orm/mysql2 drizzle-orm/better-sqlite3 drizzle-orm/libsql drizzle-orm/neon-*
      drizzle-orm/vercel-postgres drizzle-orm/planetscale-serverless drizzle-orm/bun-sqlite
    `,
  },
  {
    // They speak to machines that stand behind the service, with its rights.
    what: "a client of a cache or queue",
    names: `
      redis @redis/* ioredis memcached memjs bull bullmq bee-queue amqplib kafkajs nats
      @upstash/redis @upstash/qstash @vercel/kv
    `,
  },
  {
    // Who may send with them may send in the owner's name.
    what: "a sender of mails and messages",
    names: `
      nodemailer @sendgrid/* mailgun.js postmark resend @mailchimp/mailchimp_transactional
      node-mailjet twilio web-push
    `,
  },
  {
    // Their keys move money. What browsers may do is in the provider's package for browsers.
    what: "a server's side of a payment provider",
    names: `
      stripe braintree @paypal/paypal-server-sdk @paypal/checkout-server-sdk @mollie/api-client
      square adyen @adyen/api-library
    `,
  },
  {
    // Signed with the account's keys.
    what: "a client of a cloud",
    names: `
      aws-sdk @aws-sdk/lib-dynamodb @azure/cosmos
      @azure/keyvault-* @google-cloud/* firebase-admin firebase-admin/*
    `,
  },
  {
    // Billed by their key, whoever holds it.
    what: "a client of an AI provider",
    names: `
      openai @anthropic-ai/sdk @mistralai/mistralai cohere-ai groq-sdk replicate @google/genai
      @google/generative-ai
    `,
  },
  {
    // They make and check what proves who somebody is.
    what: "a part of signing in that belongs to the server",
    names: `
      jsonwebtoken passport passport-* bcrypt argon2 @node-rs/argon2 @node-rs/bcrypt
      @simplewebauthn/server @clerk/backend express-session
    `,
  },
  {
    what: "a part of a server",
    names: `
      express body-parser cookie-parser multer morgan helmet cors socket.io fastify @fastify/* koa @hapi/hapi @nestjs/* @hono/node-server restify http-proxy
      dotenv dotenv-flow chokidar sharp puppeteer ssh2
    `,
  },
];

const exact = new Map<string, string>();
const starts: (readonly [start: string, what: string])[] = [];
for (const { what, names } of groups)
  for (const name of names.trim().split(/\s+/))
    if (name.endsWith("*")) starts.push([name.slice(0, -1), what]);
    else exact.set(name, what);

/** What a specifier's package is, where it belongs to servers: "a database driver". */
export function whatServerPackage(specifier: string): string | undefined {
  if (/^[./#]/.test(specifier)) return undefined;
  const [scope = "", name = ""] = specifier.split("/", 2);
  const whole = scope.startsWith("@") ? `${scope}/${name}` : scope;
  return (
    exact.get(whole) ??
    exact.get(specifier) ??
    starts.find(([start]) => specifier.startsWith(start))?.[1]
  );
}
