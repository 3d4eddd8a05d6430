import { argon2 } from "node:crypto";

import type { Argon2Cost } from "../../ports/platform.ts";

/** Argon2id on one of libuv's threads, for a turn of the event loop is no place for 40 ms. */
export function argon2id(
  password: string,
  salt: Uint8Array,
  { memoryKib, passes, parallelism, length }: Argon2Cost,
): Promise<Uint8Array> {
  const parameters = {
    message: password,
    nonce: salt,
    memory: memoryKib,
    passes,
    parallelism,
    tagLength: length,
  };
  return new Promise((resolve, reject) => {
    argon2("argon2id", parameters, (error, hash) => {
      if (error === null) resolve(new Uint8Array(hash));
      else reject(error);
    });
  });
}
