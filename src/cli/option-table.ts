/** Every option of the agent. What can be typed, what help shows and what excludes what all follow from this table. */
import type { OptionSpec } from './option-spec.js';
import { DEPRECATED_OPTIONS } from './deprecated-options.js';
import { ENDING_OPTIONS } from './ending-option-specs.js';
import { JAVA_OPTIONS } from './java-bridge-options.js';
import { FILE_OPTIONS } from './file-options.js';
import { checkAddress, checkDirect, checkDuration, checkHeader, checkHttpUrl, checkTunnel } from './value-checks.js';

export const OPTIONS = [
  {
    key: 'urls',
    name: '-url',
    gnu: ['--url'],
    kind: 'list',
    placeholder: 'URL',
    environment: ['JENKINS_URL'],
    check: checkHttpUrl,
    group: 'connection',
    help: 'Root URL of the controller; may be repeated, then the first that answers is used',
  },
  {
    key: 'webSocket',
    name: '-webSocket',
    gnu: ['--web-socket', '--websocket'],
    kind: 'switch',
    requires: ['-url'],
    forbids: ['-direct', '-tunnel', '-credentials', '-noKeepAlive'],
    environment: ['JENKINS_WEB_SOCKET'],
    group: 'connection',
    help: 'Connect by WebSocket to the web port instead of the TCP port',
  },
  {
    key: 'webSocketHeaders',
    name: '-webSocketHeader',
    gnu: ['--web-socket-header', '--websocket-header'],
    kind: 'list',
    placeholder: 'NAME=VALUE',
    requires: ['-webSocket'],
    check: checkHeader,
    environment: ['JENKINS_AGENT_WEB_SOCKET_HEADER'],
    group: 'connection',
    help: 'Additional header of the WebSocket request, as a reverse proxy may want it; may be repeated',
  },
  {
    key: 'tunnel',
    name: '-tunnel',
    gnu: ['--tunnel'],
    kind: 'text',
    placeholder: 'HOST:PORT',
    check: checkTunnel,
    environment: ['JENKINS_TUNNEL'],
    group: 'connection',
    help: 'Connect to this host and port instead of those that the controller announces; HOST: or :PORT keeps the other half',
  },
  {
    key: 'direct',
    name: '-direct',
    aliases: ['-directConnection'],
    gnu: ['--direct', '--direct-connection'],
    kind: 'text',
    placeholder: 'HOST:PORT',
    check: checkDirect,
    requires: ['-instanceIdentity'],
    forbids: ['-jnlpUrl', '-url', '-tunnel'],
    environment: ['JENKINS_DIRECT_CONNECTION'],
    group: 'connection',
    help: "Connect straight to this TCP port without asking the controller's web pages",
  },
  {
    key: 'instanceIdentity',
    name: '-instanceIdentity',
    gnu: ['--instance-identity'],
    kind: 'text',
    placeholder: 'BASE64',
    requires: ['-direct'],
    environment: ['JENKINS_INSTANCE_IDENTITY'],
    group: 'connection',
    help: "The controller's public key, which its web pages would tell",
  },
  {
    key: 'protocols',
    name: '-protocols',
    gnu: ['--protocols'],
    kind: 'list',
    placeholder: 'NAME',
    requires: ['-direct'],
    environment: ['JENKINS_PROTOCOLS'],
    group: 'connection',
    help: 'Protocol that may be used; may be repeated',
  },
  {
    key: 'noKeepAlive',
    name: '-noKeepAlive',
    gnu: ['--no-keep-alive'],
    kind: 'switch',
    environment: ['JENKINS_AGENT_NO_KEEP_ALIVE'],
    group: 'connection',
    help: 'Turn TCP keep-alive off',
  },
  {
    key: 'name',
    name: '-name',
    gnu: ['--name'],
    kind: 'text',
    placeholder: 'NAME',
    environment: ['JENKINS_NAME', 'JENKINS_AGENT_NAME'],
    group: 'connection',
    help: 'Name of the agent, as the controller knows it',
  },
  {
    key: 'secret',
    name: '-secret',
    gnu: ['--secret'],
    kind: 'text',
    placeholder: 'SECRET',
    environment: ['JENKINS_SECRET'],
    secret: true,
    group: 'connection',
    help: 'Secret of the agent; @FILE reads it from a file',
  },
  {
    key: 'credentials',
    name: '-credentials',
    aliases: ['-jnlpCredentials'],
    gnu: ['--credentials', '--jnlp-credentials'],
    kind: 'text',
    placeholder: 'USER:PASSWORD',
    environment: ['JENKINS_AGENT_CREDENTIALS'],
    secret: true,
    group: 'web',
    help: "HTTP basic authentication for the controller's web pages",
  },
  {
    key: 'proxyCredentials',
    name: '-proxyCredentials',
    gnu: ['--proxy-credentials'],
    kind: 'text',
    placeholder: 'USER:PASSWORD',
    environment: ['JENKINS_AGENT_PROXY_CREDENTIALS'],
    secret: true,
    group: 'web',
    help: 'HTTP basic authentication for the proxy',
  },
  // Before -cert: of two that exclude each other the official agent names this one.
  {
    key: 'noCertificateCheck',
    name: '-noCertificateCheck',
    aliases: ['-disableHttpsCertValidation'],
    gnu: ['--no-certificate-check', '--disable-https-cert-validation'],
    kind: 'switch',
    forbids: ['-cert'],
    environment: ['JENKINS_AGENT_NO_CERTIFICATE_CHECK'],
    group: 'web',
    help: 'Accept any HTTPS certificate: a last resort',
  },
  {
    key: 'certificates',
    name: '-cert',
    gnu: ['--cert'],
    kind: 'list',
    placeholder: 'PEM|@FILE',
    forbids: ['-noCertificateCheck'],
    takesAtFile: true,
    environment: ['JENKINS_AGENT_CERT'],
    group: 'web',
    help: 'X.509 certificate to trust besides those of the system, as text or in a file; may be repeated',
  },
  {
    key: 'noReconnect',
    name: '-noReconnect',
    aliases: ['-noreconnect'],
    gnu: ['--no-reconnect'],
    kind: 'switch',
    environment: ['JENKINS_AGENT_NO_RECONNECT'],
    group: 'reconnect',
    help: 'End when the connection ends or cannot be made',
  },
  {
    key: 'noReconnectAfter',
    name: '-noReconnectAfter',
    gnu: ['--no-reconnect-after'],
    kind: 'text',
    placeholder: 'DURATION',
    forbids: ['-noReconnect'],
    check: checkDuration,
    environment: ['JENKINS_AGENT_NO_RECONNECT_AFTER'],
    group: 'reconnect',
    help: 'Give up when connecting has failed for so long: 30s, 5m, 1d, PT1H',
  },
  {
    key: 'remotingVersion',
    name: '-remotingVersion',
    gnu: ['--remoting-version'],
    kind: 'text',
    placeholder: 'VERSION',
    environment: ['JENKINS_AGENT_REMOTING_VERSION'],
    group: 'connection',
    help: "The remoting version to report (default: that of the controller's own agent.jar)",
  },
  ...ENDING_OPTIONS,
  {
    key: 'health',
    name: '-health',
    gnu: ['--health'],
    kind: 'text',
    placeholder: 'ADDRESS',
    check: checkAddress,
    environment: ['JENKINS_AGENT_HEALTH'],
    group: 'operating',
    help: 'Serve /livez, /readyz and /metrics at this [HOST:]PORT; without a host on loopback only',
  },
  ...JAVA_OPTIONS,
  ...FILE_OPTIONS,
  {
    key: 'stdio',
    name: '-stdio',
    gnu: ['--stdio'],
    kind: 'switch',
    forbids: ['-url', '-direct', '-jnlpUrl', '-tcp', '-connectTo'],
    group: 'streams',
    help: 'Speak over standard input and output, which is also what happens when no controller is given',
  },
  {
    key: 'text',
    name: '-text',
    gnu: ['--text'],
    kind: 'switch',
    group: 'streams',
    help: 'Send base64 instead of bytes',
  },
  {
    key: 'help',
    name: '-help',
    gnu: ['--help', '-h'],
    kind: 'switch',
    group: 'information',
    help: 'Show this text',
  },
  {
    key: 'version',
    name: '-version',
    gnu: ['--version', '-V'],
    kind: 'switch',
    group: 'information',
    help: 'Show the version',
  },
  {
    key: 'verbose',
    name: '-verbose',
    gnu: ['--verbose'],
    kind: 'switch',
    requires: ['-version'],
    group: 'information',
    help: 'With -version: also the remoting version that this agent stands for, its commit, Node, V8 and the platform',
  },
  ...DEPRECATED_OPTIONS,
] as const satisfies readonly OptionSpec[];

type Spec = (typeof OPTIONS)[number];

export type OptionKey = Spec['key'];

/** What was given, by key: `true` for a switch. */
export type OptionValues = {
  readonly [S in Spec as S['key']]?: S['kind'] extends 'switch'
    ? true
    : S['kind'] extends 'list'
      ? readonly string[]
      : string;
};

const BY_SPELLING: ReadonlyMap<string, OptionSpec> = new Map(
  OPTIONS.flatMap((spec: OptionSpec) =>
    [spec.name, ...(spec.aliases ?? []), ...spec.gnu].map((spelling) => [spelling, spec] as const),
  ),
);

/** The option that is written so, exactly. */
export function findOption(spelling: string): OptionSpec | undefined {
  return BY_SPELLING.get(spelling);
}
