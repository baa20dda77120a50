/** java.net.URL.openStream() for what tool installers name: http, https and file. */
import type { Dispatcher } from 'undici';
import { USER_AGENT } from '../../remoting/user-agent.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { errorCode } from '../../java/file-errors.js';
import { fileOfUrl } from '../../java/file-url.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { socketError } from '../../java/socket-error.js';

/**
 * The bytes behind a URL. Redirects are followed, proxies taken from the environment.
 * @throws JavaError an IOException as java.net gives it
 */
export async function* download(url: string, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  const protocol = /^[^:]*/.exec(url)?.[0].toLowerCase();
  if (protocol === 'file') {
    yield* await openRandomAccess(fileOfUrl(url), { signal });
    return;
  }
  if (protocol !== 'http' && protocol !== 'https') throw ioError(`unknown protocol: ${protocol ?? ''}`);
  yield* downloadHttp(url, signal);
}

async function* downloadHttp(url: string, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  const { EnvHttpProxyAgent, interceptors, request } = await import('undici');
  const connections = new EnvHttpProxyAgent();
  const dispatcher = connections.compose(interceptors.redirect({ maxRedirections: MAX_REDIRECTIONS }));
  try {
    const response = await request(url, { dispatcher, signal, headers: { accept: '*/*', 'user-agent': USER_AGENT } });
    await assertFound(response, url);
    for await (const chunk of response.body) yield chunk as Buffer;
  } catch (error) {
    signal.throwIfAborted();
    throw networkError(error, url);
  } finally {
    await connections.destroy();
  }
}

async function assertFound({ statusCode, body }: Dispatcher.ResponseData, url: string): Promise<void> {
  if (statusCode < 400) return;
  await body.dump();
  if (statusCode === 404 || statusCode === 410) throw new JavaError('java.io.FileNotFoundException', url);
  throw ioError(`Server returned HTTP response code: ${statusCode} for URL: ${url}`);
}

/** What undici reports, as java.net words it; JavaErrors and what is no Error pass. */
export function networkError(error: unknown, url: string): unknown {
  if (error instanceof JavaError || !(error instanceof Error)) return error;
  const isUnreachable = UNREACHABLE.has(errorCode(error) ?? '');
  return (
    (isUnreachable ? socketError(error, new URL(url).hostname) : undefined) ?? ioError(error.message, { cause: error })
  );
}

const UNREACHABLE: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED']);

/** http.maxRedirects of java.net. */
const MAX_REDIRECTIONS = 20;
