/**
 * publishHTML with several workers. Each worker is a copy from the agent (FilePath.copyRecursiveTo) with the same
 * QueueReadingDirScanner; beside them one request finds the files, and a last one ends it all.
 */
import { fileLength } from '../../os/files/attributes.js';
import { declareClass } from '../../serial/declare.js';
import { uuidText } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { readShape } from '../../callables/shape.js';
import { dirScanner, dirScannerClass } from '../../jenkins/archive/dir-scanners.js';
import { fileQueues } from './file-queue.js';
import { scanQueue } from './queue-scanner.js';

/** { DirScanner dirScanner, UUID queueKey } */
const fillQueue = fileCallable({
  name: 'htmlpublisher.util.DirScanningQueueWriter',
  fields: { dirScanner, queueKey: uuidText },
  run: async (self, path, { channel, signal }) => {
    const queues = fileQueues(channel);
    const queue = queues.enter(self.queueKey);
    try {
      for await (const file of self.dirScanner(path, signal).files) {
        queue.add(file, await fileLength(file.file));
      }
      queue.end();
    } catch (error) {
      queue.stop();
      throw error;
    } finally {
      queues.leave(self.queueKey, queue);
    }
    return STATISTIC.create({ overallCount: queue.count, overallSize: queue.size });
  },
});

/** { UUID queueKey } */
const removeQueue = fileCallable({
  name: 'htmlpublisher.util.QueueShutdownAndRemover',
  fields: { queueKey: uuidText },
  run: ({ queueKey }, _path, { channel }) => {
    fileQueues(channel).remove(queueKey);
    return null;
  },
});

const STATISTIC = declareClass({
  name: 'htmlpublisher.util.FileEntryQueue$Statistic',
  suid: 1n,
  fields: { overallCount: 'I', overallSize: 'J' },
});

/** { UUID queueKey } */
const queueScanner = dirScannerClass('htmlpublisher.util.QueueReadingDirScanner', (object, channel) => {
  const { queueKey } = readShape(object, { queueKey: uuidText });
  return (_directory, signal) => scanQueue(queueKey, channel, signal);
});

export const declarations = [fillQueue, removeQueue, queueScanner] satisfies readonly Declaration[];
