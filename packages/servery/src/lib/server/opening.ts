import { ServeryError } from "../base/servery-error.ts";
import type { OpenSecrets } from "../boundary/secrets/open-secrets.ts";
import type { Contract } from "../contract/contract.ts";
import type { AnyData } from "./data/any-data.ts";
import type { CommitFeed } from "./data/commit-feed.ts";
import { type Live, openLive } from "./live/live.ts";
import { hasCommands } from "./open-data.ts";
import { assertClearHeaders } from "./pipeline/egress/clear-headers.ts";
import type { Engine } from "./pipeline/engine.ts";

/** Opens and closes a service, each once. An opening that failed can be tried again. */
export interface Opening {
  open(): Promise<void>;
  close(): Promise<void>;
}

/** What is opened beside the engine. */
interface ToOpen {
  data(): Promise<Engine["data"]>;
  /** @throws ServeryError `invalid_secrets` */
  secrets(): OpenSecrets;
}

/** Makes the {@link Opening} of an engine. */
export function createOpening(engine: Engine, toOpen: ToOpen): Opening {
  const { state } = engine;
  let secrets: OpenSecrets | undefined;
  let opened: Promise<void> | undefined;
  let closed: Promise<void> | undefined;
  const open = async () => {
    // Before there is anything that could leave.
    secrets = toOpen.secrets();
    engine.egress.open(secrets.known);
    assertClearHeaders(engine);
    const data = await toOpen.data();
    // A contract of queries alone keeps neither events nor accounts.
    if (data !== undefined && hasCommands(engine.contract)) await openRest(engine, data);
    engine.data = data;
    engine.live = openLiveOf(engine, data);
    if (state.phase === "new") state.phase = "open";
  };
  const close = async () => {
    state.phase = "closing";
    // Before all else, for they would go on for hours.
    engine.streams.close();
    await opened?.catch(() => undefined);
    if (state.active > 0) await new Promise<void>((resolve) => (state.whenIdle = resolve));
    engine.live?.close();
    await engine.identity?.close();
    await engine.securityEvents.close();
    await engine.data?.close();
    secrets?.close();
  };
  return {
    open: () => {
      // What would be opened now, nobody would close.
      if (closed !== undefined) return opened ?? Promise.reject(serviceClosed(engine.contract));
      opened ??= open().catch((error: unknown) => {
        opened = undefined;
        secrets?.close();
        engine.log.error({ error }, `The service "${engine.contract.name}" could not be opened`);
        throw error;
      });
      return opened;
    },
    close: () => (closed ??= close()),
  };
}

/** Where it fails, the database is closed again, or the next try would open another beside it. */
async function openRest(engine: Engine, data: AnyData): Promise<void> {
  try {
    engine.securityEvents.open(data);
    const onSessionsChanged = (userId?: string) => engine.streams.recheck(userId);
    await engine.identity?.open(data, { ...engine, onSessionsChanged });
  } catch (error) {
    await data.close();
    throw error;
  }
}

function openLiveOf(engine: Engine, data: AnyData | undefined): Live {
  const { platform, log, liveSettings: settings, streams } = engine;
  // What another process has written may have been about sessions.
  data?.commits.onCommit(({ writes }) => writes.everything !== undefined && streams.recheck());
  return openLive({ commits: data?.commits ?? nothingCommits, platform, log, settings });
}

/** Of a service that keeps nothing. */
const nothingCommits: CommitFeed = {
  database: "none",
  count: () => 0,
  onCommit: () => () => {},
  lookAround: () => {},
  lookInside: () => {},
  follow: () => {},
};

function serviceClosed({ name }: Contract): ServeryError {
  return new ServeryError(
    "service_closed",
    `The service "${name}" was closed, and does not open again. Make another with \`service.with({})\`.`,
  );
}
