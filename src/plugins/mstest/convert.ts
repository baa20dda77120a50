/** hudson.plugins.mstest.MSTestReportConverter: a TRX file, and the coverage beside it, in formats that others read. */
import { fileName, absoluteFile, childFile, parentFile } from '../../java/path.js';
import { readXmlTree } from '../../java/xml/element-tree.js';
import type { XmlElement } from '../../java/xml/element-tree.js';
import { XmlError } from '../../java/xml/xml-error.js';
import { fileExists } from '../../os/files/attributes.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { writeXmlFile } from '../../os/files/write-xml.js';
import { emmaReport } from './emma.js';
import { makeFolder } from './files.js';
import type { MsTestLog } from './log.js';
import { trxSuites } from './suites.js';

export class ReportConverter {
  /** Files written so far. */
  #count = 0;

  constructor(
    private readonly directory: string,
    private readonly log: MsTestLog,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws XmlError for a file that is not well-formed; JavaError for one that cannot be read or written */
  async convert(trx: string): Promise<void> {
    const suites = trxSuites(await this.#read(trx));
    await writeXmlFile(childFile(this.directory, 'temp-junit.xml'), suites);
    for (const suite of suites.elements()) {
      await writeXmlFile(childFile(this.directory, `TEST-${this.#count++}.xml`), suite);
    }
    // The plugin tries to delete the directory here, which is never empty.
    await this.log.print('WARNING', `Unable to delete the file ${absoluteFile(this.directory)}`);
    await this.log.print('INFO', 'This file is a reserved temporary file. You can delete it safely.');
    await this.#convertCoverage(trx);
  }

  async #convertCoverage(trx: string): Promise<void> {
    const parent = parentFile(trx) ?? '';
    // Two endings go, for the plugin takes them off twice.
    const base = fileName(trx).replace(/(?:\.[^.]*){1,2}$/, '');
    for (const name of ['vstest.coveragexml', `${base}.coveragexml`]) {
      const file = childFile(parent, name);
      if (!(await fileExists(file))) {
        await this.log.print('INFO', `XML coverage report file not found: ${absoluteFile(file)}\n`);
        continue;
      }
      const coverage = await this.#readCoverage(file);
      if (!coverage) {
        const problem = 'XML coverage report file format not supported (read the wiki)';
        await this.log.print('WARNING', `${problem}: ${absoluteFile(file)}\n`);
        continue;
      }
      const directory = childFile(parent, 'emma');
      const target = childFile(directory, 'coverage.xml');
      await makeFolder(directory, this.log);
      const what = `'${absoluteFile(file)}' to '${absoluteFile(target)}'`;
      await this.log.print('INFO', `XML coverage: transforming ${what}\n`);
      await writeXmlFile(target, emmaReport(coverage));
      return;
    }
  }

  /** null for what has no data, or is another program's. */
  async #readCoverage(file: string): Promise<XmlElement | null> {
    try {
      const root = await this.#read(file);
      return root.name === 'CoverageDSPriv' && root.elements().length > 0 ? root : null;
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      return null;
    }
  }

  async #read(file: string): Promise<XmlElement> {
    return readXmlTree(await openRandomAccess(file, { signal: this.signal }));
  }
}
