/** Starting and killing processes: hudson.Launcher.RemoteLauncher. */
import { declareClass } from '../../../src/serial/declare.js';
import type { JavaObject } from '../../../src/serial/model.js';
import { MASTER_TO_SLAVE_CALLABLE } from './callable-bases.js';

const superclass = MASTER_TO_SLAVE_CALLABLE;

/** The interface of the object that a launch answers with. */
export const REMOTE_PROCESS = 'hudson.Launcher$RemoteProcess';

/** -> an exported RemoteProcess. Streams are null for the defaults: no input, output and errors to stdoutListener. */
export const REMOTE_LAUNCH_CALLABLE = declareClass({
  name: 'hudson.Launcher$RemoteLaunchCallable',
  suid: 1n,
  fields: {
    quiet: 'Z',
    reverseStderr: 'Z',
    reverseStdin: 'Z',
    reverseStdout: 'Z',
    cmd: 'Ljava/util/List;',
    env: '[Ljava/lang/String;',
    envVarsFilterRuleWrapper: 'Ljenkins/tasks/filters/EnvVarsFilterRuleWrapper;',
    err: 'Ljava/io/OutputStream;',
    in: 'Ljava/io/InputStream;',
    listener: 'Lhudson/model/TaskListener;',
    masks: '[Z',
    out: 'Ljava/io/OutputStream;',
    stdoutListener: 'Lhudson/model/TaskListener;',
    workDir: 'Ljava/lang/String;',
  },
  superclass,
});

export const ENV_VARS_FILTER_RULE_WRAPPER = declareClass({
  name: 'jenkins.tasks.filters.EnvVarsFilterRuleWrapper',
  suid: -8647970104978388598n,
  fields: { rules: 'Ljava/util/List;' },
});

/** Kills every process whose environment has all these variables. -> null */
export const KILL_TASK = declareClass({
  name: 'hudson.Launcher$RemoteLauncher$KillTask',
  suid: 1n,
  fields: { modelEnvVars: 'Ljava/util/Map;' },
  superclass,
});

const ABSTRACT_TASK_LISTENER = declareClass({ name: 'hudson.util.AbstractTaskListener', suid: 7217626701881006422n });

/** Its declared fields are never written. Custom data: the RemoteOutputStream behind it and the name of its charset. */
const STREAM_TASK_LISTENER = declareClass({
  name: 'hudson.util.StreamTaskListener',
  suid: 1n,
  fields: { charset: 'Ljava/nio/charset/Charset;', out: 'Ljava/io/PrintStream;' },
  superclass: ABSTRACT_TASK_LISTENER,
  custom: ({ stream }) => [stream as JavaObject, 'UTF-8'],
});

/** The console of a build. */
const STREAM_BUILD_LISTENER = declareClass({
  name: 'hudson.model.StreamBuildListener',
  suid: 1n,
  superclass: STREAM_TASK_LISTENER,
});

/** A listener that writes to this RemoteOutputStream. */
export function buildListener(stream: JavaObject): JavaObject {
  return STREAM_BUILD_LISTENER.create({ charset: null, out: null }, { stream });
}
