/** Callables that belong to remoting itself and that a controller sends over any channel. */
import { boxBoolean } from '../../serial/jdk.js';
import { callable } from '../callable.js';
import type { AnyCallable } from '../callable.js';

/** PingThread$Ping: only the answer matters. */
const ping = callable({ name: 'hudson.remoting.PingThread$Ping', run: () => null });

/** Channel$IOSyncer: answering it is the point, as requests wait for the stream operations before them. */
const ioSyncer = callable({ name: 'hudson.remoting.Channel$IOSyncer', run: () => null });

/** No bytecode is ever loaded here, so there is no level to keep to. */
const setMaximumBytecodeLevel = callable({ name: 'hudson.remoting.Channel$SetMaximumBytecodeLevel', run: () => null });

/** PreloadJarTask, PreloadJarTask2: jars are of no use here; false says that none had to be sent. */
const preloadJars = ['hudson.remoting.PreloadJarTask', 'hudson.remoting.PreloadJarTask2'].map((name) =>
  callable({ name, run: () => boxBoolean(false) }),
);

export const remotingCallables: readonly AnyCallable[] = [ping, ioSyncer, setMaximumBytecodeLevel, ...preloadJars];
