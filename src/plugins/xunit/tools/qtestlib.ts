/** QTestLib's XML. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { joined, joinedAttributes, junitTime, toDouble } from '../values.js';
import type { Content } from './content.js';

export function qTestLib(root: XmlElement): Content[] {
  if (root.name !== 'TestCase') return [];
  const name = root.attribute('name');
  const functions = root.elements('TestFunction');
  const attributes = {
    name,
    tests: functions.length,
    failures: functions.filter((each) => each.first('Incident')?.attribute('type') === 'fail').length,
    errors: 0,
    skipped: functions.flatMap((each) => ofType(each, 'Message', 'skip')).length,
    time: timeOf(root),
  };
  const environment = root.elements('Environment').map(propertiesOf);
  return [element('testsuite', attributes, [...environment, ...functions.map((each) => caseOf(each, name))])];
}

function propertiesOf(environment: XmlElement): XmlElement {
  const properties = environment.elements().map((each) => {
    const value = each.children.filter((child) => typeof child === 'string').join('');
    return element('property', { name: each.name, value });
  });
  return element('properties', {}, properties);
}

function timeOf(each: XmlElement): string {
  if (!each.first('Duration')) return junitTime(0);
  return junitTime(toDouble(joinedAttributes(each.elements('Duration'), 'msecs').replaceAll(',', '.')) / 1000);
}

function caseOf(test: XmlElement, classname: string): XmlElement {
  const name = test.attribute('name');
  const made = element('testcase', { classname, name, time: timeOf(test) });
  const failures = ofType(test, 'Incident', 'fail');
  const skips = ofType(test, 'Message', 'skip');
  // Jenkins does not want a case that has failed to be skipped, too.
  if (failures.length > 0) {
    made.append(element('failure', { message: failures.map(({ text }) => text).join('') }));
  } else if (skips.length > 0) {
    made.append(element('skipped', { message: joined(skips.flatMap((each) => each.elements('Description'))) }));
  }
  const incidents = test.elements('Incident').filter((each) => each.has('type'));
  const details = incidents.flatMap((each) => [...each.elements('DataTag'), ...each.elements('Description')]);
  if (details.length === 0 && !test.first('Message')) return made;
  const lines = test.elements().map((each) => lineOf(each, `${classname}::${name}`));
  made.append(element('system-out', {}, [lines.join('')]));
  return made;
}

function ofType(test: XmlElement, kind: string, type: string): XmlElement[] {
  return test.elements(kind).filter((each) => each.attribute('type') === type);
}

/** Of an incident or a message that has something to tell; messages do not name the test. */
function lineOf(each: XmlElement, name: string): string {
  const isIncident = each.name === 'Incident' && each.has('type');
  const isTold = isIncident ? (each.first('DataTag') ?? each.first('Description')) : each.first('Description');
  if (!isTold || (!isIncident && each.name !== 'Message')) return '';
  const tag = joined(each.elements('DataTag'));
  const file = each.attribute('file');
  const place = file === '' ? '' : ` at ${file}(${each.attribute('line')})`;
  const head = `\n[${each.attribute('type').toUpperCase()}] ${isIncident ? name : ''}${tag === '' ? '' : `(${tag}) `}`;
  return head + joined(each.elements('Description')) + place;
}
