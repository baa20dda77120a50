/**
 * The unit tests that run under Wine as well: of what follows Windows' rules, and of what is pure and often needed there. The
 * others are driven from a real agent here (*.wine.ts), or are about POSIX: permissions, links, shells, signals, /proc.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/java/{path,file-url,hash-code,properties,manifest}.test.ts',
      'test/java/charsets/*.test.ts',
      'test/os/files/real-path.test.ts',
      'test/os/machine/native-encoding.test.ts',
      'test/os/process/{command-line,find-windows-program,outliving-command}.test.ts',
      'test/os/process/process-tree/windows.test.ts',
      'test/plugins/git-client/windows-ssh.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});
