import { JavaError } from '../../java/java-error.js';
import { fileCallable } from '../../callables/callable.js';
import { nullableObj } from '../../callables/shape.js';
import { parseFields, parseResults } from './parse.js';
import { unknownClass } from '../../callables/unknown-class.js';

/**
 * junit where results are stored elsewhere than with their builds: the agent reads the reports and hands the result to the
 * storage's publisher. Publishers (JunitTestResultStorage$RemotePublisher) are Java code of plugins; all that are known connect
 * to a database from here with the Java driver that comes with them. None is run here, and that is said before any report is
 * read: the reports stay as they are for another attempt.
 */
export const storageParse = fileCallable({
  name: 'hudson.tasks.junit.JUnitParser$StorageParseResultCallable',
  fields: { ...parseFields, publisher: nullableObj },
  run: async ({ publisher, ...self }, workspace, context, object) => {
    if (publisher) {
      throw unknownClass(
        'the publisher of test results',
        publisher,
        'Test results can be stored from here with the storage "Local file system" of the controller\'s configuration.',
      );
    }
    // A storage without a publisher fails when it is to be used.
    await parseResults(self, workspace, context, object);
    throw new JavaError('java.lang.NullPointerException', null);
  },
});
