import type { AgentServices } from '../../../callables/services.js';
import type { Call } from '../../../remoting/call.js';

/** For whom a password is asked: a GitRun, as far as credentials know it. */
export interface Asking {
  readonly call: Call;
  readonly agent: AgentServices;
}
