import { createKeptResults } from "../../src/lib/server/live/kept-results.ts";
import type { LiveQuery } from "../../src/lib/server/live/live-query.ts";
import { type LiveSettings, toLiveSettings } from "../../src/lib/server/live/live-settings.ts";
import { createRerunHistory } from "../../src/lib/server/live/rerun-history.ts";
import { createScopes } from "../../src/lib/server/live/scopes.ts";
import type { WatchState } from "../../src/lib/server/live/watch-state.ts";
import { createWatches } from "../../src/lib/server/live/watches.ts";
import { createMemoryLog } from "../data/fixture.ts";
import { createLivePlatform, createQueries, createWorld, settle } from "./world.ts";

type Platform = ReturnType<typeof createLivePlatform>;

/** What a watch was told, in few words: `TOKEN VALUE` or `TOKEN CODE!`. */
function toWords(state: WatchState): string {
  if (state.problem !== undefined) return `${state.token ?? "-"} ${state.problem.code}!`;
  const { value, answers } = JSON.parse(state.text) as { value: string | null; answers: string[] };
  return [state.token, value ?? "null", ...answers.map((answer) => answer ?? "none")].join(" ");
}

/** One who watches, and all that they were told. */
export interface Heard {
  readonly told: string[];
  readonly last: string | undefined;
  /** The numbers of the states that they were told of. */
  readonly states: number[];
  replace(query: LiveQuery): void;
  close(): void;
}

/** Watches over a world. `wrap` may stand around the platform. */
export function openWatches(
  settings: Partial<LiveSettings> = {},
  wrap: (platform: Platform) => Platform = (platform) => platform,
) {
  const world = createWorld();
  const platform = wrap(createLivePlatform());
  const log = createMemoryLog();
  const history = createRerunHistory();
  const scopes = createScopes();
  const count = (): number => world.commits.count();
  const kept = createKeptResults({
    commits: world.commits,
    platform,
    settings: toLiveSettings("production", settings),
    onInvalid: (entry, cause) => watches.onInvalid(entry, cause),
  });
  const watches = createWatches({ kept, scopes, platform, history, log, toToken: String, count });

  function watch(query: LiveQuery, onTold: (words: string) => void = () => {}): Heard {
    const told: string[] = [];
    const opened = watches.open(query, (state) => {
      const words = toWords(state);
      told.push(words);
      onTold(words);
    });
    return {
      told,
      get last() {
        return told.at(-1);
      },
      get states() {
        return told.map((words) => Number(words.split(" ")[0]));
      },
      replace: opened.replace,
      close: opened.close,
    };
  }
  /** The same, once it was told. */
  async function watching(query: LiveQuery): Promise<Heard> {
    const heard = watch(query);
    await settle();
    return heard;
  }
  return {
    world,
    platform,
    log,
    history,
    kept,
    watches,
    watch,
    watching,
    ...createQueries(world),
  };
}
