/** The part of a support bundle that tells of the runtime, as Markdown: com.cloudbees.jenkins.support.impl.AboutJenkins. */
import { availableParallelism } from 'node:os';
import { getHeapStatistics } from 'node:v8';

/**
 * @param maj bullet of a heading, e.g. `  *`
 * @param min bullet of a line below one
 */
export function runtimeInfo(maj: string, min: string, properties: ReadonlyMap<string, string>): string {
  const property = (name: string) => properties.get(name) ?? 'null';
  const memory = process.memoryUsage();
  const started = new Date(Date.now() - process.uptime() * 1000);
  const escaped = (name: string) => property(name).replaceAll('_', '&#95;');
  const section = (title: string, lines: readonly string[]) =>
    [`${maj} ${title}`, ...lines.map((line) => `${min} ${line}`)].join('\n');
  return `${[
    section('Java', [
      `Home:           \`${property('java.home')}\``,
      `Vendor:           ${escaped('java.vendor')}`,
      `Version:          ${escaped('java.version')}`,
      `Maximum memory:   ${readable(getHeapStatistics().heap_size_limit)}`,
      `Allocated memory: ${readable(memory.heapTotal)}`,
      `Free memory:      ${readable(memory.heapTotal - memory.heapUsed)}`,
      `In-use memory:    ${readable(memory.heapUsed)}`,
      `Available CPUs:   ${availableParallelism()}`,
    ]),
    section('Java Runtime Specification', [
      `Name:    ${property('java.specification.name')}`,
      `Vendor:  ${property('java.specification.vendor')}`,
      `Version: ${property('java.specification.version')}`,
    ]),
    section('JVM Implementation', [
      `Name:    ${escaped('java.vm.name')}`,
      `Vendor:  ${escaped('java.vm.vendor')}`,
      `Version: ${escaped('java.vm.version')}`,
    ]),
    section('Operating system', [
      `Name:         ${escaped('os.name')}`,
      `Architecture: ${escaped('os.arch')}`,
      `Version:      ${escaped('os.version')}`,
    ]),
    `${maj} Process ID: ${process.pid} (0x${process.pid.toString(16)})`,
    `${maj} Process started: ${started.toISOString().replace('T', ' ').replace('Z', '+0000')}`,
  ].join('\n')}\n`;
}

/** `1.50 MB (1572864)` */
function readable(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let size = bytes;
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit++) size /= 1024;
  return unit === 0 ? `${bytes} B` : `${size.toFixed(2)} ${units[unit] ?? ''} (${bytes})`;
}
