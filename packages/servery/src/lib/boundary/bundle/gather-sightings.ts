import { isPartOf } from "../secrets/secret-parts.ts";
import type { Sighting } from "./sighting.ts";

/** More of the same in one text says nothing new, and would take long to compare. */
const mostOfEach = 50;

/** Sightings in one text, without those that say what another does. */
export interface Gathered {
  add(sightings: readonly Sighting[]): void;
  all(): readonly Sighting[];
}

/** Gathers what is seen, nearest to what stands in the text first: what comes later of the same thing at its place is left out. */
export function gatherSightings(): Gathered {
  const byThing = new Map<string, Sighting[]>();
  return {
    add(sightings) {
      for (const sighting of sightings) {
        const thing = `${thingOf(sighting)} ${sighting.within?.file ?? ""}`;
        const same = byThing.get(thing) ?? [];
        byThing.set(thing, same);
        if (same.length < mostOfEach && !same.some((other) => overlap(other, sighting)))
          same.push(sighting);
      }
    },
    all: () => [...byThing.values()].flat(),
  };
}

function overlap(one: Sighting, other: Sighting): boolean {
  return one.start < other.end && other.start < one.end;
}

/** What tells that two sightings are of the same thing, whatever it is written like. */
function thingOf({ seen }: Sighting): string {
  if (seen.rule === "bundle/key-format") return `${seen.rule} ${seen.key.print}`;
  return `${seen.rule} ${seen.name}`;
}

/** Takes away what says no more than another does: a key that is a known secret, a part of one, a guess where it is known. */
export function withoutRepeats(sightings: readonly Sighting[]): readonly Sighting[] {
  const weight = { "bundle/secret": 2, "bundle/key-format": 1, "bundle/entropy": 0 };
  const sameFile = (one: Sighting, other: Sighting) => one.within?.file === other.within?.file;
  return sightings.filter(
    (one) =>
      !sightings.some(
        (other) =>
          (weight[other.seen.rule] > weight[one.seen.rule] || isPart(one, other)) &&
          sameFile(one, other) &&
          overlap(one, other),
      ) &&
      // What a source of a map has, the map need not tell again.
      (one.within !== undefined ||
        !sightings.some((other) => other.within !== undefined && thingOf(other) === thingOf(one))),
  );
}

/** Whether it is a part of a secret where the other is the whole. */
function isPart({ seen: part }: Sighting, { seen: whole }: Sighting): boolean {
  return (
    part.rule === "bundle/secret" &&
    whole.rule === "bundle/secret" &&
    isPartOf(part.name, whole.name)
  );
}
