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

  it.each([
    ['', 'agent.yaml is empty: it holds options, each with its value'],
    ['# url: http://a/\n', 'agent.yaml is empty'],
    ['url: http://a/\nagents:\n  - name: a\n  - {}', 'agent.yaml:4:5: an agent without an option of its own'],
    ['a: [', 'agent.yaml:1:5: not valid YAML: '],
    ['name: a\nname: b', 'agent.yaml:2:1: not valid YAML: Map keys must be unique'],
    ['- a', 'agent.yaml:1:1: expected options, each with its value'],
    ['name: a\nbogus: 1', 'agent.yaml:2:1: bogus is not an option'],
    ['\n  worDir: 1', 'agent.yaml:2:3: worDir is not an option: did you mean "workDir"?'],
    ['config: x', 'agent.yaml:1:1: config cannot stand in a file'],
    ['webSocket: yes please', 'agent.yaml:1:12: webSocket must be true or false'],
    ['name: [a, b]', 'agent.yaml:1:7: name must be a text'],
    ['name: {a: b}', 'agent.yaml:1:7: name must be a text'],
    ['name:', 'agent.yaml:1:6: name must be a text'],
    ['url:\n- http://a/\n- [x]', 'agent.yaml:3:3: url must be a text or a list of texts'],
    ['name: n\nurl: nothing', 'agent.yaml:2:6: "nothing" is not a valid value for "-url"'],
    ['noReconnectAfter: 5x', 'agent.yaml:1:19: "5x" is not a valid value for "-noReconnectAfter": it takes '],
    ['secretFile: nosuch', 'agent.yaml:1:13: No such file: nosuch'],
    ['secretFile: two', 'agent.yaml:1:13: a file named by @ holds several lines instead of one'],
    ['secret: a\nsecretFile: s', 'agent.yaml:2:1: secretFile says what secret says at agent.yaml:1:1'],
    ['workDir: a\nwork-dir: b', 'agent.yaml:2:1: work-dir says what workDir says at agent.yaml:1:1'],
    ['agents: {}', 'agent.yaml:1:9: agents must be a list of agents'],
    ['agents: []', 'agent.yaml:1:9: agents must be a list of agents'],
    ['agents:\n  - health: 1', 'agent.yaml:2:5: health holds for all agents: it belongs outside'],
    ['agents:\n  - name: a\n  - x', 'agent.yaml:3:5: expected options, each with its value'],
    ['name: &a x\nurl: *a', 'agent.yaml:2:6: aliases (*a) are not allowed'],
  ])('refuses %j and says where', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});

describe('withConfig', () => {
  const files = (path: string) => (path === 'c' ? 'name: file\nagents: [{name: a}, {name: b}]' : undefined);

  it('leaves the environment alone where no file is named', async () => {
    expect(await withConfig(['-url', 'http://a/'], NO_ENVIRONMENT, files)).toEqual([NO_ENVIRONMENT]);
  });

  it('puts the file beneath the environment', async () => {
    const environment = { ...NO_ENVIRONMENT, values: { internalDir: 'e', config: 'c' } };
    const given = await withConfig([], environment, files);
    expect(given.map(({ values }) => values)).toEqual([
      { internalDir: 'e', config: 'c', name: 'a' },
      { internalDir: 'e', config: 'c', name: 'b' },
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

describe('agents of one process', () => {
  const agents = (text: string, environment = NO_ENVIRONMENT) =>
    withConfig(['--config', 'c.yaml'], environment, (path) => (path === 'c.yaml' ? text : FILES[path]));

  it.each([
    ['agents:\n- { name: a }\n- { name: b }\n- { name: a }', 'c.yaml: agents 1 and 3 are both named: a'],
    ['workDir: /w\nagents:\n- { name: a }\n- { name: b }', 'c.yaml: agents 1 and 2 have one work directory: /w'],
    ['agents:\n- { name: a, workDir: /w }\n- { name: b, workDir: /x/../w/ }', 'agents 1 and 2 have one work directory'],
  ])('are not in each other’s way: %j', async (text, message) => {
    await expect(agents(text)).rejects.toThrow(message);
  });

  it('have work directories of their own also when the environment names one for all', async () => {
    const text = 'agents:\n- { name: a, workDir: /a }\n- { name: b, workDir: /b }';
    await expect(agents(text)).resolves.toHaveLength(2);
    await expect(agents(text, { ...NO_ENVIRONMENT, values: { workDir: '/c' } })).rejects.toThrow(
      'one work directory: /c',
    );
  });
});
