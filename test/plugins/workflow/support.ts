/** Pipeline listeners as a controller sends them, for tests. */
import { loadClasses } from '../../../src/callables/lookup.js';
import { asLogListener } from '../../../src/jenkins/listener/log-listener.js';
import type { LogListener } from '../../../src/jenkins/listener/log-listener.js';
import { taskListener } from '../../../src/jenkins/listener/task-listener.js';
import { arrayList } from '../../../src/serial/jdk.js';
import { declareClass } from '../../../src/serial/declare.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import type { ChannelCall } from '../../support/channel-call.js';
import type { ControllerOutput } from '../../support/controller-output.js';

const LOG = 'org.jenkinsci.plugins.workflow.log.';
const DECORATOR = `${LOG}TaskListenerDecorator$`;
const OBJECT = 'Ljava/lang/Object;';

const TUNING = declareClass({
  name: `${LOG}DelayBufferedOutputStream$Tuning`,
  suid: -722764062640914069n,
  fields: { bufferSize: 'I', maxRecurrencePeriod: 'J', minRecurrencePeriod: 'J', recurrencePeriodBackoff: 'F' },
});
const REPLACEMENT = declareClass({
  name: `${LOG}BufferedBuildListener$Replacement`,
  suid: 1n,
  fields: { ros: OBJECT, tuning: OBJECT },
});
const DECORATED = declareClass({
  name: `${DECORATOR}DecoratedTaskListener`,
  suid: 1n,
  fields: { decorators: OBJECT, delegate: OBJECT },
});
const CLOSEABLE = declareClass({
  name: `${DECORATOR}CloseableTaskListener`,
  suid: 1n,
  fields: { closeDelegate: OBJECT, mainDelegate: OBJECT },
});
const NEWLINE_SAFE = declareClass({
  name: 'org.jenkinsci.plugins.workflow.steps.durable_task.DurableTaskStep$Execution$NewlineSafeTaskListener',
  suid: 1n,
  fields: { delegate: OBJECT },
});
const ADAPTER = declareClass({ name: `${DECORATOR}ConsoleLogFilterAdapter`, suid: 1n, fields: { filter: OBJECT } });
const SECRET = declareClass({ name: 'hudson.util.Secret', suid: 1n, fields: { iv: OBJECT, value: OBJECT } });
const BINDING_FILTER = declareClass({
  name: 'org.jenkinsci.plugins.credentialsbinding.impl.BindingStep$Filter',
  suid: 1n,
  fields: { charsetName: OBJECT, pattern: OBJECT },
});

interface TuningValues {
  readonly bufferSize?: number;
  readonly period?: number;
}

export const bufferedListener = (ros: JavaValue, { bufferSize = 65_536, period = 1000 }: TuningValues = {}) => {
  const times = { minRecurrencePeriod: BigInt(period), maxRecurrencePeriod: BigInt(period * 10) };
  return REPLACEMENT.create({ ros, tuning: TUNING.create({ bufferSize, ...times, recurrencePeriodBackoff: 1.05 }) });
};
/** What a step gets: a log, closeable as a whole, with decorators in the order in which they are put around it. */
export const stepListener = (ros: JavaValue, decorators: readonly JavaValue[], tuning?: TuningValues): JavaObject => {
  const log = bufferedListener(ros, tuning);
  const decorated =
    decorators.length === 0 ? log : DECORATED.create({ delegate: log, decorators: arrayList(decorators) });
  return NEWLINE_SAFE.create({ delegate: CLOSEABLE.create({ closeDelegate: log, mainDelegate: decorated }) });
};
export const consoleLogFilter = (filter: JavaValue): JavaObject => ADAPTER.create({ filter });
export const secret = (value: string): JavaObject => SECRET.create({ iv: null, value });
/** Pattern.quote of each, as credentials-binding joins them. */
export const quotedPattern = (texts: readonly string[]): string =>
  texts.map((text) => `\\Q${text.replaceAll('\\E', '\\E\\\\E\\Q')}\\E`).join('|');
export const bindingFilter = (pattern: string, charsetName: string | null): JavaObject =>
  consoleLogFilter(BINDING_FILTER.create({ charsetName, pattern: secret(pattern) }));

/** The filters that tests put around a log. */
await loadClasses([
  'com.datapipe.jenkins.vault.MaskingConsoleLogFilter',
  'com.michelin.cio.hudson.plugins.maskpasswords.MaskPasswordsBuildWrapper$FilterImpl',
  'hudson.plugins.ansicolor.AnsiColorConsoleLogFilter',
  'hudson.plugins.gradle.GradleTaskListenerDecorator',
  'hudson.plugins.timestamper.pipeline.GlobalDecorator',
  'org.csanchez.jenkins.plugins.kubernetes.pipeline.SecretsMasker',
  'org.jenkinsci.plugins.azurekeyvaultplugin.MaskingConsoleLogFilter',
  'org.jenkinsci.plugins.credentialsbinding.impl.BindingStep$Filter',
  'org.jenkinsci.plugins.pipeline.maven.console.MaskPasswordsConsoleLogFilter',
  'org.jenkinsci.plugins.pipeline.utility.steps.fs.TeeStep$TeeFilter',
  'org.jenkinsci.plugins.workflow.steps.TimeoutStepExecution$ConsoleLogFilterImpl',
]);

/** A decoded listener over a stream that keeps what comes. */
export function listenerOf(
  call: ChannelCall,
  decorators: readonly JavaValue[],
  tuning?: TuningValues,
): { listener: LogListener; output: ControllerOutput } {
  const output = call.newOutput();
  return { listener: asLogListener(taskListener(stepListener(output.value, decorators, tuning), call), call), output };
}
