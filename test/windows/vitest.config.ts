/** The tests of the agent as it runs on Windows, driven from here: `npm run test:windows`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/windows/**/*.wine.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One Wine with one C: for all of them.
    fileParallelism: false,
  },
});
