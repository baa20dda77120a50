/** A remote with two commits, and clients of workspaces, for the methods of IGitAPI. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect } from 'vitest';
import type { MethodTable } from '../../../../src/plugins/git-client/methods/method.js';
import { boxBoolean, listValues, mapEntries, unbox } from '../../../../src/serial/jdk.js';
import type { JavaValue } from '../../../../src/serial/model.js';
import { TestRepository } from './repository.js';
import { GitTester, STRING, sha1Of } from './tester.js';

export const [TRUE, FALSE] = [boxBoolean(true), boxBoolean(false)];

export class MethodsFixture {
  home!: string;
  remote!: TestRepository;
  /** main~1, which v1, light and feature/x are on as well. */
  first!: string;
  /** main */
  second!: string;
  /** Sets up before each test; after all of them every method of the tables must have done its work. */
  constructor(...tables: MethodTable[]) {
    beforeEach(async () => {
      this.home = await realpath(await mkdtemp(join(tmpdir(), 'git-methods-')));
      this.remote = TestRepository.create(join(this.home, 'remote'));
      this.first = this.remote.commit('a.txt', 'one\n', 'first');
      this.remote.git('tag', '--annotate', '--message=Version one\n\nwith more', 'v1');
      this.remote.git('tag', 'light');
      this.second = this.remote.commit('b.txt', 'two\n', 'second');
      this.remote.git('branch', 'feature/x', this.first);
    });
    afterEach(() => rm(this.home, { recursive: true, force: true }));
    afterAll(() => {
      const missed = tables.flatMap((table) => Object.keys(table)).filter((name) => !GitTester.succeeded.has(name));
      expect(missed).toEqual([]);
    });
  }

  open(workspace = join(this.home, 'ws')): Promise<GitTester> {
    return GitTester.open(workspace, { env: { GIT_ALLOW_PROTOCOL: 'file' } });
  }

  /** A client of a workspace that has been cloned and has main checked out. */
  async cloned(): Promise<{ git: GitTester; ws: TestRepository }> {
    const git = await this.open();
    await git.invoke('clone', [STRING, STRING, 'boolean', STRING], this.remote.url, 'origin', FALSE, null);
    await git.invoke('checkoutBranch', [STRING, STRING], 'main', 'origin/main');
    git.newLines();
    return { git, ws: new TestRepository(join(this.home, 'ws')) };
  }
}

export const truth = (value: JavaValue) => unbox(value) === true;
export const strings = (value: JavaValue) => listValues(value) as string[];
/** Entries of a map of names to ObjectIds. */
export const ids = (value: JavaValue) => mapEntries(value).map(([name, id]) => [name, sha1Of(id)]);
