import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { callablesDocument } from './callables-table.js';

const DOCUMENT = fileURLToPath(new URL('../../docs/callables.md', import.meta.url));

it('docs/callables.md is current (npm run docs:callables)', { timeout: 60_000 }, async () => {
  await expect(await callablesDocument()).toMatchFileSnapshot(DOCUMENT);
});
