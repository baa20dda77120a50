/** AUnit's XML. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { after, before, joined, normalized, single } from '../values.js';

export function aUnit(root: XmlElement): XmlElement {
  const isReport = root.name === 'TestRun';
  const figure = (name: string): string => (isReport ? joined(root.all('Statistics', name)) : '');
  const attributes = { errors: figure('Errors'), failures: figure('Failures'), tests: figure('Tests'), name: 'aunit' };
  const groups = isReport ? root.elements() : [];
  const cases = groups
    .filter(({ name }) => name === 'SuccessfulTests' || name === 'FailedTests')
    .flatMap((group) => group.elements('Test').map((test) => caseOf(test, group.name === 'FailedTests')));
  return element('testsuite', attributes, cases);
}

function caseOf(test: XmlElement, isFailed: boolean): XmlElement {
  const full = single(test.elements('Name'))?.text ?? '';
  const names = full.includes('.')
    ? { classname: before(full, '.'), name: after(full, '.') }
    : { classname: 'TestClass', name: full };
  return element('testcase', { ...names, time: '0.000' }, isFailed ? problemOf(test) : []);
}

function problemOf(test: XmlElement): XmlElement[] {
  const textOf = (...path: string[]): string => joined(test.all(...path));
  const isError = test.elements('FailureType').some(({ text }) => text === 'Error');
  const attributes = {
    message: normalized(single(test.elements('Message'))?.text ?? ''),
    type: textOf('FailureType'),
  };
  const place = test.first('Location')
    ? `\r[File] - ${textOf('Location', 'File')}\r[Line] - ${textOf('Location', 'Line')}\r`
    : '';
  const exception = ['Message', 'Information', 'Traceback'].map((name) => textOf('Exception', name)).join('');
  return [
    element(isError ? 'error' : 'failure', attributes, [textOf('Message')]),
    element('system-err', {}, [place + exception]),
  ];
}
