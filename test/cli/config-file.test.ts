import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/cli/config-file.js';
import { withConfig } from '../../src/cli/configuration.js';
import { NO_ENVIRONMENT } from '../../src/cli/environment.js';

const FILES: Readonly<Record<string, string>> = { s: 'abc\n', two: 'a\nb\n' };
const readFile = (path: string) => FILES[path];
const read = (text: string) => readConfig(text, 'agent.yaml', readFile);

describe('readConfig', () => {
  it('takes options by any of their names', async () => {
    const text =
      'url: [http://a/, http://b/]\nwork-dir: /w\nnoReconnectAfter: 30s\nwebSocket: false\nnoKeepAlive: true\nsecret: "@s"';
    expect(await read(text)).toEqual([
      { urls: ['http://a/', 'http://b/'], workDir: '/w', noReconnectAfter: '30s', noKeepAlive: true, secret: 'abc' },
    ]);
  });

  it('lists agents, each with what holds for all', async () => {
    expect(
      await read('url: http://a/\nagents:\n  - name: one\n  - { name: two, secretFile: s, url: http://b/ }'),
    ).toEqual([
      { urls: ['http://a/'], name: 'one' },
      { urls: ['http://b/'], name: 'two', secret: 'abc' },
    ]);
  });

  it('may be empty', async () => {
    expect(await read('')).toEqual([{}]);
  });

  it.each([
    ['a: [', 'agent.yaml is not valid YAML: '],
    ['- a', 'agent.yaml: expected options, each with its value'],
    ['bogus: 1', 'agent.yaml: bogus is not an option'],
    ['config: x', 'agent.yaml: config cannot stand in a file'],
    ['webSocket: yes please', 'agent.yaml: webSocket must be true or false'],
    ['name: [a, b]', 'agent.yaml: name must be a text'],
    ['name: {a: b}', 'agent.yaml: name must be a text'],
    ['url: nothing', 'agent.yaml: "nothing" is not a valid value for "-url"'],
    ['secretFile: nosuch', 'agent.yaml: No such file: nosuch'],
    ['secretFile: two', 'agent.yaml: a file named by @ holds several lines instead of one'],
    ['agents: {}', 'agent.yaml: agents must be a list of agents'],
    ['agents: []', 'agent.yaml: agents must be a list of agents'],
    ['agents:\n  - health: 1', 'agent.yaml: agents[0]: health holds for all agents: it belongs outside'],
    ['agents:\n  - x', 'agent.yaml: agents[0]: expected options, each with its value'],
    ['a: &a [x]\nb: *a', 'agent.yaml is not valid YAML: '],
  ])('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});

describe('withConfig', () => {
  const files = (path: string) => (path === 'c' ? 'name: file\nagents: [{name: a}, {name: b}]' : undefined);

  it('leaves the environment alone where no file is named', async () => {
    expect(await withConfig(['-url', 'http://a/'], NO_ENVIRONMENT, files)).toEqual([NO_ENVIRONMENT]);
  });

  it('puts the file beneath the environment', async () => {
    const environment = { ...NO_ENVIRONMENT, values: { workDir: '/e', config: 'c' } };
    const given = await withConfig([], environment, files);
    expect(given.map(({ values }) => values)).toEqual([
      { workDir: '/e', config: 'c', name: 'a' },
      { workDir: '/e', config: 'c', name: 'b' },
    ]);
  });

  it('does not give several agents one name', async () => {
    await expect(withConfig(['--config=c', '-name', 'x'], NO_ENVIRONMENT, files)).rejects.toThrow(
      'c lists several agents: "-name" cannot be given besides',
    );
  });

  it('says when the file is not there', async () => {
    await expect(withConfig(['-config', 'd'], NO_ENVIRONMENT, files)).rejects.toThrow('No such file: d');
  });
});
