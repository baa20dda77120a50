/** The XML of GLib's gtester. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { joined, junitTime, single, toDouble } from '../values.js';

export function gTester(root: XmlElement): XmlElement {
  const binaries = root.name === 'gtester' ? root.elements('testbinary') : [];
  return element('testsuites', {}, binaries.map(suiteOf));
}

function suiteOf(binary: XmlElement): XmlElement {
  const cases = binary.elements('testcase');
  const durations = cases.flatMap((each) => each.elements('duration'));
  const sum = durations.reduce((total, each) => total + toDouble(each.text), 0);
  const own = binary.elements('duration');
  const attributes = {
    errors: 0,
    name: binary.attribute('path'),
    tests: cases.length,
    time: junitTime(own.length > 0 ? (single(own)?.text ?? '') : sum),
    failures: cases.flatMap(failedStatuses).length,
    skipped: cases.filter((each) => each.has('skipped')).length,
  };
  return element('testsuite', attributes, cases.map(caseOf));
}

function caseOf(each: XmlElement): XmlElement {
  const path = withoutSlashes(each.attribute('path'));
  const slash = path.lastIndexOf('/');
  const made = element('testcase', {
    classname: slash < 0 ? path : path.slice(0, slash).replaceAll('/', '.'),
    name: path.slice(slash + 1),
    time: junitTime(single(each.elements('duration'))?.text ?? ''),
  });
  if (each.has('skipped')) made.append(element('skipped'));
  if (failedStatuses(each).length === 0) return made;
  const status = single(each.elements('status').filter((one) => one.has('exit-status')));
  const errors = each.elements('error').flatMap(({ children }) => children.filter((one) => typeof one === 'string'));
  const message = `exit-status=${status?.attribute('exit-status') ?? ''}`;
  made.append(element('failure', { message }, [errors.join('')]));
  const messages = each.elements('message');
  if (messages.length > 0) made.append(element('system-out', {}, [joined(messages, '\n')]));
  return made;
}

function failedStatuses(each: XmlElement): XmlElement[] {
  return each.elements('status').filter((status) => status.attribute('result') === 'failed');
}

/** A path that ends with a slash and does not begin with one loses its last letter, too, as in the plugin. */
function withoutSlashes(path: string): string {
  if (path.startsWith('/')) return path.endsWith('/') ? path.slice(1, -1) : path.slice(1);
  return path.endsWith('/') ? path.slice(0, -2) : path;
}
