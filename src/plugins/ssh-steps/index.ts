/** The ssh-steps plugin: sshCommand, sshScript, sshPut, sshGet, sshRemove. */
import { boxBoolean } from '../../serial/jdk.js';
import type { JavaObject, JavaValue } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { any, bool, nullableStr, obj, readShape, str } from '../../callables/shape.js';
import { reporting } from '../../jenkins/listener/reporting.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import { runCommand, runScript, runSudo } from './commands.js';
import type { Work } from './commands.js';
import { withSession } from './connection.js';
import { fileFilter, get, put, remove } from './files.js';
import { readRemote } from './remote.js';

const STEPS = 'org.jenkinsci.plugins.sshsteps.steps.';

/** A step as it was given: BasicSSHStep {Map remote; boolean failOnError, dryRun}. */
const STEP = { remote: any, failOnError: bool, dryRun: bool };
const FILES = { from: nullableStr, into: nullableStr, filterBy: nullableStr, filterRegex: nullableStr };

/** @returns String, the lines of standard output */
const command = callable({
  name: `${STEPS}CommandStep$Execution$CommandCallable`,
  fields: { step: obj, listener: listenerField },
  run: ({ step, listener }, context) => {
    const { command: line, sudo } = readShape(step, { command: str, sudo: bool });
    const what = `Executing command on NAME: ${line} sudo: ${sudo}`;
    return perform(step, listener, context, what, '', (work) => (sudo ? runSudo : runCommand)(work, line));
  },
});

/** @returns String, the lines of standard output */
const script = callable({
  name: `${STEPS}ScriptStep$Execution$ScriptCallable`,
  fields: { step: obj, listener: listenerField, script: str },
  run: ({ step, listener, script: file }, context) =>
    perform(step, listener, context, `Executing script on NAME: ${file}`, '', (work) => runScript(work, file)),
});

/** @returns null */
const putFiles = callable({
  name: `${STEPS}PutStep$Execution$PutCallable`,
  fields: { step: obj, listener: listenerField, from: str },
  run: ({ step, listener, from }, context) => {
    const { into, filterBy, filterRegex } = readShape(step, FILES);
    const filter = fileFilter(filterBy, filterRegex, context.signal);
    const what = `Sending a file/directory to NAME: from: ${from} into: ${into ?? 'null'}`;
    return perform(step, listener, context, what, null, async (work) => {
      await put(work, from, into ?? '', filter);
      return null;
    });
  },
});

/** @returns null */
const getFiles = callable({
  name: `${STEPS}GetStep$Execution$GetCallable`,
  fields: { step: obj, listener: listenerField, into: str },
  run: ({ step, listener, into }, context) => {
    const { from, filterBy, filterRegex } = readShape(step, FILES);
    const filter = fileFilter(filterBy, filterRegex, context.signal);
    const what = `Receiving a file/directory from NAME: from: ${from ?? 'null'} into: ${into}`;
    return perform(step, listener, context, what, null, async (work) => {
      await get(work, from ?? '', into, filter);
      return null;
    });
  },
});

/** @returns Boolean: whether there was anything */
const removeFiles = callable({
  name: `${STEPS}RemoveStep$Execution$RemoveCallable`,
  fields: { step: obj, listener: listenerField },
  run: ({ step, listener }, context) => {
    const { path } = readShape(step, { path: str });
    const what = `Removing a file/directory on NAME: ${path}`;
    return perform(step, listener, context, what, boxBoolean(false), async (work) =>
      boxBoolean(await remove(work, path)),
    );
  },
});

/**
 * Connects and runs, or only tells of it.
 * @param what is told, with NAME for the remote
 * @param dry what a dry run gives
 */
async function perform(
  step: JavaObject,
  listener: Listener,
  context: CallableContext,
  what: string,
  dry: JavaValue,
  run: (work: Work) => Promise<JavaValue>,
): Promise<JavaValue> {
  const { remote: map, failOnError, dryRun } = readShape(step, STEP);
  const remote = readRemote(map);
  return reporting(listener, context, async () => {
    if (remote.tells) await listener.println(what.replace('NAME', () => `${remote.name}[${remote.host}]`));
    if (dryRun) return dry;
    return withSession(remote, context, (session) => run({ remote, session, listener, failOnError, context }));
  });
}

export const declarations = [command, script, putFiles, getFiles, removeFiles] satisfies readonly Declaration[];
