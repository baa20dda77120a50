/** hudson.remoting.forward: TCP connections through the channel, in both directions. */
import type { Declaration } from '../../callables/kinds.js';
import { forwarderCallable } from './forwarder.js';
import { listeningPortCallable } from './listening-port.js';

export const declarations = [forwarderCallable, listeningPortCallable] satisfies Declaration[];
