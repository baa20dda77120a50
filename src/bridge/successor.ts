/**
 * A child that follows another on the same channel counts its objects on from where that one stopped: the peer may still hold
 * objects of the one that is gone, and a number must never mean two things. No command sets the counter, but a Pipe in an argument
 * makes its reader export a sink, and say which with Pipe$ConnectCommand; so it is sent pipes until it has counted far enough.
 */
import { RPC_REQUEST } from '../remoting/wire/command-classes.js';
import { PIPE } from '../remoting/wire/stream-classes.js';
import { objectArray, stringArray } from '../serial/jdk.js';
import type { JavaObject } from '../serial/model.js';

/** Each costs the child 64 KiB until it is collected. */
const AT_ONCE = 64;
const CHANNEL_OBJECT = 1;
/** The writer of those pipes: of all ids that a child or its peer could have, the last. */
export const NO_WRITER = 0x3fffffff;

/** A child that answers requests. */
interface Asked {
  ask(request: JavaObject): Promise<unknown>;
}

/** Resolves when everything that the child exports from now on has a higher id. */
export async function countBehind(child: Asked, highestId: number): Promise<void> {
  for (let left = highestId; left > 0; left -= AT_ONCE) {
    const pipes = Array.from({ length: Math.min(AT_ONCE, left) }, () =>
      PIPE.create({ in: null, out: null }, { remoteWriter: false, streamOid: NO_WRITER }),
    );
    const getProperty = RPC_REQUEST.create({
      createdAt: null,
      id: 0,
      lastIoId: 0,
      response: null,
      oid: CHANNEL_OBJECT,
      arguments: objectArray([objectArray(pipes)]),
      declaringClassName: 'hudson.remoting.IChannel',
      methodName: 'getProperty',
      types: stringArray(['java.lang.Object']),
    });
    await child.ask(getProperty);
  }
}
