import type { OptionSpec } from '../option-spec.js';
import { SUBCOMMANDS } from '../subcommand-names.js';
import { singleQuoted } from './quote.js';
import { ownOptions, PROGRAMS, SHELLS, specs, spellings, valuesOf } from './values.js';

export function fishCompletion(): string {
  const programs = PROGRAMS.map((program) => `-c ${program}`).join(' ');
  const lines = specs.flatMap((spec) => {
    const value = fishValue(spec);
    return spellings(spec).map((spelling) => {
      return `complete ${programs} ${kindOf(spelling)} ${spelling.replace(/^-+/, '')}${value} -d ${singleQuoted(spec.help)}`;
    });
  });
  const own = ownOptions().flatMap(({ command, options }) =>
    options.map(({ name, value, help }) => {
      const option = `${kindOf(name)} ${name.replace(/^-+/, '')}${value === undefined ? '' : ' -r -F'}`;
      return `complete ${programs} -n '__fish_seen_subcommand_from ${command}' ${option} -d ${singleQuoted(help)}`;
    }),
  );
  const topics = [...SUBCOMMANDS, ...specs.map(({ name }) => name)].join(' ');
  return `# fish completion: agent completion fish > ~/.config/fish/completions/agent.fish
function __jenkins_agent_at_file
    set -l word (commandline --current-token)
    string match --quiet '@*' -- $word
    and __fish_complete_path (string sub --start 2 -- $word) | string replace --regex '^' '@'
end
function __jenkins_agent_secret
    set -l word (commandline --current-token)
    if test -z "$word"
        __fish_complete_path '' | string replace --regex '^' '@'
    else
        __jenkins_agent_at_file
    end
end
complete ${programs} -f -a '(__jenkins_agent_at_file)'
${lines.join('\n')}
complete ${programs} -f -n __fish_use_subcommand -a '${SUBCOMMANDS.join(' ')}'
complete ${programs} -f -n '__fish_seen_subcommand_from completion' -a '${SHELLS.join(' ')}'
complete ${programs} -f -n '__fish_seen_subcommand_from help' -a '${topics}'
${own.join('\n')}
`;
}

/** Fish tells apart --long, -o (one letter) and -old ones. */
function kindOf(spelling: string): string {
  if (spelling.startsWith('--')) return '-l';
  return spelling.length === 2 ? '-s' : '-o';
}

function fishValue(spec: OptionSpec): string {
  const values = valuesOf(spec);
  if (values === undefined) return '';
  const { choices, path, atFile } = values;
  if (atFile) return ` -x -a '(__jenkins_agent_secret)'`;
  if (choices.length > 0) return ` ${path === undefined ? '-x' : '-r -F'} -a '${choices.join(' ')}'`;
  if (path === 'directory') return ` -x -a '(__fish_complete_directories)'`;
  return path === 'file' ? ' -r -F' : ` -x -a '(__jenkins_agent_at_file)'`;
}
