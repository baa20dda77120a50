/**
 * The program that runs in the sandbox: does the requests of requests.json in the working directory, and prints their outcomes.
 */
import '../../setup/classes.js';
import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runClass } from '../../support/find-class.js';
import { JavaError } from '../../../src/java/java-error.js';
import type { ByteSink } from '../../../src/remoting/call.js';
import { boxBoolean, listValues, unbox } from '../../../src/serial/jdk.js';
import { JavaArray, JavaObject } from '../../../src/serial/model.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { FakeCall, FakeOutput } from '../../support/fake-call.js';
import { object } from '../file-path/objects.js';
import { fieldValue } from './field-values.js';
import { TOO_LARGE, fillUp, makeTree, removeTree } from './places.js';
import type { Outcome, Request } from './requests.js';

const base = process.cwd();
const requests = JSON.parse(readFileSync('requests.json', 'utf8')) as Request[];
const results: Outcome[] = [];
for (const request of requests) results.push(await run(request));
process.stdout.write(JSON.stringify(results));

async function run(request: Request): Promise<Outcome> {
  fillUp(base);
  makeTree(request.tree);
  const before = filesOf(base, request.tree);
  const result = await resultOf(request);
  const changed = [...filesOf(base, request.tree)].filter(([file, size]) => before.get(file) !== size);
  removeTree(request.tree);
  return { result, left: result.startsWith('! ') ? changed.map(([file]) => file) : [] };
}

/** The classes of Jenkins 2.568.2, as far as they are looked at. */
function controllerClass(className: string): Promise<Buffer | null> {
  return Promise.resolve(className.endsWith('$ListFiles') ? Buffer.from('java/util/HashSet') : null);
}

/** `= answer`, or `! ` and the Java exception with its causes and what it suppressed. */
async function resultOf({ className, fields, on }: Request): Promise<string> {
  const patience = { controllerProperties: new Map([['hudson.Util.maxFileDeletionRetries', '0']]) };
  const call = new FakeCall({ ...patience, controllerClass });
  const outputs: FakeOutput[] = [];
  const values = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, fieldValue(field, call, outputs)]),
  );
  try {
    const self = object(className, values);
    const answer = await runClass(self, call, on ?? undefined);
    if (className.endsWith('$WritePipe')) await writeTo(call.exported(answer) as ByteSink);
    // What a reader is told counts: Read itself never fails.
    const failure = className.endsWith('$Read') ? outputs[0]?.closeError : undefined;
    if (failure) throw failure;
    const printed = className.endsWith('$SymlinkTo') ? outputs[0]?.text().trim() : '';
    return `= ${printed || describe(answer)}`;
  } catch (error) {
    return `! ${failureText(error)}`;
  }
}

async function writeTo(sink: ByteSink): Promise<void> {
  try {
    await sink.write(Buffer.from(TOO_LARGE));
  } catch (error) {
    await sink.end(error as Error);
    throw error;
  }
  await sink.end();
}

/** Sizes, numbers and times say only whether they are there; lists only how long they are. */
function describe(answer: JavaValue): string {
  if (answer === null || typeof answer === 'string') return String(answer);
  if (answer instanceof JavaArray) return `${answer.elements.length} elements`;
  if (!(answer instanceof JavaObject)) return typeof answer;
  if (answer.className === 'test.Exported') return 'a stream';
  if (answer.className === 'java.net.URI') return answer.get('string') as string;
  if (answer.className === boxBoolean(true).className) return String(unbox(answer));
  if (/^java\.lang\.(Integer|Long)$/.test(answer.className)) return Number(unbox(answer)) > 0 ? 'positive' : '0';
  if (/List|Set/.test(answer.className)) return `${listValues(answer).length} elements`;
  return answer.className;
}

function failureText(error: unknown): string {
  if (!(error instanceof JavaError)) return `defect: ${String(error)}`;
  const { cause, suppressed } = error;
  return [
    error.toString(),
    ...(cause === undefined ? [] : [`caused by ${failureText(cause)}`]),
    ...suppressed.map((one) => `suppressed ${failureText(one)}`),
  ].join('; ');
}

/** The files that are there, with their sizes. */
function filesOf(directory: string, tree: string): Map<string, number> {
  const found = new Map<string, number>();
  const roots = [tree, join(directory, 'full'), join(directory, 'crowded')];
  const visit = (file: string): void => {
    const stats = lstatSync(file);
    if (!stats.isDirectory()) found.set(file, stats.size);
    else if ((stats.mode & 0o500) === 0o500) for (const name of readdirSync(file)) visit(join(file, name));
  };
  for (const root of roots) visit(root);
  found.delete(join(directory, 'full/filler'));
  return found;
}
