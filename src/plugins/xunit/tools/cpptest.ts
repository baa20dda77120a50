/** Parasoft C++test's XML. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import {
  ConversionError,
  after,
  before,
  doubleText,
  joinedAttributes,
  junitTime,
  orElse,
  secondsOfDay,
} from '../values.js';
import { single, toDouble } from '../values.js';

export function cppTest(root: XmlElement): XmlElement {
  const at = (...path: string[]): XmlElement[] => (root.name === 'ResultsSession' ? root.all(...path) : []);
  const projects = at('Exec', 'Summary', 'Projects', 'Project');
  const attributes = {
    name: joinedAttributes(projects, 'name'),
    time: junitTime(secondsOfDay(single(at('Exec').filter((each) => each.has('time')))?.attribute('time') ?? '')),
    tests: joinedAttributes(projects, 'testCases'),
    failures: joinedAttributes(projects, 'fail'),
    errors: 0,
  };
  if (at('Exec', 'TestingProcessProblems').length > 0) {
    const problems = at('Exec', 'TestingProcessProblems', 'CppAnalysisProblem', 'ErrorList', 'Error');
    const name = joinedAttributes(at('TestConfig'), 'name');
    const output = element('system-err', {}, [joinedAttributes(problems, 'val')]);
    return element('testsuite', { ...attributes, name, tests: 0, failures: 0 }, [output]);
  }
  const violations = at('Exec', 'ExecViols', 'ExecViol');
  if (at('ExecutedTestsDetails').length === 0) {
    return element('testsuite', attributes, violations.filter(isFirst(violations)).map(violationCase));
  }
  const suites = at('ExecutedTestsDetails', 'Total', 'Project', 'TestSuite');
  const all = [...root.descendants('Exec')].flatMap((each) => each.all('ExecViols', 'ExecViol'));
  return element(
    'testsuites',
    attributes,
    suites.flatMap((suite) => suitesOf(suite, attributes.name, all)),
  );
}

/** Whether a violation is the first of its case. */
function isFirst(violations: readonly XmlElement[]): (violation: XmlElement) => boolean {
  const firsts = new Map<string, XmlElement>();
  for (const each of violations) {
    const id = each.attribute('testCaseId');
    if (each.has('testCaseId') && !firsts.has(id)) firsts.set(id, each);
  }
  return (violation) => firsts.get(violation.attribute('testCaseId')) === violation;
}

function violationCase(violation: XmlElement): XmlElement {
  const full = violation.attribute('testName');
  const isProblem = violation.has('cat') && toDouble(violation.attribute('cat')) !== 6;
  const attributes = { classname: before(full, '::'), name: after(full, '::'), time: junitTime(0) };
  return element('testcase', attributes, isProblem ? failuresOf(violation) : []);
}

function failuresOf(violation: XmlElement): XmlElement[] {
  return violation.all('Thr', 'ThrPart').map((part) => {
    const trace = part.elements('Trace').map((each) => `\n\tat ${each.attribute('fileName')}:${each.attribute('ln')}`);
    return element('failure', { type: part.attribute('clName'), message: part.attribute('detMsg') }, trace);
  });
}

function suitesOf(suite: XmlElement, parent: string, violations: readonly XmlElement[]): XmlElement[] {
  const name = `${parent}.${suite.attribute('name')}`;
  const inner = suite.elements('TestSuite');
  if (inner.length > 0) return inner.flatMap((each) => suitesOf(each, name, violations));
  const times = [...suite.descendants('Test')].filter((test) => test.has('time'));
  // The plugin writes the times one after the other, and takes that for a number.
  const time = times.map((test) => doubleText(secondsOfDay(test.attribute('time')))).join('');
  const attributes = {
    name,
    time: junitTime(time),
    tests: suite.has('pass') && suite.has('fail') ? doubleText(figure(suite, 'pass') + figure(suite, 'fail')) : '',
    failures: suite.attribute('fail'),
    errors: 0,
  };
  const cases = suite.elements('Test').map((test) => caseOf(test, suite.attribute('name'), name, violations));
  return [element('testsuite', attributes, cases)];
}

function figure(each: XmlElement, name: string): number {
  const value = toDouble(each.attribute(name));
  if (Number.isNaN(value)) throw new ConversionError(`${name} is not a number`);
  return value;
}

function caseOf(test: XmlElement, suite: string, fullSuite: string, violations: readonly XmlElement[]): XmlElement {
  const full = test.attribute('name');
  const attributes = {
    name: full.startsWith(suite) ? full.slice(suite.length + 2) : full,
    classname: orElse(fullSuite, suite),
    time: junitTime(secondsOfDay(test.attribute('time'))),
  };
  const isFailed = test.has('pass') && toDouble(test.attribute('pass')) !== 1;
  const mine = violations.filter((each) => test.has('id') && each.attribute('testId') === test.attribute('id'));
  return element('testcase', attributes, isFailed ? mine.flatMap(failuresOf) : []);
}
