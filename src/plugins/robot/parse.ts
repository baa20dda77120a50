/** hudson.plugins.robot.RobotParser: what an output.xml, and those that it refers to, tell of suites and tests. */
import { JavaError } from '../../java/java-error.js';
import { childFile } from '../../java/path.js';
import { javaTrim } from '../../java/trim.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { ReportError, readEvents } from './events.js';
import type { EventReader } from './events.js';
import { ByName, failAll } from './result.js';
import type { RobotCase, RobotResult, RobotSuite } from './result.js';
import { RUN_ELEMENTS, runText } from './stack-trace.js';

/** Names of attributes, which differ between versions of Robot Framework. */
export interface TimeNames {
  readonly start: string;
  readonly elapsed: string;
  readonly end: string;
}

export class RobotParser {
  readonly result: RobotResult = { timeStamp: null, suites: new ByName() };

  /** @param schemaVersion until a report says another one, which holds for the reports after it, too */
  constructor(
    private schemaVersion: number,
    private names: TimeNames,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Adds what a report tells to the result.
   * @param directory that the names of other reports in it are relative to
   * @throws ReportError for what is no report; JavaError for one that cannot be read
   */
  async addReport(report: string, directory: string): Promise<void> {
    const reader = await this.#open(report);
    while (reader.hasNext) {
      reader.next();
      if (!reader.isStart) continue;
      if (reader.name === 'statistics') return;
      if (reader.name === 'robot') this.#begin(reader);
      else if (reader.name === 'suite') this.result.suites.add(await this.#suite(reader, directory, 0));
    }
  }

  async #open(report: string): Promise<EventReader> {
    return readEvents(await openRandomAccess(report, { signal: this.signal }));
  }

  #begin(reader: EventReader): void {
    const version = reader.attribute('schemaversion') ?? '0';
    if (!/^[-+]?\d+$/.test(version)) {
      throw new JavaError('java.lang.NumberFormatException', `For input string: "${version}"`);
    }
    this.schemaVersion = Number(version);
    if (this.schemaVersion >= 5) this.names = { ...this.names, start: 'start', elapsed: 'elapsed' };
    this.result.timeStamp = reader.attribute('generated');
  }

  async #suite(reader: EventReader, directory: string, depth: number): Promise<RobotSuite> {
    this.signal.throwIfAborted();
    const other = reader.attribute('src');
    if (other !== null) return this.#otherSuite(childFile(directory, other), directory, depth + 1);
    const suite: RobotSuite = {
      id: reader.attribute('id'),
      name: reader.attribute('name'),
      safeName: null,
      description: '',
      schemaVersion: this.schemaVersion,
      suites: new ByName(),
      cases: new ByName(),
      elapsedTime: null,
      startTime: null,
      endTime: null,
    };
    while (reader.hasNext) {
      reader.next();
      if (reader.isEndOf('suite')) return suite;
      if (reader.isStart) await this.#suiteChild(reader, suite, directory, depth);
    }
    throw reader.error(`No matching end tag found for test suite: ${suite.name}`);
  }

  async #suiteChild(reader: EventReader, suite: RobotSuite, directory: string, depth: number): Promise<void> {
    switch (reader.name) {
      case 'doc':
        reader.next();
        suite.description = reader.text ?? suite.description;
        break;
      case 'suite':
        suite.suites.add(await this.#suite(reader, directory, depth));
        break;
      case 'test':
        suite.cases.add(this.#case(reader));
        break;
      case 'kw':
        if (reader.attribute('type')?.toLowerCase() !== 'teardown') break;
        untilStartOf(reader, ['status']);
        if (reader.attribute('status') === 'FAIL') failAll(suite);
        break;
      case 'status':
        suite.elapsedTime = reader.attribute(this.names.elapsed);
        suite.startTime = reader.attribute(this.names.start);
        suite.endTime = reader.attribute(this.names.end);
    }
  }

  /** A suite that has a report of its own. */
  async #otherSuite(report: string, directory: string, depth: number): Promise<RobotSuite> {
    if (depth > MAX_DEPTH) throw new ReportError(`Reports refer to each other more than ${MAX_DEPTH} times`);
    const reader = await this.#open(report);
    while (reader.hasNext) {
      reader.next();
      if (reader.isStartOf('suite')) return this.#suite(reader, directory, depth);
    }
    throw reader.error('Illegal split xml output. Could not find suite element.');
  }

  #case(reader: EventReader): RobotCase {
    const [id, name] = [reader.attribute('id'), reader.attribute('name')];
    const criticality = reader.attribute('critical');
    let description = '';
    const tags: string[] = [];
    let trace = '';
    let tag = untilStartOf(reader, [...RUN_ELEMENTS, 'doc', 'tags', 'tag', 'status']);
    while (RUN_ELEMENTS.includes(tag)) {
      trace += runText(reader, 0);
      tag = untilStartOf(reader, [...RUN_ELEMENTS, 'doc', 'tags', 'tag', 'status']);
    }
    if (tag === 'doc') {
      reader.next();
      description = reader.text ?? description;
      reader.next();
      tag = untilStartOf(reader, ['tags', 'tag', 'status']);
    }
    if (tag === 'tags' || tag === 'tag') {
      tags.push(...tagsOf(reader));
      if (reader.name !== 'status') untilStartOf(reader, ['status']);
    }
    const status = reader.attribute('status');
    const [passed, skipped] = [status === 'PASS', status === 'SKIP'];
    const made: RobotCase = {
      ...{ id, name, safeName: null, passed, skipped, description, tags },
      critical: (reader.attribute('critical') ?? criticality) === 'yes',
      startTime: reader.attribute(this.names.start),
      endTime: reader.attribute(this.names.end),
      elapsedTime: this.schemaVersion >= 5 ? secondsOf(reader.attribute(this.names.elapsed)) : 0,
      // Of a test that has passed nobody wants to know it.
      stackTrace: passed || skipped ? '' : javaTrim(trace).replace(/\n+/g, '\n'),
      errorMessage: messageOf(reader, name),
    };
    untilEndOf(reader, 'test');
    return made;
  }
}

/** A suite in a file of its own in a suite in a file of its own; a file that refers to itself comes to an end so. */
const MAX_DEPTH = 100;

/** What the status of a test says; the reader is at its end then. */
function messageOf(reader: EventReader, test: string | null): string | null {
  for (let message: string | null = null; ;) {
    reader.next();
    if (reader.isEndOf('status')) return message;
    if (reader.isEnd) throw reader.error(`No end tag found for status while parsing test case: ${test}`);
    message = reader.text ?? message;
  }
}

function tagsOf(reader: EventReader): string[] {
  const tags: string[] = [];
  for (; reader.hasNext; reader.next()) {
    if (reader.isEndOf('tags') || reader.isStartOf('status')) break;
    if (!reader.isStartOf('tag')) continue;
    for (reader.next(); !reader.isEndOf('tag'); reader.next()) if (reader.text !== null) tags.push(reader.text);
  }
  return tags;
}

/** Goes on to one of these elements beside the one that the reader is at, or in it. */
function untilStartOf(reader: EventReader, names: readonly string[]): string {
  const open: string[] = [];
  while (reader.hasNext) {
    reader.next();
    if (reader.isStart) {
      if (open.length === 0 && names.includes(reader.name)) return reader.name;
      open.push(reader.name);
    } else if (reader.isEnd && open.pop() === undefined) break;
  }
  throw reader.error(`Could not find elements [${names.join(', ')}]`);
}

function untilEndOf(reader: EventReader, name: string): void {
  let depth = 0;
  while (reader.hasNext) {
    reader.next();
    if (reader.isStart) depth++;
    else if (reader.isEnd && depth-- === 0) {
      if (reader.name === name) return;
      throw reader.error(
        `Illegal xml input. Could not find end of element ${name}. Unexpected end of element ${reader.name}`,
      );
    }
  }
  throw reader.error(`Could not find end of element ${name}`);
}

/** Double.parseDouble. */
function secondsOf(text: string | null): number {
  if (text === null) throw new JavaError('java.lang.NullPointerException', null);
  const number = Number(text.trim());
  if (text.trim() === '' || Number.isNaN(number)) {
    throw new JavaError('java.lang.NumberFormatException', `For input string: "${text}"`);
  }
  return number;
}
