/** CppUnit's XML. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { after, before, normalized } from '../values.js';

export function cppUnit(root: XmlElement): XmlElement {
  const isReport = root.name === 'TestRun';
  const figure = (name: string): string => (isReport ? (root.at('Statistics', name)?.text ?? '') : '');
  const attributes = {
    errors: figure('Errors'),
    failures: figure('Failures'),
    tests: figure('Tests'),
    name: 'cppunit',
  };
  const groups = isReport ? root.elements() : [];
  return element(
    'testsuite',
    attributes,
    groups.flatMap((group) => group.elements().flatMap(caseOf)),
  );
}

function caseOf(test: XmlElement): XmlElement[] {
  const group = test.parent?.name;
  const isFailed = group === 'FailedTests' && (test.name === 'FailedTest' || test.name === 'Test');
  const isOther = (group === 'SuccessfulTests' || group === 'SkippedTests') && test.name === 'Test';
  if (!isFailed && !isOther) return [];
  const time = test.first('Time')?.text ?? '0';
  const made = element('testcase', { ...namesOf(textOf(test, 'Name')), time });
  if (group === 'SkippedTests') made.append(element('skipped'));
  if (isFailed) for (const each of problemOf(test)) made.append(each);
  return [made];
}

function namesOf(full: string): { classname: string; name: string } {
  const separator = ['::', '.'].find((each) => full.includes(each));
  if (separator === undefined) return { classname: 'TestClass', name: full };
  return { classname: before(full, separator), name: after(full, separator) };
}

function problemOf(test: XmlElement): XmlElement[] {
  const type = textOf(test, 'FailureType');
  const message = normalized(textOf(test, 'Message'));
  const isError = test.elements('FailureType').some(({ text }) => text === 'Error');
  const place = `\r[File] - ${textOf(test, 'Location', 'File')}\r[Line] - ${textOf(test, 'Location', 'Line')}\r`;
  return [
    element(isError ? 'error' : 'failure', { message, type }, isError ? [message] : []),
    element('system-err', {}, [place]),
  ];
}

function textOf(test: XmlElement, ...path: string[]): string {
  return test.at(...path)?.text ?? '';
}
