/** Reports of NUnit 2 (`test-results`) as JUnit's. */
import { element } from '../../java/xml/element-tree.js';
import type { XmlElement } from '../../java/xml/element-tree.js';

/** A suite for each fixture: for each element around the `results` whose first case it is. */
export function nunit2Suites(root: XmlElement): XmlElement {
  const fixtures = new Set<XmlElement>();
  for (const suite of root.elements('test-suite')) {
    for (const results of suite.descendants('results')) {
      for (const each of firstCases(results)) {
        const fixture = each.parent?.parent;
        if (fixture) fixtures.add(fixture);
      }
    }
  }
  return element('testsuites', {}, [...fixtures].map(suiteOf));
}

/** The cases that are the first of their parents' ones. */
function* firstCases(results: XmlElement): Generator<XmlElement> {
  for (const each of results.descendants('test-case')) if (each.parent?.first('test-case') === each) yield each;
}

function suiteOf(fixture: XmlElement): XmlElement {
  const name = fixtureName(fixture);
  const cases = fixture.elements().flatMap((child) => child.elements('test-case'));
  const counts = {
    tests: cases.length,
    failures: cases.reduce((count, each) => count + each.elements('failure').length, 0),
    skipped: cases.filter(isSkipped).length,
  };
  const attributes = {
    name,
    tests: counts.tests,
    time: fixture.attribute('time'),
    failures: counts.failures,
    errors: 0,
  };
  return element(
    'testsuite',
    { ...attributes, skipped: counts.skipped },
    cases.map((each) => caseOf(each, name)),
  );
}

/** From the full name of its first case, which is the only place that has the namespace. */
function fixtureName(fixture: XmlElement): string {
  const first = fixture.elements('results').flatMap((results) => results.first('test-case') ?? [])[0];
  const full = first?.attribute('name') ?? '';
  const own = fixture.attribute('name');
  if (full.endsWith(')')) return before(full, `.${own}`);
  const method = full.slice(full.lastIndexOf('.') + 1);
  return method === full ? before(full, own) + own : before(full, `.${method}`);
}

function caseOf(each: XmlElement, classname: string): XmlElement {
  const full = each.attribute('name');
  const at = full.indexOf(`${classname}.`);
  const name = at < 0 ? full : full.slice(at + classname.length + 1);
  const time = each.attribute('time');
  const made = element('testcase', { classname, name, time: time === '' ? null : time });
  if (each.first('failure')) made.append(element('failure', {}, [failureText(each)]));
  if (isSkipped(each)) made.append(element('skipped', { message: each.at('reason', 'message')?.text ?? '' }));
  return made;
}

function failureText(each: XmlElement): string {
  const message = each.at('failure', 'message')?.text ?? '';
  const trace = each.at('failure', 'stack-trace')?.text ?? '';
  return `\nMESSAGE:\n${message}\n+++++++++++++++++++\nSTACK TRACE:\n${trace}`;
}

function isSkipped(each: XmlElement): boolean {
  return each.attribute('executed') === 'False' || each.attribute('result') === 'Inconclusive';
}

/** XPath's substring-before: empty when there is no such text. */
function before(text: string, part: string): string {
  return text.slice(0, Math.max(0, text.indexOf(part)));
}
