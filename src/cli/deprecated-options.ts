/** Options that still work and that the official agent warns about. */
import type { OptionSpec } from './option-spec.js';
import { checkHostAndPort, checkJnlpUrl } from './value-checks.js';

const WITHOUT_REPLACEMENT = 'and will be removed without replacement in a future release.';

export const DEPRECATED_OPTIONS = [
  {
    key: 'jnlpUrl',
    name: '-jnlpUrl',
    gnu: ['--jnlp-url'],
    kind: 'text',
    placeholder: 'URL',
    forbids: ['-direct', '-name', '-tunnel', '-url', '-webSocket'],
    check: checkJnlpUrl,
    group: 'deprecated',
    help: 'Read the connection options from this JNLP file; use -url and -name',
    deprecated:
      '. Use "-url" and "-name" instead, potentially also passing in "-webSocket", "-tunnel", and/or work directory options as needed.',
  },
  {
    key: 'tcp',
    name: '-tcp',
    gnu: ['--tcp'],
    kind: 'text',
    placeholder: 'FILE',
    group: 'deprecated',
    help: 'Listen on a free port, write its number to this file, and serve the one who connects',
    deprecated: ` ${WITHOUT_REPLACEMENT}`,
  },
  {
    key: 'connectTo',
    name: '-connectTo',
    gnu: ['--connect-to'],
    kind: 'text',
    placeholder: 'HOST:PORT',
    check: checkHostAndPort,
    group: 'deprecated',
    help: 'Connect to this port and speak as over standard input and output',
    deprecated: ` ${WITHOUT_REPLACEMENT}`,
  },
  {
    key: 'headless',
    name: '-headless',
    gnu: ['--headless'],
    kind: 'switch',
    group: 'deprecated',
    help: 'No effect: the agent has no window',
    deprecated: ` ${WITHOUT_REPLACEMENT}`,
  },
  {
    key: 'ping',
    name: '-ping',
    gnu: ['--ping'],
    kind: 'switch',
    group: 'deprecated',
    help: 'No effect: the controller says whether to ping',
    deprecated: ` ${WITHOUT_REPLACEMENT}`,
  },
  {
    key: 'auth',
    name: '-auth',
    gnu: ['--auth'],
    kind: 'text',
    placeholder: 'USER:PASSWORD',
    group: 'deprecated',
    help: 'No effect: use -credentials or -proxyCredentials',
    deprecated: ' and will be removed in a future release; use "-credentials" or "-proxyCredentials" instead.',
  },
] as const satisfies readonly OptionSpec[];
