import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { classIndexText } from './class-index.js';

const INDEX = fileURLToPath(new URL('../../src/plugins/class-index.ts', import.meta.url));

it('src/plugins/class-index.ts is current (npm run index)', { timeout: 60_000 }, async () => {
  await expect(await classIndexText()).toMatchFileSnapshot(INDEX);
});
