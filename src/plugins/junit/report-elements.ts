/**
 * Suites of a report, one after the other, so that no more of a large report is held than one suite. A suite ends after all
 * suites inside it, which is the order in which the results come, too.
 */
import { parseXml } from '../../java/xml/parse-xml.js';
import { Element } from './element.js';

/**
 * @param source the bytes of the report
 * @param onSuite called with the root element and with every `testsuite` that stands in it or in another one; without the
 *   suites inside it
 * @throws XmlError when it is not well-formed
 */
export async function readSuites(source: AsyncIterable<Buffer>, onSuite: (suite: Element) => void): Promise<void> {
  /** Open suites, and within the innermost one the elements that matter. */
  const open: { readonly element: Element; readonly isSuite: boolean }[] = [];
  /** How deep we are in elements that do not matter. */
  let ignored = 0;
  await parseXml(source, {
    open(name, attributes) {
      const parent = open.at(-1);
      const isSuite = !parent || (parent.isSuite && name === SUITE);
      if (ignored > 0 || (!isSuite && !matters(parent.element, parent.isSuite, name))) {
        ignored++;
        return;
      }
      const element = new Element(name, attributes);
      if (!isSuite) parent.element.children.push(element);
      open.push({ element, isSuite });
    },
    text(text) {
      const top = open.at(-1);
      if (ignored === 0 && top && !top.isSuite) top.element.addText(text);
    },
    close() {
      if (ignored > 0) {
        ignored--;
        return;
      }
      const top = open.pop();
      if (top?.isSuite) onSuite(top.element);
    },
  });
}

function matters(parent: Element, inSuite: boolean, name: string): boolean {
  return (inSuite ? IN_SUITE : IN_OTHERS[parent.name])?.has(name) ?? false;
}

const SUITE = 'testsuite';

const COMMON = [
  'error',
  'failure',
  'skipped',
  'flakyFailure',
  'rerunFailure',
  'system-out',
  'system-err',
  'properties',
];
const IN_SUITE: ReadonlySet<string> = new Set([...COMMON, 'testcase']);
const IN_RERUN: ReadonlySet<string> = new Set(['stackTrace', 'system-out', 'system-err']);
const IN_OTHERS: Readonly<Record<string, ReadonlySet<string>>> = {
  testcase: new Set(COMMON),
  properties: new Set(['property']),
  flakyFailure: IN_RERUN,
  rerunFailure: IN_RERUN,
};
