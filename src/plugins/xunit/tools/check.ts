/** Check's XML. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import type { Content } from './content.js';
import { elementsOf } from './content.js';

const NAMESPACE = 'http://check.sourceforge.net/ns';

export function check(root: XmlElement): XmlElement {
  return element('testsuites', {}, converted(root, ''));
}

function converted(each: XmlElement, suite: string): Content[] {
  if (isCheck(each, 'suite')) return [suiteOf(each)];
  return isCheck(each, 'test') ? [caseOf(each, suite)] : elementsOf(each, (child) => converted(child, suite));
}

function suiteOf(suite: XmlElement): XmlElement {
  const tests = suite.elements('test').filter((each) => isCheck(each, 'test'));
  const withResult = (result: string): number => tests.filter((each) => each.attribute('result') === result).length;
  const name = suite.first('title')?.text ?? '';
  const siblings = suite.parent?.elements('suite') ?? [suite];
  const attributes = {
    errors: withResult('error'),
    tests: tests.length,
    failures: withResult('failure'),
    name,
    id: siblings.indexOf(suite) + 1,
  };
  return element(
    'testsuite',
    attributes,
    elementsOf(suite, (child) => converted(child, name)),
  );
}

function caseOf(test: XmlElement, classname: string): XmlElement {
  const made = element('testcase', { name: test.first('id')?.text ?? '', classname, time: 0 });
  const result = test.attribute('result');
  if (result === 'error' || result === 'failure') {
    made.append(element(result, { type: result, message: test.first('message')?.text ?? '' }));
  }
  return made;
}

function isCheck({ name, namespace }: XmlElement, wanted: string): boolean {
  return name === wanted && namespace === NAMESPACE;
}
