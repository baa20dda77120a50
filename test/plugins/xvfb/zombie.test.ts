import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratch } from '../../os/files/scratch.js';
import { ask } from '../../jenkins/ask.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';

const kill = (cookie: string | null, frameBufferDir: string) => {
  const zombie = object('org.jenkinsci.plugins.xvfb.XvfbEnvironment', { displayName: 1, cookie, frameBufferDir });
  return ask('org.jenkinsci.plugins.xvfb.Xvfb$3', { val$zombie: zombie });
};

it('kills what has the cookie, and only that', async () => {
  const directory = join(scratch(), 'frame-buffer');
  mkdirSync(directory);
  const start = (cookie: string) =>
    spawn('sleep', ['60'], { env: { PATH: process.env['PATH'], _JENKINS_XVFB_COOKIE: cookie }, stdio: 'ignore' });
  const zombie = start(directory);
  const other = start('another');
  const ended = once(zombie, 'exit');
  expect(await kill(null, directory)).toBeNull();
  expect(existsSync(directory)).toBe(true);
  expect(await kill(directory, directory)).toBeNull();
  expect(await ended).toEqual([null, 'SIGTERM']);
  expect(existsSync(directory)).toBe(false);
  expect(other.exitCode ?? other.signalCode).toBeNull();
  other.kill();
});

it('does without a directory that is not there, and not without a zombie', async () => {
  expect(await kill('no such cookie', join(scratch(), 'gone'))).toBeNull();
  expect(await failureOf(ask('org.jenkinsci.plugins.xvfb.Xvfb$3', { val$zombie: null }))).toMatch(
    /^java.io.InvalidObjectException/,
  );
});
