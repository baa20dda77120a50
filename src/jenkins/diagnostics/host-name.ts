/** hudson.model.Computer.getHostName: the controller tries the addresses one by one, then the fallback. */
import { ipv4Addresses } from '../../os/machine/network.js';
import { arrayList } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

const listPossibleNames = callable({
  name: 'hudson.model.Computer$ListPossibleNames',
  run: () => arrayList(ipv4Addresses()),
});

/** System property host.name, which SystemProperties also looks for among what the controller sent. */
const getFallbackName = callable({
  name: 'hudson.model.Computer$GetFallbackName',
  run: (_self, { agent }) => agent.controllerProperties.get('host.name') ?? null,
});

export const hostNameCallables = [listPossibleNames, getFallbackName] satisfies Declaration[];
