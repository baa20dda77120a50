/** hudson.remoting.forward: TCP connections through the channel, in both directions. */
import type { AnyCallable } from '../../../callables/callable.js';
import { forwarderCallable } from './forwarder.js';
import { listeningPortCallable } from './listening-port.js';

export const forwardCallables = [forwarderCallable, listeningPortCallable] satisfies AnyCallable[];
