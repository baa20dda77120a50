import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { insertRegistryToken } from '../../../src/plugins/docker-commons/registry-token.js';
import { url } from '../../../src/serial/jdk.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { ask } from '../../jenkins/ask.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';
import { printedTo } from '../support.js';

vi.mock('node:os', async (original) => {
  const os = await original<typeof import('node:os')>();
  return { ...os, userInfo: vi.fn(os.userInfo) };
});

const { signal } = new AbortController();
const TOKEN = { auth: 'dG9r', email: 'm@x' };
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

describe('a token of a registry', () => {
  it('is written for the user, and the log says where', async () => {
    const home = scratch();
    vi.mocked(userInfo).mockReturnValue({ ...userInfo(), homedir: home });
    onTestFinished(() => void vi.mocked(userInfo).mockReset());
    const call = new ChannelCall();
    const { listener, output } = printedTo(call);
    const registryToken = { email: null, token: 'dG9r' };
    const fields = {
      this$0: object('org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryToken', registryToken),
      val$endpoint: url('https://index.docker.io/v1/'),
      val$listener: listener,
    };
    const name = 'org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryToken$1';
    expect(await ask(name, fields, call)).toBeNull();
    const file = join(home, '.dockercfg');
    expect(output.text()).toBe(`Wrote authentication to ${file}\n`);
    expect(read(file)).toEqual({ 'https://index.docker.io/v1/': { auth: 'dG9r', email: null } });
    expect(homedir()).not.toBe(home);
  });

  it('goes into the configuration that there is, which stays as it was otherwise', async () => {
    const home = scratch();
    mkdirSync(join(home, '.docker'));
    const file = join(home, '.docker/config.json');
    const config = {
      auths: { x: { auth: 'a' }, 'https://reg/': { auth: 'old' } },
      credsStore: 's',
      n: [1, { q: null }],
    };
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    expect(await insertRegistryToken(home, 'https://reg/', TOKEN, signal)).toBe(file);
    expect(read(file)).toEqual({ ...config, auths: { x: { auth: 'a' }, 'https://reg/': TOKEN } });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(join(home, '.dockercfg'))).toBe(false);
  });

  it('of many registries are all there when builds log in at once', async () => {
    const home = scratch();
    const endpoints = Array.from({ length: 20 }, (_, i) => `https://reg${i}/`);
    await Promise.all(endpoints.map((endpoint) => insertRegistryToken(home, endpoint, TOKEN, signal)));
    expect(Object.keys(read(join(home, '.dockercfg')) as object)).toEqual(endpoints);
  });

  it.each([
    ['{}', 'net.sf.json.JSONException: null object'],
    ['{"auths":null}', 'net.sf.json.JSONException: null object'],
    ['{"auths":1}', 'net.sf.json.JSONException: JSONObject["auths"] is not a JSONObject.'],
    ['bad', "net.sf.json.JSONException: A JSONObject text must begin with '{' at character 1 of bad"],
    ['', "net.sf.json.JSONException: A JSONObject text must begin with '{' at character 0 of "],
  ])('leaves alone what is no configuration: %j', async (text, message) => {
    const home = scratch();
    mkdirSync(join(home, '.docker'));
    writeFileSync(join(home, '.docker/config.json'), text);
    expect(await failureOf(insertRegistryToken(home, 'https://reg/', TOKEN, signal))).toBe(message);
    expect(readFileSync(join(home, '.docker/config.json'), 'utf8')).toBe(text);
    const cut = await failureOf(insertRegistryToken(scratchWith('{"a":'), 'https://reg/', TOKEN, signal));
    expect(cut).toMatch(/^net\.sf\.json\.JSONException: /);
  });
});

function scratchWith(dockercfg: string): string {
  const home = scratch();
  writeFileSync(join(home, '.dockercfg'), dockercfg);
  return home;
}
