# This is of heracles itself: it leaves verbs and options to what shtab wrote above, and asks heracles for the rest.
functions[_heracles_of_shtab]=$functions[_shtab_heracles]

_shtab_heracles() {
  # Outside of a completion, who sourced this wants it to be known.
  (( $+compstate )) || { compdef _shtab_heracles heracles; return }
  local how word line="${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX"
  local -a answer found open typed=("${(@)words[2,CURRENT-1]}")
  (( $typed[(I)--] )) && return 1
  if [[ $PREFIX == -* && $PREFIX != *=* ]]; then
    typed=(${typed:*_heracles_verbs})
    _heracles_options "$typed[1]"
    return
  fi
  answer=("${(@f)$(${words[1]/#\~\//$HOME/} __complete zsh "$line" 2>/dev/null)}")
  how=$answer[1]
  for word in "${(@)answer[2,-1]}"; do
    [[ $word == *[=/] ]] && open+=("$word") || found+=("$word")
  done
  case $how in
    verbs) _heracles_options ''; compadd -a found; compadd -S '' -a open ;;
    words) compadd -a found; compadd -S '' -a open ;;
    commands) compset -P '*='; _command_names -e ;;
    files) compset -P '*='; _files ;;
  esac
}

# What shtab offers behind a verb, or as the first word.
_heracles_options() {
  words=(heracles ${1:+"$1"} "$PREFIX")
  CURRENT=$#words
  _heracles_of_shtab
}
