/** embUnit's XML. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import type { Content } from './content.js';
import { elementsOf } from './content.js';

export function embUnit(root: XmlElement): XmlElement {
  const statistics = [root, ...root.descendants()].filter(({ name }) => name === 'Statistics');
  const figure = (name: string): string => statistics.flatMap((each) => each.elements(name))[0]?.text ?? '';
  const converted = (each: XmlElement): Content[] => {
    if (each.parent?.name === 'TestRun') return each.name === 'Statistics' ? [] : [suiteOf(each)];
    const isTest = each.parent?.parent?.name === 'TestRun' && (each.name === 'Test' || each.name === 'FailedTest');
    return isTest ? [caseOf(each)] : elementsOf(each, converted);
  };
  const suiteOf = (suite: XmlElement): XmlElement => {
    const attributes = { errors: 0, failures: figure('Failures'), tests: figure('Tests'), name: suite.name };
    const empty = ['properties', 'system-err', 'system-out'].map((name) => element(name));
    return element('testsuite', attributes, [...empty, ...elementsOf(suite, converted)]);
  };
  return element('testsuites', {}, converted(root));
}

function caseOf(test: XmlElement): XmlElement {
  const textOf = (...path: string[]): string => test.at(...path)?.text ?? '';
  const made = element('testcase', { name: textOf('Name') });
  if (test.name === 'FailedTest') {
    const message = `${textOf('Message')} (${textOf('Location', 'File')}:${textOf('Location', 'Line')})`;
    made.append(element('failure', { message }));
  }
  return made;
}
