import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../../src/os/files/temporary-files.js';
import { SecretFiles } from '../../../src/plugins/git-client/credentials/secret-files.js';
import { scratch } from '../../os/files/scratch.js';

it.each([
  ['beside the workspace', () => join(scratch(), 'ws'), (workspace: string) => `${workspace}@tmp`],
  ['beside the workspace, where the folder is a link', linkedWorkspace, (workspace: string) => `${workspace}@tmp`],
  [
    'in the folder of the system, where nothing can be made beside the workspace',
    () => '/proc/none/ws',
    () => temporaryDirectory(),
  ],
  [
    'in the folder of the system, where the path means something to a shell',
    () => join(scratch(), '`x`'),
    () => temporaryDirectory(),
  ],
])('secrets are %s', async (_, makeWorkspace, folder) => {
  const workspace = makeWorkspace();
  const files = new SecretFiles(workspace);
  const file = await files.create('pass', '.sh', 'secret');
  expect(dirname(file)).toBe(folder(workspace));
  files.dispose();
  expect(existsSync(file)).toBe(false);
});

function linkedWorkspace(): string {
  const base = scratch();
  mkdirSync(join(base, 'elsewhere'));
  symlinkSync('elsewhere', join(base, 'ws@tmp'));
  return join(base, 'ws');
}
