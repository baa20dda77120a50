# zsh -f complete.zsh FOLDER LINE: prints what an interactive zsh would offer at the end of LINE, a candidate a line, with the
# completion script as FOLDER/_agent. The shell in the pseudo terminal writes down what its completion functions add.
zmodload zsh/zpty
found=$1/found
: >$found
zpty shell zsh -f -i
zpty -w shell "PS1=; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -d $1/dump"
zpty -w shell 'compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a matching
  builtin compadd -A matching "$@"
  (( $#matching )) && print -rl -- $matching >>'$found'
  builtin compadd "$@"
}'
zpty -w shell "finish() { print -r -- : >>$found }; zle -N finish; bindkey '^X' finish; bindkey '^I' complete-word"
zpty -w -n shell "$2"$'\t\x18'
for i in {1..300}; do
  grep -q '^:$' $found && break
  sleep 0.1
done
zpty -d shell
grep -v '^:$' $found | sort -u
