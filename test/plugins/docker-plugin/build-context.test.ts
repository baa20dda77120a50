import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ignoredBy, parseDockerIgnore } from '../../../src/plugins/docker-plugin/docker-ignore.js';
import { runClass } from '../../support/find-class.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';

const NAME = 'com.nirima.jenkins.plugins.docker.builder.DockerBuilderPublisher$DockerBuildCallable';

/** The entries of the archive, as `tar` lists them: mode, name, where a link leads. */
async function contextOf(directory: string): Promise<string[]> {
  const call = new ChannelCall();
  const stream = call.exportedSource(await runClass(object(NAME), call, directory));
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  const listing = execFileSync('tar', ['tvzf', '-'], { input: Buffer.concat(parts), encoding: 'utf8' });
  return listing
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^(\S+)\s+.*?\d\d:\d\d /, '$1 '))
    .sort();
}

function project(files: Readonly<Record<string, string>>): string {
  const root = scratch();
  for (const [name, content] of Object.entries({ Dockerfile: 'FROM scratch', ...files })) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

describe('the context of a Dockerfile', () => {
  it('is everything, with links, empty directories, and who may execute', async () => {
    const root = project({ 'bin/run': 'x', secret: 'x' });
    chmodSync(join(root, 'bin/run'), 0o700);
    chmodSync(join(root, 'secret'), 0o600);
    mkdirSync(join(root, 'empty'));
    symlinkSync('run', join(root, 'bin/link'));
    expect(await contextOf(root)).toEqual([
      '-rw-r--r-- Dockerfile',
      '-rw-r--r-- secret',
      '-rwxr-xr-x bin/run',
      'drwxr-xr-x empty/',
      'lrwx------ bin/link -> run',
    ]);
  });

  it('lacks what is to be ignored', async () => {
    const root = project({
      '.dockerignore': '*.log\n\n./build/\n!build/keep',
      'a.log': '',
      'build/x': '',
      'build/keep': '',
    });
    expect(await contextOf(root)).toEqual([
      '-rw-r--r-- .dockerignore',
      '-rw-r--r-- Dockerfile',
      '-rw-r--r-- build/keep',
    ]);
  });

  it('needs a Dockerfile, one that is not ignored, and patterns that are some', async () => {
    const root = scratch();
    expect(await failureOf(contextOf(root))).toBe(
      `java.lang.IllegalStateException: Dockerfile ${root}/Dockerfile does not exist`,
    );
    const docker = 'com.github.dockerjava.api.exception.DockerClientException';
    expect(await failureOf(contextOf(project({ '.dockerignore': '**' })))).toBe(
      `${docker}: Dockerfile is excluded by pattern '**' in .dockerignore file`,
    );
    expect(await failureOf(contextOf(project({ '.dockerignore': 'a\nb[' })))).toBe(
      `${docker}: Invalid pattern 'b[' on line 2 in .dockerignore file`,
    );
  });
});

describe('a pattern', () => {
  it.each([
    ['*.log', 'a.log', true],
    ['*.log', 'd/a.log', false],
    ['**/*.log', 'd/e/a.log', true],
    ['**/*.log', 'a.log', false],
    ['d', 'd/e/f', true],
    ['d/**/f', 'd/e/e/f', true],
    ['a?[b-d]', 'axc', true],
    ['a?[b-d]', 'a/c', false],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['a.b', 'axb', false],
    ['/a', 'a', false],
  ])('%s of %s: %s', async (pattern, path, expected) => {
    expect((await ignoredBy(path, parseDockerIgnore(pattern))) !== null).toBe(expected);
  });
});
