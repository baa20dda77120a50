/** What `agent doctor` says of the Java that runs what the agent does not implement. */
import { expect, it, onTestFinished } from 'vitest';
import { runDoctor } from '../../../src/cli/doctor/doctor.js';
import type { Finding } from '../../../src/cli/doctor/report.js';
import type { OptionValues } from '../../../src/cli/option-table.js';
import { Controller } from '../../../tools/controller/controller.js';
import { javaThat } from '../../bridge/bridge.js';

async function findingOf(values: OptionValues): Promise<Finding | undefined> {
  let text = '';
  await runDoctor([values], { json: true, environment: {}, print: (more) => (text += more), timeoutMs: 5000 });
  const { checks } = JSON.parse(text) as { checks: Finding[] };
  return checks.find(({ check }) => check === 'Java');
}

const NOWHERE = ['http://127.0.0.1:1/'];

it('tells of one that is not there', async () => {
  const found = await findingOf({ urls: NOWHERE, java: '/no/such/java' });
  expect(found?.status).toBe('warning');
  expect(found?.text).toContain('there is no Java 8 or later at /no/such/java');
});

it('does not look where it is not wanted', async () => {
  const found = await findingOf({ urls: NOWHERE, java: 'never' });
  expect(found).toMatchObject({ status: 'skipped', text: 'is not used: -java never' });
});

it('tells which it is, and where agent.jar for it comes from', async () => {
  const java = javaThat('exit 1', '21.0.2');
  const controller = await Controller.start();
  onTestFinished(() => controller.close());
  const there = await findingOf({ urls: [controller.url], java });
  expect(there?.status).toBe('ok');
  expect(there?.text).toContain(`Java 21.0.2 (${java})`);
  expect(there?.text).toContain(`agent.jar: ${controller.url}jnlpJars/agent.jar`);
  controller.settings.agentJar = 'missing';
  expect((await findingOf({ urls: [controller.url], java }))?.text).toMatch(/over the channel, as .* answers 404/);
});
