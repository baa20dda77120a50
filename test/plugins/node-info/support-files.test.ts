import { createHash } from 'node:crypto';
import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runClass } from '../../support/find-class.js';
import { hashMap, mapEntries, unbox } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { ask, askAt } from '../../jenkins/ask.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';

const SUPPORT = 'com.cloudbees.jenkins.support';

it('lists the root certificates that are trusted', async () => {
  const text = (await ask(`${SUPPORT}.impl.RootCAs$GetRootCA`)) as string;
  expect(text).toContain(`It is an X.509 Trust Manager containing ${rootCertificates.length} certificates:\n`);
  expect(text).toMatch(/^CN=ISRG Root X1, O=Internet Security Research Group, C=US$/m);
  expect(text.trimEnd().split('\n').slice(6)).toHaveLength(rootCertificates.length);
});

describe('log files', () => {
  const hash = (text: string) => {
    const md5 = createHash('md5').update(text).digest('hex');
    return object(`${SUPPORT}.impl.SmartLogFetcher$FileHash`, { length: BigInt(text.length), md5 });
  };
  const compare = async (root: string, filter: string, cached: [string, JavaValue][] = []) => {
    const fields = { cached: hashMap(cached), filter: object(`${SUPPORT}.impl.${filter}`) };
    const answer = await askAt(root, `${SUPPORT}.impl.SmartLogFetcher$LogFileHashSlurper`, fields);
    return Object.fromEntries(mapEntries(answer).map(([name, offset]) => [name as string, unbox(offset)]));
  };

  it('are compared with what the controller has of them', async () => {
    const root = scratch();
    for (const name of ['all', 'grown', 'other', 'shrunk', 'new']) writeFileSync(join(root, `${name}.log`), 'content');
    writeFileSync(join(root, 'a.txt'), '');
    const cached: [string, JavaValue][] = [
      ['all.log', hash('content')],
      ['grown.log', hash('cont')],
      ['other.log', hash('xont')],
      ['shrunk.log', hash('content and more')],
    ];
    expect(await compare(root, 'LogFilenameAgentFilter', cached)).toEqual({
      'all.log': 2n ** 63n - 1n,
      'grown.log': 4n,
      'other.log': 0n,
      'shrunk.log': 0n,
      'new.log': 0n,
    });
    utimesSync(root, 1, 1);
    expect(await compare(root, 'LogFilenameAgentFilter', cached)).toEqual({});
  });

  it('of the Windows service have names of their own', async () => {
    const root = scratch();
    for (const name of ['jenkins.out.log.old', 'jenkins.err.log', 'jenkins.log']) writeFileSync(join(root, name), '');
    expect(Object.keys(await compare(root, 'WinswLogfileFilter'))).toEqual(['jenkins.err.log', 'jenkins.out.log.old']);
    expect(await compare(join(root, 'gone'), 'WinswLogfileFilter')).toEqual({});
    expect(await failureOf(compare(root, 'OtherFilter'))).toMatch(/^java.io.IOException: The file filter/);
  });
});

it('a bundle is saved under a name that is new', async () => {
  const filename = `support-files-test-${process.pid}.zip`;
  onTestFinished(() => rmSync(join('/tmp', filename), { force: true }));
  const call = new ChannelCall();
  const save = () => runClass(object(`${SUPPORT}.SupportCommand$SaveBundle`, { filename }), call);
  const sink = call.exportedSink(await save());
  await sink.write(Buffer.from('PK'));
  await sink.write(Buffer.from('zip'));
  await sink.end();
  expect(readFileSync(join('/tmp', filename), 'utf8')).toBe('PKzip');
  expect(await failureOf(save())).toBe(`java.nio.file.FileAlreadyExistsException: /tmp/${filename}`);
});
