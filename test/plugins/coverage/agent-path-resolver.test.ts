import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  absolutePath,
  createAbsolutePath,
  isAbsolute,
  relativePath,
} from '../../../src/plugins/plugin-util-api/path-util.js';
import { hashSet, mapEntries, stringValues } from '../../../src/serial/jdk.js';
import type { JavaObject } from '../../../src/serial/model.js';
import { scratch } from '../../os/files/scratch.js';
import { ChannelCall } from '../../support/channel-call.js';
import { askAt } from '../../jenkins/ask.js';
import { failureOf } from '../../jenkins/file-path/request.js';

const NAME = 'io.jenkins.plugins.coverage.metrics.steps.PathResolver$AgentPathResolver';

function write(base: string, ...files: string[]): void {
  for (const file of files) {
    mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
    writeFileSync(path.join(base, file), file);
  }
}

interface Resolved {
  readonly object: JavaObject;
  readonly paths: Record<string, unknown>;
  readonly info: string[];
  readonly errors: string[];
}

async function resolve(
  workspace: string,
  names: readonly string[],
  requested: readonly string[] = [],
  permitted: readonly string[] = [],
  call?: ChannelCall,
): Promise<Resolved> {
  const fields = {
    permittedSourceDirectories: hashSet(permitted),
    relativePaths: hashSet(names),
    requestedSourceDirectories: hashSet(requested),
  };
  const found = (await askAt(workspace, NAME, fields, call)) as JavaObject;
  return {
    object: found,
    paths: Object.fromEntries(mapEntries(found.get('result'))) as Record<string, unknown>,
    info: stringValues(found.get('infoMessages')),
    errors: stringValues(found.get('errorMessages')),
  };
}

describe.skipIf(process.platform === 'win32')('finding source files', () => {
  it('looks where they are named, then in the workspace', async () => {
    const base = scratch();
    write(base, 'src/A.java', 'B.java');
    const { object, paths, info, errors } = await resolve(base, ['src/A.java', './src/../B.java', 'src\\A.java']);
    expect(paths).toEqual({ './src/../B.java': 'B.java', 'src\\A.java': 'src/A.java' });
    expect(info).toEqual([
      `Searching for source code files in root of workspace '${base}'`,
      '-> resolved absolute paths for all 3 source files',
    ]);
    expect(errors).toEqual([]);
    expect(object.get('title')).toBe('Errors during source path resolving:');
    expect([object.get('lines'), object.get('maxLines')]).toEqual([0, 20]);
  });

  it('looks in directories that a step names or matches', async () => {
    const base = scratch();
    write(base, 'ws/src/main/A.java', 'ws/mod/x/src/B.java', 'more/C.java', 'secret/D.java');
    const workspace = path.join(base, 'ws');
    const requested = ['src/main', 'glob:mod/*/src', `${base}/more`, `${base}/secret`, workspace, '-', ' '];
    const names = ['A.java', 'B.java', 'C.java', `${base}/secret/D.java`, 'missing'];
    const { paths, info, errors } = await resolve(workspace, names, requested, [`${base}/more`]);
    expect(paths).toEqual({
      'A.java': 'src/main/A.java',
      'B.java': 'mod/x/src/B.java',
      'C.java': `${base}/more/C.java`,
    });
    expect(info[0]).toBe('Searching for source code files in:');
    expect(info.slice(1, 4).sort()).toEqual(
      [`-> ${workspace}/src/main`, `-> ${workspace}/mod/x/src`, `-> ${base}/more`].sort(),
    );
    expect(info[4]).toBe('-> finished resolving of absolute paths (found: 3, not found: 2)');
    expect(errors[0]).toBe('Errors while resolving source files on agent:');
    expect(errors.slice(1).sort()).toEqual([
      '- Skipping resolving of file: ' +
        `${base}/secret/D.java (not part of workspace or permitted source code folders)`,
      "- Source file 'missing' not found",
      `Removing non-workspace source directory '${base}/secret' - it has not been approved in Jenkins' global configuration.`,
    ]);
  });

  it('follows a workspace that is a link', async () => {
    const base = scratch();
    write(base, 'real/A.java');
    symlinkSync(path.join(base, 'real'), path.join(base, 'ws'));
    const inside = await resolve(path.join(base, 'ws'), [path.join(base, 'real/A.java')]);
    expect(inside.errors).toEqual([]);
  });

  it('logs a pattern that is none, and no more than twenty errors', async () => {
    const base = scratch();
    const names = Array.from({ length: 30 }, (_, i) => `missing${i}`);
    const { errors } = await resolve(base, names, ['glob:[']);
    expect(errors.slice(1, 3)).toEqual([
      "Pattern not valid for FileSystem.getPathMatcher: 'glob:['",
      "java.util.regex.PatternSyntaxException: Missing '] near index 0\n[\n^",
    ]);
    expect(errors).toHaveLength(23);
    expect(errors.at(-1)).toBe('  ... skipped logging of 11 additional errors ...');
  });

  it('fails for a pattern that only Java understands', async () => {
    expect(await failureOf(resolve(scratch(), ['a'], ['regex:\\X']))).toBe(
      'java.io.IOException: The regular expression \\X has the escape \\X, which this agent cannot apply as Java would',
    );
  });

  it("writes the version of the log's class that the controller has", async () => {
    const parent = ({ object }: Resolved) => object.desc.superDesc;
    expect(parent(await resolve(scratch(), []))).toMatchObject({
      name: 'edu.hm.hafner.util.FilteredLog',
      suid: 6956036398485594488n,
    });
    const asked: string[] = [];
    const controllerClass = (name: string) => {
      asked.push(name);
      return Promise.resolve(EMPTY_CLASS);
    };
    const old = parent(await resolve(scratch(), [], [], [], new ChannelCall({ controllerClass })));
    expect(old?.suid).not.toBe(6956036398485594488n);
    expect(asked).toEqual(['edu.hm.hafner.util.FilteredLog']);
  });
});

describe.skipIf(process.platform === 'win32')('paths', () => {
  it('are absolute when there is something', async () => {
    const base = scratch();
    write(base, 'a/b');
    symlinkSync('a', path.join(base, 'l'));
    expect(await absolutePath(`${base}/l/../a//b/`)).toBe(`${base}/a/b`);
    expect(await absolutePath(`${base}/l`)).toBe(`${base}/l`);
    expect(await absolutePath('no\\such/../file')).toBe('no/such/../file');
    expect(await absolutePath('c:\\x')).toBe('C:/x');
    expect(await absolutePath('a\0b')).toBe('a\0b');
    expect(await relativePath(base, `${base}/a/b`)).toBe('a/b');
    expect(await relativePath(`${base}/a`, base)).toBe('..');
    expect(await relativePath(base, 'a/b')).toBe('a/b');
    expect(await relativePath(base, 'gone')).toBe('gone');
  });

  it.each([
    ['/w', 'a/b', '/w/a/b'],
    ['/w/', './a/../b', '/w/b'],
    ['/w', '../x', '/x'],
    ['/w', '../../x', '../../x'],
    ['/w', '/x\\y', '/x/y'],
    ['/w', 'http://x/y', 'http://x/y'],
    ['', 'a', 'a'],
  ])('%s and %s make %s', (directory, name, whole) => {
    expect(createAbsolutePath(directory, name)).toBe(whole);
  });

  it.each([
    ['/a', true],
    ['~/a', true],
    ['C:\\a', true],
    ['file:a', true],
    ['a b:c', false],
    ['a/b', false],
    ['x:a b', true],
    ['xy:a b', false],
    ['x:', false],
  ])('%s is absolute: %s', (name, absolute) => {
    expect(isAbsolute(name)).toBe(absolute);
  });
});

/** class E {} of Java 8. */
const EMPTY_CLASS = Buffer.from(
  'cafebabe000000340007' +
    '0700020100014507000401' +
    '00106a6176612f6c616e672f4f626a656374' +
    '01000178' +
    '010001790020' +
    '0001000300000000' +
    '00000000',
  'hex',
);
