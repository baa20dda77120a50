/** Podman, as test/image/run has set it up, and the image that the tests run. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Which target of the Dockerfile the tests are about. */
export const TARGET = process.env['IMAGE_TARGET'] ?? 'debian';
export const IMAGE = `localhost/jenkins-inbound-agent:${TARGET}`;

/** What is the same for all containers: no registry, the network of this machine, whose loopback the controller is on. */
export const ALWAYS = ['--pull=never', '--network=host'];

/** Standard output of podman. Rejects, with `code` and `stderr`, when it fails. */
export async function podman(...words: readonly string[]): Promise<string> {
  return (await run('podman', words, { maxBuffer: 64 * 1024 * 1024 })).stdout;
}

/** What podman itself says about its timers, which need systemd, is nothing that a container printed. */
export function withoutPodmansOwn(output: string): string {
  return output.replace(/^time=.*\n/gm, '');
}
