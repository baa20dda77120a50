/** What a build can read of its agent's secret in /proc. */
import { describe, expect, it } from 'vitest';
import { build, startOnline } from './container.js';
import type { OnlineOptions } from './container.js';

/** Every command line, environment and open descriptor that the build may read; a descriptor that has no end is not waited for. */
const READ_ALL = `cd /proc
for process in [0-9]*; do
  echo "process $process: $(tr '\\0' ' ' <$process/cmdline)"
  tr '\\0' '\\n' <$process/environ || echo "not readable"
  [ $process = $$ ] || timeout 1 cat $process/fd/3 </dev/null
done 2>/dev/null
true`;

describe('no process of a container shows the secret to a build', () => {
  it.each<[string, OnlineOptions]>([
    ['of a variable', {}],
    ['of words', { words: (_controller, node) => ['-secret', node.secret] }],
    ['of the positional words of the Helm chart', { words: (_controller, node) => [node.secret, node.name] }],
    [
      'of words alone',
      {
        env: () => ({}),
        words: (controller, node) => ['-url', controller.url, '-secret', node.secret, '-name', node.name],
      },
    ],
    ['of a pod without an entrypoint', { options: ['--entrypoint=/usr/local/bin/jenkins-agent'] }],
  ])('%s', async (_what, options) => {
    const { computer, node } = await startOnline(options);
    const { console } = await build(computer, READ_ALL);
    expect(console).toContain('process 1: ');
    expect(console).not.toContain('not readable');
    expect(console).not.toContain(node.secret);
  });

  it('but an init process that was put in front of it keeps what it was started with', async () => {
    const { computer, node } = await startOnline({ options: ['--init'] });
    // As docs/containers.md says.
    expect((await build(computer, READ_ALL)).console).toContain(`JENKINS_SECRET=${node.secret}`);
  });
});
