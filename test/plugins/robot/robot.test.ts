import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listValues, mapEntries } from '../../../src/serial/jdk.js';
import { JavaObject } from '../../../src/serial/model.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { askAt } from '../../jenkins/ask.js';
import { failureOf } from '../../jenkins/file-path/request.js';
import { scratch } from '../../os/files/scratch.js';

const REPORTS = path.join(import.meta.dirname, 'reports');
const OUTPUTS = path.join(import.meta.dirname, 'results');

async function parse(base: string, outputFileLocations: string): Promise<JavaObject> {
  return (await askAt(base, 'hudson.plugins.robot.RobotParser$RobotParserCallable', {
    outputFileLocations,
    logFileName: 'log.html',
    reportFileName: 'report.html',
    schemaVersion: 0,
    startLocalName: 'starttime',
    elapsedLocalName: 'elapsedtime',
    endLocalName: 'endtime',
  })) as JavaObject;
}

/** The tree as plain values; what is around an object is left out. */
function plain(value: JavaValue): unknown {
  if (!(value instanceof JavaObject)) return value;
  if (value.className === 'java.util.HashMap') {
    return Object.fromEntries(mapEntries(value).map(([name, each]) => [name as string, plain(each)]));
  }
  if (value.className === 'java.util.ArrayList') return listValues(value).map(plain);
  const fields = value.parts.flatMap(({ values }) => Object.entries(values)).filter(([name]) => name !== 'parent');
  return Object.fromEntries(fields.map(([name, each]) => [name, plain(each)]));
}

const names = (map: JavaValue | undefined): JavaValue[] => mapEntries(map ?? null).map(([name]) => name);

describe('reports of Robot Framework', () => {
  it.each(['robot3', 'robot7'])('become suites and tests: %s', async (name) => {
    const base = scratch();
    copyFileSync(path.join(REPORTS, `${name}.xml`), path.join(base, 'output.xml'));
    const result = JSON.stringify(plain(await parse(base, 'output.xml')), null, 1);
    await expect(result).toMatchFileSnapshot(path.join(OUTPUTS, `${name}.json`));
  });

  it('know what is around them', async () => {
    const base = scratch();
    copyFileSync(path.join(REPORTS, 'robot3.xml'), path.join(base, 'output.xml'));
    const result = await parse(base, '*.xml');
    const suite = mapEntries(result.get('suites') ?? null)[0]?.[1] as JavaObject;
    const test = mapEntries(suite.get('caseResults') ?? null)[0]?.[1] as JavaObject;
    expect(suite.get('parent')).toBe(result);
    expect(test.get('parent')).toBe(suite);
  });

  it('can be in several files, and refer to others', async () => {
    const base = scratch();
    cpSync(path.join(REPORTS, 'split'), path.join(base, 'a'), { recursive: true });
    cpSync(path.join(REPORTS, 'split'), path.join(base, 'b'), { recursive: true });
    expect(names((await parse(base, '*/output.xml')).get('suites')).sort()).toEqual(['Part', 'Part_1']);
  });

  it('are refused when they are broken, but for what follows the tests', async () => {
    const base = scratch();
    const broken = 'java.io.IOException: Parsing of output xml failed!';
    for (const content of [
      '',
      '<robot><suite name="s">',
      '<robot><suite name="s"><test name="t"></test></suite></robot>',
      '<robot><suite src="1.xml"/></robot>',
    ]) {
      writeFileSync(path.join(base, '1.xml'), content);
      expect(await failureOf(parse(base, '1.xml')), content).toContain(broken);
    }
    writeFileSync(path.join(base, '1.xml'), '<robot><suite name="s"></suite><statistics><total>');
    expect(names((await parse(base, '1.xml')).get('suites'))).toEqual(['s']);
    writeFileSync(path.join(base, '1.xml'), '<robot><suite src="none.xml"/></robot>');
    expect(await failureOf(parse(base, '1.xml'))).toMatch(/^java\.io\.FileNotFoundException: .*none\.xml/);
    writeFileSync(path.join(base, '1.xml'), '<robot schemaversion="x"/>');
    expect(await failureOf(parse(base, '1.xml'))).toBe('java.lang.NumberFormatException: For input string: "x"');
  });

  it('must be there', async () => {
    const base = scratch();
    mkdirSync(path.join(base, 'output.xml'));
    expect(await failureOf(parse(base, 'output.xml'))).toBe(
      `hudson.AbortException: No files found in path ${base} with configured filemask: output.xml`,
    );
  });
});
