import { defineConfig } from 'vitest/config';

/** The tests of `npm run test:pod`: they need the kubelet that test/pod/run starts. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.pod.ts'],
    testTimeout: 240_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
