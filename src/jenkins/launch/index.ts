/** Processes: what hudson.Launcher$RemoteLauncher sends. Class names begin with `hudson.Launcher$`. */
import type { AnyCallable } from '../../callables/callable.js';
import { remoteChannelLaunchCallable } from './channel-launch.js';
import { killTask } from './kill-task.js';
import { remoteLaunchCallable } from './remote-launch.js';

export const launchCallables = [
  remoteLaunchCallable,
  remoteChannelLaunchCallable,
  killTask,
] satisfies readonly AnyCallable[];
