/** MbUnit's XML. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { doubleText, joined, joinedAttributes, junitTime, single, toDouble } from '../values.js';

export function mbUnit(root: XmlElement): XmlElement {
  const assemblies = [root, ...root.descendants()].filter(({ name }) => name === 'assembly');
  return element('testsuites', {}, assemblies.flatMap(suitesOf));
}

function suitesOf(assembly: XmlElement): XmlElement[] {
  const name = assembly.attribute('name');
  return [
    ...assembly.elements('set-up').map((setUp) => initializeOf(assembly, setUp)),
    ...[...assembly.descendants('fixture')].map((fixture) => suiteOf(fixture, name)),
  ];
}

/** What is done before and after everything else of an assembly. */
function initializeOf(assembly: XmlElement, setUp: XmlElement): XmlElement {
  const classname = `${assembly.attribute('name')}.AssemblyInitialize`;
  const tearDowns = assembly.elements('tear-down');
  const failed = Number(isFailure(setUp)) + Number(tearDowns.some(isFailure));
  const attributes = {
    skipped: 0,
    failures: failed,
    errors: failed,
    time: junitTime(setUp.attribute('duration')),
    tests: tearDowns.some((each) => each.attribute('result') !== '') ? 2 : 1,
    name: classname,
  };
  return element('testsuite', attributes, [
    caseOf(setUp, classname, 'AssemblyInitialize.SetUp'),
    ...tearDowns.map((each) => caseOf(each, classname, 'AssemblyInitialize.TearDown')),
  ]);
}

function suiteOf(fixture: XmlElement, assembly: string): XmlElement {
  const classname = `${assembly}.${fixture.attribute('name')}`;
  const counters = fixture.elements('counter');
  const failures = joinedAttributes(counters, 'failure-count');
  const attributes = {
    skipped: sumOf(counters, ['skip-count', 'ignore-count']),
    failures,
    errors: failures,
    time: counters.map((counter) => junitTime(counter.attribute('duration'))).join(' '),
    tests: joinedAttributes(counters, 'run-count'),
    name: fixture.attribute('type'),
  };
  const casesOf = (each: XmlElement): XmlElement => caseOf(each, classname, each.attribute('name'));
  const runs = fixture.all('runs', 'run').map((run) => {
    const made = casesOf(run);
    if (run.attribute('result') === 'ignore') made.append(element('skipped'));
    return made;
  });
  return element('testsuite', attributes, [
    ...[...fixture.descendants('set-up')].map(casesOf),
    ...runs,
    ...[...fixture.descendants('tear-down')].map(casesOf),
  ]);
}

/** Empty when one of them is missing. */
function sumOf(counters: readonly XmlElement[], names: readonly string[]): string {
  const values = names.map((name) => single(counters.filter((each) => each.has(name)))?.attribute(name));
  if (values.includes(undefined)) return '';
  return doubleText(values.reduce((total, value) => total + toDouble(value ?? ''), 0));
}

function isFailure(each: XmlElement): boolean {
  return each.attribute('result') === 'failure';
}

function caseOf(each: XmlElement, classname: string, name: string): XmlElement {
  const made = element('testcase', { classname, name, time: junitTime(each.attribute('duration')) });
  if (!isFailure(each)) return made;
  const attributes = {
    type: joinedAttributes(each.elements('exception'), 'type'),
    message: joined(each.all('exception', 'message')),
  };
  made.append(element('failure', attributes, [joined(each.all('exception', 'stack-trace'))]));
  made.append(element('system-out', {}, [joined(each.elements('console-out'))]));
  made.append(element('system-err', {}, [joined(each.elements('console-error'))]));
  return made;
}
