/** A directory for one test, gone afterwards. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Makes an empty directory, writable by anyone, and gives its real path. */
export function scratch(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'files-')));
  chmodSync(directory, 0o777);
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}
