/** The program that runs in the sandbox: clones with each kind of credentials where their files find no room, and prints how it ends. */
import '../../../setup/classes.js';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JavaError } from '../../../../src/java/java-error.js';
import type { JavaValue } from '../../../../src/serial/model.js';
import { fillUp } from '../../../jenkins/wrong-input/places.js';
import { TestRepository } from '../support/repository.js';
import { CREDENTIALS, GitTester, STRING } from '../support/tester.js';
import { sshKey, usernamePassword } from '../support/values.js';
import type { Outcome } from './full-disk.test.js';

const base = process.cwd();
const trees = join(base, 'trees');
const remote = TestRepository.create(join(trees, 'remote'));
remote.commit('a.txt', 'one');
// The git of the agent keeps a record of what it was called for.
const [exe, calls] = [join(trees, 'git'), join(trees, 'calls')];
writeFileSync(exe, `#!/bin/sh\necho "$1" >> '${calls}'\nexec git "$@"\n`);
chmodSync(exe, 0o755);

const KINDS = { password: usernamePassword('u', 'p'), 'SSH key': sshKey('u', 'a key') };
const outcomes: Outcome[] = [];
for (const place of ['full', 'crowded'])
  for (const [kind, credentials] of Object.entries(KINDS)) outcomes.push(await cloneWith(place, kind, credentials));
process.stdout.write(JSON.stringify(outcomes));

async function cloneWith(place: string, kind: string, credentials: JavaValue): Promise<Outcome> {
  fillUp(base);
  const workspace = join(trees, 'ws');
  mkdirSync(workspace);
  symlinkSync(join(base, place), `${workspace}@tmp`);
  const before = readdirSync(join(base, place));
  const git = await GitTester.open(workspace, { exe });
  await git.invoke('addDefaultCredentials', [CREDENTIALS], credentials);
  const failure = await git.execute('CloneCommand', ['url', [STRING], remote.url]).then(
    () => null,
    (error: unknown) => error as JavaError,
  );
  const left = readdirSync(join(base, place)).filter((name) => !before.includes(name));
  const called = readFileSync(calls, 'utf8').trimEnd().split('\n');
  for (const path of [workspace, `${workspace}@tmp`, calls]) rmSync(path, { recursive: true });
  return { place, kind, failure: String(failure), cause: String(failure?.cause), left, called };
}
