import { boxBoolean } from '../../serial/jdk.js';
import { childFile } from '../../java/path.js';
import { callable } from '../../callables/callable.js';
import { bool, obj, str } from '../../callables/shape.js';
import type { FieldReader } from '../../callables/shape.js';
import { unknownClass } from '../../callables/unknown-class.js';
import { reporting } from '../../jenkins/listener/reporting.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import { makeDirectories } from '../../os/files/directories.js';
import { reportFiles } from '../junit/read-reports.js';
import { convertReport } from './convert.js';

const transformer: FieldReader<void> = (value, where) => {
  const { className } = obj(value, where);
  if (className !== 'hudson.plugins.nunit.NUnitReportTransformer') throw unknownClass('the transformer', className);
};

/**
 * nunit: reports of NUnit 2 and 3 converted to JUnit's format, for the next step to read.
 *
 *     String  root, junitDirectoryName, testResultsPattern
 *     boolean failIfNoResults; int fileCount
 *     TaskListener listener; TestReportTransformer unitReportTransformer
 *
 * @returns java.lang.Boolean: whether there were any
 * @throws JavaError java.io.IOException for a file that is no report of NUnit's
 */
export const nunitArchiver = callable({
  name: 'hudson.plugins.nunit.NUnitArchiver',
  fields: {
    root: str,
    junitDirectoryName: str,
    listener: listenerField,
    testResultsPattern: str,
    unitReportTransformer: transformer,
    failIfNoResults: bool,
  },
  run: (self, context) =>
    reporting(self.listener, context, async (listener) => {
      const reports = await reportFiles(self.root, self.testResultsPattern, context.signal);
      if (reports.length === 0) {
        if (self.failIfNoResults) await listener.fatalError(`${NONE} Configuration error?`);
        else await listener.println(NONE);
        return boxBoolean(false);
      }
      const directory = childFile(self.root, self.junitDirectoryName);
      await makeDirectories(directory);
      for (const [index, report] of reports.entries()) {
        await convertReport(report, directory, index + 1, context.signal);
      }
      return boxBoolean(true);
    }),
});

const NONE = 'No NUnit test report files were found.';
