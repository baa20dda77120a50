/** What a watched step reports to: its log, and the step itself on the controller. */
import type { Call, RemoteObject } from '../../remoting/call.js';
import { errorToThrowable } from '../../remoting/failure.js';
import { boxInt, byteArray } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { asLogListener } from '../../jenkins/listener/log-listener.js';
import type { LogListener } from '../../jenkins/listener/log-listener.js';
import { taskListener } from '../../jenkins/listener/task-listener.js';
import { unknownClass } from '../../callables/unknown-class.js';

const STEP = 'org.jenkinsci.plugins.workflow.steps.durable_task.DurableTaskStep';
const REMOTABLE = `${STEP}$ExecutionRemotable`;

/** The step on the controller: DurableTaskStep$ExecutionRemotable, the field `execution` of a DurableTaskStep$HandlerImpl. */
export class StepExecution {
  private constructor(private readonly execution: RemoteObject) {}

  /** @throws JavaError java.io.IOException for a handler of another class */
  static of(handler: JavaObject, call: Call): StepExecution {
    if (handler.className !== `${STEP}$HandlerImpl`) {
      throw unknownClass('the handler', handler);
    }
    return new StepExecution(call.proxy(handler.get('execution')).retain());
  }

  /**
   * Ends the step. Resolves when the controller has done so, unlike in the official agent, which does not wait: only then may
   * the files go.
   */
  async exited(code: number, output: Buffer | null): Promise<void> {
    const value = output === null ? null : byteArray(output);
    await this.execution.invoke(REMOTABLE, 'exited', ['int', '[B'], [boxInt(code), value]);
  }

  /** Prints an error to the build's log, which the controller does itself. */
  async problem(error: unknown): Promise<void> {
    await this.execution.invoke(REMOTABLE, 'problem', ['java.lang.Exception'], [errorToThrowable(error)]);
  }

  release(): void {
    this.execution.release();
  }
}

/**
 * The log of a handler, kept until it is released.
 * @throws JavaError java.io.IOException for a listener or a filter that is not known
 */
export function handlerLog(handler: JavaObject, call: Call): LogListener {
  return asLogListener(taskListener(handler.get('listener'), call), call).retain();
}
