/** What an image has of ours, laid out in a folder by the Dockerfile's own steps, with the Node that runs the tests. */
import { execFile } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
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
  const [project, share, bin, injected] = ['project', 'share', 'bin', 'injected'].map((name) => join(root, name)) as [
    string,
    string,
    string,
    string,
  ];
  await copyBuild(project);
  await run(join(project, 'docker/assemble.sh'), [project, share, process.execPath]);
  await mkdir(bin);
  for (const name of ['jenkins-agent', 'jenkins-agent-health']) {
    await copyFile(join(project, 'docker', name), join(bin, name));
    await chmod(join(bin, name), 0o755);
  }
  await symlink('jenkins-agent', join(bin, 'jenkins-slave'));
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
