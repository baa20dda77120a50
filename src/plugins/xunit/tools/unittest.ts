/** UnitTest++'s XML. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { joinedAttributes, junitTime, orElse } from '../values.js';

export function unitTest(root: XmlElement): XmlElement {
  const isReport = root.name === 'unittest-results';
  const attribute = (name: string): string => (isReport ? root.attribute(name) : '');
  const time = junitTime(attribute('time'));
  const attributes = {
    errors: attribute('failedtests'),
    failures: attribute('failures'),
    tests: attribute('tests'),
    name: 'unittest',
    timestamp: time,
  };
  const tests = isReport ? root.elements('test') : [];
  return element(
    'testsuite',
    attributes,
    tests.map((test) => caseOf(test, time)),
  );
}

function caseOf(test: XmlElement, suiteTime: string): XmlElement {
  const time = junitTime(orElse(test.attribute('time'), suiteTime));
  const made = element('testcase', { classname: test.attribute('suite'), name: test.attribute('name'), time });
  const failures = test.elements('failure');
  if (failures.length > 0) made.append(element('failure', { message: joinedAttributes(failures, 'message', '\n') }));
  return made;
}
