/**
 * What the peer has exported for the child: references, by object, with how each kind is given back. The child gives its own
 * back; what it had when it died is given back in its place, or a reader of the peer's would wait for ever for a writer that
 * is no more.
 */
import { ioError } from '../java/java-error.js';
import { exportSink } from '../remoting/exports.js';
import { errorToThrowable } from '../remoting/failure.js';
import type { PeerClassLoaders } from '../remoting/peer-class-loaders.js';
import type { RelayedChannel } from '../remoting/relay.js';
import { UNEXPORT_COMMAND } from '../remoting/wire/command-classes.js';
import * as wire from '../remoting/wire/stream-classes.js';
import type { JavaObject } from '../serial/model.js';
import type { Reference, ReferenceKind } from './references.js';

export class PeerObjects {
  readonly #held = new Map<number, { readonly kind: ReferenceKind; references: number }>();

  /** Something that the peer sent to the child brought these. */
  received(references: readonly Reference[]): void {
    for (const { oid, kind } of references) {
      const held = this.#held.get(oid);
      if (held) held.references++;
      else this.#held.set(oid, { kind, references: 1 });
    }
  }

  /** The child has given one back. */
  released(oid: number): void {
    const held = this.#held.get(oid);
    if (held && --held.references === 0) this.#held.delete(oid);
  }

  /**
   * Gives everything back in the child's place.
   * @param loaders keeps the class loaders, which answers that are under way may name
   * @param reason for the readers of its pipes
   */
  releaseAll(channel: RelayedChannel, loaders: PeerClassLoaders, reason: Error): void {
    for (const [oid, { kind, references }] of this.#held) {
      for (let left = references; left > 0; left--) {
        if (kind === 'classLoader') loaders.received(oid);
        else release(channel, oid, kind, reason);
      }
    }
    this.#held.clear();
  }
}

function release(
  channel: RelayedChannel,
  oid: number,
  kind: Exclude<ReferenceKind, 'classLoader'>,
  reason: Error,
): void {
  const createdAt = null;
  const send = (command: JavaObject): void => channel.send(command);
  switch (kind) {
    case 'object':
      return send(UNEXPORT_COMMAND.create({ createdAt, oid }));
    case 'output':
      return send(wire.POS_UNEXPORT.create({ createdAt, ioId: channel.nextIoId(), oid }));
    case 'writer':
      return send(wire.PW_UNEXPORT.create({ createdAt, ioId: channel.nextIoId(), oid }));
    case 'lazyInput':
      return send(wire.PIS_EOF.create({ createdAt, oid }));
    case 'pipeWriter': {
      const error = errorToThrowable(ioError('The writer of the pipe has ended', { cause: reason }));
      return send(wire.POS_EOF.create({ createdAt, ioId: channel.nextIoId(), oid, requestId: 0, error }));
    }
    case 'pipeReader': {
      // The peer's writer waits for its reader: it gets one that fails.
      const refuse = (): never => {
        throw ioError('The reader of the pipe has ended', { cause: reason });
      };
      const oidPos = exportSink(channel, { write: refuse, end: () => undefined });
      return send(wire.PIPE_CONNECT.create({ createdAt, oidPos, oidRos: oid }));
    }
  }
}
