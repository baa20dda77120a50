/** Callables that belong to remoting itself and that a controller sends over any channel. */
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { preloadCallables } from './preload-jars.js';

/** PingThread$Ping: only the answer matters. */
const ping = callable({ name: 'hudson.remoting.PingThread$Ping', run: () => null });

/** Channel$IOSyncer: answering it is the point, as requests wait for the stream operations before them. */
const ioSyncer = callable({ name: 'hudson.remoting.Channel$IOSyncer', run: () => null });

/** No bytecode is ever loaded here, so there is no level to keep to. */
const setMaximumBytecodeLevel = callable({
  name: 'hudson.remoting.Channel$SetMaximumBytecodeLevel',
  leavesState: true,
  run: () => null,
});

export const declarations: readonly Declaration[] = [ping, ioSyncer, setMaximumBytecodeLevel, ...preloadCallables];
