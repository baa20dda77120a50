/** Reports that the official library has written, of both versions of its class. */
import { describe, expect, it } from 'vitest';
import { affectedFiles } from '../../../src/plugins/analysis-model-api/report.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';
import { recordedReport } from './recorded-report.js';

describe('a report of static analysis', () => {
  it.each([5, 14] as const)('of version %d tells the file of each issue, of sub-reports too', (version) => {
    const files = [...affectedFiles(recordedReport(version))].map(({ path, fileName }) => `${path} | ${fileName}`);
    expect(files).toEqual([
      '- | src/main/A.java',
      '- | src/main/A.java',
      '- | src/main/B.java',
      '- | src/main/B.java',
      '- | /abs/C.java',
      '- | /abs/C.java',
      '/home/module | D.java',
      '- | -',
      '- | sub/É.java',
    ]);
  });

  it('of another version is refused', async () => {
    const unknown = object('edu.hm.hafner.analysis.Report', {}, { suid: 15n });
    expect(await failureOf(Promise.resolve().then(() => [...affectedFiles(unknown)]))).toBe(
      'java.io.InvalidClassException: edu.hm.hafner.analysis.Report; version 15 of the class is not known to this agent',
    );
  });
});
