import type { Network } from '../../endpoint/network.js';
import { proxySettings } from '../../endpoint/proxy.js';
import { loadTrust } from '../../endpoint/trust.js';
import type { Logger } from '../../remoting/logger.js';
import { USER_AGENT } from '../../remoting/user-agent.js';
import type { HttpOptions } from '../life/options.js';

const SOURCE = 'jenkins-agent network';

/** How the outside is reached, from the options and the environment. What cannot be used is logged and left out. */
export function networkFor(options: HttpOptions, environment: NodeJS.ProcessEnv, logger: Logger): Network {
  const { certificates, noCertificateCheck, proxyCredentials, proxyVariables } = options;
  const extraCaFile = environment['NODE_EXTRA_CA_CERTS'];
  return {
    proxies: proxySettings({ ...environment, ...proxyVariables }, proxyCredentials?.reveal(), logger),
    userAgent: USER_AGENT,
    trace: (line) => logger.log('FINE', SOURCE, line),
    trust: loadTrust({ certificates, noCertificateCheck, extraCaFile }, logger),
  };
}
