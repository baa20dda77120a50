/** hudson.node_monitors and the clock of hudson.model.Slave: asked of every node 5 s after it came online, then hourly. */
import { canonicalPath } from '../../os/files/canonical-path.js';
import { diskSpace as spaceOf } from '../../os/files/disk-space.js';
import { temporaryDirectory } from '../../os/files/temporary-files.js';
import { osArch, osName } from '../../os/machine/architecture.js';
import { memoryUsage } from '../../os/machine/memory.js';
import { declareClass } from '../../serial/declare.js';
import type { JavaObject } from '../../serial/model.js';
import { callable, fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { any, long } from '../../callables/shape.js';

const architecture = callable({
  name: 'hudson.node_monitors.ArchitectureMonitor$GetArchTask',
  run: () => `${osName()} (${osArch()})`,
});

/** GetClockDifference1 replaces itself by this on its way; the answer replaces itself by a ClockDifference on arrival. */
const clockDifference = callable({
  name: 'hudson.model.Slave$GetClockDifference2',
  fields: { startTime: long },
  run: ({ startTime }) => CLOCK_DIFFERENCE_3.create({ remoteTime: BigInt(Date.now()), startTime }),
});

const CLOCK_DIFFERENCE_3 = declareClass({
  name: 'hudson.model.Slave$GetClockDifference3',
  suid: -6655128034486338777n,
  fields: { remoteTime: 'J', startTime: 'J' },
});

/** Step1 replaces itself by this on its way; the controller takes the time when Step3 arrives. */
const responseTime = callable({
  name: 'hudson.node_monitors.ResponseTimeMonitor$Step2',
  fields: { start: long, cur: any },
  run: ({ start, cur }) => RESPONSE_TIME_STEP_3.create({ start, cur }),
});

const RESPONSE_TIME_STEP_3 = declareClass({
  name: 'hudson.node_monitors.ResponseTimeMonitor$Step3',
  suid: 1n,
  fields: { start: 'J', cur: 'Lhudson/node_monitors/ResponseTimeMonitor$Data;' },
});

const swapSpace = callable({
  name: 'hudson.node_monitors.SwapSpaceMonitor$MonitorTask',
  run: async () => {
    const usage = await memoryUsage();
    return MEMORY_USAGE_2.create({
      availablePhysicalMemory: usage.availablePhysical,
      availableSwapSpace: usage.availableSwap,
      totalPhysicalMemory: usage.totalPhysical,
      totalSwapSpace: usage.totalSwap,
    });
  },
});

const MEMORY_USAGE_2 = declareClass({
  name: 'hudson.node_monitors.SwapSpaceMonitor$MemoryUsage2',
  suid: 2216994637932270352n,
  superclass: declareClass({
    name: 'org.jvnet.hudson.MemoryUsage',
    suid: 1n,
    fields: {
      availablePhysicalMemory: 'J',
      availableSwapSpace: 'J',
      totalPhysicalMemory: 'J',
      totalSwapSpace: 'J',
    },
  }),
});

const diskSpace = fileCallable({
  name: 'hudson.node_monitors.DiskSpaceMonitorDescriptor$GetUsableSpace',
  run: (_self, path) => spaceAt(path),
});

/** The path of the request does not matter here: it is java.io.tmpdir that is measured. */
const temporarySpace = fileCallable({
  name: 'hudson.node_monitors.TemporarySpaceMonitor$GetTempSpace',
  run: () => spaceAt(temporaryDirectory()),
});

/** Fields of all generations: Java matches them by name and drops what its class does not have. */
const DISK_SPACE = declareClass({
  name: 'hudson.node_monitors.DiskSpaceMonitorDescriptor$DiskSpace',
  suid: 2n,
  fields: {
    size: 'J',
    threshold: 'J',
    totalSize: 'J',
    warningThreshold: 'J',
    path: 'Ljava/lang/String;',
    trigger: 'Ljava/lang/Class;',
  },
});

export const monitorCallables: readonly Declaration[] = [
  architecture,
  clockDifference,
  responseTime,
  swapSpace,
  diskSpace,
  temporarySpace,
];

/** Usable space where the path is; null (shown as N/A) when it cannot be told or is none. */
async function spaceAt(path: string): Promise<JavaObject | null> {
  const space = await spaceOf(path);
  if (space.usable <= 0n) return null;
  return DISK_SPACE.create({
    size: space.usable,
    threshold: 0n,
    totalSize: space.total,
    warningThreshold: 0n,
    path: await canonicalPath(path),
    trigger: null,
  });
}
