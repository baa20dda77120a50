import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { VERSION } from '../../src/agent/version.js';
import { parseStages } from './dockerfile.js';
import type { Stage } from './dockerfile.js';

const PROJECT = join(import.meta.dirname, '../..');
const stages = parseStages(readFileSync(join(PROJECT, 'Dockerfile'), 'utf8'));
/** The images that people run. */
const IMAGES = ['alpine', 'debian'] as const;

function stage(name: string): Stage {
  return stages.find((candidate) => candidate.name === name) ?? expect.fail(`no stage ${name}`);
}

function texts(name: string, instruction: string): string[] {
  return stage(name)
    .instructions.filter((candidate) => candidate.name === instruction)
    .map(({ text }) => text);
}

function only(name: string, instruction: string): string {
  const found = texts(name, instruction);
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}

describe('the Dockerfile', () => {
  it('builds in stages of its own, and debian is what is built by default', () => {
    expect(stages.map(({ name }) => name)).toEqual(['build-debian', 'build-alpine', 'alpine', 'debian']);
  });

  it('takes Node and its libraries for the C library of each image', () => {
    expect(stages.map(({ base }) => base)).toEqual([
      'node:${NODE}-${DEBIAN}-slim',
      'node:${NODE}-alpine${ALPINE}',
      'alpine:${ALPINE}',
      'debian:${DEBIAN}-slim',
    ]);
  });

  it('copies what there is', () => {
    for (const { instructions } of stages) {
      for (const { text } of instructions.filter(({ name }) => name === 'COPY')) {
        const words = text.split(' ');
        const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
        const sources = words.filter((word) => !word.startsWith('--')).slice(0, -1);
        if (from === undefined)
          for (const source of sources) expect(existsSync(join(PROJECT, source)), source).toBe(true);
        else expect(stages.map(({ name }) => name)).toContain(from);
      }
    }
  });

  it('sends all that a build needs', () => {
    const ignored = readFileSync(join(PROJECT, '.dockerignore'), 'utf8').trim().split('\n');
    const needed = ['bin', 'docker', 'src', 'LICENSE', 'build.mjs', 'package.json', 'package-lock.json'];
    expect(needed.filter((path) => ignored.includes(path) || !existsSync(join(PROJECT, path)))).toEqual([]);
  });

  it.each(stages.map(({ name }) => name))('%s runs what a shell can read', (name) => {
    for (const script of texts(name, 'RUN')) execFileSync('/bin/sh', ['-n', '-c', script]);
  });

  it.each(IMAGES.map((name) => `build-${name}`))('%s assembles with a script that is there and may be run', (name) => {
    const [, script = ''] = /(docker\/\S+) \. \/image /.exec(texts(name, 'RUN').join('\n')) ?? [];
    expect(statSync(join(PROJECT, script)).mode & 0o111).toBe(0o111);
    expect(texts(name, 'RUN').join('\n')).toContain('npm ci --ignore-scripts');
  });
});

describe('what is assembled', () => {
  it.each(['dash', 'busybox sh'])('has the loader and the libraries that musl lists, by %s', async (shell) => {
    const folder = await mkdtemp(join(tmpdir(), 'assemble-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const make = (path: string, text: string) => writeFile(join(folder, path), text, { mode: 0o755 });
    for (const name of ['bin', 'project/bin', 'project/dist/parts', 'project/docker', 'lib']) {
      await mkdir(join(folder, name), { recursive: true });
    }
    const scripts = ['docker/java', 'docker/jenkins-agent', 'docker/jenkins-agent-health'];
    for (const path of ['package.json', 'LICENSE', ...scripts]) await make(`project/${path}`, path);
    // What they do is seen where there are real ones.
    for (const path of ['node', 'bin/strip']) await make(path, '#!/bin/sh\n');
    for (const path of ['lib/ld-musl-x86_64.so.1', 'lib/libstdc++.so.6']) await make(path, path);
    // As musl's ldd prints it.
    const lines = [
      `\t${folder}/lib/ld-musl-x86_64.so.1 (0x7f1c5a000000)`,
      `\tlibstdc++.so.6 => ${folder}/lib/libstdc++.so.6 (0x7f1c59c00000)`,
      `\tlibc.musl-x86_64.so.1 => ${folder}/lib/ld-musl-x86_64.so.1 (0x7f1c5a000000)`,
    ];
    await make('bin/ldd', `#!/bin/sh\ncat <<'END'\n${lines.join('\n')}\nEND\n`);
    const words = [
      ...shell.split(' '),
      join(PROJECT, 'docker/assemble.sh'),
      join(folder, 'project'),
      join(folder, 'into'),
    ];
    const env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` };
    execFileSync('/usr/bin/env', [...words, join(folder, 'node')], { env });
    expect(existsSync(join(folder, 'into/usr/share/jenkins/agent/dist/parts'))).toBe(false);
    const runtime = join(folder, 'into/usr/share/jenkins/runtime');
    expect(readFileSync(join(runtime, 'loader'), 'utf8')).toBe('lib/ld-musl-x86_64.so.1');
    expect(readdirSync(join(runtime, 'lib')).sort()).toEqual(['ld-musl-x86_64.so.1', 'libstdc++.so.6']);
  });
});

describe.each(IMAGES)('the %s image', (name) => {
  it("has the official image's tools", () => {
    const installed = texts(name, 'RUN')[0]?.split(/\s+/) ?? [];
    const tools = [
      'bash',
      'ca-certificates',
      'curl',
      'git',
      'git-lfs',
      'less',
      'openssh-client',
      'patch',
      'procps',
      'tzdata',
    ];
    expect(installed).toEqual(expect.arrayContaining(tools));
    expect(installed).toEqual(
      expect.arrayContaining(name === 'debian' ? ['fontconfig', 'netbase'] : ['musl-locales', 'openssl']),
    );
  });

  it('is no root, but of the group that may write', () => {
    expect(only(name, 'USER')).toBe('1000:0');
    const [, home = ''] = texts(name, 'RUN');
    expect(home).toContain('chown -R 1000:0 /home/jenkins');
    expect(home).toMatch(/chmod -R \S*g=u\S* \/home\/jenkins/);
    expect(home).toContain('/home/jenkins/agent');
  });

  it('has the agent where kubernetes-plugin looks for it', () => {
    expect(texts(name, 'COPY')).toEqual([`--from=build-${name} /image /`]);
    expect(only(name, 'ENV')).toContain('PATH=/usr/local/sbin:/usr/local/bin:');
  });

  it('starts with the script that hides what builds must not see, and not with an init process', () => {
    expect(JSON.parse(only(name, 'ENTRYPOINT'))).toEqual(['/usr/local/bin/jenkins-agent']);
    expect(texts(name, 'CMD')).toEqual([]);
  });

  it("needs its work directory alone to be writable, with the official image's variables", () => {
    expect(texts(name, 'VOLUME')).toEqual(['/home/jenkins/agent']);
    expect(only(name, 'WORKDIR')).toBe('/home/jenkins');
    for (const variable of ['HOME=/home/jenkins', 'USER=jenkins', 'AGENT_WORKDIR=/home/jenkins/agent', 'TZ=Etc/UTC']) {
      expect(only(name, 'ENV').split(' ')).toContain(variable);
    }
  });

  it('is labelled', () => {
    expect(texts(name, 'ARG')).toContain(`VERSION=${VERSION}`);
    for (const key of ['title', 'description', 'version', 'revision', 'created', 'licenses', 'base.name']) {
      expect(only(name, 'LABEL')).toContain(`org.opencontainers.image.${key}="`);
    }
  });

  it('tells whether it is connected', () => {
    const [, check = ''] =
      /^--interval=\S+ --timeout=\S+ --start-period=\S+ --retries=\d+\s+CMD (.*)$/.exec(only(name, 'HEALTHCHECK')) ??
      [];
    expect(JSON.parse(check)).toEqual(['/usr/local/bin/jenkins-agent-health']);
  });
});
