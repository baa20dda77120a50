/** The table of plugins in docs/callables.md. */
import type { PluginData, Standing } from '../../tools/coverage/reckon.js';
import { shares, standings } from '../../tools/coverage/reckon.js';
import data from '../../tools/coverage/plugins.json' with { type: 'json' };

const NAMED = 3;

/** @param known every Java class that is declared */
export function pluginsTable(known: ReadonlySet<string>): string {
  const plugins: PluginData = data;
  const { installs, installationsHit } = shares(plugins, known);
  const rows = standings(plugins, known).map(
    (one) => `| ${one.plugin} | ${one.installs} | ${one.word} | ${missing(one)} |`,
  );
  return `## Plugins

Of the ${Object.keys(plugins.sendNothing).length + Object.keys(plugins.sendSomething).length} most installed plugins ${Object.keys(plugins.sendNothing).length} have nothing of their own for an agent to do. Of the others, and of some that
are installed less, the table says whether the agent does everything for them (whole), all but some things (part), nothing yet
(not yet), or whether their main use takes Java. By installs ${installs} % are whole; an estimated ${installationsHit} % of installations meet a class
that is not there, somewhere (\`npm run coverage:plugins\`).

| plugin | installs | state | not there |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function missing({ missing: names }: Standing): string {
  const shown = names.slice(0, NAMED).map((name) => `\`${name}\``);
  return names.length > NAMED ? `${shown.join(', ')} and ${names.length - NAMED} more` : shown.join(', ');
}
