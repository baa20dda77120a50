import { expect, it } from 'vitest';
import { CallableRegistry } from '../../src/callables/registry.js';

it('finds every callable by its own name, whatever was asked for before', async () => {
  const names = (await new CallableRegistry().all()).map(({ name }) => name);
  const lost: string[] = [];
  for (const name of names) if ((await new CallableRegistry().find(name))?.name !== name) lost.push(name);
  expect(lost).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

it('knows nothing of other names', async () => {
  const registry = new CallableRegistry();
  expect(await registry.find('hudson.FilePath$NoSuchThing')).toBeUndefined();
  expect(await registry.find('com.example.Callable')).toBeUndefined();
  expect(await registry.find('__proto__')).toBeUndefined();
});
