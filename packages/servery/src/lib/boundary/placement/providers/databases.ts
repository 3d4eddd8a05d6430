import { listProviders, type Provider } from "./provider.ts";

/** Databases that a browser can be made to talk to, and drivers that a bundler may be made to bundle. */
export const databases: readonly Provider[] = [
  ...listProviders(
    "database",
    "by form",
    "Supabase; supabase.co; @supabase/supabase-js @supabase/postgrest-js @supabase/ssr",
    {
      but: { auth: "identity", storage: "storage", functions: "code" },
    },
  ),
  ...listProviders(
    "database",
    "by form",
    `
Firestore; firestore.googleapis.com; firebase/firestore @firebase/firestore
Firebase Realtime Database; firebaseio.com firebasedatabase.app; firebase/database @firebase/database
Firebase Data Connect; firebasedataconnect.googleapis.com; firebase/data-connect
MongoDB Realm; realm.mongodb.com services.cloud.mongodb.com data.mongodb-api.com; realm-web realm
Convex; convex.cloud; convex/browser
InstantDB; api.instantdb.com; @instantdb/core @instantdb/react
Hasura; hasura.app
Turso; turso.io; @libsql/client @tursodatabase/serverless
SurrealDB; surrealdb.com surreal.cloud; surrealdb surrealdb.js
PocketBase; pockethost.io; pocketbase
Appwrite; cloud.appwrite.io; appwrite
Airtable; api.airtable.com; airtable
FaunaDB; db.fauna.com; fauna faunadb
`,
  ),
  ...listProviders(
    "database",
    "secret",
    `
PlanetScale; psdb.cloud connect.psdb.cloud; @planetscale/database
Neon; neon.tech; @neondatabase/serverless
Vercel Postgres; ; @vercel/postgres
Upstash; upstash.io; @upstash/redis @upstash/vector
DynamoDB; ; @aws-sdk/client-dynamodb @aws-sdk/lib-dynamodb
Cosmos DB; documents.azure.com; @azure/cosmos
Prisma; prisma-data.net accelerate.prisma-data.net; @prisma/client
PostgreSQL; ; pg postgres
MySQL; ; mysql mysql2
MongoDB; ; mongodb mongoose
Redis; ; redis ioredis
Elasticsearch; found.io es.io; @elastic/elasticsearch
ClickHouse; clickhouse.cloud; @clickhouse/client @clickhouse/client-web
InfluxDB; influxdata.com; @influxdata/influxdb-client @influxdata/influxdb-client-browser
Pinecone; pinecone.io; @pinecone-database/pinecone
Xata; xata.sh; @xata.io/client
`,
  ),
];
