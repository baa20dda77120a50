/** GoogleTest's XML. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { doubleText, junitTime, orElse, toDouble } from '../values.js';
import type { Content } from './content.js';
import { appliedTo } from './content.js';

export function googleTest(root: XmlElement): Content[] {
  return converted(root);
}

function converted(each: XmlElement): Content[] {
  if (each.name === 'testsuites') return [element('testsuites', {}, appliedTo(each, converted))];
  if (each.name === 'testsuite') return [suiteOf(each)];
  return each.name === 'testcase' ? [caseOf(each)] : appliedTo(each, converted);
}

function suiteOf(suite: XmlElement): XmlElement {
  const cases = suite.elements('testcase');
  const skipped = cases.filter((each) => each.attribute('result') === 'skipped').length;
  const attributes = {
    name: suite.attribute('name'),
    tests: orElse(suite.attribute('tests'), '0'),
    failures: orElse(suite.attribute('failures'), '0'),
    errors: orElse(suite.attribute('errors'), '0'),
    skipped: suite.has('disabled') ? doubleText(toDouble(suite.attribute('disabled')) + skipped) : '0',
    time: junitTime(suite.attribute('time')),
  };
  return element('testsuite', attributes, cases.map(caseOf));
}

function caseOf(each: XmlElement): XmlElement {
  const made = element('testcase', {
    name: each.attribute('name') + (each.has('value_param') ? ` (${each.attribute('value_param')})${LAYOUT}` : ''),
    time: junitTime(each.attribute('time')),
    classname: each.attribute('classname'),
  });
  if (each.attribute('status') === 'notrun' || each.attribute('result') === 'skipped') made.append(element('skipped'));
  for (const kind of ['failure', 'error']) {
    const problems = each.elements(kind);
    if (problems.length === 0) continue;
    const messages = problems.map((problem) => problem.attribute('message'));
    made.append(element('failure', {}, [messages.join('\n\n')]));
    made.append(element('system-out', {}, [problems.map(({ text }) => text).join('\n\n')]));
  }
  return made;
}

/** The layout of the plugin's style sheet gets into names with parameters, and so into the history of tests. */
const LAYOUT = `\n${' '.repeat(20)}`;
