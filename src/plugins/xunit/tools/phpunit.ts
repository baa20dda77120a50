/** PHPUnit's XML: suites that have cases of their own, one beside the other. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { joined, joinedAttributes, junitTime, orElse } from '../values.js';
import type { Content } from './content.js';
import { appliedTo } from './content.js';

export function phpUnit(root: XmlElement): Content[] {
  return converted(root);
}

function converted(each: XmlElement): Content[] {
  if (each.name === 'testsuites') {
    return [element('testsuites', {}, each.elements('testsuite').flatMap(suitesOf))];
  }
  return each.name === 'testsuite' ? suitesOf(each) : appliedTo(each, converted);
}

function suitesOf(suite: XmlElement): XmlElement[] {
  const own = suite.first('testcase') ? [suiteOf(suite)] : [];
  return [...own, ...suite.elements('testsuite').flatMap(suitesOf)];
}

function suiteOf(suite: XmlElement): XmlElement {
  const timestamp = suite.attribute('timestamp');
  const attributes = {
    name: suite.attribute('name'),
    tests: suite.attribute('tests'),
    failures: suite.attribute('failures'),
    errors: suite.attribute('errors'),
    skipped: orElse(suite.attribute('skipped'), orElse(suite.attribute('skip'), '0')),
    time: junitTime(suite.attribute('time')),
    timestamp: timestamp === '' ? null : timestamp,
  };
  const properties = suite
    .all('properties', 'property')
    .map((each) => element('property', { name: each.attribute('name'), value: each.attribute('value') }));
  return element('testsuite', attributes, [
    ...(suite.first('properties') ? [element('properties', {}, properties)] : []),
    ...suite.elements('testcase').map(caseOf),
    ...outputOf(suite),
  ]);
}

function caseOf(each: XmlElement): XmlElement {
  const classname = orElse(each.attribute('class'), orElse(each.attribute('classname'), '0'));
  const attributes = {
    classname: each.has('class') || each.has('classname') ? classname : null,
    name: each.attribute('name'),
    time: junitTime(each.attribute('time')),
  };
  return element('testcase', attributes, [
    ...problemOf(each, 'error'),
    ...(each.first('warning') ? [element('system-err', {}, [joined(each.elements('warning'))])] : []),
    ...(each.first('skipped') ? [element('skipped')] : []),
    ...problemOf(each, 'failure'),
    ...outputOf(each),
  ]);
}

function problemOf(each: XmlElement, kind: string): XmlElement[] {
  const problems = each.elements(kind);
  if (problems.length === 0) return [];
  const attributes = { message: joinedAttributes(problems, 'message'), type: joinedAttributes(problems, 'type') };
  return [element(kind, attributes, [joined(problems)])];
}

function outputOf(each: XmlElement): XmlElement[] {
  return ['system-out', 'system-err']
    .filter((name) => each.first(name))
    .map((name) => element(name, {}, [joined(each.elements(name))]));
}
