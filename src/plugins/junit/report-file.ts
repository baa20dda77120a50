/** One report, and what becomes of one that is none. */
import { absoluteFile } from '../../java/path.js';
import { fileLength } from '../../os/files/attributes.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { XmlError } from '../../java/xml/xml-error.js';
import type { Element } from './element.js';
import { readSuites } from './report-elements.js';
import { suiteResult, troubleSuite } from './suite-result.js';
import type { SuiteContext, SuiteResult } from './suite-result.js';

/**
 * TestResult.parsePossiblyEmpty: the suites of a report. An empty or broken file gives a suite with a failed case that tells.
 * @throws JavaError java.io.IOException for a file that cannot be read, or that is broken and not even called *.xml
 */
export async function readReport(report: string, context: SuiteContext, signal: AbortSignal): Promise<SuiteResult[]> {
  if ((await fileLength(report)) === 0n) {
    const error = `Test report file ${absoluteFile(report)} was length 0`;
    return [troubleSuite(report, '[empty]', error, context.details)];
  }
  try {
    return await parseReport(report, context, signal);
  } catch (error) {
    if (error instanceof XmlError) return [brokenReport(report, error)];
    // RuntimeExceptions, of which there is one kind.
    if (!(error instanceof JavaError) || error.javaClass !== 'java.lang.NullPointerException') throw error;
    throw ioError(`Failed to read ${report}`, { cause: error });
  }
}

async function parseReport(report: string, context: SuiteContext, signal: AbortSignal): Promise<SuiteResult[]> {
  const pending: Element[] = [];
  const suites: SuiteResult[] = [];
  const finish = async (): Promise<void> => {
    for (const element of pending.splice(0)) {
      const suite = await suiteResult(report, element, context);
      if (suite) suites.push(suite);
    }
  };
  async function* source(): AsyncGenerator<Buffer> {
    for await (const chunk of await openRandomAccess(report, { signal })) {
      // Elements become results before more is read.
      await finish();
      yield chunk;
    }
  }
  await readSuites(source(), (element) => pending.push(element));
  await finish();
  return suites;
}

function brokenReport(report: string, error: XmlError): SuiteResult {
  if (!report.endsWith('.xml')) {
    const text = `Failed to read ${report}\nIs this really a JUnit report file? Your configuration must be matching too many files`;
    throw ioError(text, { cause: new JavaError('org.dom4j.DocumentException', documentMessage(error)) });
  }
  const text = `Failed to read test report file ${absoluteFile(report)}\n${printed(error)}`;
  return troubleSuite(report, '[failed-to-read]', text, null);
}

/** DocumentException.printStackTrace without the frames, which would be another program's. */
function printed(error: XmlError): string {
  return `org.dom4j.DocumentException: ${documentMessage(error)}\nCaused by: ${error.causedBy}\n`;
}

function documentMessage({ line, message }: XmlError): string {
  return line === null ? message : `Error on line ${line} of document  : ${message}`;
}
