/** Asking the agent's callables as a request finds them; answers go over the wire once. */
import { JavaArray, JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { readObject } from '../../src/serial/reader.js';
import { writeObject } from '../../src/serial/writer.js';
import { ChannelCall } from '../support/channel-call.js';
import type { TestCall } from '../support/test-call.js';
import { runClass } from '../support/find-class.js';
import { object } from './file-path/request.js';

type Fields = Readonly<Record<string, JavaValue>>;

/** Runs a callable. */
export async function ask(name: string, fields: Fields = {}, call: TestCall = new ChannelCall()): Promise<JavaValue> {
  return overTheWire(await runClass(object(name, fields), call));
}

/** Runs a file callable on a path. */
export async function askAt(
  path: string,
  name: string,
  fields: Fields = {},
  call: TestCall = new ChannelCall(),
): Promise<JavaValue> {
  return overTheWire(await runClass(object(name, fields), call, path));
}

function overTheWire(answer: JavaValue): JavaValue {
  return answer instanceof JavaObject || answer instanceof JavaArray ? readObject(writeObject(answer)) : answer;
}
