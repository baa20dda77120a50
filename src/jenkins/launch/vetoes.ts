/**
 * Who may object to the killing of a process: extensions of the controller's, hudson.util.ProcessKillingVeto. An agent asks
 * whether there are any, once, and then about each process:
 *
 *     hudson.util.ProcessTree$DoVetoersExist           answers a Boolean
 *     hudson.util.ProcessTree$OSProcess$CheckVetoes    answers the reason of a veto, null for none
 */
import type { KnownProcess, Veto, Vetoes } from '../../os/process/process-tree/index.js';
import { JavaError } from '../../java/java-error.js';
import type { Call, CallChannel } from '../../remoting/call.js';
import { unbox } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { AgentServices } from '../../callables/services.js';
import { checkVetoes, doVetoersExist } from './veto-requests.js';
import type { VetoContext } from './veto-requests.js';

const existing = new WeakMap<CallChannel, boolean>();

/**
 * The vetoes of the controller behind a call, also after that call. Nobody is asked when the channel has ended, and before
 * the controller has said that we are its agent.
 */
export function vetoes(call: Call, agent: AgentServices): Vetoes {
  const context: VetoContext = { call, agent };
  return async () => {
    const { closed, properties } = call.channel;
    const isAgent = properties.get('agent');
    if (closed.aborted || !(isAgent instanceof JavaObject) || unbox(isAgent) !== true) return null;
    return (await mayExist(context)) ? vetoBy(context) : null;
  };
}

/** Once for each channel; a controller that does not answer may have some. */
async function mayExist(context: VetoContext): Promise<boolean> {
  const known = existing.get(context.call.channel);
  if (known !== undefined) return known;
  try {
    const answer = await doVetoersExist(context);
    if (answer === null) return true;
    const exist = unbox(answer) === true;
    existing.set(context.call.channel, exist);
    return exist;
  } catch (error) {
    log(context, 'FINE', 'get', 'Error while determining if vetoers exist', error);
    return true;
  }
}

function vetoBy(context: VetoContext): Veto {
  return async (doomed: KnownProcess, all: () => readonly KnownProcess[]) => {
    try {
      return (await checkVetoes(doomed.pid, all(), context)) !== null;
    } catch (error) {
      const javaClass = error instanceof JavaError ? error.javaClass : '';
      const interrupted = javaClass === 'java.lang.InterruptedException';
      // A controller that refuses, or an extension of it that fails: then nothing is killed.
      if (!interrupted && !/^(java\.io|java\.net|hudson\.remoting)\./.test(javaClass)) throw error;
      const what = interrupted ? 'Interrupted' : 'I/O';
      log(context, 'WARNING', 'getVeto', `${what} Exception while checking for vetoes`, error);
      return false;
    }
  };
}

function log({ agent }: VetoContext, level: 'FINE' | 'WARNING', method: string, text: string, error: unknown): void {
  agent.logger.log(level, `hudson.util.ProcessTree ${method}`, text, error);
}
