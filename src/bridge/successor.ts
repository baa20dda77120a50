/**
 * A child that follows another on the same channel counts its objects on from where that one stopped: the peer may still hold
 * objects of the one that is gone, and a number must never mean two things. No command sets the counter, but a Pipe in an argument
 * makes its reader export a sink, and say which with Pipe$ConnectCommand; so it is sent pipes until it has counted far enough.
 */
import { PIPE } from '../remoting/wire/stream-classes.js';
import { objectArray } from '../serial/jdk.js';
import { askProperty } from './ask-property.js';
import type { Asked } from './ask-property.js';

/** Each costs the child 64 KiB until it is collected. */
const AT_ONCE = 64;
/** The writer of those pipes: of all ids that a child or its peer could have, the last. */
export const NO_WRITER = 0x3fffffff;

/** Resolves when everything that the child exports from now on has a higher id. */
export async function countBehind(child: Asked, highestId: number): Promise<void> {
  for (let left = highestId; left > 0; left -= AT_ONCE) {
    const pipes = Array.from({ length: Math.min(AT_ONCE, left) }, () =>
      PIPE.create({ in: null, out: null }, { remoteWriter: false, streamOid: NO_WRITER }),
    );
    await askProperty(child, 'getProperty', objectArray(pipes));
  }
}
