/** Processes: what hudson.Launcher$RemoteLauncher sends. Class names begin with `hudson.Launcher$`. */
import type { Declaration } from '../../callables/kinds.js';
import { remoteChannelLaunchCallable } from './channel-launch.js';
import { environmentRules } from './environment-filter.js';
import { killTask } from './kill-task.js';
import { remoteLaunchCallable } from './remote-launch.js';

export const declarations = [
  remoteLaunchCallable,
  remoteChannelLaunchCallable,
  killTask,
  ...environmentRules,
] satisfies readonly Declaration[];
