import type { Scanned, TreeScan } from '../../os/archive/scanned.js';
import type { CallChannel } from '../../remoting/call.js';
import { fileQueues } from './file-queue.js';

/**
 * htmlpublisher.util.QueueReadingDirScanner as the argument of a copy: what one of several copies gets of the files in a
 * queue. A copy that fails ends the queue for the others, too; one that is cancelled does not.
 */
export function scanQueue(key: string, channel: CallChannel, signal: AbortSignal): TreeScan {
  // What comes out of a queue is no longer known as a link.
  return { files: filesOfQueue(key, channel, signal), keepsLinks: false };
}

async function* filesOfQueue(key: string, channel: CallChannel, signal: AbortSignal): AsyncGenerator<Scanned> {
  const queues = fileQueues(channel);
  const queue = queues.enter(key);
  let finished = false;
  try {
    for (let next = await queue.take(signal); next; next = await queue.take(signal)) yield next;
    finished = true;
  } finally {
    if (!finished && !signal.aborted) queue.stop();
    queues.leave(key, queue);
  }
}
