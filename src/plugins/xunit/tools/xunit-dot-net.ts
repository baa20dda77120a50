/** xUnit.net's XML of version 2. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { javaTrim } from '../../../java/trim.js';
import { before, joined, junitTime, single } from '../values.js';
import type { Content } from './content.js';
import { appliedTo } from './content.js';

export function xunitDotNet(root: XmlElement): Content[] {
  if (root.name === 'assemblies') return [element('testsuites', {}, root.elements('assembly').map(suiteOf))];
  const textOf = (each: XmlElement): Content[] => appliedTo(each, textOf);
  return textOf(root);
}

function suiteOf(assembly: XmlElement): XmlElement {
  const path = assembly.attribute('name');
  const attributes = {
    name: before(path.slice(path.lastIndexOf('\\') + 1), '.DLL'),
    tests: assembly.attribute('total'),
    time: junitTime(assembly.attribute('time')),
    timestamp: `${assembly.attribute('run-date')}T${assembly.attribute('run-time').replaceAll(',', '.')}`,
    failures: assembly.attribute('failed'),
    errors: assembly.attribute('errors'),
    skipped: assembly.attribute('skipped'),
  };
  const properties = ['environment', 'test-framework', 'config-file'].map((name) =>
    element('property', { name, value: assembly.attribute(name) }),
  );
  const cases = assembly.all('collection', 'test').map(caseOf);
  return element('testsuite', attributes, [element('properties', {}, properties), ...cases]);
}

function caseOf(test: XmlElement): XmlElement {
  const time = junitTime(test.attribute('time'));
  const made = element('testcase', { classname: test.attribute('type'), name: nameOf(test), time });
  if (test.first('failure')) {
    const message = trimmed(test.all('failure', 'message'));
    made.append(element('failure', { message }, [joined(test.all('failure', 'stack-trace'))]));
  }
  if (test.attribute('result') === 'Skip') {
    made.append(element('skipped', { message: trimmed(test.elements('reason')) }));
  }
  return made;
}

function nameOf(test: XmlElement): string {
  const [name, type] = [test.attribute('name'), test.attribute('type')];
  if (test.has('method') && test.has('name') && test.attribute('method') === name) return name;
  return type !== '' && name.startsWith(type) ? name.slice(type.length + 1) : name;
}

/** What XML allows of control characters is blank. */
function trimmed(nodes: readonly XmlElement[]): string {
  return javaTrim(single(nodes)?.text ?? '');
}
