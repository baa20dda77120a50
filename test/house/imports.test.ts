/** How the files of src hang together. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const SRC = new URL('../../src/', import.meta.url);

/** File -> the files that it imports or re-exports from, types included; what it loads when it is needed (`import()`) is left out. */
function importsOf(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    files.map((file) => {
      const here = new URL(file, SRC);
      const statements = readFileSync(here, 'utf8').matchAll(
        /^(?:(?:import|export)\b[^;]*?\bfrom|import) '(\.[^']*)';/gm,
      );
      const targets = [...statements].map(([, target = '']) => new URL(target.replace(/\.js$/, '.ts'), here));
      return [file, targets.map(({ href }) => href.slice(SRC.href.length))];
    }),
  );
}

/** Groups of files each of which leads to all others of its group (Tarjan's strongly connected components). */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    const index = order.size;
    order.set(file, index);
    open.push(file);
    let lowest = index;
    for (const target of imports.get(file) ?? []) {
      if (!order.has(target)) lowest = Math.min(lowest, visit(target));
      else if (open.includes(target)) lowest = Math.min(lowest, low.get(target) ?? order.get(target) ?? index);
    }
    low.set(file, lowest);
    if (lowest === index) {
      const group = open.splice(open.indexOf(file));
      if (group.length > 1 || imports.get(file)?.includes(file) === true) found.push(group.sort());
    }
    return lowest;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return found;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'));

it('no files import one another in a circle, not even for types', () => {
  const imports = importsOf(files);
  expect([...imports.values()].flat().length).toBeGreaterThan(files.length);
  expect(circles(imports)).toEqual([]);
});

it('a circle would be found', () => {
  const imports = new Map([
    ['a', ['b', 'x']],
    ['b', ['c']],
    ['c', ['b', 'x']],
    ['d', ['d']],
    ['x', []],
  ]);
  expect(circles(imports)).toEqual([['b', 'c'], ['d']]);
});
