/** The OpenTelemetry plugin, before a node comes online. Its wrappers of other callables are undone where calls are dispatched. */
import { lookup } from 'node:dns/promises';
import { hostname } from 'node:os';
import { hashMap } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

/** InetAddress.getLocalHost. A name that does not resolve leaves the map empty: a failure would refuse the node. */
const computerAttributes = callable({
  name: 'io.jenkins.plugins.opentelemetry.computer.MonitoringComputerListener$GetComputerAttributes',
  run: async () => {
    const name = hostname();
    const address = await lookup(name, { family: 4 }).catch(() => null);
    if (address === null) return hashMap([]);
    return hashMap([
      ['host.name', name],
      ['host.ip', address.address],
    ]);
  },
});

/** Configures an SDK that traces what the agent's JVM does. There is none to trace. */
const configureSdk = callable({
  name: 'io.jenkins.plugins.opentelemetry.jenkins.OpenTelemetryConfigurerComputerListener$OpenTelemetryConfigurerMasterToSlaveCallable',
  run: () => null,
});

export const openTelemetryCallables = [computerAttributes, configureSdk] satisfies Declaration[];
