/** What follows from the end of a child: whoever waits for it is told, and everything else goes on. */
import { ioError } from '../java/java-error.js';
import { commandSource, errorToThrowable, exceptionResponse } from '../remoting/failure.js';
import type { Logger } from '../remoting/logger.js';
import type { PeerClassLoaders } from '../remoting/peer-class-loaders.js';
import type { RelayedChannel } from '../remoting/relay.js';
import { CANCEL, RESPONSE } from '../remoting/wire/command-classes.js';
import { POS_NOTIFY_DEAD_WRITER } from '../remoting/wire/stream-classes.js';
import type { JavaChild } from './java-child.js';

const createdAt = null;

/**
 * @param how how it ended, behind `it`
 * @param loaders keeps class loaders of the peer's
 */
export function failChild(
  child: JavaChild,
  how: string,
  channel: RelayedChannel,
  loaders: PeerClassLoaders,
  logger: Logger,
): void {
  const reason = ioError(`The Java process that ran this has ended: it ${how}`);
  if (child.calls.size > 0) logger.log('WARNING', 'jenkins-agent java', reason.message);
  for (const [id, { loader }] of child.calls) {
    const answer =
      loader === undefined
        ? { exception: errorToThrowable(reason), returnValue: null }
        : { exception: null, returnValue: exceptionResponse(reason, loader) };
    channel.send(RESPONSE.create({ createdAt, id, lastIoId: 0, ...answer }));
  }
  child.calls.clear();
  // What it has asked is of use to nobody, and the peer need not go on with it.
  for (const id of child.requests.abandon()) channel.send(CANCEL.create({ createdAt, id }));
  for (const oid of child.objects.writtenTo) refuseChunks(channel, oid, reason);
  child.peerObjects.releaseAll(channel, loaders, reason);
}

/** The peer's writer to a stream of a child's hears that nobody reads any more. */
export function refuseChunks(channel: RelayedChannel, oid: number, reason: Error): void {
  channel.send(POS_NOTIFY_DEAD_WRITER.create({ createdAt: commandSource(reason), oid }));
}
