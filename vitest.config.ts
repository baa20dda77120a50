import { defineConfig } from 'vitest/config';

/**
 * What needs more of the machine than Node: programs of other packages (git, sshd, shells), the built executables, images,
 * processes that are killed, file systems that are full, other users.
 */
const SYSTEM = [
  'test/bin/**/*.test.ts',
  'test/binary/**/*.test.ts',
  'test/cli/{completion,official,process,terminal,values}.test.ts',
  'test/container/**/*.test.ts',
  'test/docs/{commands,package}.test.ts',
  'test/jenkins/wrong-input/**/*.test.ts',
  'test/launchers/**/*.test.ts',
  'test/os/files/{open-file,small-files}.test.ts',
  'test/os/process/**/*.test.ts',
  'test/plugins/datadog/repository.test.ts',
  'test/plugins/{git,git-client,jsch,mercurial,publish-over-ssh,ssh-steps,xvfb}/**/*.test.ts',
  'test/replay/git.test.ts',
  'test/scale/**/*.test.ts',
];

/** What speaks over sockets, runs processes or an agent against the embedded controller, or takes seconds for its many cases. */
const INTEGRATION = [
  'test/agent/life/lock-file.test.ts',
  'test/bench/**/*.test.ts',
  'test/bridge/**/*.test.ts',
  'test/e2e/**/*.test.ts',
  'test/cli/doctor/**/*.test.ts',
  'test/endpoint/**/*.test.ts',
  'test/java/regex/jdk.test.ts',
  'test/jenkins/launch/**/*.test.ts',
  'test/os/archive/many-small.test.ts',
  'test/plugins/durable-task/**/*.test.ts',
  'test/plugins/{http_request,robust-http-client,saltstack}/**/*.test.ts',
  'test/remoting/{break-off,scale}.test.ts',
  'test/replay/**/*.test.ts',
  'test/serial/reader-damaged.test.ts',
  'test/tools/**/*.test.ts',
  'test/transport/**/*.test.ts',
];

export default defineConfig({
  test: {
    setupFiles: ['test/setup/classes.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
    },
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...INTEGRATION, ...SYSTEM] } },
      { extends: true, test: { name: 'integration', include: INTEGRATION, exclude: SYSTEM } },
      {
        extends: true,
        test: { name: 'system', include: SYSTEM, globalSetup: ['test/setup/system-packages.ts'] },
      },
    ],
  },
});
