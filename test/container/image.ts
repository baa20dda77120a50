/** What an image has of ours, laid out in a folder by the Dockerfile's own steps, with the Node that runs the tests. */
import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { buildExecutable } from '../support/executable.js';

const run = promisify(execFile);
const PROJECT = join(import.meta.dirname, '../..');

export interface Image {
  /** Stands for /usr/share/jenkins. */
  readonly share: string;
  /** Stands for /usr/local/bin. */
  readonly bin: string;
  /** A folder as kubernetes-plugin's init container makes it in a pod. */
  readonly injected: string;
  remove(): Promise<void>;
}

export async function assembleImage(): Promise<Image> {
  const root = await mkdtemp(join(tmpdir(), 'image-'));
  const [project, laidOut, injected] = [join(root, 'project'), join(root, 'image'), join(root, 'injected')];
  const [share, bin] = [join(laidOut, 'usr/share/jenkins'), join(laidOut, 'usr/local/bin')];
  await copyBuild(project);
  await run(join(project, 'docker/assemble.sh'), [project, laidOut, process.execPath]);
  await mkdir(injected);
  // Its words, but for the paths: PodTemplateBuilder of kubernetes-plugin.
  const inject = `cp $(command -v jenkins-agent) ${injected}/jenkins-agent;cp -R ${share}/. ${injected}`;
  await run('/bin/sh', ['-c', inject], { env: { PATH: `${bin}:/usr/bin:/bin` } });
  await run('chmod', ['-R', 'a-w', injected]);
  return {
    share,
    bin,
    injected,
    remove: async () => {
      await run('chmod', ['-R', 'u+w', root]);
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function copyBuild(project: string): Promise<void> {
  const executable = await buildExecutable();
  try {
    await cp(dirname(dirname(executable.path)), project, { recursive: true });
  } finally {
    await executable.remove();
  }
  await cp(join(PROJECT, 'docker'), join(project, 'docker'), { recursive: true });
  await copyFile(join(PROJECT, 'LICENSE'), join(project, 'LICENSE'));
}
