/** CUnit's XML. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { normalized } from '../values.js';

export function cunit(root: XmlElement): XmlElement {
  const suites = [root, ...root.descendants()].filter(({ name }) => name === 'CUNIT_RUN_SUITE_SUCCESS');
  return element('testsuites', {}, suites.map(suiteOf));
}

function suiteOf(suite: XmlElement): XmlElement {
  const name = normalized(suite.first('SUITE_NAME')?.firstText ?? '');
  const passed = suite.all('CUNIT_RUN_TEST_RECORD', 'CUNIT_RUN_TEST_SUCCESS');
  const failed = suite.all('CUNIT_RUN_TEST_RECORD', 'CUNIT_RUN_TEST_FAILURE');
  const attributes = { name, tests: passed.length, time: 0, failures: failed.length, errors: 0, skipped: 0 };
  const caseOf = (test: XmlElement, content: readonly XmlElement[]): XmlElement => {
    const testName = normalized(test.first('TEST_NAME')?.firstText ?? '');
    return element('testcase', { classname: name, name: testName, time: '0.0' }, content);
  };
  const failures = failed.map((test) => caseOf(test, [element('failure', {}, [failureOf(test)])]));
  return element('testsuite', attributes, [...passed.map((test) => caseOf(test, [])), ...failures]);
}

function failureOf(test: XmlElement): string {
  const [line, file, condition] = ['LINE_NUMBER', 'FILE_NAME', 'CONDITION'].map((name) => test.first(name)?.text ?? '');
  return `\nTest failed at line ${line} in file ${file}:\n${condition}`;
}
