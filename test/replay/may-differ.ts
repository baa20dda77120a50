/** What may differ from a recording, each with its reason. Everything else must be equal. */
import type { ReplayDifference } from './replayer.js';

interface Rule {
  /** Further conditions. */
  readonly when?: (difference: ReplayDifference) => boolean;
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
  {
    what: /StatusCheck/,
    path: /^$/,
    recorded: /^null$/,
    reason: 'polls meet a process at other moments: it may have ended already',
  },
  {
    what: /WriteLog/,
    path: /^stream /,
    when: ({ recorded, actual }) => actual.startsWith(recorded),
    reason: 'polls meet a process at other moments: it may have written more already',
  },
  {
    what: /JUnitParser\$DirectParseResultCallable/,
    path: / class$/,
    recorded: /^hudson\.tasks\.junit\.(Test|Suite|Case)Result 1 /,
    reason:
      'ours sends the fields of all versions, which each reads by name, and leaves out superclasses without fields',
  },
  { what: /GetEnvVars$/, path: /^<java.util.TreeMap>/, reason: 'the environment' },
  { what: /GetSystemProperties$/, path: /^<java.util.TreeMap>/, reason: 'the machine, and what runs instead of a JVM' },
  { what: /GetThreadDump$/, path: /^<java.util.HashMap>/, reason: 'what the agent does' },
  { what: /ListPossibleNames$/, path: /^(\.size|<java.util.ArrayList>.*)$/, reason: "the machine's addresses" },
  {
    what: /SlaveComputer\$Loading(Count|Time|PrefetchCacheCount)$/,
    path: /^\.value$/,
    reason: 'the official agent loads classes from the controller; ours loads none',
  },
  { what: /SlaveLogFetcher$/, path: /^(\.size|<java.util.ArrayList>.*)$/, reason: 'what the agent has logged' },
  { what: /GetHomeDirectory$/, path: /^\.remote$/, reason: "the user's home, whoever runs this" },
  {
    what: /ValidateAntFileMask\)$/,
    path: /^\.cause\.cause$/,
    recorded: /ValidateAntFileMask\$1Cancel: null$/,
    reason: 'how the official agent leaves its scan; nobody looks at it',
  },
  { what: /LastModified\)$/, path: /^\.value$/, recorded: /^1[67]\d{11}$/, reason: 'the time' },
  { what: /BuildChildPaths$/, path: /\.lastModified$/, recorded: /^1[67]\d{11}$/, reason: 'the time' },
  {
    what: /RemoteLaunchCallable$/,
    path: /^(\.cause)?\.detailMessage$/,
    recorded: /Exec failed, error: \d+ \(/,
    reason: 'Java 25 words it so, all before it as ours does',
  },
];

export function mayDiffer(difference: ReplayDifference): boolean {
  return RULES.some(
    ({ what, path, recorded, when }) =>
      what.test(difference.what) &&
      path.test(difference.path) &&
      (recorded?.test(difference.recorded) ?? true) &&
      (when?.(difference) ?? true),
  );
}
