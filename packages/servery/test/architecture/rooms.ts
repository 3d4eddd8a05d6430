import { isTest, type ModuleFile, targetOf } from "./module-file.ts";

const floorOf: Readonly<Record<string, number>> = {
  base: 0,
  contract: 1,
  protocol: 1,
  ports: 1,
  boundary: 1,
  server: 2,
  client: 2,
  adapters: 3,
  react: 3,
  vite: 3,
  mock: 3,
  testing: 3,
};

/** Inside the server each part may import those before it; files beside the parts come last. */
const serverOrder = ["data", "handling", "live", "identity", "outside", "pipeline", ""];

/** Finds imports that go up, or across to a neighbour, and files that stand in no room. */
export function findMisplacedImports(files: readonly ModuleFile[]): readonly string[] {
  return files.filter(({ path }) => path.startsWith("lib/") && !isTest(path)).flatMap(checkFile);
}

function checkFile(file: ModuleFile): readonly string[] {
  const here = placeOf(file.path);
  if (here === undefined) return [`${file.path}: stands in no room of the house`];
  return file.imports.flatMap((each) => {
    const target = targetOf(file, each);
    const why = target === undefined ? undefined : objection(here, target);
    return why === undefined ? [] : [`${file.path}: imports ${target}, ${why}`];
  });
}

function objection(here: Place, target: string): string | undefined {
  if (!target.startsWith("lib/")) return "which is outside of lib";
  if (isTest(target)) return "which is for tests only";
  const there = placeOf(target);
  if (there === undefined) return "which stands in no room of the house";
  if (there.room !== here.room)
    return there.floor < here.floor ? undefined : "which is not on a lower floor";
  return there.part <= here.part ? undefined : "which is further right in the server";
}

interface Place {
  readonly room: string;
  readonly floor: number;
  /** The rank of the server's part; 0 in rooms without an order. */
  readonly part: number;
}

function placeOf(path: string): Place | undefined {
  const [, room = "", ...rest] = path.split("/");
  const floor = Object.hasOwn(floorOf, room) ? floorOf[room] : undefined;
  if (floor === undefined || rest.length === 0) return undefined;
  const part = room === "server" ? serverOrder.indexOf(rest.length > 1 ? (rest[0] ?? "") : "") : 0;
  return part < 0 ? undefined : { room, floor, part };
}
