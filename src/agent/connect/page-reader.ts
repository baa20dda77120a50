import type { Network } from '../../endpoint/network.js';
import type { ReadBeginning } from './remoting-version.js';

const READ_TIMEOUT_MS = 10_000;

/**
 * Makes the function that reads beginnings of a controller's web pages.
 * @param root the controller's URL with its trailing slash
 * @param headers `Authorization` and the like
 * @returns rejects when the page cannot be had: any status but 200 and 206, too
 */
export function pageReader(
  root: string,
  network: Network | undefined,
  headers: Readonly<Record<string, string>>,
): ReadBeginning {
  return async (path, bytes, signal) => {
    const { httpGet } = await import('../../endpoint/http-get.js');
    const timeouts = { connectTimeoutMs: READ_TIMEOUT_MS, readTimeoutMs: READ_TIMEOUT_MS };
    const url = new URL(path, root);
    const answer = await httpGet(url, { ...timeouts, network, headers, signal, body: { kind: 'beginning', bytes } });
    if (answer.status !== 200 && answer.status !== 206) throw new Error(`${url.href} answered ${answer.status}`);
    return answer.body;
  };
}
