import type { OptionSpec } from '../option-spec.js';
import { SUBCOMMANDS } from '../subcommand-names.js';
import { ownOptions, PROGRAMS, SHELLS, specs, spellings, valuesOf } from './values.js';
import { singleQuoted } from './quote.js';

export function zshCompletion(): string {
  const lines = specs.flatMap((spec) => {
    const value = zshValue(spec);
    const repeat = spec.kind === 'list' ? '*' : '';
    return spellings(spec).map((spelling) => {
      // The value behind an equals sign or in the next word.
      const name = `${repeat}${spelling}${value === '' ? '' : '='}`;
      return `  ${singleQuoted(`${name}[${zshText(spec.help)}]${value}`)}`;
    });
  });
  const own = ownOptions().map(({ command, options }) => {
    const texts = options.map(({ name, value, help }) => {
      const behind = value === undefined ? '' : `:${zshText(value)}:_files`;
      return singleQuoted(`${name}${value === undefined ? '' : '='}[${zshText(help)}]${behind}`);
    });
    return `  ${command}) own=(${texts.join(' ')}) ;;`;
  });
  return `#compdef ${PROGRAMS.join(' ')}
# zsh completion: agent completion zsh > "\${fpath[1]}/_agent"
_jenkins_agent_at_file() {
  if compset -P @; then _files; fi
}
_jenkins_agent_secret() {
  if compset -P @; then _files; else compadd -S '' -- @; fi
}
_jenkins_agent_word() {
  case $words[2] in
    completion) compadd -- ${SHELLS.join(' ')} ;;
    help) compadd -- ${[...SUBCOMMANDS, ...specs.map(({ name }) => name)].join(' ')} ;;
    *) _jenkins_agent_at_file ;;
  esac
}
local -a own
case $words[2] in
${own.join('\n')}
esac
_arguments $own \\
${lines.join(' \\\n')} \\
  '1::command:(${SUBCOMMANDS.join(' ')})' \\
  '*:word:_jenkins_agent_word'
`;
}

function zshValue(spec: OptionSpec): string {
  const values = valuesOf(spec);
  if (values === undefined) return '';
  const { choices, path, atFile } = values;
  const files = path === 'directory' ? '_files -/' : '_files';
  const action = atFile
    ? '_jenkins_agent_secret'
    : choices.length > 0
      ? path === undefined
        ? `(${choices.join(' ')})`
        : `{compadd -- ${choices.join(' ')}; ${files}}`
      : path === undefined
        ? '_jenkins_agent_at_file'
        : files;
  return `:${zshText(spec.placeholder ?? '')}:${action}`;
}

/** Brackets and colons mean something in a description. */
function zshText(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}
