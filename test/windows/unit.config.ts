/**
 * The unit tests that run under Wine as well: what is pure, and what knows both kinds of systems. What is left out is about POSIX
 * (permissions, links, shells, signals, /proc) or about files that a checkout on Windows has differently.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/java/**/*.test.ts', 'test/os/**/*.test.ts', 'test/agent/**/*.test.ts', 'test/cli/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
    cache: false,
  },
});
