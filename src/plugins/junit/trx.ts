/** Results of Visual Studio's test runner (TRX) as JUnit's cases: what the plugins mstest and xunit agree on. */
import { element } from '../../java/xml/element-tree.js';
import type { XmlElement } from '../../java/xml/element-tree.js';
import { xpathNumber, xpathText } from '../../java/xml/xpath-number.js';

/** Whether a document is one of Visual Studio 2005 or later ones. */
export function isTrx({ namespace }: XmlElement): boolean {
  return /^http:\/\/microsoft\.com\/schemas\/VisualStudio\/TeamTest\/20(?:06|10)$/.test(namespace);
}

/** Attributes of the one suite that all cases are in. */
export function trxCounts(root: XmlElement): Record<'tests' | 'failures' | 'errors' | 'skipped', string> {
  const counters = isTrx(root) && root.name === 'TestRun' ? root.all('ResultSummary', 'Counters') : [];
  const sum = (name: string): number =>
    counters.filter((each) => each.has(name)).reduce((total, each) => total + xpathNumber(each.attribute(name)), 0);
  const first = (name: string): number => xpathNumber(counters[0]?.attribute(name) ?? '');
  const skipped = first('inconclusive') + first('total') - first('executed');
  return {
    tests: xpathText(sum('total')),
    failures: xpathText(sum('failed')),
    errors: xpathText(sum('error') + sum('timeout')),
    skipped: skipped > 0 ? xpathText(skipped) : '0',
  };
}

/** The tests that results refer to, by their ids. */
export class TrxTests {
  readonly #byId = new Map<string, XmlElement[]>();

  constructor(root: XmlElement) {
    for (const each of root.descendants()) {
      if (each.name === 'UnitTest') this.#add(each, each.elements('TestMethod'));
      else if (each.name === 'WebTest') this.#add(each, [each]);
    }
  }

  /**
   * A case for each test that a result is of.
   * @param timeOf seconds as the report is to have them
   */
  casesOf(result: XmlElement, timeOf: (seconds: number) => string): XmlElement[] {
    const tests = result.has('testId') ? (this.#byId.get(result.attribute('testId')) ?? []) : [];
    return tests.map((test) => caseOf(result, classOf(test), timeOf));
  }

  #add(test: XmlElement, nodes: readonly XmlElement[]): void {
    if (!test.has('id')) return;
    const id = test.attribute('id');
    this.#byId.set(id, [...(this.#byId.get(id) ?? []), ...nodes]);
  }
}

/** What a result printed, a line end after each piece. */
export function trxOutput(result: XmlElement, ...path: readonly string[]): string {
  return result
    .all('Output', ...path)
    .map((each) => `${each.firstText}\n`)
    .join('');
}

function classOf(test: XmlElement): string {
  const name = test.attribute('className');
  if (name.includes(',')) return name.slice(0, name.indexOf(','));
  return test.has('storage') ? test.attribute('storage') : name;
}

function caseOf(result: XmlElement, classname: string, timeOf: (seconds: number) => string): XmlElement {
  const stdout = trxOutput(result, 'StdOut');
  const time = result.has('duration') ? timeOf(secondsOf(result.attribute('duration'))) : null;
  const made = element('testcase', { classname, name: nameOf(result, stdout), time });
  const problem = problemOf(result);
  if (problem) made.append(problem);
  const output = trxOutput(result, 'TextMessages', 'Message') + stdout;
  if (output !== '') made.append(element('system-out', {}, [output]));
  const errors = trxOutput(result, 'StdErr');
  if (errors !== '') made.append(element('system-err', {}, [errors]));
  return made;
}

/** What a test prints can name it. */
function nameOf(result: XmlElement, stdout: string): string {
  const alternate = named(stdout, 'test-alternate-name:');
  if (alternate !== null) return alternate;
  const instance = named(stdout, 'test-instance-name:');
  const row = result.has('dataRowInfo') ? ` row ${result.attribute('dataRowInfo')}` : '';
  return result.attribute('testName') + (instance === null ? row : `.${instance}`);
}

function named(stdout: string, prefix: string): string | null {
  if (!stdout.startsWith(prefix)) return null;
  const end = stdout.indexOf(':', prefix.length);
  return end < 0 ? '' : stdout.slice(prefix.length, end);
}

function problemOf(result: XmlElement): XmlElement | null {
  const message = result.at('Output', 'ErrorInfo', 'Message');
  const trace = result.at('Output', 'ErrorInfo', 'StackTrace');
  const outcome = result.has('outcome') ? result.attribute('outcome') : null;
  const isProblem = outcome === null ? message !== undefined || trace !== undefined : outcome !== 'Passed';
  if (!isProblem) return null;
  return element(TAGS.get(outcome) ?? 'error', { message: message?.text ?? null }, trace ? [trace.text] : []);
}

const TAGS: ReadonlyMap<string | null, string> = new Map([
  ['Failed', 'failure'],
  ['NotExecuted', 'skipped'],
  ['Inconclusive', 'skipped'],
]);

/** hh:mm:ss.fffffff; NaN for anything else. */
function secondsOf(duration: string): number {
  const [hours, minutes, seconds] = [duration.slice(0, 2), duration.slice(3, 5), duration.slice(6)].map(xpathNumber);
  return (hours ?? NaN) * 3600 + (minutes ?? NaN) * 60 + (seconds ?? NaN);
}
