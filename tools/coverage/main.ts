/** `npm run coverage:plugins`: which of the most installed plugins the agent answers for, and what is missing most. */
import { CLASS_INDEX } from '../../src/plugins/class-index.js';
import data from './plugins.json' with { type: 'json' };
import { missingOf, shares, standings } from './reckon.js';
import type { Gap, PluginData } from './reckon.js';

/** What is missing is told until the rest counts for little. */
const LISTED = 25;

process.stdout.write(report(data, new Set(CLASS_INDEX.flatMap(({ classes }) => classes))));

function report(plugins: PluginData, known: ReadonlySet<string>): string {
  const { installs, ofSenders, installationsHit, hitForJavaAlone } = shares(plugins, known);
  const words = standings(plugins, known).map(({ word }) => word);
  const count = (word: string): number => words.filter((each) => each === word).length;
  const open = plugins.gaps
    .map((gap) => ({ gap, missing: missingOf(gap, known) }))
    .filter(({ missing }) => missing.length > 0)
    .sort((a, b) => value(b.gap) - value(a.gap));
  return [
    `Plugins by the ${plugins.source}.`,
    `Installs of plugins that are whole: ${installs} % of all, ${ofSenders} % of those that send something of their own.`,
    `Plugins that send something: ${count('whole')} whole, ${count('part')} in part, ${count('not yet')} not yet, ${count('needs Java')} need Java.`,
    `Installations that meet a class that is not there: ${installationsHit} % (${hitForJavaAlone} % if only what needs Java were missing).`,
    '',
    'Missing, the most used first (installs x likelihood):',
    ...open.slice(0, LISTED).map(({ gap, missing }) => `  ${line(gap, missing)}`),
    '',
  ].join('\n');
}

function value({ installs, likelihood }: Gap): number {
  return Math.round(installs * likelihood);
}

function line(gap: Gap, missing: readonly string[]): string {
  const [first = '', ...others] = missing;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return `${String(value(gap)).padStart(6)}  ${gap.plugins.join(', ')}${gap.java ? ' (needs Java)' : ''}: ${first}${more}`;
}
