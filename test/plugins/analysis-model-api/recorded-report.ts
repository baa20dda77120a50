import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { JavaObject } from '../../../src/serial/model.js';
import { readObject } from '../../../src/serial/reader.js';

/** A report that the official library wrote, when its class had this serialVersionUID. */
export function recordedReport(version: 5 | 14): JavaObject {
  const fixture = new URL(`../../fixtures/analysis/report-${version}.ser.gz`, import.meta.url);
  return readObject(gunzipSync(readFileSync(fixture))) as JavaObject;
}
