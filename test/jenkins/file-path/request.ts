/** Requests as a controller would send them, and running them. */
import { expect } from 'vitest';
import { JavaError } from '../../../src/java/java-error.js';
import { listValues, unbox } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import type { TestCall } from '../../support/test-call.js';
import { runClass } from '../../support/find-class.js';
import { controllerPath, object } from './objects.js';

export { controllerPath, object, openOptions, streamListener } from './objects.js';

const WRAPPER = 'hudson.FilePath$FileCallableWrapper';

/** Runs a file callable on a path, in its wrapper. */
export async function onPath(
  path: string,
  name: string,
  values: Readonly<Record<string, JavaValue>> = {},
  call: TestCall = new ChannelCall(),
  options: { superclass?: string } = {},
): Promise<JavaValue> {
  const full = name.includes('.') ? name : `hudson.FilePath$${name}`;
  return wrapped(path, object(full, values, options), call);
}

/** Runs a file callable object on a path. */
export async function wrapped(
  path: string,
  callable: JavaValue,
  call: TestCall = new ChannelCall(),
): Promise<JavaValue> {
  return called(object(WRAPPER, { callable, filePath: controllerPath(path) }), call);
}

/** Runs a callable that is no file callable. */
export async function called(request: JavaObject, call: TestCall = new ChannelCall()): Promise<JavaValue> {
  return runClass(request, call);
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
