import { describe, expect, it } from 'vitest';
import { assertKnownFields, useKnownFields } from '../../src/callables/known-fields.js';
import { implementation } from '../../src/callables/dispatch.js';
import { loadClasses } from '../../src/callables/lookup.js';
import { UnknownClassError } from '../../src/callables/unknown-class.js';
import { archiver } from '../../src/jenkins/archive/archivers.js';
import { dirScanner } from '../../src/jenkins/archive/dir-scanners.js';
import { fileFilter } from '../../src/jenkins/file-path/file-filters.js';
import type { GitRun } from '../../src/plugins/git-client/git-run.js';
import { runRepositoryCallback } from '../../src/plugins/git-client/repository-callback.js';
import { CLASS_INDEX } from '../../src/plugins/class-index.js';
import { declareClass } from '../../src/serial/declare.js';
import type { JavaObject, JavaValue } from '../../src/serial/model.js';
import { object } from '../jenkins/file-path/request.js';
import { ChannelCall } from '../support/channel-call.js';

const CLASS = 'test.KnownFields';
useKnownFields({
  plugin: 'some-plugin',
  classes: { [CLASS]: { versions: ['3', '2', '1'], always: ['a'], sometimes: { b: ['3'] } } },
});
const refused = (fields: Record<string, JavaValue>, complete = false) => {
  try {
    assertKnownFields(object(CLASS, fields), complete);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(UnknownClassError);
    return (error as Error).message;
  }
};

describe('the fields of a class', () => {
  it('are known, of any version, or hold nothing', () => {
    expect(refused({ a: 'x', b: 'y', this$0: 'z', val$n: 1 })).toBeNull();
    expect(refused({ a: 'x', c: null, d: false, e: 0, f: 0n })).toBeNull();
    expect(refused({})).toBeNull();
  });

  it.each<[string, JavaValue]>([
    ['a text', ''],
    ['a flag', true],
    ['a number', 1],
    ['a long', 1n],
  ])('are refused by class, field and plugin when a new one holds something: %s', (_what, value) => {
    expect(refused({ a: 'x', added: value })).toBe(
      `${CLASS} has a field added, unlike in the versions that this agent knows (some-plugin 1 to 3). Nothing was done.`,
    );
  });

  it('are refused when one is missing of what must be complete', () => {
    expect(refused({ b: 'x' }, true)).toMatch(/^test\.KnownFields lacks the field a, unlike /);
    expect(refused({ a: 'x' }, true)).toBeNull();
  });

  it('are looked at in superclasses, too', () => {
    const parent = declareClass({ name: CLASS, suid: 1n, fields: { added: 'Z' } });
    const child = declareClass({ name: 'test.Child', suid: 1n, superclass: parent }).create({ added: true });
    expect(() => assertKnownFields(child)).toThrow(/has a field added/);
  });
});

it('a callable with a field of an unknown version is refused before it runs', async () => {
  const name = 'org.jenkinsci.plugins.postbuildscript.service.LoadScriptContentCallable';
  await loadClasses([name]);
  const find = (request: JavaObject) => implementation('fileCallable', request, new ChannelCall());
  expect(find(object(name)).name).toBe(name);
  expect(() => find(object(name, { charset: 'UTF-8' }))).toThrow(/LoadScriptContentCallable has a field charset/);
});

it('each table is of its folder', async () => {
  for (const { classes, fields } of CLASS_INDEX) {
    if (!fields) continue;
    const known = (await fields()).fields;
    for (const [name, { versions, always, sometimes = {} }] of Object.entries(known.classes)) {
      expect(classes).toContain(name);
      expect(versions.length).toBeGreaterThan(0);
      expect(Object.keys(sometimes).filter((field) => always.includes(field))).toEqual([]);
    }
  }
});

it('so is what a callable is given: a filter, a scanner, an archiver, work on a repository', async () => {
  const filter = 'au.com.rayh.DSymFileFilter';
  const hooks = 'jenkins.plugins.git.DisableHooks';
  await loadClasses([filter, hooks, CLASS]);
  const added = (name: string): JavaObject => object(name, { added: true });
  expect(fileFilter(object(filter), 'filter')).toBeTypeOf('function');
  expect(() => fileFilter(added(filter), 'filter')).toThrow(`${filter} has a field added, unlike`);
  const run = null as unknown as GitRun;
  await expect(runRepositoryCallback(run, added(hooks))).rejects.toThrow(`${hooks} has a field added, unlike`);
  const context = new ChannelCall();
  for (const [name, read] of [
    ['hudson.util.DirScanner$Full', dirScanner],
    ['hudson.util.io.ArchiverFactory$ZipArchiverFactory', archiver],
  ] as const) {
    useKnownFields({ plugin: 'some-plugin', classes: { [name]: { versions: ['1'], always: [] } } });
    await loadClasses([name]);
    expect(() => read(added(name), 'field', context)).toThrow(`${name} has a field added, unlike`);
  }
});
