import { describe, expect, it, onTestFinished } from 'vitest';
import { VERSION } from '../../src/agent/version.js';
import { Controller } from '../../tools/controller/controller.js';
import { AGENT_EXE, AGENT_JS, NODE, runWine } from './support/wine.js';

describe.each([
  ['the package', [NODE, AGENT_JS]],
  ['agent.exe', [AGENT_EXE]],
])('%s', (_name, program) => {
  it('tells its version', async () => {
    expect(await runWine([...program, '-version'])).toEqual({ ended: 'exit code 0', output: `${VERSION}\n` });
  });

  it('shows its help', async () => {
    const { ended, output } = await runWine([...program, '-help']);
    expect(ended).toBe('exit code 0');
    expect(output).toMatch(/^Usage: agent -url URL/);
  });

  it('says what is wrong with its command line', async () => {
    const { ended, output } = await runWine([...program, '-url', 'http://127.0.0.1/', '-webSocket', '-tunnel', 'a:1']);
    expect(ended).toBe('exit code 2');
    expect(output).toContain('-tunnel');
  });

  it('examines its surroundings', async () => {
    const controller = await Controller.start();
    onTestFinished(() => controller.close());
    const node = controller.addNode('windows');
    const words = ['-url', controller.url, '-name', node.name, '-secret', node.secret, '-workDir', 'C:\\doctor'];
    const { ended, output } = await runWine([...program, 'doctor', ...words]);
    expect(output).not.toContain('FAIL');
    expect(ended).toBe('exit code 0');
  });
});
