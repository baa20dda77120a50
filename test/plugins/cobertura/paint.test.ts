import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { declareClass, declareEnum } from '../../../src/serial/declare.js';
import { arrayList, hashMap, stringMap } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { askAt } from '../../jenkins/ask.js';
import { object, streamListener } from '../../jenkins/file-path/request.js';
import { scratch } from '../../os/files/scratch.js';
import { FakeCall } from '../../support/fake-call.js';
import { troveMap } from './trove-map.js';

const TARGETS = 'hudson.plugins.cobertura.targets.CoveragePaint';
const DETAILS = declareClass({
  name: `${TARGETS}$CoveragePaintDetails`,
  suid: -9097537016381444671n,
  fields: { hitCount: 'I' },
});
const BRANCHING = declareClass({
  name: `${TARGETS}$BranchingCoveragePaintDetails`,
  suid: 1n,
  fields: { branchCount: 'I', branchCoverage: 'I' },
  superclass: DETAILS,
});
const ENCODING = declareEnum('hudson.plugins.cobertura.renderers.SourceEncoding', ['ISO8859_1', 'UTF_8']);

function paint(lines: readonly (readonly [number, JavaObject])[]): JavaObject {
  return object(TARGETS, { totalLines: 0, lines: troveMap(lines) });
}

async function painted(base: string, files: Readonly<Record<string, JavaValue>>, sourceEncoding: JavaValue = null) {
  const call = new FakeCall();
  const output = call.newOutput();
  const answer = await askAt(
    base,
    'hudson.plugins.cobertura.renderers.SourceCodePainter',
    {
      sourcePaths: arrayList(['sources', path.join(base, 'sources'), 'missing']),
      paint: hashMap(Object.entries(files)),
      listener: streamListener(output.value),
      sourceEncoding,
    },
    call,
  );
  return { rows: stringMap(answer), log: output.text().replaceAll(base, 'WS') };
}

describe('painting of sources for cobertura', () => {
  it('colours lines by hits and branches, and writes the code as HTML', async () => {
    const base = scratch();
    mkdirSync(path.join(base, 'sources'));
    writeFileSync(path.join(base, 'sources/a.c'), 'if (a < b\t&& c)\r\nfull\npart\nnone');
    const lines = paint([
      [2, BRANCHING.create({ hitCount: 3, branchCount: 2, branchCoverage: 2 })],
      [3, BRANCHING.create({ hitCount: 1, branchCount: 3, branchCoverage: 2 })],
      [4, DETAILS.create({ hitCount: 0 })],
    ]);
    const { rows, log } = await painted(base, { 'a.c': lines });
    expect(log).toBe('');
    expect(rows.get('a.c')).toBe(
      [
        `<tr class="noCover">\n<td class="line"><a name='1'/>1</td>\n<td class="hits"/>\n`,
        `<td class="code">if&nbsp;(a&nbsp;&lt;&nbsp;b${'&nbsp;'.repeat(8)}&amp;&amp;&nbsp;c)</td>\n</tr>\n`,
        `<tr class="coverFull">\n<td class="line"><a name='2'/>2</td>\n<td class="hits">3</td>\n<td class="code">full</td>\n</tr>\n`,
        `<tr class="coverPart" title="Line 3: Conditional coverage 66% (2/3)">\n<td class="line"><a name='3'/>3</td>\n`,
        `<td class="hits">1</td>\n<td class="code">part</td>\n</tr>\n`,
        `<tr class="coverNone">\n<td class="line"><a name='4'/>4</td>\n<td class="hits">0</td>\n<td class="code">none</td>\n</tr>\n`,
      ].join(''),
    );
  });

  it('reads the charset that is named, and tells what is not there or cannot be read', async () => {
    const base = scratch();
    writeFileSync(path.join(base, 'b.c'), Buffer.from('é', 'latin1'));
    const nothing = paint([]);
    const latin = await painted(base, { 'b.c': nothing }, ENCODING.ISO8859_1);
    expect(latin.rows.get('b.c')).toContain('<td class="code">é</td>');
    const { rows, log } = await painted(base, { 'c.c': nothing, 'b.c': nothing }, ENCODING.UTF_8);
    expect([...rows.keys()]).toEqual(['b.c']);
    expect(log).toBe('Source file mentioned in coverage report not found: WS/c.c\n');
    const unknown = declareEnum('hudson.plugins.cobertura.renderers.SourceEncoding', ['MacDingbat2']).MacDingbat2;
    const failed = await painted(base, { 'b.c': nothing }, unknown);
    expect(failed.log).toBe(
      'ERROR: ERROR: Failure to paint WS/b.c\njava.io.UnsupportedEncodingException: MacDingbat2\n',
    );
  });
});
