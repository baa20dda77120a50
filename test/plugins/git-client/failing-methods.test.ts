/**
 * Every method of IGitAPI and every builder where it cannot do its work: in a folder that is no repository, with a remote that is
 * not there. What is expected is what the official agent throws, the causes included.
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUILDERS } from '../../../src/plugins/git-client/commands/index.js';
import { METHODS } from '../../../src/plugins/git-client/methods/index.js';
import { objectId } from '../../../src/plugins/git-client/values/object-id.js';
import { JavaError } from '../../../src/java/java-error.js';
import { arrayList, boxInt, listValues, objectArray, unbox } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { object } from '../../jenkins/file-path/request.js';
import { API_METHODS, BUILDER_METHODS } from './support/interface.js';
import { FALSE, TRUE } from './support/methods-fixture.js';
import { GIT_ENVIRONMENT } from './support/repository.js';
import { GitTester, INTEGER, LIST, OBJECT_ID, REF_SPEC, REMOTE_CONFIG, STRING, URI_ISH } from './support/tester.js';
import type { Invocation } from './support/tester.js';
import { personIdent, refSpec, remoteConfig, uriIsh } from './support/values.js';

const SHA1 = '1'.repeat(40);
const ID = objectId(SHA1);
const NOWHERE = 'file:///nowhere/at/all';
const REMOTE = remoteConfig('origin', NOWHERE, '+refs/heads/*:refs/remotes/origin/*');
const BRANCH = object('hudson.plugins.git.Branch', { name: 'origin/main', sha1: ID });
const REVISION = object('hudson.plugins.git.Revision', { branches: arrayList([BRANCH]), sha1: ID });
const PERSON = 'org.eclipse.jgit.lib.PersonIdent';
const SOMEBODY = personIdent('P', 'p@x');
const REVISION_TYPE = 'hudson.plugins.git.Revision';
const LISTENER = 'hudson.model.TaskListener';
const LEVEL = 'org.jenkinsci.plugins.gitclient.GitClient$ConfigLevel';

let home: string;
let git: GitTester;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'git-failing-')));
  await mkdir(join(home, 'ws'));
  git = await open();
});
afterEach(() => rm(home, { recursive: true, force: true }));

const open = (exe = 'git') =>
  GitTester.open(join(home, 'ws'), {
    exe,
    agentEnvironment: { ...GIT_ENVIRONMENT, GIT_CEILING_DIRECTORIES: home },
  });

/** A method, its types and arguments, and how the messages of the exception and its causes begin. */
type Row = readonly [method: string, types: readonly string[], args: readonly JavaValue[], ...messages: string[]];

/** The message of a command that failed, up to git's own words. */
const failed = (command: string, status = 128) => `Command "git ${command}" returned status code ${status}:`;

const ASKS_URL = failed('config --get remote.origin.url', 1);
const FETCHES = failed(`fetch --tags --force --progress -- ${NOWHERE} +refs/heads/*:refs/remotes/origin/*`);
const LOG = 'log --full-history --no-abbrev --format=raw -M -m';
const CHANGELOG = 'Error: git log --raw --no-merges --no-abbrev -M "--format=commit %H%ntree';

const ROWS: readonly Row[] = [
  ['isBareRepository', [], [], failed('rev-parse --is-bare-repository')],
  ['isBareRepository', [STRING], ['/none'], failed('--git-dir=/none rev-parse --is-bare-repository')],
  ['add', [STRING], ['x'], 'Cannot add x', failed('add x')],
  ['commit', [STRING], ['m'], 'Cannot commit m', 'Command "git commit -F '],
  ['commit', [STRING, PERSON, PERSON], ['m', SOMEBODY, SOMEBODY], 'Cannot commit m', 'Command "git commit -F '],
  ['clean', [], [], failed('clean -fdx')],
  ['clean', ['boolean'], [TRUE], failed('clean -ffdx')],
  ['config', [LEVEL, STRING, STRING], [null, 'my.key', 'v'], failed('config --local my.key v')],
  ['getRemoteUrl', [STRING], ['origin'], ASKS_URL],
  ['getRemoteUrl', [STRING, STRING], ['origin', ''], ASKS_URL],
  ['setRemoteUrl', [STRING, STRING], ['origin', '/x'], failed('config remote.origin.url /x')],
  [
    'setRemoteUrl',
    [STRING, STRING, STRING],
    ['origin', '/x', '/none'],
    failed('--git-dir=/none config remote.origin.url /x'),
  ],
  ['addRemoteUrl', [STRING, STRING], ['origin', '/x'], failed('config --add remote.origin.url /x')],
  ['getDefaultRemote', [STRING], ['origin'], failed('remote')],
  ['getHeadRev', [STRING], [NOWHERE], failed(`ls-remote -h -- ${NOWHERE}`)],
  ['getHeadRev', [STRING, STRING], [NOWHERE, 'main'], failed(`ls-remote -h -- ${NOWHERE} main`)],
  [
    'getRemoteReferences',
    [STRING, STRING, 'boolean', 'boolean'],
    [NOWHERE, null, TRUE, TRUE],
    failed(`ls-remote -h -t -- ${NOWHERE}`),
  ],
  ['getRemoteSymbolicReferences', [STRING, STRING], [NOWHERE, 'HEAD'], failed(`ls-remote --symref -- ${NOWHERE} HEAD`)],
  ['branch', [STRING], ['b'], 'Cannot create branch b', failed('branch b')],
  ['deleteBranch', [STRING], ['b'], 'Could not delete branch b', failed('branch -D b')],
  ['getBranches', [], [], failed('branch -a -v --no-abbrev')],
  ['getBranchesContaining', [STRING], [SHA1], failed(`branch -a -v --no-abbrev --contains ${SHA1}`)],
  ['getBranchesContaining', [STRING, 'boolean'], [SHA1, FALSE], failed(`branch -v --no-abbrev --contains ${SHA1}`)],
  ['tag', [STRING, STRING], ['a tag', 'c'], 'Could not apply tag a_tag', failed('tag -a -f -m c a_tag')],
  ['tagExists', [STRING], ['t'], failed('tag -l t')],
  ['getTagMessage', [STRING], ['t'], failed('tag -l t -n10000')],
  ['deleteTag', [STRING], ['a tag'], 'Could not delete tag a_tag', failed('tag -d a_tag')],
  ['getTagNames', [STRING], [null], 'Error retrieving tag names', failed('tag -l')],
  ['getRemoteTagNames', [STRING], [null], 'Error retrieving remote tag names', ASKS_URL],
  ['ref', [STRING], ['refs/x/y'], 'Could not apply ref refs/x/y', failed('update-ref refs/x/y HEAD')],
  ['deleteRef', [STRING], ['refs/x/y'], 'Could not delete ref refs/x/y', failed('update-ref -d refs/x/y')],
  [
    'getRefNames',
    [STRING],
    [''],
    'Error retrieving refs with prefix refs/',
    failed('for-each-ref --format=%(refname) refs/'),
  ],
  ['revParse', [STRING], ['HEAD'], failed('rev-parse HEAD^{commit}')],
  ['revList', [STRING], ['HEAD'], failed('rev-list HEAD')],
  ['revListBranch', [STRING], ['HEAD'], failed('rev-list HEAD')],
  ['revListAll', [], [], failed('rev-list --all')],
  ['describe', [STRING], ['HEAD'], failed('describe --tags HEAD')],
  ['lsTree', [STRING], ['HEAD'], failed('ls-tree HEAD')],
  ['lsTree', [STRING, 'boolean'], ['HEAD', TRUE], failed('ls-tree -r HEAD')],
  ['getSubmodules', [STRING], ['HEAD'], failed('ls-tree -r HEAD')],
  ['getAllLogEntries', [STRING], ['HEAD'], failed("log --all --pretty=format:'%H#%ct' HEAD")],
  ['showRevision', [REVISION_TYPE], [REVISION], failed(`${LOG} --raw -1 ${SHA1}`)],
  ['showRevision', [OBJECT_ID], [ID], failed(`${LOG} --raw -1 ${SHA1}`)],
  ['showRevision', [OBJECT_ID, OBJECT_ID], [ID, ID], failed(`${LOG} --raw ${SHA1}..${SHA1}`)],
  ['showRevision', [OBJECT_ID, OBJECT_ID, 'java.lang.Boolean'], [ID, ID, FALSE], failed(`${LOG} ${SHA1}..${SHA1}`)],
  ['clone', [STRING, STRING, 'boolean', STRING], [NOWHERE, 'origin', FALSE, null], FETCHES],
  ['clone', [REMOTE_CONFIG], [REMOTE], FETCHES],
  ['clone', [REMOTE_CONFIG, 'boolean'], [REMOTE, TRUE], FETCHES.replace('--progress', '--progress --depth=1')],
  ['fetch', [], [], failed('remote')],
  ['fetch', [STRING, STRING], ['origin', 'x'], ASKS_URL],
  ['fetch', [STRING, REF_SPEC], ['origin', refSpec('a:b')], ASKS_URL],
  ['fetch', [STRING, `[L${REF_SPEC};`], ['origin', objectArray([refSpec('a:b')])], ASKS_URL],
  ['fetch', [URI_ISH, LIST], [uriIsh(NOWHERE), null], failed(`fetch --tags --force --progress -- ${NOWHERE}`)],
  ['fetch', [REMOTE_CONFIG], [REMOTE], FETCHES],
  ['push', [STRING, STRING], ['origin', 'x'], ASKS_URL],
  ['push', [URI_ISH, STRING], [uriIsh(NOWHERE), 'x'], failed(`push ${NOWHERE} x`)],
  ['push', [REMOTE_CONFIG, STRING], [REMOTE, 'x'], failed(`push -- ${NOWHERE} x`)],
  ['prune', [REMOTE_CONFIG], [REMOTE], ASKS_URL],
  ['checkout', [STRING], ['r'], 'Could not checkout r', failed('checkout -f r')],
  ['checkout', [STRING, STRING], ['r', 'b'], 'Could not checkout b with start point r', failed('checkout -b b r')],
  ['checkoutBranch', [STRING, STRING], ['b', 'r'], 'Could not checkout b with start point r', failed('checkout -f r')],
  ['merge', [OBJECT_ID], [ID], failed(`merge ${SHA1}`)],
  ['merge', [STRING], ['r'], 'Could not merge r', failed('merge r')],
  ['addNote', [STRING, STRING], ['n', 'ns'], 'Could not apply note n', 'Command "git notes --ref=ns add -F '],
  ['appendNote', [STRING, STRING], ['n', 'ns'], 'Could not apply note n', 'Command "git notes --ref=ns append -F '],
  ['addSubmodule', [STRING, STRING], [NOWHERE, 's'], failed(`submodule add ${NOWHERE} s`)],
  ['submoduleInit', [], [], failed('submodule init')],
  ['submoduleSync', [], [], failed('submodule sync')],
  ['submoduleClean', ['boolean'], [TRUE], failed('submodule foreach --recursive git reset --hard')],
  ['getSubmoduleUrl', [STRING], ['s'], failed('config --get submodule.s.url', 1)],
  ['setSubmoduleUrl', [STRING, STRING], ['s', '/x'], failed('config submodule.s.url /x')],
  ['fixSubmoduleUrls', [STRING, LISTENER], ['origin', null], 'Could not determine remote.origin.url', ASKS_URL],
  ['setupSubmoduleUrls', [STRING, LISTENER], ['origin', null], failed('submodule init')],
  ['setupSubmoduleUrls', [REVISION_TYPE, LISTENER], [REVISION, null], failed('remote')],
  ['submoduleUpdate', ['boolean'], [TRUE], failed('submodule init')],
  ['submoduleUpdate', ['boolean', STRING], [TRUE, null], failed('submodule init')],
  ['submoduleUpdate', ['boolean', 'boolean'], [TRUE, TRUE], failed('submodule init')],
  ['submoduleUpdate', ['boolean', 'boolean', STRING], [TRUE, TRUE, '/x'], failed('submodule init')],
];

const to: Invocation = ['to', [LIST], arrayList([])];
const COMMANDS: readonly (readonly [command: string, calls: readonly Invocation[], ...messages: string[]])[] = [
  ['CloneCommand', [['url', [STRING], NOWHERE]], FETCHES],
  [
    'FetchCommand',
    [['from', [URI_ISH, LIST], uriIsh(NOWHERE), null]],
    failed(`fetch --tags --force --progress -- ${NOWHERE}`),
  ],
  [
    'CheckoutCommand',
    [
      ['ref', [STRING], 'r'],
      ['timeout', [INTEGER], boxInt(1)],
    ],
    'Could not checkout r',
    failed('checkout -f r'),
  ],
  ['PushCommand', [['to', [URI_ISH], uriIsh(NOWHERE)]], failed(`push ${NOWHERE}`)],
  ['InitCommand', [['workspace', [STRING], '/proc/none']], "Could not create directory '/proc/none'"],
  ['MergeCommand', [['setRevisionToMerge', [OBJECT_ID], ID]], failed(`merge ${SHA1}`)],
  // What it was to take back is not there: that is what it fails with.
  ['RebaseCommand', [['setUpstream', [STRING], 'u']], failed('rebase --abort')],
  ['RevListCommand', [['all', []], to], failed('rev-list --all')],
  ['SubmoduleUpdateCommand', [], failed('submodule init')],
];

/** Messages from the outermost exception to the innermost; each of them must be of this class. */
function messages(error: unknown, javaClass = 'hudson.plugins.git.GitException'): string[] {
  if (!(error instanceof JavaError)) throw error;
  expect(error.javaClass).toBe(javaClass);
  return [error.javaMessage ?? 'null', ...(error.cause === undefined ? [] : messages(error.cause))];
}

const failure = (action: Promise<unknown>) =>
  action.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );

const beginningWith = (texts: readonly string[]) =>
  texts.map(
    (text) => expect.stringMatching(new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`, 's')) as string,
  );

describe('where there is no repository', () => {
  it.each(ROWS.map(([method, types, args, ...expected]) => ({ method, types, args, expected })))(
    '$method($types) fails as in the official agent',
    async ({ method, types, args, expected }) => {
      const error = await failure(git.invoke(method, types, ...args));
      expect(messages(error)).toEqual(beginningWith(expected));
    },
  );

  it.each(COMMANDS.map(([command, calls, ...expected]) => ({ command, calls, expected })))(
    '$command fails as in the official agent',
    async ({ command, calls, expected }) => {
      const error = await failure(git.execute(command, ...calls));
      expect(messages(error)).toEqual(beginningWith(expected));
    },
  );

  it.each([
    ['fetch', [REMOTE_CONFIG], []],
    ['clone', [REMOTE_CONFIG], []],
    ['push', [REMOTE_CONFIG, STRING], ['x']],
  ] as const)('%s asks a remote without a URL for its first', async (method, types, further) => {
    const error = await failure(git.invoke(method, [...types], remoteConfig('origin', null), ...further));
    expect(messages(error, 'java.lang.IndexOutOfBoundsException')).toEqual(['Index 0 out of bounds for length 0']);
  });

  it.each([
    ['OutputStream', () => git.call.newOutput()],
    ['Writer', () => git.call.newWriter()],
  ] as const)('a changelog to a %s fails and closes it', async (type, open) => {
    const target = open();
    const types = [STRING, STRING, `java.io.${type}`];
    const error = await failure(git.invoke('changelog', types, SHA1, SHA1, target.value));
    expect(messages(error)).toEqual(beginningWith([CHANGELOG]));
    expect(target.closed).toBe(true);
    const command = failure(
      git.execute(
        'ChangelogCommand',
        ['includes', [STRING], SHA1],
        ['to', ['java.io.Writer'], git.call.newWriter().value],
      ),
    );
    expect(messages(await command)).toEqual(beginningWith([CHANGELOG]));
  });

  it('some have an answer all the same', async () => {
    const answer = async (method: string, types: readonly string[] = [], ...args: JavaValue[]) =>
      unbox(await git.invoke(method, types, ...args));
    expect(await answer('hasGitRepo')).toBe(false);
    expect(await answer('hasGitRepo', ['boolean'], TRUE)).toBe(false);
    expect(await answer('hasGitModules')).toBe(false);
    expect(await answer('hasGitModules', [STRING], 'HEAD')).toBe(false);
    expect(await answer('refExists', [STRING], 'refs/heads/main')).toBe(false);
    expect(await answer('isCommitInRepo', [OBJECT_ID], ID)).toBe(false);
    expect(await answer('maintenance', [STRING], 'gc')).toBe(false);
    expect(await git.invoke('mergeBase', [OBJECT_ID, OBJECT_ID], ID, ID)).toBeNull();
    for (const method of ['getRemoteBranches', 'getTags']) expect(listValues(await git.invoke(method))).toEqual([]);
    expect(listValues(await git.invoke('getTagsOnCommit', [STRING], 'HEAD'))).toEqual([]);
    git.newLines();
    await git.invoke('reset');
    await git.invoke('reset', ['boolean'], TRUE);
    expect(git.newLines().filter((line) => !line.startsWith(' > '))).toEqual(
      Array(2).fill('No valid HEAD. Skipping the resetting'),
    );
  });

  it('a revision that is null is told', async () => {
    const error = await failure(git.invoke('mergeBase', [OBJECT_ID, OBJECT_ID], null, ID));
    expect(messages(error, 'java.lang.NullPointerException')).toEqual(['null']);
  });
});

describe('where the repository is broken', () => {
  beforeEach(async () => {
    await git.invoke('init');
    await writeFile(join(home, 'ws/.git/config'), '[broken');
  });

  it.each(['getRemoteBranches', 'getTagsOnCommit'])('%s fails', async (method) => {
    const args = method === 'getTagsOnCommit' ? [[STRING], 'HEAD'] : [[]];
    const error = await failure(git.invoke(method, ...(args as [string[], ...string[]])));
    expect(messages(error)).toEqual([
      expect.stringMatching(/^fatal: bad config line \d in file \.git\/config$/) as string,
    ]);
  });

  it('init fails', async () => {
    const error = await failure(git.invoke('init'));
    expect(messages(error)).toEqual(beginningWith([`Could not init ${home}/ws`, failed(`init ${home}/ws`)]));
  });

  it('a reset fails on an index that somebody has locked', async () => {
    await rm(join(home, 'ws/.git'), { recursive: true });
    await git.invoke('init');
    await git.invoke('setAuthor', [STRING, STRING], 'n', 'e');
    await writeFile(join(home, 'ws/f'), '');
    await git.invoke('add', [STRING], 'f');
    await git.invoke('commit', [STRING], 'm');
    await writeFile(join(home, 'ws/.git/index.lock'), '');
    for (const [types, args] of [
      [[], []],
      [['boolean'], [TRUE]],
    ] as const) {
      const error = await failure(git.invoke('reset', types, ...args));
      expect(messages(error)).toEqual(beginningWith([failed(`reset${args.length > 0 ? ' --hard' : ''}`)]));
    }
  });
});

/** What has no way to fail: it only remembers something, or answers false or nothing instead. */
const NEVER_FAIL = new Set([
  ...API_METHODS.filter((name) =>
    /^(set(Author|Committer|Credentials|Proxy)|clearCredentials|add(Default)?Credentials)\(/.test(name),
  ),
  ...[
    'getWorkTree()',
    'subGit(String)',
    'hasGitRepo()',
    'hasGitRepo(boolean)',
    'hasGitModules()',
    'hasGitModules(String)',
  ],
  ...['refExists(String)', 'isCommitInRepo(ObjectId)', 'getTags()', 'maintenance(String)'],
]);

/** In callbacks.test.ts. */
const ELSEWHERE = 'withRepository(RepositoryCallback)';

describe('the interface', () => {
  it('is implemented in full, and nothing beside it', () => {
    const implemented = [...Object.keys(METHODS), 'subGit(String)', 'withRepository(RepositoryCallback)'];
    expect(implemented.sort()).toEqual(API_METHODS);
    const builders = [...BUILDERS.values()].map(({ name, signatures }) => [
      name.replace(/^.*\./, ''),
      [...signatures].sort(),
    ]);
    expect(builders.sort()).toEqual([...BUILDER_METHODS]);
  });

  afterAll(() => {
    const tested = (name: string) => GitTester.failed.has(name) || NEVER_FAIL.has(name) || name === ELSEWHERE;
    expect(API_METHODS.filter((name) => !tested(name))).toEqual([]);
    expect([...BUILDER_METHODS.keys()].filter((name) => !GitTester.failed.has(name))).toEqual([]);
  });
});
