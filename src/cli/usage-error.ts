import { maskSecrets } from '../agent/life/secret.js';

/** The command line cannot be used. The message is for the user and never shows a secret that was typed in the wrong place. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(message: string, options?: ErrorOptions) {
    super(maskSecrets(message), options);
  }
}
