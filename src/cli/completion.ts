/** `agent completion SHELL`: a script that completes every option, made from the table. */
import type { OptionSpec } from './option-spec.js';
import { OPTIONS } from './option-table.js';
import { SUBCOMMANDS } from './subcommand-names.js';
import { UsageError } from './usage-error.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
const PROGRAMS = ['agent', 'jenkins-agent'] as const;

/** @param words the shell's name. @throws UsageError */
export function completionScript([shell, ...rest]: readonly string[]): string {
  switch (SHELLS.find((name) => name === shell && rest.length === 0)) {
    case 'bash':
      return bash();
    case 'zsh':
      return zsh();
    case 'fish':
      return fish();
    case undefined:
      throw new UsageError(`agent completion takes one of: ${SHELLS.join(', ')}`);
  }
}

const specs: readonly OptionSpec[] = OPTIONS;
const spellings = ({ name, aliases = [], gnu }: OptionSpec): string[] => [name, ...aliases, ...gnu];
const takesFile = ({ placeholder = '' }: OptionSpec): boolean => /FILE|DIR/.test(placeholder);
const choices = ({ placeholder = '' }: OptionSpec): string[] =>
  /^[a-z]+(\|[a-z]+)+$/.test(placeholder) ? placeholder.split('|') : [];

function bash(): string {
  const files = specs.filter(takesFile).flatMap(spellings);
  const free = specs.filter((spec) => spec.kind !== 'switch' && !takesFile(spec) && choices(spec).length === 0);
  const chosen = specs
    .filter((spec) => choices(spec).length > 0)
    .map(
      (spec) =>
        `    ${spellings(spec).join('|')}) COMPREPLY=($(compgen -W "${choices(spec).join(' ')}" -- "$word")); return ;;`,
    );
  return `# bash completion: source <(agent completion bash)
_jenkins_agent() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  case "$word" in
    @*) COMPREPLY=($(compgen -P @ -f -- "\${word#@}")); return ;;
  esac
  case "$before" in
    ${files.join('|')}) COMPREPLY=($(compgen -f -- "$word")); return ;;
${chosen.join('\n')}
    ${free.flatMap(spellings).join('|')}) return ;;
    completion) COMPREPLY=($(compgen -W "${SHELLS.join(' ')}" -- "$word")); return ;;
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "${specs.flatMap(spellings).join(' ')}" -- "$word")) ;;
    *) if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "${SUBCOMMANDS.join(' ')}" -- "$word")); fi ;;
  esac
}
complete -F _jenkins_agent ${PROGRAMS.join(' ')}
`;
}

function zsh(): string {
  const lines = specs.flatMap((spec) =>
    spellings(spec).map((spelling) => {
      const repeat = spec.kind === 'list' ? '*' : '';
      return `  ${quote(`${repeat}${spelling}[${zshText(spec.help)}]${zshValue(spec)}`)}`;
    }),
  );
  return `#compdef ${PROGRAMS.join(' ')}
# zsh completion: agent completion zsh > "\${fpath[1]}/_agent"
_jenkins_agent_at_file() {
  if compset -P @; then _files; fi
}
_jenkins_agent_word() {
  if [[ $words[2] == completion ]]; then compadd ${SHELLS.join(' ')}; else _jenkins_agent_at_file; fi
}
_arguments \\
${lines.join(' \\\n')} \\
  '1::command:(${SUBCOMMANDS.join(' ')})' \\
  '*:word:_jenkins_agent_word'
`;
}

function zshValue(spec: OptionSpec): string {
  const { placeholder } = spec;
  if (placeholder === undefined) return '';
  const values = choices(spec);
  const action = values.length > 0 ? `(${values.join(' ')})` : takesFile(spec) ? '_files' : '_jenkins_agent_at_file';
  return `:${zshText(placeholder)}:${action}`;
}

/** Brackets and colons mean something in a description. */
function zshText(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}

function fish(): string {
  const programs = PROGRAMS.map((program) => `-c ${program}`).join(' ');
  const lines = specs.flatMap((spec) => {
    const value = spec.kind === 'switch' ? '' : takesFile(spec) ? ' -r' : ` -x${fishChoices(spec)}`;
    return spellings(spec).map((spelling) => {
      const kind = spelling.startsWith('--') ? '-l' : spelling.length === 2 ? '-s' : '-o';
      return `complete ${programs} ${kind} ${spelling.replace(/^-+/, '')}${value} -d ${quote(spec.help)}`;
    });
  });
  return `# fish completion: agent completion fish > ~/.config/fish/completions/agent.fish
function __jenkins_agent_at_file
    set -l word (commandline --current-token)
    string match --quiet '@*' -- $word
    and __fish_complete_path (string sub --start 2 -- $word) | string replace --regex '^' '@'
end
complete ${programs} -f -a '(__jenkins_agent_at_file)'
${lines.join('\n')}
complete ${programs} -f -n __fish_use_subcommand -a '${SUBCOMMANDS.join(' ')}'
complete ${programs} -f -n '__fish_seen_subcommand_from completion' -a '${SHELLS.join(' ')}'
`;
}

function fishChoices(spec: OptionSpec): string {
  const values = choices(spec);
  return ` -a '${values.length === 0 ? '(__jenkins_agent_at_file)' : values.join(' ')}'`;
}

/** For zsh and for fish, whose single quotes differ only in how one is written. */
function quote(text: string): string {
  return `'${text.replaceAll("'", '’')}'`;
}
