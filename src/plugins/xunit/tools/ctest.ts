/** CTest's Test.xml. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { doubleText, joined, junitTime, number, single, textOr, toDouble } from '../values.js';

export function ctest(root: XmlElement): XmlElement {
  const sites = [root, ...root.descendants()].filter(({ name }) => name === 'Site');
  const testing = sites.flatMap((site) => site.elements('Testing'));
  const tests = testing.flatMap((each) => each.elements('Test'));
  const [start, end] = ['StartTestTime', 'EndTestTime'].map((name) =>
    single(testing.flatMap((each) => each.elements(name))),
  );
  const withStatus = (status: string): number => tests.filter((test) => test.attribute('Status') === status).length;
  const suite = element('testsuite', {
    name: 'CTest',
    tests: tests.length,
    time: junitTime(start && end ? toDouble(end.text) - toDouble(start.text) : ''),
    failures: withStatus('failed'),
    errors: 0,
    skipped: withStatus('notrun'),
  });
  for (const test of tests) suite.append(caseOf(test));
  return element('testsuites', {}, [suite]);
}

function caseOf(test: XmlElement): XmlElement {
  const times = test.all('Results', 'NamedMeasurement').filter((each) => each.attribute('name') === 'Execution Time');
  const time = textOr(
    times.flatMap((each) => each.elements('Value')),
    '0',
  );
  const path = (single(test.elements('Path'))?.text ?? '').replaceAll('.', '').replaceAll('/', '.');
  const output = joined(test.all('Results', 'Measurement', 'Value'));
  const made = element('testcase', {
    classname: `projectroot${path}`,
    name: (single(test.elements('Name'))?.text ?? '').replaceAll('-', '_'),
    time: junitTime(doubleText(number(time))),
  });
  const status = test.attribute('Status');
  if (status === 'notrun') made.append(element('skipped'));
  else if (status !== 'passed') made.append(element('failure', {}, [output]));
  made.append(element('system-out', {}, [output]));
  return made;
}
