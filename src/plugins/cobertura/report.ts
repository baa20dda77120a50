import { readFrom } from '../../os/files/read-file.js';
import { ioError } from '../../java/java-error.js';
import { parseXml } from '../../java/xml/parse-xml.js';
import { XmlError } from '../../java/xml/xml-error.js';
import { fileCallable } from '../../callables/callable.js';
import { listFilePath } from '../../jenkins/archive/globs.js';
import { filePathArray } from '../../jenkins/file-path/file-path-value.js';
import { str } from '../../callables/shape.js';

/**
 * cobertura: the reports that a pattern selects, each looked into to see that it is one; the controller copies and reads them.
 * { String reportFilePath }
 * @throws JavaError java.io.IOException for a file that is no report
 */
export const findReports = fileCallable({
  name: 'hudson.plugins.cobertura.CoberturaPublisher$ParseReportCallable',
  fields: { reportFilePath: str },
  run: async ({ reportFilePath }, workspace, { signal }) => {
    const set = { includes: reportFilePath, excludes: null, defaultExcludes: true };
    const reports = await listFilePath(workspace, set, signal);
    for (const report of reports) await assertReport(report, signal);
    return filePathArray(reports);
  },
});

async function assertReport(file: string, signal: AbortSignal): Promise<void> {
  if ((await rootElement(file, signal)) === 'coverage') return;
  throw ioError(`${file} is not a cobertura coverage report, please check your report pattern`);
}

/** Reads as far as the root element's start. */
async function rootElement(file: string, signal: AbortSignal): Promise<string> {
  try {
    await parseXml(readFrom(file, { signal }), {
      open: (name) => {
        throw new Root(name);
      },
      text: () => undefined,
      close: () => undefined,
    });
  } catch (error) {
    if (error instanceof Root) return error.element;
    if (!(error instanceof XmlError)) throw error;
  }
  throw ioError(`${file} is not an XML file, please check your report pattern`);
}

/** Thrown to end the reading. */
class Root extends Error {
  constructor(readonly element: string) {
    super(element);
  }
}
