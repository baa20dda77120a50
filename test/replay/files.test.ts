import { describe, expect, it } from 'vitest';
import { decodePayload } from '../../src/remoting/payload.js';
import { JavaObject } from '../../src/serial/model.js';
import { replay } from './replay.js';
import { GENERATIONS, bytesOf } from './trace.js';
import type { TraceLine } from './trace.js';

describe('operations on files', () => {
  it.each(GENERATIONS)('answer %s as the official agent does', { timeout: 60_000 }, async (generation) => {
    const { differences, compared } = await replay(generation, 'files', lacksItsStream);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(108);
  });
});

/**
 * The recordings leave away what the controller wrote to the agent and looked like a jar. So one zip file stays empty, and
 * another is never unpacked: what tells of them cannot be played.
 */
function lacksItsStream({ kind, command }: TraceLine): boolean {
  if (kind !== 'UserRequest') return false;
  const wrapper = decodePayload(bytesOf(command.get('request')));
  const path = wrapper instanceof JavaObject ? wrapper.get('filePath') : undefined;
  const remote = path instanceof JavaObject ? path.get('remote') : undefined;
  return typeof remote === 'string' && UNPLAYABLE.some((end) => remote.endsWith(end)) && !isWriting(wrapper);
}

const UNPLAYABLE = ['/t.zip', '/uf', '/uf/k/v.txt'];

function isWriting(wrapper: unknown): boolean {
  const callable = wrapper instanceof JavaObject ? wrapper.get('callable') : undefined;
  return callable instanceof JavaObject && callable.className === 'hudson.FilePath$WritePipe';
}
