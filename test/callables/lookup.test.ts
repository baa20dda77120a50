import { expect, it } from 'vitest';
import { allDeclarations, anyKind, loadClasses, lookup, useClassIndex } from '../../src/callables/lookup.js';
import type { ClassFolder } from '../../src/callables/lookup.js';
import { callable } from '../../src/callables/callable.js';

const folder = (name: string, load?: ClassFolder['load']): ClassFolder => ({
  classes: [name],
  load: load ?? (() => Promise.resolve({ declarations: [callable({ name, run: () => null })] })),
});

it('finds every class by its own kind and name', async () => {
  const declarations = await allDeclarations();
  const lost = declarations.filter(({ kind, name }) => lookup(kind, name)?.name !== name);
  expect(lost).toEqual([]);
  expect(new Set(declarations.map(({ name }) => name)).size).toBe(declarations.length);
});

it('knows a class as what it is only', async () => {
  await loadClasses(['hudson.FilePath$Exists']);
  expect(lookup('fileCallable', 'hudson.FilePath$Exists')).toBeDefined();
  expect(lookup('callable', 'hudson.FilePath$Exists')).toBeUndefined();
});

it.each(['hudson.FilePath$NoSuchThing', 'com.example.Callable', '__proto__'])('knows nothing of %s', async (name) => {
  await loadClasses([name]);
  expect(anyKind(name)).toBeUndefined();
});

it('loads a folder when one of its classes is named, once', async () => {
  let loads = 0;
  const name = 'test.lookup.Lazy';
  useClassIndex([
    folder(name, () => {
      loads++;
      return Promise.resolve({ declarations: [callable({ name, run: () => null })] });
    }),
  ]);
  await loadClasses(['test.lookup.Other']);
  expect(loads).toBe(0);
  expect(() => anyKind(name)).toThrow('test.lookup.Lazy was looked up before its folder was loaded');
  await Promise.all([loadClasses([name]), loadClasses([name, name])]);
  await loadClasses([name]);
  expect(loads).toBe(1);
  expect(lookup('callable', name)).toMatchObject({ name });
});

it('tries a folder again that could not be loaded', async () => {
  const name = 'test.lookup.Flaky';
  let fails = true;
  useClassIndex([
    folder(name, () => {
      if (fails) return Promise.reject(new Error('too many open files'));
      return Promise.resolve({ declarations: [callable({ name, run: () => null })] });
    }),
  ]);
  await expect(loadClasses([name])).rejects.toThrow('too many open files');
  fails = false;
  await loadClasses([name]);
  expect(anyKind(name)).toBeDefined();
});

it('refuses two folders with one class', () => {
  const one = folder('test.lookup.Twice');
  useClassIndex([one]);
  useClassIndex([one]);
  expect(() => useClassIndex([folder('test.lookup.Twice')])).toThrow('two folders declare test.lookup.Twice');
});
