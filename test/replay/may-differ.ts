/** What may differ from a recording, each with its reason. Everything else must be equal. */
import type { ReplayDifference } from './replayer.js';

interface Rule {
  /** The callable. */
  readonly what: RegExp;
  /** The field within its answer. */
  readonly path: RegExp;
  /** What the official agent answered there; any when absent. */
  readonly recorded?: RegExp;
  readonly reason: string;
}

const RULES: readonly Rule[] = [
  { what: /SlaveVersion$/, path: /^$/, reason: 'the version of the recorded agent' },
  {
    what: /FindEffectiveRestarters$/,
    path: /^(\.size|<java.util.ArrayList>.length)$/,
    reason: 'the official agent restarts its JVM in place; ours reconnects without',
  },
  { what: /GetClockDifference2$/, path: /^\.remoteTime$/, reason: 'the time' },
  { what: /SwapSpaceMonitor\$MonitorTask$/, path: /^\.(available|total)\w+$/, reason: "the machine's memory" },
  {
    what: /GetUsableSpace|GetTempSpace|CallableWith/,
    path: /^\.(size|totalSize|path)$/,
    reason: "the machine's disks",
  },
  {
    what: /CallableWith$|GetUsableSpace$|GetTempSpace$/,
    path: /^( class|\.triggered)$/,
    recorded: /DiskSpace 2 J size, Z triggered|^false$/,
    reason: 'ours sends the fields of later generations, which one of 2021 reads by name just as well',
  },
  { what: /GetEnvVars$/, path: /^<java.util.TreeMap>/, reason: 'the environment' },
];

export function mayDiffer(difference: ReplayDifference): boolean {
  return RULES.some(
    ({ what, path, recorded }) =>
      what.test(difference.what) && path.test(difference.path) && (recorded?.test(difference.recorded) ?? true),
  );
}
