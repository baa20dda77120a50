import type { LogTransform } from '../../jenkins/listener/log-transform.js';

const NOTICE = Buffer.from('[logstash-plugin]: Unable to instantiate LogstashIndexerDao with current configuration.\n');
const NOTHING = Buffer.alloc(0);

/**
 * jenkins.plugins.logstash.pipeline.GlobalDecorator: an agent has no connection to the indexer. The plugin says so before the
 * first text, and sends nothing.
 */
export function cannotSend(): LogTransform {
  let said = false;
  return {
    byLine: false,
    push: (bytes) => {
      if (said || bytes.length === 0) return bytes;
      said = true;
      return Buffer.concat([NOTICE, bytes]);
    },
    end: () => NOTHING,
  };
}
