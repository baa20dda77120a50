import { LineTransform } from '../../jenkins/listener/log-transform.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import { eachLine } from '../../jenkins/listener/charset-lines.js';

const LINE_FEED = Buffer.from('\n');

/** hudson.plugins.timestamper.pipeline.GlobalDecorator: `[2026-01-31T23:59:59.999Z] ` before each line. */
export function timestamps(): LogTransform[] {
  return [
    new LineTransform((bytes) => {
      const prefix = Buffer.from(`[${new Date().toISOString()}] `);
      const parts: Buffer[] = [];
      for (const line of eachLine(bytes, LINE_FEED)) parts.push(prefix, line);
      return Buffer.concat(parts);
    }),
  ];
}
