/** NUnit 2's XML, as the xunit plugin has it converted. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { ConversionError, joined, joinedAttributes, junitTime, single } from '../values.js';
import type { Content } from './content.js';
import { appliedTo } from './content.js';

export function nunit2(root: XmlElement): Content[] {
  const naming = new Naming(root);
  const suitesIn = (parent: XmlElement): XmlElement[] =>
    [...parent.descendants('test-suite')]
      .filter((suite) => suite.all('results', 'test-case').length > 0)
      .map((suite) => suiteOf(suite, naming));
  if (root.name === 'test-results') return [element('testsuites', {}, suitesIn(root))];
  const others = (each: XmlElement): Content[] =>
    each.name === 'test-suite' ? [suiteOf(each, naming)] : appliedTo(each, others);
  return others(root);
}

/** Names of suites: of those around them from NUnit 2.3 on, without assemblies and generic ones. */
class Naming {
  readonly #isNested: boolean;
  readonly #top: readonly XmlElement[];
  readonly #texts = new Map<XmlElement, string>();

  constructor(root: XmlElement) {
    const isReport = root.name === 'test-results';
    const environment = isReport ? single(root.elements('environment')) : undefined;
    const version = environment ? /^[^0-9]*(\d+\.\d+)/.exec(environment.attribute('nunit-version'))?.[1] : '2.4';
    if (version === undefined) throw new ConversionError('Cannot convert zero-length string to a double');
    this.#isNested = Number(version) > 2.2;
    this.#top = isReport ? root.elements('test-suite') : [];
  }

  of(suite: XmlElement): string {
    if (!this.#isNested) return suite.attribute('name');
    const around = [...suite.ancestors()].filter(
      (each) => each.name === 'test-suite' && each.has('name') && !UNNAMED.has(each.attribute('type')),
    );
    const names = around.filter((each) => this.#isUnlikeTop(each)).map((each) => each.attribute('name'));
    return [...names.reverse(), ...(suite.has('name') ? [suite.attribute('name')] : [])].join('.');
  }

  /** Whether the text in it is another one than that of some suite at the top. */
  #isUnlikeTop(suite: XmlElement): boolean {
    return this.#top.some((top) => top !== suite && this.#text(top) !== this.#text(suite));
  }

  #text(suite: XmlElement): string {
    const text = this.#texts.get(suite) ?? suite.text;
    this.#texts.set(suite, text);
    return text;
  }
}

const UNNAMED: ReadonlySet<string> = new Set(['GenericFixture', 'ParameterizedFixture', 'Assembly']);

function suiteOf(suite: XmlElement, naming: Naming): XmlElement {
  const name = naming.of(suite);
  const cases = suite.elements().flatMap((child) => child.elements('test-case'));
  const withResult = (result: string): number => cases.filter((each) => each.attribute('result') === result).length;
  const isTyped = suite.has('type');
  const attributes = {
    name,
    tests: cases.length,
    failures: isTyped ? withResult('Failure') : cases.filter(isUnsuccessful).length,
    errors: withResult('NotRunnable') + withResult('Error'),
    skipped: isTyped ? withResult('Ignored') : reasonsOf(cases),
    time: suite.has('time') ? junitTime(suite.attribute('time')) : null,
    group: groupOf(suite),
  };
  return element(
    'testsuite',
    attributes,
    cases.map((each) => caseOf(each, name)),
  );
}

function isUnsuccessful(each: XmlElement): boolean {
  return each.attribute('executed') === 'True' && each.attribute('success') === 'False';
}

function reasonsOf(cases: readonly XmlElement[]): number {
  return cases
    .filter((each) => each.attribute('executed') === 'False')
    .reduce((count, each) => count + each.elements('reason').length, 0);
}

function groupOf(each: XmlElement): string | null {
  return each.first('categories') ? joinedAttributes(each.all('categories', 'category'), 'name') : null;
}

function caseOf(each: XmlElement, suite: string): XmlElement {
  const time = each.attribute('time');
  const made = element('testcase', {
    classname: suite,
    name: nameOf(each.attribute('name'), suite),
    time: time === '' ? null : junitTime(time),
    group: groupOf(each),
  });
  const problem = problemOf(each);
  if (problem) made.append(problem);
  return made;
}

function nameOf(name: string, suite: string): string {
  if (name.startsWith(`${suite}.`)) return name.slice(suite.length + 1);
  return name.startsWith(suite) ? name.slice(suite.length) : name;
}

function problemOf(each: XmlElement): XmlElement | null {
  const result = each.has('result') ? each.attribute('result') : null;
  const trace = joined(each.all('failure', 'stack-trace'));
  if (result === 'Failure' || (result === null && each.first('failure'))) {
    return element('failure', { message: joined(each.all('failure', 'message')) }, [trace]);
  }
  const reason = messageOf(each, 'reason');
  if (result === 'NotRunnable' || result === 'Error') {
    return element('error', { message: messageOf(each, 'failure') ?? reason }, [trace]);
  }
  if (result === 'Ignored' || (result === null && each.first('reason'))) return element('skipped', { message: reason });
  return null;
}

/** null where there is no text. */
function messageOf(each: XmlElement, kind: string): string | null {
  const messages = each.all(kind, 'message');
  return messages.some(({ firstText }) => firstText !== '') ? joined(messages) : null;
}
