import { listProviders, type Provider } from "./provider.ts";

/** Databases that a browser can be made to talk to, and drivers that a bundler may be made to bundle. */
export const databases: readonly Provider[] = [
  ...listProviders(
    "database",
    "by form",
    "Supabase; supabase.co supabase.in; @supabase/supabase-js @supabase/postgrest-js @supabase/ssr; https://supabase.com/docs/guides/api/api-keys",
    {
      // Realtime's channels carry messages; those that follow rows are told apart by what they follow.
      but: {
        auth: "identity",
        "auth.admin": "database",
        storage: "storage",
        functions: "code",
        channel: "realtime",
      },
    },
  ),
  ...listProviders(
    "database",
    "by form",
    "Firebase; ; firebase/compat; https://firebase.google.com/docs/projects/api-keys",
    {
      but: {
        auth: "identity",
        storage: "storage",
        functions: "code",
        messaging: "code",
        analytics: "analytics",
      },
    },
  ),
  ...listProviders("database", "by form", "Appwrite; cloud.appwrite.io; appwrite", {
    but: {
      Account: "identity",
      Storage: "storage",
      Functions: "code",
      Avatars: "code",
      Locale: "code",
    },
  }),
  ...listProviders(
    "database",
    "by form",
    `
Firestore; firestore.googleapis.com; firebase/firestore @firebase/firestore; https://firebase.google.com/docs/projects/api-keys
Firebase Realtime Database; firebaseio.com firebasedatabase.app; firebase/database @firebase/database
MongoDB Realm; realm.mongodb.com services.cloud.mongodb.com data.mongodb-api.com; realm-web realm
InstantDB; api.instantdb.com; @instantdb/core @instantdb/react
Hasura; hasura.app
Turso; turso.io; @libsql/client @tursodatabase/serverless
SurrealDB; surrealdb.com surreal.cloud; surrealdb surrealdb.js
PocketBase; pockethost.io; pocketbase
`,
  ),
  ...listProviders(
    "database",
    "secret",
    `
PlanetScale; psdb.cloud connect.psdb.cloud; @planetscale/database; https://github.com/planetscale/database-js
Neon; neon.tech; @neondatabase/serverless; https://neon.com/docs/serverless/serverless-driver
Vercel Postgres; ; @vercel/postgres
Upstash; upstash.io; @upstash/redis @upstash/vector @upstash/search
DynamoDB; ; @aws-sdk/client-dynamodb @aws-sdk/lib-dynamodb
Firestore for servers; ; firebase-admin @google-cloud/firestore
Cosmos DB; documents.azure.com; @azure/cosmos
Prisma; prisma-data.net accelerate.prisma-data.net; @prisma/client
Drizzle; ; drizzle-orm/node-postgres drizzle-orm/postgres-js drizzle-orm/neon-http drizzle-orm/neon-serverless drizzle-orm/mysql2 drizzle-orm/planetscale-serverless drizzle-orm/vercel-postgres drizzle-orm/libsql drizzle-orm/tidb-serverless drizzle-orm/aws-data-api drizzle-orm/better-sqlite3
Kysely; ; kysely-postgres-js kysely-neon kysely-planetscale
PostgreSQL; ; pg postgres
MySQL; ; mysql mysql2 mariadb
SQL Server; ; mssql tedious
MongoDB; ; mongodb mongoose
Redis; ; redis ioredis
Neo4j; databases.neo4j.io; neo4j-driver
Elasticsearch; found.io es.io; @elastic/elasticsearch
ClickHouse; clickhouse.cloud; @clickhouse/client @clickhouse/client-web
InfluxDB; influxdata.com; @influxdata/influxdb-client @influxdata/influxdb-client-browser
Pinecone; pinecone.io; @pinecone-database/pinecone
Airtable; api.airtable.com; airtable
Xata; xata.sh; @xata.io/client
Knex, Sequelize, TypeORM; ; knex sequelize typeorm
`,
  ),
];
