/** The commands that docs/containers.md shows, as they stand there. */
import { expect, it } from 'vitest';
import { documentedCommands } from '../docs/shell-commands.js';
import { addNode, Container } from './container.js';

interface RunCommand {
  readonly options: readonly string[];
  readonly words: readonly string[];
}

it.each(dockerRunCommands())('%s', async (_text, { options, words }) => {
  const { controller, node } = await addNode('docker-1', words.includes('-webSocket'));
  const own = (text: string) =>
    text.replace('https://jenkins.example/', controller.url).replace(/(^|=)SECRET$/, `$1${node.secret}`);
  const container = Container.start(words.map(own), { options: options.map(own) });
  const connects = [...options, ...words].some((word) => word.includes('jenkins.example'));
  if (connects) await container.process.expect('it was online', node.whenOnline(40_000));
  else expect(await container.process.exited).toBe('exit code 0');
});

/** `docker run OPTIONS jenkins-inbound-agent WORDS`. A terminal is nothing that a test has; the shell then ends at once. */
function dockerRunCommands(): [string, RunCommand][] {
  const texts = documentedCommands().map(({ text }) => text);
  return texts
    .filter((text) => text.startsWith('docker run '))
    .map((text) => {
      const all = text.split(' ').slice(2);
      const at = all.indexOf('jenkins-inbound-agent');
      const options = all.slice(0, at).filter((word) => word !== '-it');
      return [text, { options, words: all.slice(at + 1) }];
    });
}
