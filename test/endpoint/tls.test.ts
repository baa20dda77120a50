/** Whom the agent trusts at the web address, and what it says of those that it does not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { httpGet } from '../../src/endpoint/http-get.js';
import { openWebSocketTransport } from '../../src/endpoint/open-websocket.js';
import { loadTrust, type TrustOptions } from '../../src/endpoint/trust.js';
import { issue, type Issued } from '../support/certificates.js';
import { listenOn } from '../transport/sockets.js';
import { MemoryLogger } from './memory-logger.js';

let root: Issued;
let middle: Issued;
let leaf: Issued;
const directory = mkdtempSync(join(tmpdir(), 'tls-'));

beforeAll(() => {
  root = issue('root', { authority: true });
  middle = issue('middle', { authority: true, issuer: root });
  leaf = issue('leaf', { issuer: middle });
});
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

async function start(cert: string, key: string, options: ServerOptions = {}): Promise<string> {
  const server = createServer({ ...options, key, cert }, (_request, response) => response.end('secure'));
  return `https://127.0.0.1:${await listenOn(server)}/`;
}

const chained = (): Promise<string> => start(`${leaf.certificate}\n${middle.certificate}`, leaf.key);

/** The text of what goes wrong over both ways, which is the same; undefined when the server is trusted. */
async function trouble(url: string, options: TrustOptions = {}): Promise<string | undefined> {
  const network = { trust: loadTrust(options, new MemoryLogger()) };
  const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));
  const timeouts = { connectTimeoutMs: 10_000, readTimeoutMs: 10_000 };
  const page = await httpGet(new URL(url), { network, ...timeouts }).then(() => undefined, text);
  const socket = await openWebSocketTransport(url, { name: 'a', secret: 's', agentVersion: '4.13', network }).then(
    () => undefined,
    text,
  );
  if (page === undefined) expect(socket).toMatch(/^Handshake error: 200 OK/);
  else expect(socket).toBe(page);
  return page;
}

describe('-cert', () => {
  it.each([
    ['the root', () => root],
    ['an intermediate', () => middle],
    ['the own certificate', () => leaf],
  ])('with %s of the server is enough', async (_what, which) => {
    vi.stubEnv('SSL_CERT_FILE', join(directory, 'none'));
    const url = await chained();
    expect(await trouble(url)).toMatch(/trust its authority with -cert @FILE/);
    expect(await trouble(url, { certificates: [which().certificate] })).toBeUndefined();
  });

  it('with an intermediate is enough for a server that sends its own certificate alone', async () => {
    vi.stubEnv('SSL_CERT_FILE', join(directory, 'none'));
    const url = await start(leaf.certificate, leaf.key);
    expect(await trouble(url, { certificates: [middle.certificate] })).toBeUndefined();
    expect(await trouble(url, { certificates: [root.certificate] })).toMatch(/trust its authority with -cert/);
  });
});

describe("this machine's own authorities", () => {
  it.each([false, true])('count, with -cert of another: %s', async (withAnother) => {
    const bundle = join(directory, 'ca-certificates.crt');
    writeFileSync(bundle, `${issue('other', { authority: true }).certificate}\n${root.certificate}`);
    vi.stubEnv('SSL_CERT_FILE', bundle);
    const certificates = withAnother ? [issue('another', { authority: true }).certificate] : [];
    expect(await trouble(await chained(), { certificates })).toBeUndefined();
  });

  it('are read once', async () => {
    const bundle = join(directory, 'once.crt');
    writeFileSync(bundle, root.certificate);
    vi.stubEnv('SSL_CERT_FILE', bundle);
    const network = { trust: loadTrust({}, new MemoryLogger()) };
    const url = new URL(await chained());
    const options = { network, connectTimeoutMs: 10_000, readTimeoutMs: 10_000 };
    expect((await httpGet(url, options)).status).toBe(200);
    rmSync(bundle);
    expect((await httpGet(url, options)).status).toBe(200);
  });
});

describe('what is wrong is said in a line that tells what to do', () => {
  it('an expired certificate', async () => {
    const expired = issue('expired', { days: -1 });
    const url = await start(expired.certificate, expired.key);
    expect(await trouble(url, { certificates: [expired.certificate] })).toMatch(
      /^No TLS connection to 127\.0\.0\.1:\d+: its certificate has expired \(renew it there; until then only -noCertificateCheck helps\)$/,
    );
  });

  it('a certificate for another name', async () => {
    const other = issue('other', { names: ['jenkins.example'], addresses: ['127.0.0.9'] });
    const url = await start(other.certificate, other.key);
    expect(await trouble(url, { certificates: [other.certificate] })).toMatch(
      /: its certificate is not for 127\.0\.0\.1: .*\(use a URL with a name from the certificate, or -noCertificateCheck\)$/,
    );
  });

  it('a SHA-1 certificate', async () => {
    const weak = issue('weak', { issuer: root, digest: 'sha1' });
    // A server of today refuses to show it, unless told.
    const url = await start(weak.certificate, weak.key, { ciphers: 'DEFAULT@SECLEVEL=0' });
    expect(await trouble(url, { certificates: [root.certificate] })).toMatch(
      /signed or keyed too weakly, as with SHA-1/,
    );
  });

  it('https to a port that speaks HTTP', async () => {
    const port = await listenOn(createHttpServer((_request, response) => response.end('plain')));
    expect(await trouble(`https://127.0.0.1:${port}/`)).toMatch(
      /: this port does not speak TLS \(use http:\/\/ in the URL, or the port that speaks TLS\)$/,
    );
  });
});

it('http to a port that speaks TLS', async () => {
  const url = (await start(leaf.certificate, leaf.key)).replace('https:', 'http:');
  const timeouts = { connectTimeoutMs: 10_000, readTimeoutMs: 10_000 };
  await expect(httpGet(new URL(url), timeouts)).rejects.toThrow('if this port speaks TLS, use https:// in the URL');
  const upgrade = openWebSocketTransport(url, { name: 'a', secret: 's', agentVersion: '4.13' });
  await expect(upgrade).rejects.toThrow('if this port speaks TLS, use https:// in the URL');
});
