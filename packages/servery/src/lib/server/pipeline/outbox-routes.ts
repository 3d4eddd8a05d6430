import type { Exchange, Reply } from "../../ports/exchange.ts";
import { refuse } from "../handling/refusal.ts";
import { type KeptMail, type Outbox, outboxPath } from "../identity/mail/outbox.ts";
import type { Call } from "./call.ts";
import type { Engine, OwnRoute } from "./engine.ts";
import { isOnThisMachine, keepFromOtherOrigins } from "./on-this-machine.ts";
import { toOutboxPage, outboxStyle } from "./outbox-page.ts";
import { createReply } from "./reply.ts";

type Show = (engine: Engine, call: Call, outbox: Outbox["outbox"]) => Shown;
type Shown = { readonly type: string; readonly policy?: string; readonly body: string };

/**
 * The routes of an outbox, which holds codes and links that open accounts. They are there in dev, or
 * where the outbox says so itself, and for callers on this machine only; for all others nothing is there.
 */
export function createOutboxRoutes(): Record<string, OwnRoute["own"]> {
  return {
    [outboxPath]: guard((engine, call, outbox) => {
      if (wantsJson(call.exchange)) return toJson(outbox.mails());
      return {
        type: "text/html; charset=utf-8",
        policy:
          "default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        body: toOutboxPage(engine.contract.title, outbox.mails()),
      };
    }),
    [`${outboxPath}/style.css`]: guard(() => ({
      type: "text/css; charset=utf-8",
      body: outboxStyle,
    })),
    [`${outboxPath}/:number`]: guard((_engine, call, outbox) => {
      const mail = outbox.mails().find(({ number }) => String(number) === call.parameters[0]);
      if (mail === undefined) throw refuse("route_not_found");
      return {
        type: "text/html; charset=utf-8",
        // A mail stands apart: it runs nothing, loads nothing, and is shown by our page alone.
        policy:
          "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'",
        body: mail.html,
      };
    }),
  };
}

function guard(show: Show): OwnRoute["own"] {
  return (engine, call) => {
    const outbox = engine.identity?.outbox;
    const isOn = outbox !== undefined && (engine.mode === "dev" || outbox.public);
    if (!isOn || !isOnThisMachine(call.exchange)) throw refuse("route_not_found");
    return toReply(engine, call, show(engine, call, outbox));
  };
}

function toReply(engine: Engine, call: Call, { type, policy, body }: Shown): Reply {
  const { base } = engine.headers;
  const reply = createReply(engine, call, 200, { ...base, "cache-control": "no-store" }, body);
  reply.headers["content-type"] = type;
  if (policy !== undefined) reply.headers["content-security-policy"] = policy;
  return keepFromOtherOrigins(reply);
}

function toJson(mails: readonly KeptMail[]): Shown {
  return { type: "application/json", body: JSON.stringify({ items: mails }) };
}

function wantsJson(exchange: Exchange): boolean {
  const accept = exchange.header("accept") ?? "";
  return accept.includes("application/json") && !accept.includes("text/html");
}
