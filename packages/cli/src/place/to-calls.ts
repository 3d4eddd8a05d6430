import { comparePlaces, judge, type Judgement, type Place } from "servery/boundary";

import { hideSecret } from "./observe/target.ts";
import { functionOf, type Sight, type UsedOperation } from "./sight.ts";

/** A network call of the front-end, and where it should live. Plain data; no value that may be a secret. */
export interface PlacedCall extends Place, Judgement {
  /** What it is made with: `fetch`, `axios.post`, the service whose package it is, `servery`. */
  readonly by: string;
  /** The function that it stands in. */
  readonly within: string | undefined;
  readonly method: string;
  /** Where it goes: addresses without values, operations of the contract, what is asked of a service. */
  readonly targets: readonly string[];
  /** The well-known service that it goes to. */
  readonly service: string | undefined;
  /** Where that says itself what is said of it, as far as it is not plain. */
  readonly source: string | undefined;
  /** The names of all that it sends, as far as they are written down. */
  readonly sends: {
    readonly headers: readonly string[];
    readonly parameters: readonly string[];
    readonly fields: readonly string[];
  };
  /** Of a call in a helper of the app's: where the helper is called so that this comes of it. */
  readonly callers: readonly Place[];
  /** Of Servery's client. */
  readonly operation: UsedOperation | undefined;
}

/** Makes one entry of a call for each judgement that it meets on the ways to it. */
export function toCalls(sights: readonly Sight[]): readonly PlacedCall[] {
  const judged = sights.map((sight) => ({ sight, judgement: judge(sight.observed) }));
  const groups = Map.groupBy(judged, ({ sight, judgement: { reasons } }) => {
    const { file, line, column } = sight.place;
    const rules = reasons.map(({ rule }) => rule).join();
    return `${file}:${line}:${column} ${toWhom(sight)} ${rules}`;
  });
  const calls = [...groups.values()].map((group) => toCall(group.map(({ sight }) => sight)));
  return calls.toSorted(comparePlaces);
}

/** Whom a call asks, whatever it asks for. */
function toWhom({ target, request, operation }: Sight): string {
  return operation?.id ?? request.provider?.name ?? `${target?.kind} ${target?.host}`;
}

function toCall(sights: readonly Sight[]): PlacedCall {
  const [first] = sights as [Sight];
  const { request, target, operation } = first;
  const names = (list: "headers" | "parameters" | "fields") => {
    const own = sights.flatMap((sight) => sight.request[list].map(({ name }) => name));
    return [...new Set(own.map(hideSecret))];
  };
  const written = sights.flatMap((sight) => sight.target?.parameters ?? []);
  const provider = request.provider ?? target?.provider;
  const parameters = [...names("parameters"), ...written.map(({ name }) => name)];
  return {
    ...first.place,
    by: request.by,
    within: functionOf(first),
    method: request.method,
    targets: [...new Set(sights.map(toShown))],
    service: provider?.name,
    source: provider?.source,
    sends: {
      headers: names("headers"),
      parameters: [...new Set(parameters.map(hideSecret))],
      fields: names("fields"),
    },
    callers: sights.flatMap(tellingCaller),
    operation,
    ...judge(sights.flatMap(({ observed }) => observed)),
  };
}

/** Of those who lead to a helper, the nearest that stands in another file: it says for what the helper is called. */
function tellingCaller({ callers, place }: Sight): readonly Place[] {
  return [callers.findLast(({ file }) => file !== place.file) ?? callers[0]].flatMap(
    (each) => each ?? [],
  );
}

function toShown({ target, request }: Sight): string {
  return target?.shown ?? request.does ?? (request.isMaking === true ? "is made here" : "");
}
