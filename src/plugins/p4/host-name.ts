import { localHostName } from '../../os/machine/local-host.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

/** The name of this machine, for the name of the client workspace. */
const hostName = fileCallable({
  name: 'org.jenkinsci.plugins.p4.tasks.HostnameTask',
  run: () => localHostName(),
});

export const p4Callables = [hostName] satisfies Declaration[];
