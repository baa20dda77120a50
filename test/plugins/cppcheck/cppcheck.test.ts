import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listValues } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { askAt } from '../../jenkins/ask.js';
import { scratch } from '../../os/files/scratch.js';
import { FakeCall } from '../../support/fake-call.js';
import { printedTo } from '../support.js';

/** The findings by their list, and what is printed. */
async function parse(base: string, ignoreBlankFiles = false) {
  const call = new FakeCall();
  const { listener, output } = printedTo(call);
  const fields = { listener, cppcheckReportPattern: '*.xml', ignoreBlankFiles };
  const report = (await askAt(
    base,
    'org.jenkinsci.plugins.cppcheck.CppcheckParserResult',
    fields,
    call,
  )) as JavaObject | null;
  const lists = report?.parts[0]?.values ?? {};
  const findings = Object.entries(lists).flatMap(([list, value]) =>
    value === null ? [] : listValues(value).map((each) => [list, { ...(each as JavaObject).parts[0]?.values }]),
  );
  return { report, findings, printed: output.text().replaceAll(base, '<ws>') };
}

const finding = (values: Readonly<Record<string, JavaValue>>): Record<string, JavaValue> => ({
  ...{ cppCheckId: null, fileName: null, inconclusive: false, key: null, lineNumber: 0 },
  ...{ message: null, severity: null, verbose: null },
  ...values,
});

const report = (...errors: string[]): string =>
  `<?xml version="1.0"?><results version="2"><cppcheck version="2.10"/><errors>${errors.join('')}</errors></results>`;

describe('reports of Cppcheck', () => {
  it('become lists of findings', async () => {
    const base = scratch();
    writeFileSync(
      path.join(base, 'a.xml'),
      report(
        '<error id="nullPointer" severity="error" msg="a &lt; b" verbose="why" inconclusive="true"><location file="a.c" line="1"/><location file="b.c" line="12"/></error>',
        '<error id="unused" severity="style" msg="unused" verbose="unused"><location file="a.c"/></error>',
        '<error id="odd" severity="none" msg="?"/>',
      ),
    );
    writeFileSync(path.join(base, 'b.xml'), report('<error id="port" severity="portability" msg="p"/>'));
    const { findings, printed } = await parse(base);
    const common = { severity: 'error', cppCheckId: 'nullPointer', message: 'a < b', verbose: 'why' };
    expect(findings).toEqual([
      ['errorSeverityList', finding({ ...common, fileName: 'b.c', lineNumber: 12, inconclusive: true })],
      ['noCategorySeverityList', finding({ severity: 'none', cppCheckId: 'odd', message: '?' })],
      ['portabilitySeverityList', finding({ severity: 'portability', cppCheckId: 'port', message: 'p' })],
      ['styleSeverityList', finding({ severity: 'style', cppCheckId: 'unused', message: 'unused', fileName: 'a.c' })],
    ]);
    expect(printed).toBe("[Cppcheck] Processing 2 files with the pattern '*.xml'.\n");
  });

  it('are told of when they are of the old format', async () => {
    const base = scratch();
    const error = '<error file="a.c" line="3" id="x" severity="possible style" msg="m"/>';
    writeFileSync(path.join(base, 'a.xml'), `<results>${error}</results>`);
    const { findings, printed } = await parse(base);
    const values = { fileName: 'a.c', lineNumber: 3, cppCheckId: 'x', severity: 'possible style', message: 'm' };
    expect(findings).toEqual([['performanceSeverityList', finding(values)]]);
    expect(printed).toContain('[Cppcheck] WARNING: Legacy format of report file detected');
  });

  it('give nothing when there are none, or one cannot be read; blank ones can be left out', async () => {
    const base = scratch();
    const none = await parse(base);
    expect(none.report).toBeNull();
    expect(none.printed).toContain(
      "[Cppcheck] No cppcheck test report file(s) were found with the pattern '*.xml' relative to '<ws>'.",
    );
    writeFileSync(path.join(base, 'a.xml'), '');
    const blank = await parse(base);
    expect(blank.report).toBeNull();
    expect(blank.printed).toContain('[Cppcheck] Parsing throws exceptions. Premature end of file.\n');
    writeFileSync(path.join(base, 'b.xml'), report());
    expect((await parse(base, true)).report).not.toBeNull();
    writeFileSync(path.join(base, 'b.xml'), '<html/>');
    expect((await parse(base, true)).printed).toContain('unexpected element (uri:"", local:"html")');
    writeFileSync(path.join(base, 'b.xml'), report('<error severity="x" msg="m"><location line="x"/></error>'));
    expect((await parse(base, true)).printed).toContain('java.lang.NumberFormatException: For input string: "x"');
  });
});
