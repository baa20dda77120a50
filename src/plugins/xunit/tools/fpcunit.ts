/** FPCUnit's XML. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { joined, junitTime, secondsOfDay } from '../values.js';

export function fpcUnit(root: XmlElement): XmlElement {
  const suites = new Set<XmlElement>();
  for (const listing of root.name === 'TestResults' ? root.descendants('TestListing') : []) {
    if (listing.parent?.first('TestListing') !== listing) continue;
    for (const suite of listing.descendants('TestSuite')) suites.add(suite);
  }
  return element('testsuites', {}, [...suites].map(suiteOf));
}

function suiteOf(suite: XmlElement): XmlElement {
  const attributes = {
    name: suite.attribute('Name'),
    tests: suite.attribute('NumberOfRunTests'),
    time: junitTime(secondsOfDay(suite.attribute('ElapsedTime'))),
    failures: suite.attribute('NumberOfFailures'),
    errors: suite.attribute('NumberOfErrors'),
    skipped: suite.attribute('NumberOfIgnoredTests'),
  };
  return element('testsuite', attributes, suite.elements('Test').map(caseOf));
}

function caseOf(test: XmlElement): XmlElement {
  const made = element('testcase', {
    classname: test.parent?.attribute('Name') ?? '',
    name: test.attribute('Name'),
    time: junitTime(secondsOfDay(test.attribute('ElapsedTime'))),
  });
  const textOf = (name: string): string => joined(test.elements(name));
  const problem = { message: textOf('Message'), type: textOf('ExceptionClass') };
  const exception = textOf('ExceptionMessage');
  if (test.attribute('Result') === 'Failed') made.append(element('failure', problem, [exception]));
  if (test.attribute('Result') === 'Error') {
    const place = `${textOf('SourceUnitName')} (line ${textOf('LineNumber')}):[${textOf('FailedMethodName')}]`;
    made.append(element('failure', problem, [`${place}:${exception}`]));
  }
  return made;
}
