import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { declareClass } from '../../../src/serial/declare.js';
import { arrayList, hashSet, stringValues } from '../../../src/serial/jdk.js';
import type { JavaObject } from '../../../src/serial/model.js';
import { askAt } from '../../jenkins/ask.js';
import { object } from '../../jenkins/file-path/request.js';
import { scratch } from '../../os/files/scratch.js';
import { troveMap } from '../cobertura/trove-map.js';

const PAINTER = 'io.jenkins.plugins.coverage.model.visualization.code.SourceCodeFacade$AgentCoveragePainter';
const PAINT = 'io.jenkins.plugins.coverage.targets.CoveragePaint';
const MODEL = 'io.jenkins.plugins.coverage.model';

const DETAILS = declareClass({
  name: `${PAINT}$CoveragePaintDetails`,
  suid: -9097537016381444671n,
  fields: { hitCount: 'I' },
});
const BRANCHING = declareClass({
  name: `${PAINT}$BranchingCoveragePaintDetails`,
  suid: 1n,
  fields: { branchCount: 'I', branchCoverage: 'I' },
  superclass: DETAILS,
});
const NODE = declareClass({
  name: `${MODEL}.CoverageNode`,
  suid: -6608885640271135273n,
  fields: { name: 'Ljava/lang/String;', parent: `L${MODEL.replaceAll('.', '/')}/CoverageNode;` },
});
const PACKAGE = declareClass({ name: `${MODEL}.PackageCoverageNode`, suid: 1n, superclass: NODE });
const FILE = declareClass({
  name: `${MODEL}.FileCoverageNode`,
  suid: -3795695377267542624n,
  fields: { sourcePath: 'Ljava/lang/String;' },
  superclass: NODE,
});

const root = NODE.create({ name: 'shop', parent: null });
const parent = PACKAGE.create({ name: 'org.shop', parent: root });

function painted(sourcePath: string, lines: readonly (readonly [number, JavaObject])[] = []): JavaObject {
  const node = FILE.create({ name: path.basename(sourcePath), parent, sourcePath });
  return object(`${PAINTER}$PaintedNode`, { node, paint: object(PAINT, { totalLines: 0, lines: troveMap(lines) }) });
}

async function paint(base: string, files: readonly JavaObject[], sourceCodeEncoding = 'UTF-8') {
  const log = (await askAt(base, PAINTER, {
    paintedFiles: arrayList(files),
    permittedSourceDirectories: hashSet([]),
    requestedSourceDirectories: hashSet(['src']),
    sourceCodeEncoding,
    directory: 'cov-1b2c',
  })) as JavaObject;
  const texts = (name: string): string[] => stringValues(log.get(name)).map((text) => text.replaceAll(base, '<ws>'));
  return { className: log.className, info: texts('infoMessages'), errors: texts('errorMessages') };
}

const unzipped = (archive: string, ...names: string[]): string =>
  execFileSync('unzip', ['-p', archive, ...names], { encoding: 'utf8' });

describe('painting of sources for code-coverage-api', () => {
  it('zips coloured rows of each source, and all of them together', async () => {
    const base = scratch();
    mkdirSync(path.join(base, 'src/org/shop'), { recursive: true });
    writeFileSync(path.join(base, 'src/org/shop/A.java'), 'if (a < b\t&& c)\r\nfull\npart\nnone');
    writeFileSync(path.join(base, 'B.java'), 'b\n');
    const lines: [number, JavaObject][] = [
      [2, BRANCHING.create({ hitCount: 3, branchCount: 2, branchCoverage: 2 })],
      [3, BRANCHING.create({ hitCount: 1, branchCount: 3, branchCoverage: 2 })],
      [4, DETAILS.create({ hitCount: 0 })],
    ];
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('cov-1b2c'));
    const result = await paint(base, [painted('A.java', lines), painted('org/shop/A.java'), painted('missing.java')]);
    expect(result).toEqual({
      className: 'edu.hm.hafner.util.FilteredLog',
      info: [
        "Searching for source code files in '<ws>/src'",
        '-> finished painting (2 files have been painted, 1 files failed)',
        "-> zipping sources from folder '<ws>/cov-1b2c' as '<ws>/coverage-sources.zip'",
      ],
      errors: ['Errors during source code painting:', "Source file 'org/shop/missing.java' not found"],
    });
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('cov-1b2c'))).toEqual(before);
    const list = execFileSync('unzip', ['-Z1', path.join(base, 'coverage-sources.zip')], { encoding: 'utf8' });
    expect(list).toBe('cov-1b2c/\ncov-1b2c/org_shop_A.java.zip\n');
    expect(unzipped(path.join(base, 'cov-1b2c/org_shop_A.java.zip'), 'org_shop_A.java')).toContain('class="noCover"');
    await paint(base, [painted('A.java', lines)]);
    expect(unzipped(path.join(base, 'cov-1b2c/org_shop_A.java.zip'))).toBe(`<tr class="noCover">
<td class="line"><a name='1'>1</a></td>
<td class="hits"></td>
<td class="code">if&nbsp;(a&nbsp;&lt;&nbsp;b${'&nbsp;'.repeat(8)}&amp;&amp;&nbsp;c)</td>
</tr>
<tr class="coverFull">
<td class="line"><a name='2'>2</a></td>
<td class="hits">3</td>
<td class="code">full</td>
</tr>
<tr class="coverPart" title="Line 3: Conditional coverage 66% (2/3)">
<td class="line"><a name='3'>3</a></td>
<td class="hits">1</td>
<td class="code">part</td>
</tr>
<tr class="coverNone">
<td class="line"><a name='4'>4</a></td>
<td class="hits">0</td>
<td class="code">none</td>
</tr>
`);
  });

  it('reads a source in its charset, and tells of bytes that are none of it', async () => {
    const base = scratch();
    writeFileSync(path.join(base, 'C.java'), Buffer.from('\xe4\n', 'latin1'));
    const node = FILE.create({ name: 'C.java', parent: root, sourcePath: 'C.java' });
    const file = object(`${PAINTER}$PaintedNode`, { node, paint: object(PAINT, { lines: troveMap([]) }) });
    const { errors } = await paint(base, [file]);
    expect(errors.slice(1)).toEqual([
      "Can't write coverage paint of 'C.java' to zipped source file '<ws>/cov-1b2c/C.java.zip'",
      'java.nio.charset.MalformedInputException: Input length = 1',
    ]);
    expect((await paint(base, [file], 'ISO-8859-1')).errors).toEqual([]);
    expect(unzipped(path.join(base, 'cov-1b2c/C.java.zip'))).toContain('<td class="code">ä</td>');
  });

  it('paints nothing outside of the workspace', async () => {
    const base = scratch();
    const outside = path.join(scratch(), 'D.java');
    writeFileSync(outside, 'd\n');
    const node = FILE.create({ name: 'D.java', parent: root, sourcePath: outside });
    const file = object(`${PAINTER}$PaintedNode`, { node, paint: object(PAINT, { lines: troveMap([]) }) });
    const { errors } = await paint(base, [file]);
    expect(errors[1]).toBe(
      `Skipping coloring of file: ${outside} (not part of workspace or permitted source code folders)`,
    );
    expect(existsSync(path.join(base, 'coverage-sources.zip'))).toBe(true);
  });

  it('says that there is no room for what it paints', async () => {
    const base = scratch();
    writeFileSync(path.join(base, 'cov-1b2c'), '');
    const { errors } = await paint(base, []);
    expect(errors[1]).toBe("Cannot create temporary directory in folder '<ws>' for the painted source files");
  });
});
