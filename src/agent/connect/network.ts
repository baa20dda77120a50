import type { Network } from '../../endpoint/connect.js';
import { proxySettings } from '../../endpoint/proxy.js';
import { loadTrust } from '../../endpoint/trust.js';
import type { Logger } from '../../remoting/logger.js';
import type { HttpOptions } from '../life/options.js';

/** How the outside is reached, from the options and the environment. What cannot be used is logged and left out. */
export function networkFor(options: HttpOptions, environment: NodeJS.ProcessEnv, logger: Logger): Network {
  const { certificates, noCertificateCheck, proxyCredentials, proxyVariables } = options;
  const extraCaFile = environment['NODE_EXTRA_CA_CERTS'];
  return {
    proxies: proxySettings({ ...environment, ...proxyVariables }, proxyCredentials?.reveal(), logger),
    trust: loadTrust({ certificates, noCertificateCheck, extraCaFile }, logger),
  };
}
