import { SUBCOMMANDS } from '../subcommand-names.js';
import { groupedByValues, ownOptions, PROGRAMS, SHELLS, specs, spellings } from './values.js';
import type { OfferedValues } from './values.js';

/**
 * Bash cuts words at =, @ and : as COMP_WORDBREAKS has it, and replaces what stands behind the last cut only, with the @ of that cut
 * itself. So the words are put together again here, and from what is offered the part in front of the cut is taken away. For bash 3.2, which macOS has, and later.
 */
export function bashCompletion(): string {
  const options = specs.flatMap(spellings);
  const cases = groupedByValues().map(
    ({ values, options: names }) => `    ${names.join('|')}) ${bashValues(values)}; return 0 ;;`,
  );
  const own = ownOptions().map(
    ({ command, options: more }) => `    ${command}) options="$options ${more.map(({ name }) => name).join(' ')}" ;;`,
  );
  return `# bash completion: source <(agent completion bash)
_jenkins_agent_words() {
  COMPREPLY=($(compgen -P "$2" -W "$1" -- "$3"))
}
_jenkins_agent_paths() {
  local IFS=$'\\n'
  COMPREPLY=("\${COMPREPLY[@]}" $(compgen -P "$2" "$1" -- "$3"))
  compopt -o filenames 2>/dev/null
}
# the option, what of its value is there, what stands before that in the same word
_jenkins_agent_value() {
  case "$1" in
${cases.join('\n')}
  esac
  return 1
}
_jenkins_agent() {
  local rest="$COMP_LINE" piece trimmed word before breaks= command options="${options.join(' ')}"
  local -a words
  COMPREPLY=()
  for piece in "\${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
    trimmed="\${rest#"\${rest%%[![:space:]]*}"}"
    if [ \${#words[@]} -gt 0 ] && [ "$trimmed" = "$rest" ]; then
      words[\${#words[@]}-1]="\${words[\${#words[@]}-1]}$piece"
    else
      words[\${#words[@]}]="$piece"
    fi
    rest="\${trimmed#"$piece"}"
  done
  word="\${words[\${#words[@]}-1]}"
  if [ \${#words[@]} -gt 1 ]; then before="\${words[\${#words[@]}-2]}"; fi
  command="\${words[1]}"
  case "$command" in
${own.join('\n')}
  esac
  case "$word" in
    @*) _jenkins_agent_paths -f @ "\${word#@}" ;;
    -*=*) _jenkins_agent_value "\${word%%=*}" "\${word#*=}" "\${word%%=*}=" ;;
    *)
      if [ \${#words[@]} -eq 2 ] && [ "\${word#-}" = "$word" ]; then
        _jenkins_agent_words "${SUBCOMMANDS.join(' ')}" '' "$word"
      elif [ \${#words[@]} -eq 3 ] && [ "$command" = completion ]; then
        _jenkins_agent_words "${SHELLS.join(' ')}" '' "$word"
      elif [ \${#words[@]} -eq 3 ] && [ "$command" = help ]; then
        _jenkins_agent_words "${SUBCOMMANDS.join(' ')} $options" '' "$word"
      elif ! _jenkins_agent_value "$before" "$word" ''; then
        case "$word" in -*) _jenkins_agent_words "$options" '' "$word" ;; esac
      fi
      ;;
  esac
  for piece in = @ :; do
    case "$COMP_WORDBREAKS" in *"$piece"*) breaks="$breaks$piece" ;; esac
  done
  if [ -n "$breaks" ]; then
    piece="\${word##*[$breaks]}"
    piece="\${word%"$piece"}"
    piece="\${piece%@}"
    COMPREPLY=("\${COMPREPLY[@]#"$piece"}")
  fi
}
complete -F _jenkins_agent ${PROGRAMS.join(' ')}
`;
}

function bashValues({ choices, path, atFile }: OfferedValues): string {
  const offers = [
    ...(choices.length === 0 ? [] : [`_jenkins_agent_words "${choices.join(' ')}" "$3" "$2"`]),
    ...(path === undefined ? [] : [`_jenkins_agent_paths ${path === 'directory' ? '-d' : '-f'} "$3" "$2"`]),
    ...(atFile ? [`if [ -z "$2$3" ]; then _jenkins_agent_paths -f @ ''; fi`] : []),
  ];
  return offers.length === 0 ? ':' : offers.join('; ');
}
