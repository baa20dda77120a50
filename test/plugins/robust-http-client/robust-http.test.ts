import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { USER_AGENT } from '../../../src/remoting/user-agent.js';
import { sanitizeUrl } from '../../../src/plugins/robust-http-client/client.js';
import { contentTypeOf } from '../../../src/plugins/artifact-manager-s3/content-types.js';
import { declareClass } from '../../../src/serial/declare.js';
import { arrayList, hashMap, stringMap, uri, url } from '../../../src/serial/jdk.js';
import type { JavaArray, JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { askAt } from '../../jenkins/ask.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';
import { serve } from './server.js';

const COPY = 'io.jenkins.plugins.httpclient.RobustHTTPClient$CopyFromRemotely';
const FINGERPRINT = 'hudson.plugins.copyartifact.CopyArtifact$CopyURLWithFingerprinting';
const MANAGER = 'io.jenkins.plugins.artifact_manager_jclouds.JCloudsArtifactManager';

const LISTENER = declareClass({
  name: 'hudson.util.StreamTaskListener',
  suid: 1n,
  custom: ({ out }) => [out as JavaValue, 'UTF-8'],
});

/** A call with a listener whose text the test reads, and a client that does not wait long. */
function transfer(client: { stopAfterAttemptNumber?: number; timeout?: bigint } = {}) {
  const call = new ChannelCall();
  const out = call.newOutput();
  const fields = {
    client: object('io.jenkins.plugins.httpclient.RobustHTTPClient', {
      stopAfterAttemptNumber: client.stopAfterAttemptNumber ?? 3,
      timeout: client.timeout ?? 60n,
      waitMaximum: 1n,
      waitMultiplier: 1n,
    }),
    listener: LISTENER.create({}, { out: out.value }),
  };
  return { call, fields, text: () => out.text() };
}

describe('a robust download', () => {
  it('writes the file, the directories above it made, and answers its MD5', async () => {
    const server = await serve((_request, response) => response.end('content'));
    const { call, fields, text } = transfer();
    const file = join(scratch(), 'a/b/f');
    const answer = await askAt(file, FINGERPRINT, { ...fields, u: url(`${server.base}/f?key=secret`) }, call);
    expect((answer as JavaArray).elements).toEqual(createHash('md5').update('content').digest());
    expect(readFileSync(file, 'utf8')).toBe('content');
    expect(text()).toBe('');
    expect(server.requests[0]?.url).toBe('/f?key=secret');
  });

  it('is tried again when the server fails, or breaks off', async () => {
    const server = await serve((_request, response, number) => {
      if (number === 1) response.writeHead(503, 'Busy').end('later');
      else if (number === 2)
        response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
      else response.end('whole');
    });
    const { call, fields, text } = transfer();
    const file = join(scratch(), 'f');
    const answer = await askAt(file, FINGERPRINT, { ...fields, u: url(`${server.base}/f?key=secret`) }, call);
    expect((answer as JavaArray).elements).toEqual(createHash('md5').update('whole').digest());
    expect(readFileSync(file, 'utf8')).toBe('whole');
    const [first, second] = text().split('\n');
    expect(first).toBe(
      `Retrying download after: Failed to download ${server.base}/f?… to ${file}, response: 503 Busy, body: later`,
    );
    expect(second).toMatch(/^Retrying download after: java\.io\.IOException: /);
  });

  it.each([
    [404, 3, 1],
    [302, 3, 1],
    [500, 2, 2],
  ])('of status %d gives up after %d attempts or %d', async (status, stopAfterAttemptNumber, attempts) => {
    const server = await serve((_request, response) => response.writeHead(status, 'Why').end('because'));
    const { call, fields } = transfer({ stopAfterAttemptNumber });
    const file = join(scratch(), 'f');
    expect(await failureOf(askAt(file, COPY, { ...fields, u: url(`${server.base}/f`) }, call))).toBe(
      `hudson.AbortException: Failed to download ${server.base}/f to ${file}, response: ${status} Why, body: because`,
    );
    expect(server.requests).toHaveLength(attempts);
    expect(existsSync(file)).toBe(false);
  });

  it('follows redirects', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: '/there' }).end();
      else response.end('found');
    });
    const { call, fields } = transfer();
    const file = join(scratch(), 'f');
    expect(await askAt(file, COPY, { ...fields, u: url(`${server.base}/moved`) }, call)).toBeNull();
    expect(readFileSync(file, 'utf8')).toBe('found');
  });

  it('that takes too long is cut off and tried again', async () => {
    const server = await serve((_request, response, number) => {
      if (number > 1) response.end('in time');
    });
    const { call, fields, text } = transfer({ timeout: 1n });
    const file = join(scratch(), 'f');
    await askAt(file, COPY, { ...fields, u: url(`${server.base}/f`) }, call);
    expect(readFileSync(file, 'utf8')).toBe('in time');
    expect(text()).toBe('Retrying download after: java.io.IOException: java.util.concurrent.TimeoutException\n');
  });

  it('ends when its call is cancelled', async () => {
    const { call, fields } = transfer();
    const server = await serve(() => call.cancel());
    const file = join(scratch(), 'f');
    const failure = await failureOf(askAt(file, COPY, { ...fields, u: url(`${server.base}/f`) }, call));
    expect(failure).toBe('java.lang.InterruptedException');
  });

  it('of a server that is not there is a ConnectException', async () => {
    const { call, fields } = transfer({ stopAfterAttemptNumber: 1 });
    const gone = url('http://127.0.0.1:1/f');
    expect(await failureOf(askAt(join(scratch(), 'f'), COPY, { ...fields, u: gone }, call))).toBe(
      'java.net.ConnectException: Connection refused',
    );
  });
});

describe('artifacts in an object store', () => {
  it('get types by name', async () => {
    const answer = await askAt('/ws', `${MANAGER}$ContentTypeGuesser`, {
      relPaths: arrayList(['a/b.jar', 'x', 'y.TXT']),
    });
    expect(Object.fromEntries(stringMap(answer))).toEqual({
      'a/b.jar': 'application/java-archive',
      x: 'application/octet-stream',
      'y.TXT': 'text/plain',
    });
    expect(contentTypeOf('.gitignore')).toBe('application/octet-stream');
  });

  it('are uploaded with length and type', async () => {
    const server = await serve((_request, response) => response.end());
    const { call, fields } = transfer();
    const workspace = scratch();
    mkdirSync(join(workspace, 'out'));
    writeFileSync(join(workspace, 'out/a.txt'), 'some text');
    writeFileSync(join(workspace, 'empty'), '');
    await askAt(
      workspace,
      `${MANAGER}$UploadToBlobStorage`,
      {
        ...fields,
        artifactUrls: hashMap([
          ['out/a.txt', url(`${server.base}/a?sig=1`)],
          ['empty', url(`${server.base}/e`)],
        ]),
        contentTypes: hashMap([['out/a.txt', 'text/plain']]),
      },
      call,
    );
    expect(new Set(server.requests.map(({ headers }) => headers['user-agent']))).toEqual(new Set([USER_AGENT]));
    const seen = server.requests.map(({ method, url: at, headers, body }) => [
      method,
      at,
      headers['content-length'],
      headers['content-type'],
      body.toString(),
    ]);
    expect(seen).toEqual([
      ['PUT', '/a?sig=1', '9', 'text/plain', 'some text'],
      ['PUT', '/e', '0', undefined, ''],
    ]);
  });

  it('that are not there fail', async () => {
    const { call, fields } = transfer();
    const artifactUrls = hashMap([['gone', url('http://127.0.0.1:1/')]]);
    const upload = askAt(
      scratch(),
      `${MANAGER}$UploadToBlobStorage`,
      { ...fields, artifactUrls, contentTypes: hashMap([]) },
      call,
    );
    expect(await failureOf(upload)).toMatch(
      /^java\.io\.FileNotFoundException: .*\/gone \(No such file or directory\)$/,
    );
  });
});

describe('a stash in an object store', () => {
  it('comes back as it was', async () => {
    let stored: Buffer = Buffer.alloc(0);
    const server = await serve((request, response) => {
      if (request.method === 'PUT') stored = request.body;
      response.end(request.method === 'GET' ? stored : '');
    });
    const [from, to, tempDir] = [scratch(), scratch(), join(scratch(), 'ws@tmp')];
    writeFileSync(join(from, 'a.txt'), 'a');
    writeFileSync(join(from, 'b.log'), 'b');
    const put = transfer();
    const stashFields = {
      ...put.fields,
      allowEmpty: false,
      useDefaultExcludes: true,
      excludes: '*.log',
      includes: '',
      tempDir,
      uri: uri('s3://bucket/stash.tgz'),
      url: url(`${server.base}/s?sig=1`),
    };
    await askAt(from, `${MANAGER}$Stash`, stashFields, put.call);
    expect(put.text()).toBe('Stashed 1 file(s) to s3://bucket/stash.tgz\n');
    expect(readdirSync(tempDir)).toEqual([]);
    const get = transfer();
    await askAt(to, `${MANAGER}$Unstash`, { ...get.fields, url: url(`${server.base}/s?sig=2`) }, get.call);
    expect(readdirSync(to)).toEqual(['a.txt']);
    expect(readFileSync(join(to, 'a.txt'), 'utf8')).toBe('a');
  });

  it('of nothing fails and leaves nothing', async () => {
    const { call, fields } = transfer();
    const tempDir = scratch();
    const stash = askAt(
      scratch(),
      `${MANAGER}$Stash`,
      {
        ...fields,
        allowEmpty: false,
        useDefaultExcludes: true,
        excludes: null,
        includes: '**/*.none',
        tempDir,
        uri: uri('s3://x'),
        url: url('http://127.0.0.1:1/'),
      },
      call,
    );
    expect(await failureOf(stash)).toBe('hudson.AbortException: No files included in stash');
    expect(readdirSync(tempDir)).toEqual([]);
  });

  // Where a parent refuses children as if it were not there itself, Node's own recursive mkdir never ends.
  it('ends where the folder for temporary files cannot be made', async () => {
    const { call, fields } = transfer();
    const further = { allowEmpty: true, useDefaultExcludes: true, excludes: null, includes: '**', uri: uri('s3://x') };
    const stash = { ...fields, ...further, tempDir: '/proc/none/ws@tmp', url: url('http://127.0.0.1:1/') };
    const failure = await failureOf(askAt(scratch(), `${MANAGER}$Stash`, stash, call));
    expect(failure).toBe('java.nio.file.NoSuchFileException: /proc/none');
  });
});

it.each([
  ['https://user:pw@host:1/a/b?X-Sig=1#f', 'https://…@host:1/a/b?…#f'],
  ['http://host/a', 'http://host/a'],
  ['nothing like it', 'nothing like it'],
])('shows %s as %s', (text, shown) => {
  expect(sanitizeUrl(text)).toBe(shown);
});
