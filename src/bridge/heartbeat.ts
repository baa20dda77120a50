/** A child that hangs (stopped, out of memory and collecting garbage all day) never says so: it is asked, and ended when it does not answer. */
import { askProperty } from './ask-property.js';
import type { JavaChild } from './java-child.js';

export interface Patience {
  /** How often a child that is needed is asked, ms. */
  readonly everyMs: number;
  /** How long it has for an answer, ms. */
  readonly answerMs: number;
}

/** Any request that a living child answers at once. */
const NO_PROPERTY = 'jenkins-inbound-agent.ping';

const DEFAULT: Patience = { everyMs: 60_000, answerMs: 120_000 };

/** Asks a child from now on, until it ends. */
export function keepWatch(child: JavaChild, { everyMs, answerMs }: Patience = DEFAULT): void {
  let deadline: NodeJS.Timeout | undefined;
  const answered = (): void => {
    clearTimeout(deadline);
    deadline = undefined;
  };
  const timer = setInterval(() => {
    if (deadline || !child.isNeeded) return;
    deadline = setTimeout(() => child.process.kill(`gave no sign of life for ${answerMs / 1000} s`), answerMs).unref();
    // A rejection is its end, which stops all this.
    askProperty(child, 'getProperty', NO_PROPERTY).then(answered, answered);
  }, everyMs).unref();
  void child.process.ended.then(() => {
    clearInterval(timer);
    answered();
  });
}
