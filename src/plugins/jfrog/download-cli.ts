import type { Dispatcher } from 'undici';
import { USER_AGENT } from '../../remoting/user-agent.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { childFile } from '../../java/path.js';
import { changeMode, fileExists, fileMode } from '../../os/files/attributes.js';
import { osArch } from '../../os/machine/architecture.js';
import { writeFile, writeWholeFile } from '../../os/files/write-file.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { any, nullableStr, obj, str } from '../../callables/shape.js';
import { networkError } from '../../jenkins/archive/download.js';
import { readText } from '../../jenkins/file-path/content.js';
import { connectionsTo } from '../../jenkins/http-connections.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import { artifactoryUrl, authorization, jfrogProxy } from './server.js';

/** The newest; the plugin leaves the version empty then. */
const RELEASE = '[RELEASE]';

/** Holds the checksum of the program beside it. */
const CHECKSUM_FILE = 'sha256';

/**
 * Gets the CLI from Artifactory into the directory of the tool, unless it is there already by its checksum.
 * {JenkinsProxyConfiguration proxyConfiguration, String providedVersion, JFrogPlatformInstance instance, TaskListener log, String
 * repository, binaryName}
 */
export const downloadCli = fileCallable({
  name: 'io.jenkins.plugins.jfrog.callables.JFrogCliDownloader',
  fields: {
    proxyConfiguration: any,
    providedVersion: nullableStr,
    instance: obj,
    log: listenerField,
    repository: str,
    binaryName: str,
  },
  run: async (self, directory, context) => {
    const { log, repository, binaryName } = self;
    const given = self.providedVersion?.trim() ?? '';
    const version = given === '' ? RELEASE : (self.providedVersion ?? RELEASE);
    const url = `${artifactoryUrl(self.instance)}/${repository}/v2-jf/${version}/jfrog-cli-${cliPlatform()}/${binaryName}`;
    const headers = authorization(self.instance);
    const { connections, dispatcher } = await connectionsTo(url, jfrogProxy(self.proxyConfiguration));
    const request = { url: url.replaceAll('[', '%5B').replaceAll(']', '%5D'), headers, dispatcher };
    try {
      const checksum = await checksumOf(request, context);
      if (!(await isThere(directory, checksum, context))) {
        const what = version === RELEASE ? 'latest version' : `version ${version}`;
        await log.println(`Download '${binaryName}' ${what} from: ${url}`);
        await fetchInto(childFile(directory, binaryName), request, context);
        await writeFile(childFile(directory, CHECKSUM_FILE), Buffer.from(checksum));
      }
    } finally {
      await connections.destroy();
      log.flush();
      log.follow(context);
    }
    return null;
  },
});

/** OsUtils.getOsDetails: how Artifactory calls the build for this machine. */
function cliPlatform(): string {
  if (process.platform === 'win32') return 'windows-amd64';
  const arch = osArch();
  if (process.platform === 'darwin') return arch === 'aarch64' ? 'mac-arm64' : 'mac-386';
  const known = LINUX.get(arch);
  if (known !== undefined) return `linux-${known}`;
  throw ioError(`Unsupported operating system: ${arch}`);
}

const LINUX: ReadonlyMap<string, string> = new Map([
  ['i386', '386'],
  ['x86', '386'],
  ['amd64', 'amd64'],
  ['arm', 'arm'],
  ['aarch64', 'arm64'],
  ['s390x', 's390x'],
  ['ppc64', 'ppc64'],
  ['ppc64le', 'ppc64le'],
]);

interface CliRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly dispatcher: Dispatcher;
}

/** Empty where the server, or a proxy before it, does not tell. */
async function checksumOf(cli: CliRequest, context: CallableContext): Promise<string> {
  const { headers, body } = await ask('HEAD', cli, context);
  await body.dump();
  return String(headers['x-checksum-sha256'] ?? '');
}

async function isThere(directory: string, checksum: string, { signal }: CallableContext): Promise<boolean> {
  const file = childFile(directory, CHECKSUM_FILE);
  return checksum !== '' && (await fileExists(file)) && (await readText(file, signal)) === checksum;
}

async function fetchInto(file: string, cli: CliRequest, context: CallableContext): Promise<void> {
  const { body } = await ask('GET', cli, context);
  try {
    await writeWholeFile(file, body as AsyncIterable<Buffer>);
  } catch (error) {
    context.signal.throwIfAborted();
    throw networkError(error, cli.url);
  }
  if (process.platform !== 'win32') await changeMode(file, (await fileMode(file)) | 0o100);
}

async function ask(
  method: 'GET' | 'HEAD',
  cli: CliRequest,
  { signal }: CallableContext,
): Promise<Dispatcher.ResponseData> {
  const { request } = await import('undici');
  const { url, headers, dispatcher } = cli;
  try {
    const response = await request(url, {
      method,
      headers: { 'user-agent': USER_AGENT, ...headers },
      dispatcher,
      signal,
    });
    if (response.statusCode < 300) return response;
    await response.body.dump();
    throw ioError(`Failed retrieving resource from ${url}. Status code: ${response.statusCode}`);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof JavaError ? error : networkError(error, url);
  }
}
