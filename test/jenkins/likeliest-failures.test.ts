/** Each class that core, remoting and the plugins of freestyle jobs send: what comes of the likeliest mistake. */
import { mkdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { allDeclarations } from '../../src/callables/lookup.js';
import { InvalidObjectError } from '../../src/serial/errors.js';
import { unbox } from '../../src/serial/jdk.js';
import { JavaArray, JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { scratch } from '../os/files/scratch.js';
import { ask, askAt } from './ask.js';
import { failureOf } from './file-path/request.js';
import { ALWAYS_ANSWERED, CASES, ELSEWHERE } from './likeliest-failures.js';
import type { Case } from './likeliest-failures.js';
import { OPERATIONS } from './wrong-input/operations.js';

/** Beginnings of the names of all classes that must have one. */
const COVERED = [
  'com.cloudbees.jenkins.plugins.customtools.',
  'hudson.EnvVars$',
  'hudson.FilePath$',
  'hudson.Launcher$',
  'hudson.logging.',
  'hudson.model.',
  'hudson.node_monitors.',
  'hudson.plugins.cmake.',
  'hudson.plugins.copyartifact.',
  'hudson.plugins.disk_usage.',
  'hudson.plugins.gradle.',
  'hudson.plugins.groovy.',
  'hudson.plugins.sonar.',
  'hudson.plugins.ws_cleanup.',
  'hudson.remoting.',
  'hudson.slaves.',
  'hudson.tasks.',
  'hudson.tools.',
  'hudson.util.',
  'io.jenkins.plugins.adoptopenjdk.',
  'io.jenkins.plugins.artifact_manager_jclouds.',
  'io.jenkins.plugins.httpclient.',
  'jenkins.plugins.nodejs.',
  'jenkins.slaves.',
  'jenkins.util.',
  'org.jenkinsci.plugins.DependencyCheck.',
  'org.jenkinsci.plugins.buildnameupdater.',
  'org.jenkinsci.plugins.docker.',
  'org.jenkinsci.plugins.golang.',
  'org.jenkinsci.plugins.terraform.',
];
/** Families with tests of their own kind. */
const OTHERS = ['hudson.tasks.junit.', 'hudson.remoting.forward.', 'org.jenkinsci.plugins.docker.commons.credentials.'];

afterEach(() => vi.restoreAllMocks());

it.each(CASES)('$className', async ({ className, fields = {}, at, result, arch, platform }) => {
  const base = scratch();
  mkdirSync(join(base, 'dir'));
  if (arch !== undefined) vi.spyOn(os, 'arch').mockReturnValue(arch);
  if (platform !== undefined) vi.spyOn(os, 'platform').mockReturnValue(platform);
  const request = (): Promise<JavaValue> =>
    at === undefined ? ask(className, fields) : askAt(join(base, at), className, fields);
  expect((await outcome(request)).replaceAll(base, 'B')).toBe(result);
});

it.each(ALWAYS_ANSWERED)('%s is answered whatever comes with it', async (className) => {
  const unknown = { unknownField: 'x' };
  expect(await failureOf(askAt('/no/such', className, unknown))).toBe('no failure');
});

it.each(Object.entries(ELSEWHERE))('%s has a test in %s', (className, file) => {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  expect(text).toContain(className.replace(/.*[.$]/, ''));
});

it('leaves no class out, and names none that is not there', async () => {
  const known = (await allDeclarations())
    .filter(({ kind }) => kind === 'callable' || kind === 'fileCallable')
    .map(({ name }) => name);
  const starts = (name: string, beginnings: readonly string[]) => beginnings.some((each) => name.startsWith(each));
  const wanted = known.filter((name) => starts(name, COVERED) && !starts(name, OTHERS));
  const named = [...CASES, ...OPERATIONS].map(({ className }: Pick<Case, 'className'>) => className);
  expect([...new Set([...named, ...ALWAYS_ANSWERED, ...Object.keys(ELSEWHERE)])].sort()).toEqual(
    [...new Set(wanted)].sort(),
  );
});

async function outcome(request: () => Promise<JavaValue>): Promise<string> {
  try {
    return `= ${printed(await request())}`;
  } catch (error) {
    return `! ${error instanceof InvalidObjectError ? `java.io.InvalidObjectException: ${error.message}` : String(error)}`;
  }
}

function printed(value: JavaValue): string {
  if (value instanceof JavaArray) return `[${(value.elements as JavaValue[]).map(printed).join(', ')}]`;
  if (value instanceof JavaObject) return String(unbox(value));
  return typeof value === 'string' || value === null ? String(value) : typeof value;
}
