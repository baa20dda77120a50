/** How containers end, and what they say then. */
import { describe, expect, it } from 'vitest';
import { addNode, build, finish, podEnvironment, startOnline } from './container.js';
import { podman } from './podman.js';

describe('a signal', () => {
  it.each([
    ['TERM', 143, true],
    ['INT', 130, true],
    ['HUP', 129, true],
    ['KILL', 137, false],
  ])('SIG%s ends it with %i', async (signal, code, orderly) => {
    const { container, computer } = await startOnline();
    await container.kill(signal);
    expect(await computer.gone).toMatchObject({ orderly });
    expect(await container.process.exited).toBe(`exit code ${code}`);
  });

  it('reaches it below another init process', async () => {
    const { container, computer } = await startOnline({ options: ['--init'] });
    await container.kill('TERM');
    expect(await computer.gone).toMatchObject({ orderly: true });
    expect(await container.process.exited).toBe('exit code 143');
  });
});

describe('docker stop', () => {
  it('in the middle of a build says goodbye at once, and takes the build along', async () => {
    const { container, computer } = await startOnline();
    const building = build(computer, 'trap "" TERM; echo $$ >/home/jenkins/agent/pid; sleep 1000').catch(
      (error: unknown) => error,
    );
    await expect
      .poll(() => container.exec('ls', '/home/jenkins/agent').catch(String), { timeout: 20_000 })
      .toContain('pid');
    await podman('stop', '--time=3600', container.name);
    expect(await computer.gone).toMatchObject({ orderly: true });
    expect(await container.process.exited).toBe('exit code 143');
    expect(await building).toBeInstanceOf(Error);
  });

  it('lets builds come to their end where it is told to wait', async () => {
    const { container, computer } = await startOnline({ options: ['--env=JENKINS_AGENT_DRAIN_TIMEOUT=1m'] });
    const building = build(computer, 'touch /home/jenkins/agent/begun; sleep 3; echo done');
    await expect
      .poll(() => container.exec('ls', '/home/jenkins/agent').catch(String), { timeout: 20_000 })
      .toContain('begun');
    await podman('stop', '--time=60', container.name);
    expect(await building).toMatchObject({ result: 'SUCCESS', console: expect.stringContaining('\ndone\n') as string });
    expect(await container.process.exited).toBe('exit code 143');
  });
});

describe('a build that kills every process of its user', () => {
  it('ends the agent and with it the container, whose restart policy decides', async () => {
    const { container, computer } = await startOnline();
    const building = build(computer, 'kill -9 -1; echo survived').catch((error: unknown) => error);
    expect(await computer.gone).toMatchObject({ orderly: false });
    expect(await container.process.exited).toBe('exit code 137');
    expect(await building).toBeInstanceOf(Error);
  });

  it('finds the agent again with a policy that restarts it', async () => {
    const { node, computer } = await startOnline({ options: ['--restart=on-failure'] });
    const building = build(computer, 'kill -9 -1').catch((error: unknown) => error);
    await computer.gone;
    expect(await building).toBeInstanceOf(Error);
    const again = await node.whenOnline(40_000);
    expect((await build(again, 'echo back')).result).toBe('SUCCESS');
  });
});

describe('the last 30 lines tell why', () => {
  it.each<[string, Record<string, string>, string, RegExp]>([
    [
      'it is refused',
      { JENKINS_NAME: 'stranger', REMOTING_OPTS: '-noReconnect' },
      'exit code 3',
      /Unknown client name: stranger/,
    ],
    [
      'there is no controller',
      { JENKINS_URL: 'http://127.0.0.1:1/', REMOTING_OPTS: '-noReconnectAfter 1s' },
      'exit code 4',
      /ECONNREFUSED[\s\S]*Bailing out after 1 second/,
    ],
    ['a variable is wrong', { JENKINS_URL: 'notaurl' }, 'exit code 2', /JENKINS_URL: "notaurl" is not a valid value/],
    [
      'the work directory cannot be used',
      { JENKINS_AGENT_WORKDIR: '/proc/x' },
      'exit code 1',
      /NoSuchFileException: \/proc\/x/,
    ],
  ])('%s', async (_what, env, how, told) => {
    const { controller, node } = await addNode('pod-1');
    const result = await finish([], { env: { ...podEnvironment(controller, node), ...env } });
    expect(result.output.trimEnd().split('\n').slice(-30).join('\n')).toMatch(told);
    expect(result.how).toBe(how);
  });

  it('nothing was said at all', async () => {
    const { how, output } = await finish([]);
    expect(output.trimEnd().split('\n').slice(-30).join('\n')).toContain(
      'no controller to connect to (-url or JENKINS_URL)',
    );
    expect(how).toBe('exit code 1');
  });
});
