/** An agent on a byte stream that a launcher gave it: one channel, and the agent ends with it. */
import { TransportError } from '../../transport/errors.js';
import { openStdio } from '../../transport/stdio/open.js';
import type { Connection } from '../connect/connector.js';
import { EXIT } from './exit-codes.js';
import type { Phase } from '../operate/health/monitor.js';
import type { Session } from './life.js';
import type { StreamOptions } from './options.js';
import { stopExitCode } from './signals.js';
import { openStreamLink } from '../connect/stream-link.js';

export interface StreamRunParts {
  readonly serve: (connection: Connection) => Session;
  readonly entered: (phase: Phase) => void;
  /** Lines for standard error, as they are: launchers wait for them. */
  readonly print: (text: string) => void;
  readonly stop: AbortSignal;
}

const NOBODY_THERE =
  '\nThere was no controller to connect to (-url or JENKINS_URL): a launcher was expected on standard input, which ended\n';

/**
 * @returns the exit code: however the channel ends, it is done what was asked
 * @throws JavaError, TransportError when there is never a channel
 */
export async function runOnStream(
  options: StreamOptions,
  { serve, entered, print, stop }: StreamRunParts,
): Promise<number> {
  const stream = await openStreamLink(options, stop);
  const mode = options.text ? 'text' : 'binary';
  const { transport } = await openStdio(stream, { mode, signal: stop }).catch((error: unknown) => {
    if (options.kind === 'stdio' && error instanceof TransportError && error.code === 'CONNECTION_LOST')
      print(NOBODY_THERE);
    throw error;
  });
  const session = serve({ name: 'channel', transport, endLines: [] });
  print('channel started\n');
  entered('serving');
  const close = (): void => void session.close();
  stop.addEventListener('abort', close, { once: true });
  if (stop.aborted) close();
  await session.ended;
  stop.removeEventListener('abort', close);
  entered('ended');
  print('channel stopped\n');
  return stop.aborted ? stopExitCode(stop) : EXIT.ok;
}
