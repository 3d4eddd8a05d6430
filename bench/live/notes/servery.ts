import { serve } from "servery/node";

import type { StartBoard } from "./boards.ts";
import { createBoard, fillBoard } from "./service.ts";

export const startServeryBoard: StartBoard = async (database, notes) => {
  const service = createBoard(database);
  await service.ready();
  await fillBoard(service, notes);
  const { url } = await serve(service, { port: 0 });
  return { port: Number(new URL(url).port) };
};
