/** Requests as a controller would send them, and running them. */
import { expect } from 'vitest';
import { callableWith, filePathCallables, filePathWrapper } from '../../../../src/callables/core/file-path/index.js';
import type { AnyCallable } from '../../../../src/callables/callable.js';
import { JavaError } from '../../../../src/host/java-error.js';
import { declareClass, declareEnum } from '../../../../src/serial/declare.js';
import { arrayDesc, listValues, objectArray, unbox } from '../../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../../src/serial/model.js';
import { FakeCall } from '../../../support/fake-call.js';

const known = new Map<string, AnyCallable>(filePathCallables.map((one) => [one.name, one]));
const lookup = (name: string) => known.get(name);
const wrapper = filePathWrapper(lookup);
for (const envelope of [wrapper, callableWith(lookup)]) known.set(envelope.name, envelope);

const FILE_PATH = declareClass({
  name: 'hudson.FilePath',
  suid: 1n,
  fields: { remote: 'Ljava/lang/String;', urlFactory: 'Lhudson/FilePath$UrlFactory;' },
  custom: () => [Buffer.of(0)],
});

/** A path of ours as the controller sends it. */
export const controllerPath = (remote: string): JavaObject => FILE_PATH.create({ remote, urlFactory: null });

/** An instance of a class with these fields; signatures follow from the values. */
export function object(
  name: string,
  values: Readonly<Record<string, JavaValue>> = {},
  { suid = 1n, superclass }: { suid?: bigint; superclass?: string } = {},
): JavaObject {
  const fields = Object.fromEntries(Object.entries(values).map(([field, value]) => [field, signature(value)]));
  const parent = superclass === undefined ? {} : { superclass: declareClass({ name: superclass, suid: 1n }) };
  return declareClass<Record<string, string>, Record<string, string>>({ name, suid, fields, ...parent }).create(values);
}

/** Runs a file callable on a path, in its wrapper. */
export async function onPath(
  path: string,
  name: string,
  values: Readonly<Record<string, JavaValue>> = {},
  call: FakeCall = new FakeCall(),
  options: { superclass?: string } = {},
): Promise<JavaValue> {
  const full = name.includes('.') ? name : `hudson.FilePath$${name}`;
  return wrapped(path, object(full, values, options), call);
}

/** Runs a file callable object on a path. */
export async function wrapped(path: string, callable: JavaValue, call: FakeCall = new FakeCall()): Promise<JavaValue> {
  return wrapper.run(object(wrapper.name, { callable, filePath: controllerPath(path) }), call);
}

/** Runs a callable that is no file callable. */
export async function called(request: JavaObject, call: FakeCall = new FakeCall()): Promise<JavaValue> {
  const callable = known.get(request.className);
  if (callable?.kind !== 'callable') throw new Error(`${request.className} is no callable`);
  return callable.run(request, call);
}

/** What a boxed answer holds. */
export const unboxed = async (answer: Promise<JavaValue>): Promise<boolean | number | bigint> => unbox(await answer);

/** The paths in an answered list of FilePaths, each checked to say that it is of the machine that wrote it. */
export function answeredPaths(answer: JavaValue): JavaValue[] {
  return listValues(answer).map((value) => {
    const path = value as JavaObject;
    expect(path.desc).toMatchObject({ name: 'hudson.FilePath', suid: 1n });
    expect(path.custom()).toEqual([Buffer.of(1)]);
    return path.get('remote') ?? null;
  });
}

/** Throwable.toString() of what it fails with. */
export async function failureOf(answer: Promise<unknown>): Promise<string> {
  return answer.then(
    () => 'no failure',
    (error: unknown) => (error instanceof JavaError ? error.toString() : `defect: ${String(error)}`),
  );
}

const LINK_OPTION = declareEnum('java.nio.file.LinkOption', ['NOFOLLOW_LINKS']);
const DISPLAY_OPTION = declareEnum('hudson.FilePath$DisplayOption', ['IGNORE_TMP_DIRS']);
const OPEN_OPTIONS = arrayDesc('[Ljava.nio.file.OpenOption;', 1n);

/** The OpenOption[] of the workspace browser, or an empty one. */
export const openOptions = (strict: boolean): JavaValue =>
  objectArray(strict ? [LINK_OPTION.NOFOLLOW_LINKS, DISPLAY_OPTION.IGNORE_TMP_DIRS] : [], OPEN_OPTIONS);

function signature(value: JavaValue): string {
  if (typeof value === 'boolean') return 'Z';
  if (typeof value === 'number') return 'I';
  if (typeof value === 'bigint') return 'J';
  return 'Ljava/lang/Object;';
}
