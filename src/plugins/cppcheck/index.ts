/** The cppcheck plugin: reads reports of Cppcheck. */
import { JavaError } from '../../java/java-error.js';
import { childFile } from '../../java/path.js';
import { XmlError } from '../../java/xml/xml-error.js';
import { filesOf } from '../../os/ant-glob/file-set.js';
import { fileLength } from '../../os/files/attributes.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { bool, str } from '../../callables/shape.js';
import { reporting } from '../../jenkins/listener/reporting.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import { reportToJava } from './report-to-java.js';
import { CppcheckReport } from './report.js';

/**
 * cppcheck: the reports that a pattern selects, as one org.jenkinsci.plugins.cppcheck.CppcheckReport; null for what cannot be read,
 * which fails the build once the log has said why. {TaskListener listener, String cppcheckReportPattern, boolean ignoreBlankFiles}
 */
const parseReports = fileCallable({
  name: 'org.jenkinsci.plugins.cppcheck.CppcheckParserResult',
  fields: { listener: listenerField, cppcheckReportPattern: str, ignoreBlankFiles: bool },
  run: (self, directory, context) =>
    reporting(self.listener, context, async (listener) => {
      const log = (message: string): Promise<void> => listener.println(`[Cppcheck] ${message}`);
      const { cppcheckReportPattern: pattern, ignoreBlankFiles } = self;
      const report = new CppcheckReport();
      try {
        const files = await findReports(directory, pattern, ignoreBlankFiles, context.signal);
        if (files.length === 0) {
          const message = `No cppcheck test report file(s) were found with the pattern '${pattern}' relative to '${directory}'.  Did you enter a pattern relative to the correct directory?  Did you generate the XML report(s) for Cppcheck?`;
          await log(message);
          throw new JavaError('java.lang.IllegalArgumentException', message);
        }
        await log(`Processing ${files.length} files with the pattern '${pattern}'.`);
        for (const file of files) if (await report.addFile(file, context.signal)) await log(OLD_FORMAT);
        return reportToJava(report);
      } catch (error) {
        context.signal.throwIfAborted();
        if (!(error instanceof JavaError || error instanceof XmlError)) throw error;
        const java = error instanceof JavaError ? error : new JavaError('org.xml.sax.SAXParseException', error.message);
        await log(`Parsing throws exceptions. ${java.javaMessage}`);
        await log(java.toString());
        return null;
      }
    }),
});

const OLD_FORMAT =
  "WARNING: Legacy format of report file detected, please consider to pass additional argument '--xml-version=2' to Cppcheck. It often detects and reports more issues with the new format, so its usage is highly recommended.";

async function findReports(
  directory: string,
  pattern: string,
  ignoreBlankFiles: boolean,
  signal: AbortSignal,
): Promise<string[]> {
  const found: string[] = [];
  for await (const name of filesOf(directory, { includes: pattern, excludes: null, defaultExcludes: true }, signal)) {
    const file = childFile(directory, name);
    if (!ignoreBlankFiles || (await fileLength(file)) !== 0n) found.push(file);
  }
  return found;
}

export const declarations = [parseReports] satisfies readonly Declaration[];
