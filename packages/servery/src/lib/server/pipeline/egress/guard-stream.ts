import type { ReplySink, ReplyStream } from "../../../ports/exchange.ts";
import type { Call } from "../call.ts";
import type { Engine } from "../engine.ts";
import { reportLeak } from "./leak.ts";

/**
 * Cuts a stream before the piece with which a secret would have left whole. It remembers how far it has read, so that one
 * that is cut in two by a border of pieces is found too; what came before that border has left by then.
 */
export function guardStream(engine: Engine, call: Call, stream: ReplyStream): ReplyStream {
  return (sink) => stream(guardSink(engine, call, sink));
}

function guardSink(engine: Engine, call: Call, sink: ReplySink): ReplySink {
  const scan = engine.egress.beginText();
  let isCut = false;
  return {
    write(text) {
      if (isCut) return;
      const [hit] = scan.push(text);
      if (hit === undefined) return sink.write(text);
      isCut = true;
      reportLeak(engine, call, hit.needle, "a stream");
      sink.cut();
    },
    end: () => sink.end(),
    cut: () => sink.cut(),
    get buffered() {
      return sink.buffered;
    },
    get taken() {
      return sink.taken;
    },
  };
}
