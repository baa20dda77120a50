/** A report of NUnit as files of JUnit's format, one for each suite. */
import { JavaError, ioError } from '../../java/java-error.js';
import { childFile } from '../../java/path.js';
import { element, readXmlTree } from '../../java/xml/element-tree.js';
import type { XmlElement } from '../../java/xml/element-tree.js';
import { writeXmlFile } from '../../os/files/write-xml.js';
import { XmlError } from '../../java/xml/xml-error.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { nunit2Suites } from './nunit2.js';
import { nunit3Suites } from './nunit3.js';

/**
 * hudson.plugins.nunit.NUnitReportTransformer.transform
 * @param number of the report among those of one request, from 1
 * @throws JavaError java.io.IOException for a report that is not well-formed, or none of NUnit's
 */
export async function convertReport(
  report: string,
  directory: string,
  number: number,
  signal: AbortSignal,
): Promise<void> {
  const suites = converted(await readReport(report, signal));
  let index = 0;
  for (const suite of suites.descendants('testsuite')) {
    signal.throwIfAborted();
    await writeXmlFile(outputFile(directory, suite.attribute('name'), `_${number}_${index++}.xml`), suite);
  }
}

async function readReport(report: string, signal: AbortSignal): Promise<XmlElement> {
  try {
    return await readXmlTree(await openRandomAccess(report, { signal }), { mend: withoutInvalid });
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw untransformable(error.message);
  }
}

/** hudson.plugins.nunit.InvalidXmlStreamReader, which looks at UTF-16: what lies beyond it is invalid, too. */
function withoutInvalid(text: string): string {
  return text.replace(INVALID, '?');
}

const INVALID = /[\0-\x08\v\f\x0e-\x1f\ud800-\udfff\ufffe\uffff]/g;

function converted(root: XmlElement): XmlElement {
  if (root.name === 'test-results') return nunit2Suites(root);
  if (root.name === 'test-run') return nunit3Suites(root);
  // What is no report at all counts as an empty one as long as it has no text.
  if (!root.name.startsWith('test-') && root.text.trim() === '') return element('testsuites');
  throw untransformable(`The root element is ${root.name}, neither test-results nor test-run`);
}

function untransformable(problem: string): JavaError {
  return ioError('Could not transform the NUnit report. Please report this issue to the plugin author', {
    cause: new JavaError('javax.xml.transform.TransformerException', problem),
  });
}

/** Names of suites become names of files that every system has room for. */
function outputFile(directory: string, suite: string, end: string): string {
  const name = suite.replace(/[*/:<>?|\\";]+/g, '_');
  const file = childFile(directory, PREFIX + name + end);
  if (file.length < MAX_PATH) return file;
  const room = Math.max(0, MAX_PATH - PREFIX.length - end.length - directory.length);
  return childFile(directory, PREFIX + name.slice(0, room) + end);
}

const PREFIX = 'TEST-';
const MAX_PATH = 255;
