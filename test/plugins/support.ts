/** Running a plugin's file callables with a listener that keeps what is printed. */
import type { Declaration } from '../../src/callables/kinds.js';
import { declareClass } from '../../src/serial/declare.js';
import type { JavaObject, JavaValue } from '../../src/serial/model.js';
import type { TestCall } from '../support/test-call.js';
import { runClass } from '../support/find-class.js';
import { object } from '../jenkins/file-path/request.js';

const STREAM_TASK_LISTENER = declareClass({
  name: 'hudson.util.StreamTaskListener',
  suid: 1n,
  custom: ({ items }) => items as JavaValue[],
});

/** A TaskListener of the controller's, and what is printed to it. */
export function printedTo<C extends TestCall>(call: C): { listener: JavaObject; output: ReturnType<C['newOutput']> } {
  const output = call.newOutput() as ReturnType<C['newOutput']>;
  return { listener: STREAM_TASK_LISTENER.create({}, { items: [output.value, 'UTF-8'] }), output };
}

/** Runs the file callable of this name among some declarations. */
export async function runPlugin(
  declarations: readonly Declaration[],
  name: string,
  path: string,
  values: Readonly<Record<string, JavaValue>>,
  call: TestCall,
): Promise<JavaValue> {
  const callable = declarations.find((each) => each.name.endsWith(name));
  if (callable?.kind !== 'fileCallable') throw new Error(`there is no ${name}`);
  return runClass(object(callable.name, values), call, path);
}
