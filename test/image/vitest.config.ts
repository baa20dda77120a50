import { defineConfig } from 'vitest/config';

/** The tests of `npm run test:image`: they need the images that test/image/run builds, and podman. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.image.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
