/** Which agents the doctor examines: each of a configuration, and what a JNLP file tells. */
import { afterEach, describe, expect, it } from 'vitest';
import { runDoctor } from '../../../src/cli/doctor/doctor.js';
import type { Finding } from '../../../src/cli/doctor/report.js';
import type { OptionValues } from '../../../src/cli/option-table.js';
import { Controller } from '../../../tools/controller/controller.js';

let controller: Controller | undefined;
afterEach(async () => {
  await controller?.close();
  controller = undefined;
});

async function start(): Promise<Controller> {
  return (controller = await Controller.start());
}

async function examine(values: OptionValues) {
  let text = '';
  const print = (more: string): void => void (text += more);
  const code = await runDoctor([values], { json: true, environment: {}, print, timeoutMs: 5000 });
  const { checks } = JSON.parse(text) as { checks: Finding[] };
  const of = (name: string) => checks.find(({ check }) => check === name) ?? { status: 'missing', text: '' };
  return { code, names: checks.map(({ check }) => check), of };
}

describe('several agents', () => {
  it('are examined one after the other', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const agents: [OptionValues, OptionValues] = [
      { urls: [server.url], name: 'a1', secret: node.secret },
      { urls: [server.url], name: 'a2', secret: 'wrong' },
    ];
    const examineBoth = async (json: boolean) => {
      let text = '';
      const code = await runDoctor(agents, { json, environment: {}, print: (more) => (text += more) });
      return { code, text };
    };
    const table = await examineBoth(false);
    expect(table.code).toBe(1);
    expect(table.text).toMatch(/^a1:\n[^]*takes this agent as a1[^]*0 failed, [^]*\na2:\n[^]*FAIL {2}Name, secret/);
    const { ok, agents: reports } = JSON.parse((await examineBoth(true)).text) as Record<string, unknown>;
    expect({ ok, reports }).toMatchObject({
      ok: false,
      reports: [
        { name: 'a1', ok: true },
        { name: 'a2', ok: false },
      ],
    });
  });
});

describe('-jnlpUrl', () => {
  it('tells where and who the agent is', async () => {
    const server = await start();
    const node = server.addNode('a1', { webSocket: true });
    const jnlpUrl = `${server.url}computer/a1/jenkins-agent.jnlp`;
    const { code, names, of } = await examine({ jnlpUrl, secret: node.secret, workDir: '/tmp' });
    expect(names.slice(0, 2)).toEqual(['JNLP file', 'DNS']);
    expect(of('JNLP file').text).toBe(`${jnlpUrl} tells of a1`);
    expect(of('Name, secret').text).toBe('the controller takes this agent as a1');
    expect(of('Work directory').text).toBe('/tmp');
    expect(code).toBe(0);
  });

  it('is all that is looked at when it cannot be had', async () => {
    const server = await start();
    const { code, names, of } = await examine({ jnlpUrl: `${server.url}computer/nobody/jenkins-agent.jnlp` });
    expect({ code, names, status: of('JNLP file').status }).toEqual({
      code: 1,
      names: ['JNLP file'],
      status: 'failed',
    });
    expect(of('JNLP file').text).toContain('404');
  });
});
