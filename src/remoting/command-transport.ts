/**
 * What a channel needs of a transport: whole commands out, whole commands in, an end. Framing, TLS and WebSocket are the
 * transport's business; a command is one complete serialization stream (`ac ed 00 05 ...`).
 */
export interface CommandTransport {
  /** Name that the CommunicationProtocol callable answers: `JNLP4-connect`, `WebSocket`, `Standard in/out`. */
  readonly name: string;
  /** Begins delivery. Called once; nothing that arrived before is lost. */
  start(listener: CommandListener): void;
  /** Queues one whole command. Never throws; after the end it does nothing. */
  send(command: Buffer): void;
  /** Resolves when little enough is queued to send more (at once when it is); rejects never, resolves also at the end. */
  drained(): Promise<void>;
  /**
   * Resolves when all that was sent so far is with the operating system, which delivers it even if this process is killed;
   * rejects never, resolves also at the end.
   */
  handedOver(): Promise<void>;
  /** Whether output is queued of which some has left since this was asked last. A transport that cannot tell has no such method. */
  isMoving?(): boolean;
  /** Orderly end after everything that is queued: close_notify, close frame 1000. Resolves when the connection is gone, within `graceMs`. */
  close(graceMs?: number): Promise<void>;
  /** Ends it now. */
  destroy(error?: Error): void;
}

export interface CommandListener {
  command(bytes: Buffer): void;
  /** Called exactly once. `error` is undefined for an orderly end of input. */
  end(error?: Error): void;
}
