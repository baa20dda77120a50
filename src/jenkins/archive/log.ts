import type { JavaError } from '../../java/java-error.js';
import type { CallableContext } from '../../callables/callable.js';

/**
 * Links that cannot be made are left out of an unpacked archive or a copied tree, as the official code leaves them out, which
 * tells nobody. Here the agent's log has them.
 */
export function linkFailureLogger(context: CallableContext): (link: string, error: JavaError) => void {
  return (link, error) => {
    context.agent.logger.log('WARNING', 'hudson.Util createSymlink', `Cannot make the link ${link}`, error);
  };
}
