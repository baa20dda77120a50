/** Asking the agent's callables as the registry finds them; answers go over the wire once. */
import { CallableRegistry } from '../../src/callables/registry.js';
import { JavaArray, JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { readObject } from '../../src/serial/reader.js';
import { writeObject } from '../../src/serial/writer.js';
import { FakeCall } from '../support/fake-call.js';
import { object } from './file-path/request.js';

type Fields = Readonly<Record<string, JavaValue>>;

const registry = new CallableRegistry();

/** Runs a callable. */
export async function ask(name: string, fields: Fields = {}, call = new FakeCall()): Promise<JavaValue> {
  const found = await registry.find(name);
  if (found?.kind !== 'callable') throw new Error(`${name} is no callable`);
  return overTheWire(await found.run(object(name, fields), call));
}

/** Runs a file callable on a path. */
export async function askAt(
  path: string,
  name: string,
  fields: Fields = {},
  call = new FakeCall(),
): Promise<JavaValue> {
  const found = await registry.find(name);
  if (found?.kind !== 'fileCallable') throw new Error(`${name} is no file callable`);
  return overTheWire(await found.run(object(name, fields), path, call));
}

function overTheWire(answer: JavaValue): JavaValue {
  return answer instanceof JavaObject || answer instanceof JavaArray ? readObject(writeObject(answer)) : answer;
}
