/** What a controller sends for the sh step of a Pipeline: the durable-task, workflow-durable-task-step and workflow-api plugins. */
import { declareClass } from '../../../src/serial/declare.js';
import type { JavaObject } from '../../../src/serial/model.js';
import { MASTER_TO_SLAVE_FILE_CALLABLE } from './callable-bases.js';

const TASK = 'org.jenkinsci.plugins.durabletask.FileMonitoringTask';
const CONTROLLER = `${TASK}$FileMonitoringController`;
const STEP = 'org.jenkinsci.plugins.workflow.steps.durable_task.DurableTaskStep';
const LOG = 'org.jenkinsci.plugins.workflow.log.';
const superclass = MASTER_TO_SLAVE_FILE_CALLABLE;

/** The log from an offset on, into a stream. -> null */
export const WRITE_LOG = declareClass({
  name: `${CONTROLLER}$WriteLog`,
  suid: 9158495538758751160n,
  fields: { lastLocation: 'J', sink: 'Ljava/io/OutputStream;' },
  superclass,
});

/** -> the exit code, or null */
export const STATUS_CHECK = declareClass({ name: `${CONTROLLER}$StatusCheck`, suid: 5735394101254645562n, superclass });

/** Has the agent watch the step and report to the handler. -> null */
export const START_WATCHING = declareClass({
  name: `${TASK}$StartWatching`,
  suid: 1n,
  fields: {
    controller: `L${CONTROLLER.replaceAll('.', '/')};`,
    handler: 'Lorg/jenkinsci/plugins/durabletask/Handler;',
    listener: 'Lhudson/model/TaskListener;',
  },
  superclass,
});

const FILE_MONITORING_CONTROLLER = declareClass({
  name: CONTROLLER,
  suid: 1n,
  fields: {
    lastLocation: 'J',
    charset: 'Ljava/lang/String;',
    controlDir: 'Ljava/lang/String;',
    cookieValue: 'Ljava/lang/String;',
    id: 'Ljava/lang/String;',
  },
});

const SHELL_CONTROLLER = declareClass({
  name: 'org.jenkinsci.plugins.durabletask.BourneShellScript$ShellController',
  suid: 1n,
  fields: { isZos: 'Z', jenkinsResultTxtEncoding: 'Ljava/lang/String;' },
  superclass: FILE_MONITORING_CONTROLLER,
});

const BATCH_CONTROLLER = declareClass({
  name: 'org.jenkinsci.plugins.durabletask.WindowsBatchScript$BatchController',
  suid: 1n,
  superclass: FILE_MONITORING_CONTROLLER,
});

const HANDLER = declareClass({
  name: `${STEP}$HandlerImpl`,
  suid: 1n,
  fields: { execution: `L${STEP.replaceAll('.', '/')}$ExecutionRemotable;`, listener: 'Lhudson/model/TaskListener;' },
});

const NEWLINE_SAFE_LISTENER = declareClass({
  name: `${STEP}$Execution$NewlineSafeTaskListener`,
  suid: 1n,
  fields: { delegate: 'Lhudson/model/TaskListener;' },
});

const TUNING = declareClass({
  name: `${LOG}DelayBufferedOutputStream$Tuning`,
  suid: -722764062640914069n,
  fields: { bufferSize: 'I', maxRecurrencePeriod: 'J', minRecurrencePeriod: 'J', recurrencePeriodBackoff: 'F' },
});

const BUFFERED_LISTENER = declareClass({
  name: `${LOG}BufferedBuildListener$Replacement`,
  suid: 1n,
  fields: {
    ros: 'Lhudson/remoting/RemoteOutputStream;',
    tuning: `L${LOG.replaceAll('.', '/')}DelayBufferedOutputStream$Tuning;`,
  },
});

const DECORATED_LISTENER = declareClass({
  name: `${LOG}TaskListenerDecorator$DecoratedTaskListener`,
  suid: 1n,
  fields: { decorators: 'Ljava/util/List;', delegate: 'Lhudson/model/TaskListener;' },
});

/** The interface of the object that a watched step reports to. */
export const EXECUTION_REMOTABLE = `${STEP}$ExecutionRemotable`;

/** The listener of a step over the stream of a build's log. */
export function stepListener(stream: JavaObject, decorators: JavaObject | null = null): JavaObject {
  const tuning = TUNING.create({
    bufferSize: 1 << 16,
    maxRecurrencePeriod: 10_000n,
    minRecurrencePeriod: 1000n,
    recurrencePeriodBackoff: 1.05,
  });
  const log = BUFFERED_LISTENER.create({ ros: stream, tuning });
  const delegate = decorators === null ? log : DECORATED_LISTENER.create({ decorators, delegate: log });
  return NEWLINE_SAFE_LISTENER.create({ delegate });
}

export function shellController(controlDir: string, cookieValue: string): JavaObject {
  return SHELL_CONTROLLER.create({
    lastLocation: 0n,
    charset: 'SYSTEM_DEFAULT',
    controlDir,
    cookieValue,
    id: null,
    isZos: false,
    jenkinsResultTxtEncoding: null,
  });
}

export function batchController(controlDir: string, cookieValue: string): JavaObject {
  return BATCH_CONTROLLER.create({ lastLocation: 0n, charset: 'SYSTEM_DEFAULT', controlDir, cookieValue, id: null });
}

export function handler(execution: JavaObject, listener: JavaObject): JavaObject {
  return HANDLER.create({ execution, listener });
}
