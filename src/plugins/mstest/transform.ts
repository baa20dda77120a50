import { JavaError, ioError } from '../../java/java-error.js';
import { childFile } from '../../java/path.js';
import { XmlError } from '../../java/xml/xml-error.js';
import { boxBoolean } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import { fileCallable } from '../../callables/callable.js';
import { bool, nullableStrings, obj } from '../../callables/shape.js';
import type { FieldReader } from '../../callables/shape.js';
import { reporting } from '../../jenkins/listener/reporting.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import { ReportConverter } from './convert.js';
import { makeFolder } from './files.js';
import { MsTestLog, prefixed } from './log.js';
import { mendEntities } from './mend-entities.js';

/** MSTestReportConverter { MsTestLogger logger { java.util.logging.Level configuredLevel (since 2023), ... } }: the level. */
const converterLevel: FieldReader<number | undefined> = (value, where) => {
  const level = obj(obj(value, where).get('logger') ?? null, `${where}.logger`).get('configuredLevel');
  const number = level instanceof JavaObject ? level.get('value') : undefined;
  return typeof number === 'number' ? number : undefined;
};

/**
 * mstest: TRX files converted to JUnit's format, for the next step to read, and coverage beside them to EMMA's.
 * {TaskListener listener, boolean failOnError, MSTestReportConverter unitReportTransformer, String[] msTestFiles}
 * @returns java.lang.Boolean: whether there is a directory to write to
 * @throws JavaError hudson.AbortException without files, where that is to fail; java.io.IOException for one that is not XML
 */
export const mstestTransformer = fileCallable({
  name: 'hudson.plugins.mstest.MSTestTransformer',
  fields: {
    listener: listenerField,
    failOnError: bool,
    unitReportTransformer: converterLevel,
    msTestFiles: nullableStrings,
  },
  run: (self, workspace, context) =>
    reporting(self.listener, context, async (listener) => {
      const log = new MsTestLog(listener);
      const files = self.msTestFiles ?? [];
      if (files.length === 0) {
        if (self.failOnError) throw new JavaError('hudson.AbortException', prefixed(`${NONE} Configuration error?`));
        await log.print('WARNING', `${NONE} Ignoring.`);
        return boxBoolean(true);
      }
      const directory = childFile(workspace, 'temporary-junit-reports');
      if (!(await makeFolder(directory, log))) return boxBoolean(false);
      const converterLog = new MsTestLog(listener, self.unitReportTransformer);
      const converter = new ReportConverter(directory, converterLog, context.signal);
      for (const file of files) {
        await log.print('INFO', `processing report file: ${file}`);
        await mendEntities(file, context.signal);
        await convert(converter, file);
      }
      return boxBoolean(true);
    }),
});

const NONE = 'No MSTest TRX test report files were found.';

async function convert(converter: ReportConverter, file: string): Promise<void> {
  try {
    await converter.convert(file);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const message = 'Unable to transform the MSTest report. Please report this issue to the plugin author';
    const cause = new JavaError('javax.xml.transform.TransformerException', error.message);
    throw ioError(prefixed(message), { cause });
  }
}
