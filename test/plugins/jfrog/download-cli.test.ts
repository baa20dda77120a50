import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { USER_AGENT } from '../../../src/remoting/user-agent.js';
import { askAt } from '../../jenkins/ask.js';
import { failureOf, object, streamListener } from '../../jenkins/file-path/request.js';
import { scratch } from '../../os/files/scratch.js';
import { ChannelCall } from '../../support/channel-call.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function artifactory(status = 200) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    // Some firewalls refuse what does not say what it is.
    if (request.headers['user-agent'] !== USER_AGENT) return response.writeHead(403).end();
    asked.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? ''}`);
    return response
      .writeHead(status, { 'X-Checksum-Sha256': 'abc' })
      .end(request.method === 'GET' ? 'program' : undefined);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const secret = (value: string) => object('hudson.util.Secret', { value });

async function run(directory: string, url: string, providedVersion: string, proxyHost: string | null = null) {
  const call = new ChannelCall();
  const output = call.newOutput();
  const credentials = object('Credentials', { username: secret('u'), password: secret('p'), accessToken: null });
  const proxy = { host: proxyHost, port: 1, username: null, password: null, noProxy: '127.*' };
  const answer = askAt(
    directory,
    'io.jenkins.plugins.jfrog.callables.JFrogCliDownloader',
    {
      proxyConfiguration: object('io.jenkins.plugins.jfrog.configuration.JenkinsProxyConfiguration', proxy),
      providedVersion,
      instance: object('io.jenkins.plugins.jfrog.configuration.JFrogPlatformInstance', {
        url,
        artifactoryUrl: '',
        credentialsConfig: object('io.jenkins.plugins.jfrog.configuration.CredentialsConfig', { credentials }),
      }),
      log: streamListener(output.value),
      repository: 'repo',
      binaryName: 'jf',
    },
    call,
  );
  return {
    failure: await answer.then(
      () => null,
      () => failureOf(answer),
    ),
    log: output.text(),
  };
}

describe('the CLI of JFrog', () => {
  it('is downloaded once, by its checksum', async () => {
    const { asked, url } = await artifactory();
    const directory = scratch();
    const first = await run(directory, url, '');
    expect(first.failure).toBeNull();
    expect(first.log).toMatch(
      /^Download 'jf' latest version from: http:.*\/artifactory\/repo\/v2-jf\/\[RELEASE\]\/jfrog-cli-.*\/jf\n$/,
    );
    expect(readFileSync(path.join(directory, 'jf'), 'utf8')).toBe('program');
    expect(statSync(path.join(directory, 'jf')).mode & 0o100).toBe(0o100);
    expect(asked).toEqual([
      expect.stringMatching(/^HEAD \/artifactory\/repo\/v2-jf\/%5BRELEASE%5D\/\S+\/jf Basic dTpw$/),
      expect.stringMatching(/^GET /),
    ]);
    expect(await run(directory, url, '')).toEqual({ failure: null, log: '' });
    expect(asked.length).toBe(3);
    writeFileSync(path.join(directory, 'sha256'), 'other');
    expect((await run(directory, url, '2.1.0')).log).toMatch(/^Download 'jf' version 2\.1\.0 from: /);
  });

  it('goes by the proxy of the controller, but for hosts that are exempt', async () => {
    const { asked, url } = await artifactory();
    expect((await run(scratch(), url, '', '127.0.0.2')).failure).toBeNull();
    expect(asked.length).toBe(2);
    const byProxy = await run(scratch(), 'http://artifactory.example', '', '127.0.0.2');
    expect(byProxy.failure).toMatch(/^java\.\S+: /);
  });

  it('fails with the status and without the password', async () => {
    const { url } = await artifactory(401);
    const { failure } = await run(scratch(), url, '');
    expect(failure).toMatch(/^java\.io\.IOException: Failed retrieving resource from http.* Status code: 401$/);
  });
});
