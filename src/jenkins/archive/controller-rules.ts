import type { UntarRules } from '../../os/archive/untar-rules.js';
import type { CallableContext } from '../../callables/callable.js';

/**
 * Which entries of a tar archive this controller's own code would refuse: its class tells. Asked at most once a call, and
 * only for an archive with something unusual in it. A controller that does not serve the class counts as a new one.
 */
export function untarRules(context: CallableContext): () => Promise<UntarRules> {
  let rules: Promise<UntarRules> | undefined;
  return () => (rules ??= askRules(context));
}

async function askRules(context: CallableContext): Promise<UntarRules> {
  const filePath = await context.agent.controllerClass('hudson.FilePath', context);
  // A method of 2.568.2 and later, and a part of the message that came before it.
  if (!filePath || filePath.includes('requireReadFromTarPathTraversalValidation')) return 'current';
  return filePath.includes('contains entry that escapes destination directory') ? 'strict' : 'legacy';
}
