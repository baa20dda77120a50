/** `agent health`: is the agent on this machine connected? For probes that can only run a command. */
import { formatAddress, parseAddress } from '../agent/operate/health/address.js';
import { EXIT } from '../agent/life/exit-codes.js';
import { httpGet } from '../endpoint/http-get.js';
import { messageOf, TransportError } from '../transport/errors.js';

const TIMEOUT_MS = 5000;
const MAX_BYTES = 64 * 1024;
/** Addresses to listen at that mean all interfaces; asked is this machine. */
const ANY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * @param text the address, checked
 * @returns 0 when every agent of the process is connected, 1 otherwise
 */
export async function askHealth(text: string, print: (text: string) => void): Promise<number> {
  const address = parseAddress(text) ?? { host: '', port: 0 };
  const place = formatAddress({ ...address, host: ANY[address.host] ?? address.host });
  try {
    const timeouts = { connectTimeoutMs: TIMEOUT_MS, readTimeoutMs: TIMEOUT_MS };
    const wanted = { kind: 'whole', maxBytes: MAX_BYTES } as const;
    const { status, body } = await httpGet(new URL(`http://${place}/readyz`), { ...timeouts, body: wanted });
    print(body.toString('utf8'));
    return status === 200 ? EXIT.ok : EXIT.fatal;
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    print(`No agent answers at ${place}: ${messageOf(error)}\n`);
    return EXIT.fatal;
  }
}
