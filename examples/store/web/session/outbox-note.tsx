/** The example sends no mail: it keeps what it would send where everybody on this machine can read it. */
export function OutboxNote() {
  return (
    <p className="outbox-note">
      This example sends no mail. Read it in the{" "}
      <a href="/_servery/outbox" target="_blank" rel="noreferrer">
        outbox
      </a>{" "}
      (on the machine that the shop runs on).
    </p>
  );
}
