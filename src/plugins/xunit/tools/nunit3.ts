/** NUnit 3's XML, as the xunit plugin has it converted. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { joined, joinedAttributes, junitTime } from '../values.js';
import type { Content } from './content.js';
import { appliedTo } from './content.js';

export function nunit3(root: XmlElement): Content[] {
  if (root.name !== 'test-run') return converted(root);
  return [element('testsuites', {}, [...root.descendants('test-suite')].flatMap(converted))];
}

function converted(each: XmlElement): Content[] {
  if (each.name !== 'test-suite' || !each.has('type')) return appliedTo(each, converted);
  if (each.attribute('type') === PARAMETERIZED) return [];
  const parameterized = each.elements('test-suite').filter((child) => child.attribute('type') === PARAMETERIZED);
  const cases = [...each.elements('test-case'), ...parameterized.flatMap((child) => child.elements('test-case'))];
  return cases.length > 0 ? [suiteOf(each, cases)] : [];
}

const PARAMETERIZED = 'ParameterizedMethod';

function suiteOf(suite: XmlElement, cases: readonly XmlElement[]): XmlElement {
  const name = suite.attribute('fullname');
  const attributes = {
    name,
    tests: suite.attribute('total'),
    failures: suite.attribute('failed'),
    errors: suite.attribute('inconclusive'),
    skipped: suite.attribute('skipped'),
    time: suite.has('duration') ? junitTime(suite.attribute('duration')) : null,
    group: groupOf(suite),
  };
  return element(
    'testsuite',
    attributes,
    cases.map((each) => caseOf(each, name)),
  );
}

function groupOf(each: XmlElement): string | null {
  const categories = each.all('properties', 'property').filter((one) => one.attribute('name') === 'Category');
  return categories.length > 0 ? joinedAttributes(categories, 'value') : null;
}

function caseOf(each: XmlElement, classname: string): XmlElement {
  const duration = each.attribute('duration');
  const time = duration === '' ? null : junitTime(duration);
  const made = element('testcase', { classname, name: each.attribute('name'), time, group: groupOf(each) });
  for (const content of outcomeOf(each)) made.append(content);
  return made;
}

function outcomeOf(each: XmlElement): XmlElement[] {
  const reasons = each.all('reason', 'message');
  const reason = reasons.some(({ firstText }) => firstText !== '') ? joined(reasons) : null;
  switch (each.attribute('result')) {
    case 'Failed': {
      const message = joined(each.all('failure', 'message'));
      const failure = element('failure', { message }, [joined(each.all('failure', 'stack-trace'))]);
      const output = each
        .elements('output')
        .flatMap(({ children }) => children.filter((one) => typeof one === 'string'));
      return output.length > 0 ? [failure, element('system-out', {}, [output.join('')])] : [failure];
    }
    case 'Inconclusive':
    case 'Error':
      return [element('error', { message: reason ?? 'Inconclusive test' })];
    case 'Skipped':
      return [element('skipped', { message: reason })];
    default:
      return [];
  }
}
