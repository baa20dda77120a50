# bash complete-bash.sh SCRIPT LINE: types LINE and a tab into an interactive bash that has sourced SCRIPT, as a person would, and
# prints what the command then gets, a word a line.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/rc" <<RC
PS1=; bind 'set bell-style none'; bind 'set enable-bracketed-paste off'
source $1
agent() { printf '%s\n' "\$@" >$folder/got; }
jenkins-inbound-agent() { agent "\$@"; }
RC
printf '%s\t\nexit\n' "$2" | script -qec "bash --noprofile --rcfile $folder/rc -i" /dev/null >/dev/null 2>&1
cat "$folder/got"
