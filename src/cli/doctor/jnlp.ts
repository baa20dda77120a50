/** `-jnlpUrl`: what the file tells is what the rest of the doctor looks at. */
import type { Network } from '../../endpoint/network.js';
import { fetchJnlpArguments } from '../../endpoint/jnlp-fetch.js';
import { withoutLogin } from '../../endpoint/url-login.js';
import { messageOf, TransportError } from '../../transport/errors.js';
import { jnlpValues } from '../agent-options.js';
import type { OptionValues } from '../option-table.js';
import { UsageError } from '../usage-error.js';
import { failed, ok } from './check.js';
import type { Outcome } from './check.js';

/** @returns the options that the file makes of those that were given; undefined when it cannot be had or used */
export async function readJnlp(
  values: OptionValues,
  network: Network,
  timeoutMs: number,
): Promise<{ readonly told?: OptionValues; readonly finding: Outcome }> {
  const { url, login } = withoutLogin(values.jnlpUrl ?? '');
  const { secret, credentials } = values;
  try {
    const timeouts = { connectMs: timeoutMs, readMs: timeoutMs };
    const words = await fetchJnlpArguments(url, { secret, credentials, login, network, timeouts });
    const told: OptionValues = { ...values, ...jnlpValues(values, words) };
    return { told, finding: ok(`${url} tells of ${told.name ?? 'an agent without a name'}`) };
  } catch (error) {
    if (!(error instanceof TransportError || error instanceof UsageError)) throw error;
    const advice =
      'Give the address as the page of the node shows it, with -secret or -credentials of somebody who may see it; or -url, -name and -secret in its place';
    return { finding: failed(messageOf(error), advice) };
  }
}
