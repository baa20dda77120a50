/** The disk is full when the files with the secrets are written. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInSandbox } from '../../../jenkins/wrong-input/sandbox.js';

export interface Outcome {
  readonly place: string;
  readonly kind: string;
  /** What the clone fails with, and its cause. */
  readonly failure: string;
  readonly cause: string;
  /** New files among those of secrets. */
  readonly left: readonly string[];
  /** Commands of git that were started. */
  readonly called: readonly string[];
}

const base = realpathSync(mkdtempSync(join(tmpdir(), 'git-full-disk-')));
let outcomes: readonly Outcome[];

beforeAll(async () => {
  outcomes = JSON.parse(await runInSandbox(base, new URL('main.ts', import.meta.url))) as Outcome[];
}, 300_000);
afterAll(() => rmSync(base, { recursive: true, force: true }));

const FULL = /^java\.io\.IOException: No space left on device$/;
const NO_MORE_FILES =
  /^java\.nio\.file\.FileSystemException: \S+\/ws@tmp\/jenkins-gitclient-(username|ssh)\d+\.(txt|key): No space left on device$/;

describe.runIf(process.platform === 'linux')('without room for secrets', () => {
  it.each([
    ['full', 'password', FULL],
    ['full', 'SSH key', FULL],
    ['crowded', 'password', NO_MORE_FILES],
    ['crowded', 'SSH key', NO_MORE_FILES],
  ])('git is not started: a %s disk, a %s', (place, kind, cause) => {
    expect(outcomes.find((outcome) => outcome.place === place && outcome.kind === kind)).toMatchObject({
      failure: 'hudson.plugins.git.GitException: Failed to setup credentials',
      cause: expect.stringMatching(cause) as string,
      left: [],
      called: ['init', '--version'],
    });
  });
});
