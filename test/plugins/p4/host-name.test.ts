import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { localHostName } from '../../../src/os/machine/local-host.js';
import { askAt } from '../../jenkins/ask.js';
import { failureOf } from '../../jenkins/file-path/request.js';

it('is the name of this machine', async () => {
  expect(await askAt('/', 'org.jenkinsci.plugins.p4.tasks.HostnameTask')).toBe(hostname());
});

it('fails when the name does not resolve', async () => {
  expect(await failureOf(localHostName('no-such-host.invalid'))).toBe(
    'java.net.UnknownHostException: no-such-host.invalid: no-such-host.invalid: Name or service not known',
  );
});
