/** Reports of NUnit 3 (`test-run`) as JUnit's. */
import { XmlElement, element } from '../../java/xml/element-tree.js';
import { xpathNumber, xpathText } from '../../java/xml/xpath-number.js';

type Content = XmlElement | string;

export function nunit3Suites(root: XmlElement): XmlElement {
  const attributes = {
    tests: root.attribute('testcasecount'),
    failures: root.attribute('failed'),
    disabled: root.attribute('skipped'),
    time: root.attribute('duration'),
  };
  return element('testsuites', attributes, contentOf(root));
}

/** What becomes of all that is in an element; of what means nothing the text stays. */
function contentOf(parent: XmlElement): Content[] {
  return parent.children.flatMap((child) => (typeof child === 'string' ? [child] : converted(child, parent)));
}

function converted(child: XmlElement, parent: XmlElement): Content[] {
  switch (child.name) {
    case 'test-suite':
      return suiteOf(child);
    case 'test-case':
      return [caseOf(child)];
    case 'output':
      return [
        element(
          'system-out',
          {},
          child.children.filter((each) => typeof each === 'string'),
        ),
      ];
    case 'command-line':
    case 'settings':
    case 'stack-trace':
    case 'properties':
      return [];
    case 'failure':
      if (parent.name === 'test-case') return [failureOf(child)];
      return parent.name === 'test-suite' ? [] : contentOf(child);
    case 'reason':
      if (parent.name === 'test-case') return [element('skipped', { message: messageOf(child) })];
      return parent.name === 'test-suite' ? [] : contentOf(child);
    default:
      return contentOf(child);
  }
}

/** Suites that have cases of their own become suites, those in them stand after them. */
function suiteOf(suite: XmlElement): Content[] {
  const cases = suite.elements('test-case');
  if (cases.length === 0) return contentOf(suite);
  const output = suite.elements('output').flatMap((each) => converted(each, suite));
  const made = element('testsuite', suiteAttributes(suite), [...output, ...cases.map(caseOf)]);
  return [made, ...suite.elements('test-suite').flatMap(suiteOf)];
}

function suiteAttributes(suite: XmlElement): Record<string, string | number> {
  const number = (name: string): number => xpathNumber(suite.attribute(name));
  const tests = [...suite.descendants('test-case')].length;
  const errors = tests - number('passed') - number('skipped') - number('failed') - number('inconclusive');
  const around = [suite, ...suite.ancestors()].filter((each) => each.name === 'test-suite' && each.has('name'));
  return {
    tests,
    time: suite.attribute('duration'),
    errors: xpathText(errors),
    failures: suite.attribute('failed'),
    skipped: xpathText(number('skipped') + number('inconclusive')),
    timestamp: suite.attribute('start-time'),
    name: around
      .reverse()
      .map((each) => `${each.attribute('name')}.`)
      .join(''),
  };
}

function caseOf(each: XmlElement): XmlElement {
  const made = element('testcase', {
    name: each.attribute('name'),
    assertions: each.attribute('asserts'),
    time: each.attribute('duration'),
    status: each.attribute('result'),
    classname: each.attribute('classname'),
  });
  const isSkipped = each.attribute('result') === 'Skipped' || NOT_RUN.has(each.attribute('runstate'));
  if (isSkipped) made.append(element('skipped', { message: each.at('reason', 'message')?.text ?? '' }));
  for (const content of contentOf(each)) made.append(content);
  return made;
}

const NOT_RUN: ReadonlySet<string> = new Set(['Skipped', 'Ignored', 'Inconclusive']);

function failureOf(failure: XmlElement): XmlElement {
  return element('failure', { message: messageOf(failure) }, [failure.first('stack-trace')?.text ?? '']);
}

function messageOf(parent: XmlElement): string {
  return parent.first('message')?.text ?? '';
}
