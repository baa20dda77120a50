/** timeout(activity: true): the controller is told when there is output. */
import type { Call } from '../../remoting/call.js';
import { exportedLoader } from '../../remoting/payload.js';
import { declareClass } from '../../serial/declare.js';
import type { JavaObject } from '../../serial/model.js';
import { LineTransform } from '../../jenkins/listener/log-transform.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import { long, readShape, str } from '../../callables/shape.js';

const TIMEOUT = 'org.jenkinsci.plugins.workflow.steps.TimeoutStepExecution';

/** TimeoutStepExecution$ResetTimer {String id}, a callable that the controller runs. */
const RESET_TIMER = declareClass({
  name: `${TIMEOUT}$ResetTimer`,
  suid: 1n,
  fields: { id: 'Ljava/lang/String;' },
});

/**
 * TimeoutStepExecution$ConsoleLogFilterImpl2 {long timeout, String id}. Output resets the timer at once, and then again at most
 * once in half of the timeout.
 */
export function activityFilter(value: JavaObject, call: Call): LogTransform[] {
  const { timeout, id } = readShape(value, { timeout: long, id: str });
  const pause = Math.min(Number(timeout) / 2, 0x7fff_ffff);
  // The official agent looks for output every tenth of the timeout; this one needs no timer while there is none.
  const { channel } = call;
  // The request is another plugin's. This filter is the first object of its plugin in it, and brought the plugin's loader.
  const classLoader = exportedLoader(value.desc) ?? call.classLoader;
  const reset = (): Promise<unknown> =>
    channel.call(RESET_TIMER.create({ id }), RESET_TIMER.desc.name, undefined, classLoader);
  return [notifier(reset, pause)];
}

/** TimeoutStepExecution$ConsoleLogFilterImpl {ResetCallback callback}, of 2021: an object of the controller's is called for each line. */
export function callbackFilter(value: JavaObject, call: Call): LogTransform[] {
  const callback = call.proxy(value.get('callback'));
  return [
    notifier(() => callback.invoke(`${TIMEOUT}$ResetCallback`, 'logWritten', [], []), 0, {
      retain: () => void callback.retain(),
      dispose: () => callback.release(),
    }),
  ];
}

/** Passes whole lines and tells of them: one call at a time, and a pause after each. Lines meanwhile are told of after it. */
function notifier(
  notify: () => Promise<unknown>,
  pause: number,
  hooks: { retain?: () => void; dispose?: () => void } = {},
): LogTransform {
  let timer: NodeJS.Timeout | undefined;
  let busy = false;
  let again = false;
  let disposed = false;
  const tell = (): void => {
    busy = true;
    again = false;
    // The timer of the step runs on then; the channel that failed is the controller's to notice.
    void notify()
      .catch(() => undefined)
      .then(() => {
        if (disposed) return;
        timer = setTimeout(() => {
          busy = false;
          if (again) tell();
        }, pause);
        timer.unref();
      });
  };
  const passed = (bytes: Buffer): Buffer => {
    if (busy) again = true;
    else tell();
    return bytes;
  };
  return new LineTransform(passed, {
    ...(hooks.retain && { retain: hooks.retain }),
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      hooks.dispose?.();
    },
  });
}
