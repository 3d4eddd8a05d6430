/** A frame of SQLite's write-ahead log: a page, and whether a transaction ends with it. */
interface Frame {
  readonly offset: number;
  readonly isCommit: boolean;
}

export interface WriteAheadLog {
  readonly headerLength: number;
  readonly frameLength: number;
  readonly frames: readonly Frame[];
}

const headerLength = 32;
const frameHeaderLength = 24;

/** Reads where the frames of a log are (https://www.sqlite.org/fileformat2.html#walformat). */
export function parseLog(bytes: Buffer): WriteAheadLog {
  const frameLength = frameHeaderLength + bytes.readUInt32BE(8);
  const count = Math.floor((bytes.length - headerLength) / frameLength);
  const frames = Array.from({ length: count }, (_, index) => {
    const offset = headerLength + index * frameLength;
    return { offset, isCommit: bytes.readUInt32BE(offset + 4) !== 0 };
  });
  return { headerLength, frameLength, frames };
}

/** How many transactions are whole in what stands before a byte of the log. */
export function commitsBefore({ frames, frameLength }: WriteAheadLog, offset: number): number {
  return frames.filter((frame) => frame.isCommit && frame.offset + frameLength <= offset).length;
}
