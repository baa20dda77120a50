/** Real repositories for tests. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Nobody's own configuration, and the same author and time everywhere. */
export const GIT_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '/bin:/usr/bin',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'An Author',
  GIT_AUTHOR_EMAIL: 'author@example.org',
  GIT_AUTHOR_DATE: '1700000000 +0000',
  GIT_COMMITTER_NAME: 'A Committer',
  GIT_COMMITTER_EMAIL: 'committer@example.org',
  GIT_COMMITTER_DATE: '1700000000 +0000',
};

/** A repository with a work tree. */
export class TestRepository {
  #time = 1_700_000_000;

  constructor(readonly path: string) {}

  static create(path: string, ...options: string[]): TestRepository {
    mkdirSync(path, { recursive: true });
    const repository = new TestRepository(path);
    repository.git('init', '--quiet', '--initial-branch=main', ...options);
    return repository;
  }

  /** Runs git; its output without the line end. Throws when it fails. */
  git(...args: string[]): string {
    const date = `${this.#time} +0000`;
    const env = { ...GIT_ENVIRONMENT, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    const allowFiles = ['-c', 'protocol.file.allow=always'];
    return execFileSync('git', [...allowFiles, ...args], { cwd: this.path, env, stdio: 'pipe' })
      .toString()
      .trimEnd();
  }

  /** Commits a file, a second later than the commit before; its SHA-1. */
  commit(file: string, content: string, message = `Change ${file}`): string {
    const path = join(this.path, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    this.git('add', '--all');
    this.#time++;
    this.git('commit', '--quiet', `--message=${message}`);
    return this.git('rev-parse', 'HEAD');
  }

  /** The URL that git fetches from without any server. */
  get url(): string {
    return `file://${this.path}`;
  }
}
