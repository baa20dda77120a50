import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENV_VARS_FILTER_RULE_WRAPPER, buildListener } from '../../../tools/controller/calls/launch-classes.js';
import { declareClass, declareEnum } from '../../../src/serial/declare.js';
import { arrayList, stringArray } from '../../../src/serial/jdk.js';
import type { JavaObject } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { join, launchWith } from './support.js';

describe('the rules for variables', () => {
  const HANDLING = declareEnum('jenkins.tasks.filters.impl.RetainVariablesLocalRule$ProcessVariablesHandling', [
    'RESET',
    'REMOVE',
  ]);
  const RULE = declareClass({
    name: 'jenkins.tasks.filters.impl.RetainVariablesLocalRule',
    suid: 1n,
    fields: {
      retainCharacteristicEnvVars: 'Z',
      processVariablesHandling: 'Ljenkins/tasks/filters/impl/RetainVariablesLocalRule$ProcessVariablesHandling;',
      variables: 'Ljava/lang/String;',
    },
  });
  const environment = { PATH: '/usr/bin:/bin', SYSTEM: 's', OTHER: 'o' };
  const env = stringArray(['SYSTEM=changed', 'Mine=m', 'SECRET=x', 'BUILD_ID=8']);
  const filtered = async (rule: JavaObject) => {
    const call = new ChannelCall({ environment });
    const out = call.newOutput();
    const envVarsFilterRuleWrapper = ENV_VARS_FILTER_RULE_WRAPPER.create({ rules: arrayList([rule]) });
    const { console, process } = await launchWith(call, ['/usr/bin/env'], {
      env,
      envVarsFilterRuleWrapper,
      out: out.value,
    });
    await join(call, process);
    const names = out
      .text()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('HUDSON_COOKIE='));
    return { names: names.sort(), log: console.text().split('\n').slice(1, -1) };
  };
  const RULE_NAME = `'Only Keep Specified Environment Variables'`;

  it('resets what the agent has itself', async () => {
    const rule = RULE.create({
      retainCharacteristicEnvVars: true,
      processVariablesHandling: HANDLING.RESET,
      variables: ' MINE  x',
    });
    expect(await filtered(rule)).toEqual({
      names: ['BUILD_ID=8', 'Mine=m', 'OTHER=o', 'PATH=/usr/bin:/bin', 'SYSTEM=s'],
      log: [
        `The following environment variables were removed by ${RULE_NAME}: SECRET`,
        `The following environment variables were reset to their system default value by ${RULE_NAME}: SYSTEM`,
      ],
    });
  });

  it('removes it', async () => {
    const rule = RULE.create({
      retainCharacteristicEnvVars: false,
      processVariablesHandling: HANDLING.REMOVE,
      variables: 'path',
    });
    expect(await filtered(rule)).toEqual({
      names: ['PATH=/usr/bin:/bin'],
      log: [`The following environment variables were removed by ${RULE_NAME}: BUILD_ID, Mine, OTHER, SECRET, SYSTEM`],
    });
  });

  it('are refused by name when unknown: the process is not started', async () => {
    const call = new ChannelCall();
    const rules = arrayList([declareClass({ name: 'org.example.Rule', suid: 1n }).create({})]);
    const console = call.newOutput();
    const marker = path.join(os.tmpdir(), `started-${process.pid}`);
    const launching = launchWith(call, ['touch', marker], {
      listener: buildListener(console.value),
      envVarsFilterRuleWrapper: ENV_VARS_FILTER_RULE_WRAPPER.create({ rules }),
    });
    const reason = 'The rule org.example.Rule is not known to this agent';
    await expect(launching).rejects.toMatchObject({ javaClass: 'hudson.AbortException', message: reason });
    expect(console.text()).toContain(
      `ERROR: Environment variable filtering failed due to violation with the message: ${reason}\n`,
    );
    expect(existsSync(marker)).toBe(false);
  });
});
