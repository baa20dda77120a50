import { any, bool, nullableObj, nullableStr, nullableStrings } from '../../callables/shape.js';
import type { Shaped } from '../../callables/shape.js';
import { listenerField, nullableListenerField } from '../listener/task-listener.js';

/** hudson.Launcher$RemoteLaunchCallable: the same as a class (serialVersionUID 1) and, since core 2.485, as a record. */
export const LAUNCH_FIELDS = {
  quiet: bool,
  reverseStderr: bool,
  reverseStdin: bool,
  reverseStdout: bool,
  cmd: any,
  env: nullableStrings,
  envVarsFilterRuleWrapper: nullableObj,
  err: nullableObj,
  in: nullableObj,
  listener: listenerField,
  masks: any,
  out: nullableObj,
  stdoutListener: nullableListenerField,
  workDir: nullableStr,
};

export type LaunchRequest = Shaped<typeof LAUNCH_FIELDS>;
