import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { unzipStream } from '../../../src/os/archive/unzip.js';
import { CustomDataWriter } from '../../../src/serial/custom-data.js';
import { declareClass } from '../../../src/serial/declare.js';
import { hashSet } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { pieces } from '../../os/archive/support.js';
import { scratch } from '../../os/files/scratch.js';
import { ChannelCall } from '../../support/channel-call.js';
import { askAt } from '../../jenkins/ask.js';
import { failureOf } from '../../jenkins/file-path/request.js';
import { recordedReport } from '../analysis-model-api/recorded-report.js';

const NAME = 'io.jenkins.plugins.analysis.core.util.AffectedFilesResolver$BatchFileCopier';

function write(base: string, ...files: string[]): void {
  for (const file of files) {
    mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
    writeFileSync(path.join(base, file), file);
  }
}

function copy(base: string, more: Readonly<Record<string, JavaValue>> = {}, call?: ChannelCall): Promise<JavaValue> {
  const fields = {
    filesToSkip: hashSet([]),
    log: null,
    permittedAbsolutePaths: hashSet([]),
    report: recordedReport(14),
    reportId: 'pmd-7',
    ...more,
  };
  return askAt(base, NAME, fields, call);
}

const counts = (result: JavaValue) =>
  Object.fromEntries(['copied', 'notFound', 'notInWorkspace'].map((name) => [name, (result as JavaObject).get(name)]));

/** A report of one issue, as it was written until March 2026. */
function reportOf(fileName: string): JavaObject {
  const data = new CustomDataWriter().int(1).utf('-').utf(fileName).int(1).int(1).int(0).int(0).object(null);
  for (let i = 0; i < 5; i++) data.utf('-');
  data.int(1).chars('m').int(0);
  for (let i = 0; i < 4; i++) data.utf('-');
  data.object(null).object(null).object(null).object(null).object(null).int(0);
  for (let i = 0; i < 4; i++) data.utf('-');
  const { items } = data.object(null).utf('-').int(0);
  return declareClass({ name: 'edu.hm.hafner.analysis.Report', suid: 5n, custom: () => items }).create({});
}

const leftovers = (): string[] => readdirSync('/tmp').filter((name) => name.startsWith('affected-files-pmd-7-'));

describe.skipIf(process.platform === 'win32')('copying the files of issues', () => {
  it('packs each into a zip of its own, named by its hash', async () => {
    const base = scratch();
    write(base, 'src/main/A.java', 'src/main/B.java', 'sub/É.java', 'D.java');
    const result = (await copy(base)) as JavaObject;
    expect(result.desc.suid).toBe(1n);
    // Two issues in /abs/C.java, one in no file.
    expect(counts(result)).toEqual({ copied: 4, notFound: 3, notInWorkspace: 0 });
    await unzipStream(pieces(readFileSync(path.join(base, 'batch-pmd-7.zip'))), path.join(base, 'out'));
    const zips = readdirSync(path.join(base, 'out'));
    expect(zips).toContain('288df11a.tmp.zip');
    expect(zips).toHaveLength(4);
    await unzipStream(pieces(readFileSync(path.join(base, 'out/288df11a.tmp.zip'))), path.join(base, 'in'));
    expect(readFileSync(path.join(base, 'in/A.java'), 'utf8')).toBe('src/main/A.java');
    expect(leftovers()).toEqual([]);
  });

  it('leaves out what the controller has already', async () => {
    const base = scratch();
    write(base, 'src/main/B.java');
    const skip = { filesToSkip: hashSet(['src/main/B.java']) };
    expect(counts(await copy(base, skip))).toEqual({ copied: 0, notFound: 7, notInWorkspace: 0 });
    expect(existsSync(path.join(base, 'batch-pmd-7.zip'))).toBe(false);
  });

  it('leaves out what lies elsewhere, unless that is permitted', async () => {
    const base = scratch();
    const outside = scratch();
    write(outside, 'A.java');
    const report = reportOf(path.join(outside, 'A.java'));
    expect(counts(await copy(base, { report }))).toEqual({ copied: 0, notFound: 0, notInWorkspace: 1 });
    const permittedAbsolutePaths = hashSet([outside]);
    expect(counts(await copy(base, { report, permittedAbsolutePaths }))).toEqual({
      copied: 1,
      notFound: 0,
      notInWorkspace: 0,
    });
  });

  it('refuses a report of a version that it does not know', async () => {
    const report = Object.assign(recordedReport(14), {});
    const unknown = { ...report.desc, suid: 99n };
    Object.assign(report, { desc: unknown });
    expect(await failureOf(copy(scratch(), { report }))).toMatch(/^java\.io\.InvalidClassException: .* version 99 /);
  });

  it('leaves nothing behind when it fails or is cancelled', async () => {
    const base = scratch();
    write(base, 'src/main/A.java');
    chmodSync(base, 0o755);
    mkdirSync(path.join(base, 'batch-pmd-7.zip'));
    expect(await failureOf(copy(base))).toBe(
      `java.nio.file.FileSystemException: ${base}/batch-pmd-7.zip: Is a directory`,
    );
    expect(leftovers()).toEqual([]);
    const call = new ChannelCall();
    call.cancel();
    expect(await failureOf(copy(base, {}, call))).toBe('java.lang.InterruptedException');
    expect(leftovers()).toEqual([]);
  });
});
