/** Listeners of Jenkins core. Those of Pipelines are Pipeline's own. */
import type { Declaration } from '../../callables/kinds.js';
import { NullListener } from './null-listener.js';
import { decodeStreamListener } from './stream-listener.js';
import { listenerClass, taskListener } from './task-listener.js';

export const declarations = [
  listenerClass('hudson.util.StreamTaskListener', decodeStreamListener),
  listenerClass('hudson.model.StreamBuildListener', decodeStreamListener),
  listenerClass('hudson.model.NullTaskListener', () => new NullListener()),
  // Its delegate is a StreamTaskListener over the controller's logger.
  listenerClass('hudson.util.LogTaskListener', (value, call) => taskListener(value.get('delegate'), call)),
  listenerClass('jenkins.util.BuildListenerAdapter', (value, call) => taskListener(value.get('delegate'), call)),
] satisfies readonly Declaration[];
