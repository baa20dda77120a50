/** Gets the JNLP file, trying again while the controller is not there (hudson.remoting.Launcher.parseJnlpArguments). */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Network } from '../../endpoint/network.js';
import { fetchJnlpArguments } from '../../endpoint/jnlp-fetch.js';
import { TransportError } from '../../transport/errors.js';
import { formatDuration } from '../life/duration.js';
import type { JnlpOptions } from '../life/options.js';
import { decide, ReconnectHistory } from './reconnect.js';
import { stackTrace } from '../log/stack-trace.js';

/**
 * @param print takes lines for the console
 * @returns the file's arguments
 * @throws TransportError when it cannot be had; the signal's reason
 */
export async function obtainJnlpFile(
  options: JnlpOptions,
  network: Network,
  stop: AbortSignal,
  print: (text: string) => void,
): Promise<string[]> {
  const { jnlpUrl, login, secret, http, noReconnect, noReconnectAfter } = options;
  const history = new ReconnectHistory(performance.now());
  for (;;) {
    try {
      const credentials = http.credentials?.reveal();
      return await fetchJnlpArguments(jnlpUrl, {
        secret: secret?.reveal(),
        credentials,
        login: login?.reveal(),
        network,
        signal: stop,
      });
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      const situation = history.happened(error.policy, performance.now());
      const decision = decide(situation, { noReconnect, noReconnectAfter }, Math.random());
      if (decision.kind === 'stop') {
        if (decision.because === 'fatal') throw error;
        const after = decision.because === 'noReconnect' ? '' : ` after ${formatDuration(noReconnectAfter ?? 0)}`;
        const reason = error.message.replace(`Failed to obtain ${jnlpUrl}: `, '');
        throw new TransportError(error.code, 'fatal', `Failed to obtain ${jnlpUrl}${after} (${reason})`, {
          cause: error,
        });
      }
      print(
        `Failed to obtain ${jnlpUrl}\n${stackTrace(error)}Waiting ${formatDuration(decision.delay)} before retry\n`,
      );
      await sleep(decision.delay, undefined, { signal: stop });
    }
  }
}
