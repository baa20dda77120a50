import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listValues, mapEntries } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { scratch } from '../../os/files/scratch.js';
import { ask } from '../ask.js';
import { controllerPath, object } from './request.js';

const NAME = 'hudson.model.Run$AddArtifacts';

function request(base: string, artifactsNumber: number): Promise<JavaValue> {
  const root = object('jenkins.util.VirtualFile$FilePathVF', {
    cacheDescendant: false,
    f: controllerPath(base),
    root: controllerPath(base),
  });
  return ask(NAME, { artifactsNumber, root });
}

function artifacts(): string {
  const base = scratch();
  for (const file of ['b c.txt', 'A.txt', 'deep/only/x', 'deep/only/y']) {
    mkdirSync(dirname(join(base, file)), { recursive: true });
    writeFileSync(join(base, file), 'text');
  }
  return base;
}

const row = (value: JavaValue): unknown[] => {
  const artifact = value as JavaObject;
  return ['name', 'relativePath', 'href', 'length', 'treeNodeId'].map((field) => artifact.get(field));
};

describe('artifacts kept on the agent', () => {
  it('are listed, directories with a single child as one entry with it', async () => {
    const answer = (await request(artifacts(), 100)) as JavaObject;
    expect(listValues(answer).map(row)).toEqual([
      ['A.txt', 'A.txt', 'A.txt', '4', 'n1'],
      ['b c.txt', 'b c.txt', 'b%20c.txt', '4', 'n2'],
      ['x', 'deep/only/x', 'deep/only/x', '4', 'n4'],
      ['y', 'deep/only/y', 'deep/only/y', '4', 'n5'],
    ]);
    const tree = mapEntries(answer.get('tree'));
    expect(tree.map(([key, parent]) => [row(key)[0], row(key)[4], parent])).toEqual([
      ['A.txt', 'n1', null],
      ['b c.txt', 'n2', null],
      ['deep/only', 'n3', null],
      ['x', 'n4', 'n3'],
      ['y', 'n5', 'n3'],
    ]);
    expect(answer.get('idSeq')).toBe(5);
    expect(listValues(answer)[0]).toBe(tree[0]?.[0]);
  });

  it('are listed up to a number', async () => {
    expect(listValues(await request(artifacts(), 3))).toHaveLength(3);
  });

  it('are none without the directory', async () => {
    expect(listValues(await request(join(artifacts(), 'no'), 3))).toEqual([]);
  });
});
