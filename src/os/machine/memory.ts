/** Physical memory and swap, in bytes: what org.jvnet.hudson.MemoryMonitor reads. */
import { readFile } from 'node:fs/promises';
import { freemem, platform, totalmem } from 'node:os';

export interface MemoryUsage {
  readonly totalPhysical: bigint;
  readonly availablePhysical: bigint;
  readonly totalSwap: bigint;
  readonly availableSwap: bigint;
}

/** Figures of this machine. Where the system tells nothing of swap, both swap figures are -1, which pages show as unknown. */
export async function memoryUsage(): Promise<MemoryUsage> {
  if (platform() === 'linux') return parseMeminfo(await readFile('/proc/meminfo', 'utf8'));
  return {
    totalPhysical: BigInt(totalmem()),
    availablePhysical: BigInt(freemem()),
    totalSwap: -1n,
    availableSwap: -1n,
  };
}

/** Reads /proc/meminfo, lines like `MemTotal:  24684084 kB`. Kernels before 3.14 have no MemAvailable. */
export function parseMeminfo(text: string): MemoryUsage {
  const figures = new Map<string, bigint>();
  for (const [, name = '', kilobytes = '0'] of text.matchAll(/^(\w+):\s+(\d+) kB$/gm)) {
    figures.set(name, BigInt(kilobytes) * 1024n);
  }
  const figure = (name: string) => figures.get(name) ?? 0n;
  return {
    totalPhysical: figure('MemTotal'),
    availablePhysical: figures.get('MemAvailable') ?? figure('MemFree') + figure('Buffers') + figure('Cached'),
    totalSwap: figure('SwapTotal'),
    availableSwap: figure('SwapFree'),
  };
}
