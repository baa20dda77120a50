/** Names and contents that are meant to do harm. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UriIsh } from '../../../src/plugins/git-client/values/uri-ish.js';
import { objectId } from '../../../src/plugins/git-client/values/object-id.js';
import { JavaError } from '../../../src/java/java-error.js';
import { arrayList, boxBoolean, boxInt, listValues, objectArray } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { object } from '../../jenkins/file-path/request.js';
import { API_METHODS, BUILDER_METHODS } from './support/interface.js';
import { TestRepository } from './support/repository.js';
import { CREDENTIALS, GitTester, STRING } from './support/tester.js';
import type { Invocation } from './support/tester.js';
import { refSpec, remoteConfig, uriIsh } from './support/values.js';

let home: string;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'git-hostile-')));
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe.each([
  '--upload-pack=touch /tmp/x',
  '-u/tmp/x',
  '`touch x`',
  'host:path --upload-pack=x',
  'a b',
  'x\ny\nz',
  'ext::sh -c touch% x',
])('the URL %j', (url) => {
  const fails = /^Invalid re(mote URL|pository)/;

  it('is not fetched from', async () => {
    const git = await GitTester.open(join(home, 'ws'), { env: { GIT_ALLOW_PROTOCOL: 'ext:file' } });
    await expect(git.execute('CloneCommand', ['url', [STRING], url])).rejects.toThrow(fails);
    await expect(git.invoke('getHeadRev', [STRING], url)).rejects.toThrow(fails);
    expect(git.log).not.toMatch(/ > git (fetch|ls-remote) /);
  });
});

/** Java's types and a harmless value for each, by its name in signatures; those with text in them take it from outside. */
const VALUES: Readonly<Record<string, readonly [type: string, (text: string) => JavaValue]>> = {
  String: [STRING, (text) => text],
  boolean: ['boolean', () => boxBoolean(true)],
  Boolean: ['java.lang.Boolean', () => boxBoolean(true)],
  int: ['int', () => boxInt(1)],
  Integer: ['java.lang.Integer', () => boxInt(1)],
  ObjectId: ['org.eclipse.jgit.lib.ObjectId', () => objectId('1'.repeat(40))],
  URIish: ['org.eclipse.jgit.transport.URIish', (text) => uriIsh(text)],
  RefSpec: ['org.eclipse.jgit.transport.RefSpec', (text) => refSpec(text)],
  'RefSpec[]': ['[Lorg.eclipse.jgit.transport.RefSpec;', (text) => objectArray([refSpec(text)])],
  List: ['java.util.List', (text) => arrayList([refSpec(text)])],
  RemoteConfig: ['org.eclipse.jgit.transport.RemoteConfig', (text) => remoteConfig(text, text, text)],
  Revision: [
    'hudson.plugins.git.Revision',
    (text) =>
      object('hudson.plugins.git.Revision', {
        branches: arrayList([object('hudson.plugins.git.Branch', { name: `${text}/x`, sha1: null })]),
        sha1: objectId('1'.repeat(40)),
      }),
  ],
  TaskListener: ['hudson.model.TaskListener', () => null],
  ConfigLevel: ['org.jenkinsci.plugins.gitclient.GitClient$ConfigLevel', () => null],
  PersonIdent: ['org.eclipse.jgit.lib.PersonIdent', () => null],
  StandardCredentials: [CREDENTIALS, () => null],
  Strategy: ['org.jenkinsci.plugins.gitclient.MergeCommand$Strategy', () => null],
  GitPluginFastForwardMode: ['org.jenkinsci.plugins.gitclient.MergeCommand$GitPluginFastForwardMode', () => null],
};

const PATHS: (typeof VALUES)[string] = ['java.util.List', (text) => arrayList([text])];

const HOSTILE = '--upload-pack=x';
const HARMLESS = 'x';

/** `fetch(String,List)` with each of its parameters in turn the hostile one. */
function attacks(signature: string, hostile = HOSTILE): Invocation[] {
  const [, method = '', list = ''] = /^(\w+)\((.*)\)$/.exec(signature) ?? [];
  const parameters =
    list === '' ? [] : list.split(',').map((name) => (method.startsWith('sparse') ? PATHS : VALUES[name]));
  // Streams, callbacks and the like: nothing in them is text.
  if (parameters.includes(undefined)) return [];
  const known = parameters as (typeof VALUES)[string][];
  return known.map((_, attacked) => [
    method,
    known.map(([type]) => type),
    ...known.map(([, value], i) => value(i === attacked ? hostile : HARMLESS)),
  ]);
}

/** The same call with nothing in it that does harm; none for what has no text in it. */
function tamed(signature: string): Invocation[] {
  return attacks(signature, HARMLESS).slice(0, 1);
}

// As the official agent: the ref is refused when its command is in the log, which git does after that.
it.each([
  [['ref', [STRING], HOSTILE], [` > git checkout -f ${HOSTILE} # timeout=10`]],
  [['branch', [STRING], HOSTILE], [` > git checkout -b ${HOSTILE} # timeout=10`]],
] as const)('an option in the place of a ref to check out stands in the log: %j', async (call, refused) => {
  TestRepository.create(join(home, 'ws'));
  const git = await GitTester.open(join(home, 'ws'));
  const [method, types, text] = call;
  await expect(git.execute('CheckoutCommand', [method, [...types], text])).rejects.toThrow('Could not checkout');
  expect(git.newLines()).toEqual([' > git config core.sparsecheckout # timeout=10', ...refused]);
});

describe('an option in the place of a name', () => {
  /** Stands for git: writes down what it is called with, and answers as if all were well. */
  const RECORDER = `#!/bin/sh
{ printf '%s\\0' "$@"; printf '\\n'; } >> "$0.args"
case "$*" in
  --version) echo git version 2.39.5;;
  remote) echo origin;;
  *--get-regexp*) echo "submodule.x.url file:///x";;
  *--get*) echo file:///x;;
  rev-parse*) echo ${'1'.repeat(40)};;
esac
`;
  let exe: string;
  let git: GitTester;
  beforeEach(async () => {
    exe = join(home, 'recorder');
    writeFileSync(exe, RECORDER);
    chmodSync(exe, 0o755);
    mkdirSync(join(home, 'ws/.git/info'), { recursive: true });
    git = await GitTester.open(join(home, 'ws'), { exe });
  });

  /** Commands that were given the hostile text where git reads options; behind these it reads a value. */
  function injected(): string[][] {
    if (!existsSync(`${exe}.args`)) return [];
    const commands = readFileSync(`${exe}.args`, 'utf8').split('\0\n').slice(0, -1);
    return commands
      .map((command) => command.split('\0'))
      .filter((words) => words.some((word, i) => word === HOSTILE && !VALUE_FOLLOWS.has(words[i - 1] ?? '')));
  }
  const VALUE_FOLLOWS = new Set(['-m', '-F', '--reference']);

  /** Both refusing and doing what is meant are fine; Java's exceptions only. */
  const tolerated = (error: unknown) => expect(error).toBeInstanceOf(JavaError);

  it.each(API_METHODS.filter((signature) => attacks(signature).length > 0))('in %s', async (signature) => {
    for (const attack of attacks(signature)) await git.invoke(...attack).catch(tolerated);
    expect(injected()).toEqual([]);
  });

  it.each([...BUILDER_METHODS])('in %s', async (command, methods) => {
    for (const attack of methods.flatMap((one) => attacks(one))) {
      const others = methods.filter((one) => !one.startsWith(`${attack[0]}(`)).map(tamed);
      await git.execute(command, attack).catch(tolerated);
      await git.execute(command, ...others.flat(), attack).catch(tolerated);
    }
    expect(injected()).toEqual([]);
  });

  it('would be found', async () => {
    await git.remote.work(git.call, (run) => run.git('fetch', HOSTILE));
    expect(injected()).toEqual([['fetch', HOSTILE]]);
  });
});

describe('a repository', () => {
  const names = ['-f', 'a\nb', '"q"', "it's", 'sp ace', 'tab\tx', '$HOME', '%PATH%', '*', ':x', 'ü'];
  const invalid = Buffer.from([0x66, 0xff, 0xfe, 0x2e, 0x74]);

  function hostileRepository(): TestRepository {
    const remote = TestRepository.create(join(home, 'remote'));
    for (const name of names) writeFileSync(join(remote.path, name), name);
    writeFileSync(Buffer.concat([Buffer.from(`${remote.path}/`), invalid]), 'invalid');
    remote.commit('plain', 'x', 'Message\n\n--option\n\u0007 and `code` $(touch x)');
    return remote;
  }

  it('may have files of any name', async () => {
    const remote = hostileRepository();
    const git = await GitTester.open(join(home, 'ws'), { env: { GIT_ALLOW_PROTOCOL: 'file' } });
    await git.execute('CloneCommand', ['url', [STRING], remote.url]);
    await git.execute('CheckoutCommand', ['ref', [STRING], 'origin/main']);
    const files = readdirSync(join(home, 'ws'), { encoding: 'buffer' }).map((name) => name.toString('latin1'));
    const expected = [...names, 'plain', '.git'].map((name) => Buffer.from(name).toString('latin1'));
    expect(files.sort()).toEqual([...expected, invalid.toString('latin1')].sort());
    const entries = listValues(await git.invoke('lsTree', [STRING, 'boolean'], 'HEAD', boxBoolean(true)));
    // What git quotes stays quoted, and names end at white space, as with the official agent.
    const listed = entries.map((entry) => (entry as JavaObject).get('file'));
    expect(listed.sort()).toEqual(
      [
        '$HOME',
        '%PATH%',
        '*',
        '-f',
        ':x',
        "it's",
        'plain',
        'sp',
        '"\\"q\\""',
        '"\\303\\274"',
        '"a\\nb"',
        '"f\\377\\376.t"',
        '"tab\\tx"',
      ].sort(),
    );
    const writer = git.call.newWriter();
    await git.execute('ChangelogCommand', ['includes', [STRING], 'HEAD'], ['to', ['java.io.Writer'], writer.value]);
    expect(writer.text()).toContain('    --option\n    \u0007 and `code` $(touch x)\n');
    writeFileSync(join(home, 'ws', '--untracked\n'), '');
    await git.invoke('clean');
    expect(readdirSync(join(home, 'ws'))).not.toContain('--untracked\n');
    expect(existsSync(join(home, 'ws/x'))).toBe(false);
  });

  it.each([
    ['path', '[submodule "s"]\n\tpath = --upload-pack=x\n\turl = file:///none\n', 'Invalid argument: --upload-pack=x'],
    ['path', '[submodule "s"]\n\tpath = -x\n\turl = file:///none\n', 'Invalid argument: -x'],
  ])('may not name an option as the %s of a submodule: %j', async (_, modules, message) => {
    const git = await GitTester.open(join(home, 'ws'));
    await git.invoke('init');
    writeFileSync(join(home, 'ws/.gitmodules'), modules);
    await git.invoke('config', ['x.ConfigLevel', STRING, STRING], null, 'submodule.s.url', 'file:///none');
    await expect(git.execute('SubmoduleUpdateCommand')).rejects.toThrow(message);
    expect(git.log).not.toContain('submodule update');
  });
});

it.each(['https://h/p\nHost: x', 'x\ny'])('a URL with a line end is none: %j', (url) => {
  expect(UriIsh.parse(url)).toBeNull();
});
