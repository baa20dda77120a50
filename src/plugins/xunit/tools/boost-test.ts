/** Boost.Test's XML log. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { joinedAttributes, junitTime, single, toDouble } from '../values.js';
import { boostContexts, boostLines } from './boost-log.js';
import type { Content } from './content.js';
import { elementsOf } from './content.js';

export function boostTest(root: XmlElement): Content[] {
  if (root.name !== 'TestLog') {
    const converted = (each: XmlElement): Content[] => elementsOf(each, converted);
    return converted(root);
  }
  const cases = [...root.descendants('TestCase')];
  const attributes = {
    tests: cases.filter((each) => [...each.descendants('TestSuite')].length === 0).length,
    errors: countOf(cases, 'FatalError', 'Exception'),
    failures: countOf(cases, 'Error'),
  };
  const suites = root.elements('TestSuite');
  const skipped = cases.filter((each) => each.attribute('skipped') === 'yes').length;
  const suitesIn = (parent: XmlElement): XmlElement[] =>
    [...parent.descendants('TestSuite')]
      .filter((suite) => suite.first('TestCase'))
      .map((suite) => suiteOf(suite, skipped));
  if (suites.length > 1 && !root.first('TestCase')) {
    return [element('testsuites', { ...attributes, name: 'Test Suite Collection' }, suitesIn(root))];
  }
  const content = [...suites.flatMap(suitesIn), ...root.all('TestSuite', 'TestCase').map(caseOf)];
  return [element('testsuite', { ...attributes, name: joinedAttributes(suites, 'name') }, content)];
}

function countOf(cases: readonly XmlElement[], ...kinds: readonly string[]): number {
  return cases.flatMap((each) => kinds.flatMap((kind) => each.elements(kind))).length;
}

/** @param skipped cases of the whole log */
function suiteOf(suite: XmlElement, skipped: number): XmlElement {
  const own = suite.elements('TestCase');
  const all = [...suite.descendants('TestCase')];
  const attributes = {
    tests: all.filter((each) => [...each.descendants('TestCase')].length === 0).length,
    errors: countOf(own, 'FatalError', 'Exception'),
    failures: countOf(own, 'Error'),
    name: namesOf([suite, ...suite.ancestors()], '\\'),
    skipped,
  };
  return element('testsuite', attributes, all.map(caseOf));
}

function namesOf(innermostFirst: readonly XmlElement[], separator: string): string {
  return innermostFirst
    .filter((each) => (each.name === 'TestSuite' || each.name === 'TestCase') && each.has('name'))
    .map((each) => each.attribute('name'))
    .reverse()
    .join(separator);
}

function caseOf(each: XmlElement): XmlElement {
  const time = single(each.elements('TestingTime'));
  const made = element('testcase', {
    classname: namesOf([...each.ancestors()], '.'),
    name: each.attribute('name'),
    time: junitTime(time ? toDouble(time.text) / 1_000_000 : ''),
  });
  const isError = each.first('FatalError') ?? each.first('Exception');
  if (isError ?? each.first('Error')) {
    const lines = each.elements().map((child) => boostLines(child, 'problem'));
    made.append(element(isError ? 'error' : 'failure', {}, [lines.join('')]));
  }
  if (each.has('skipped')) made.append(element('skipped'));
  const contexts = each.elements().map(boostContexts).join('');
  const told = ['Info', 'Warning', 'Message'].flatMap((kind) => each.elements(kind));
  const output = (name: string, kinds: readonly XmlElement[]): void => {
    if (kinds.length === 0) return;
    made.append(element(name, {}, [kinds.map((child) => boostLines(child, 'output')).join('') + contexts]));
  };
  output('system-out', told);
  output('system-err', each.elements('Exception'));
  return made;
}
