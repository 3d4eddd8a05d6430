import { createDice, type Dice } from "../read-sets/dice.ts";
import { type Caller, calling } from "./scope-callers.ts";
import { randomMenu, randomSteps } from "./scope-programs.ts";
import { type Group, groups, type openPrograms, randomWrite } from "./scope-service.ts";

type Programs = Awaited<ReturnType<typeof openPrograms>>;

/** One call of a program. */
interface Request1 {
  readonly program: string;
  readonly group: Group;
  readonly caller: Caller;
}

/** What somebody got, of which state. */
interface Answer {
  readonly status: number;
  readonly body: string;
  readonly token: string | null;
}

/** Somebody got what they would not have got without the cache. */
export interface Leak {
  readonly request: Request1;
  readonly steps: unknown;
  readonly got: Answer;
  readonly truths: readonly Answer[];
}

function send({ service }: Programs, request: Request1, how: "kept" | "alone"): Promise<Answer> {
  const { program, group, caller } = request;
  return calling.run(caller, async () => {
    const response = await service.fetch(
      new Request(`http://service.example/${group}/${how}?program=${program}`, {
        headers: {
          ...(caller.name !== undefined && { authorization: `Bearer ${caller.name}` }),
          "accept-language": caller.language,
        },
      }),
    );
    const text = await response.text();
    // A problem names the request that met it.
    const body = response.ok ? text : String(response.status);
    return { status: response.status, body, token: response.headers.get("servery-snapshot") };
  });
}

function randomRequest({ names }: Programs, programs: readonly string[], dice: Dice): Request1 {
  const name = dice.chance(15) ? undefined : dice.pick(names);
  const caller = { name, language: dice.pick(["de", "fr"]) };
  return { program: dice.pick(programs), group: dice.pick(groups), caller };
}

/** All at once, some a little later than others, with a write among them. */
async function sendAll(
  opened: Programs,
  requests: readonly Request1[],
  dice: Dice,
): Promise<readonly Answer[]> {
  const write = dice.chance(60) ? randomWrite(dice) : undefined;
  const [waits, before] = [requests.map(() => dice.below(4)), dice.below(4)];
  const later = async (turns: number): Promise<void> => {
    for (let turn = 0; turn < turns; turn++)
      await (turn % 2 === 0 ? null : new Promise((next) => void setImmediate(next)));
  };
  const writing = write && later(before).then(() => opened.service.write(write));
  const answers = await Promise.all(
    requests.map((request, at) => later(waits[at]!).then(() => send(opened, request, "kept"))),
  );
  await writing;
  return answers;
}

const askAlone = (opened: Programs, requests: readonly Request1[]): Promise<Answer[]> =>
  Promise.all(requests.map((request) => send(opened, request, "alone")));

/** Figures of what was tried. */
export interface Tried {
  calls: number;
  hits: number;
}

/**
 * Has random programs called by random callers, again and again and at once, and compares what each gets with
 * what the same program answers to them alone, in the state that the answer says it is of.
 */
export async function tryPrograms(
  opened: Programs,
  seed: number,
  tried: Tried,
): Promise<Leak | undefined> {
  const dice = createDice(seed);
  const programs = Array.from({ length: 3 }, (_, at) => `${seed}-${at}`);
  for (const program of programs)
    opened.known.set(program, randomSteps(dice, randomMenu(dice, opened.untracked)));
  const hitsBefore = opened.service.status().live!.hits;
  for (let round = 0; round < 6; round++) {
    if (dice.chance(30)) opened.regrant(dice);
    const some = Array.from({ length: 5 }, () => randomRequest(opened, programs, dice));
    const requests = [...some, ...dice.picks(some, 5)];
    const before = await askAlone(opened, requests);
    const got = await sendAll(opened, requests, dice);
    const after = await askAlone(opened, requests);
    tried.calls += requests.length;
    for (const [at, answer] of got.entries()) {
      const truths = [before[at]!, after[at]!];
      const isTrue = truths.some(
        (truth) =>
          truth.status === answer.status &&
          truth.body === answer.body &&
          truth.token === answer.token,
      );
      const request = requests[at]!;
      if (!isTrue)
        return { request, steps: opened.known.get(request.program), got: answer, truths };
    }
  }
  tried.hits += opened.service.status().live!.hits - hitsBefore;
  return undefined;
}
