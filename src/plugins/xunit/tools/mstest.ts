/** TRX files of Visual Studio, as the xunit plugin has them converted. */
import { element } from '../../../java/xml/element-tree.js';
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { TrxTests, isTrx, trxCounts } from '../../junit/trx.js';
import { ConversionError, junitTime } from '../values.js';

export function msTest(root: XmlElement): XmlElement {
  const tests = new TrxTests(root);
  const suite = element('testsuite', { name: 'MSTestSuite', ...trxCounts(root), time: junitTime(durationOf(root)) });
  const results = isTrx(root) ? [root, ...root.descendants()].filter(isResult) : [];
  for (const result of results) for (const each of tests.casesOf(result, junitTime)) suite.append(each);
  return element('testsuites', {}, [suite]);
}

function isResult(each: XmlElement): boolean {
  if (each.name === 'WebTestResult') return true;
  const isRow = each.attribute('resultType') === 'DataDrivenDataRow' || !each.has('resultType');
  return each.name === 'UnitTestResult' && isRow;
}

/** Seconds of the run beyond its days; text that is empty for none. */
function durationOf(root: XmlElement): number | string {
  const times = isTrx(root) && root.name === 'TestRun' ? root.first('Times') : undefined;
  if (!times?.has('start') || !times.has('finish')) return '';
  const ticks = ticksOf(times.attribute('finish')) - ticksOf(times.attribute('start'));
  return Number(ticks % TICKS_OF_A_DAY) / TICKS;
}

const TICKS = 10_000_000;
const TICKS_OF_A_DAY = 24n * 3600n * BigInt(TICKS);

/** Tenths of a microsecond, which JavaScript's dates do not have. */
function ticksOf(dateTime: string): bigint {
  const [, whole = '', fraction = '', zone = ''] =
    /^(.*?\d)(?:\.(\d+))?(Z|[-+]\d\d:\d\d)?$/.exec(dateTime.trim()) ?? [];
  const milliseconds = Date.parse(`${whole}${zone || 'Z'}`);
  if (Number.isNaN(milliseconds)) throw new ConversionError(`Invalid dateTime value "${dateTime}"`);
  return BigInt(milliseconds) * BigInt(TICKS / 1000) + BigInt(fraction.slice(0, 7).padEnd(7, '0'));
}
