# What follows is of heracles itself: it leaves verbs and options to the above, and asks heracles for the rest.
_heracles() {
  local line=${COMP_LINE:0:COMP_POINT} word=$2 verb='' answer how before
  COMPREPLY=()
  local -a found=() typed=("${COMP_WORDS[@]:1:COMP_CWORD-1}")
  for before in "${typed[@]}"; do
    [[ $before == -- ]] && return
    [[ -z $verb && " ${_heracles_verbs[*]} " == *" $before "* ]] && verb=$before
  done
  if [[ $line =~ [[:space:]]-[^[:space:]=]*$ ]]; then
    _heracles_options "$verb" "$word"
    return
  fi
  answer=$("${1/#\~\//$HOME/}" __complete bash "$line" "$word" 2>/dev/null)
  mapfile -t found <<<"$answer"
  how=${found[0]} found=("${found[@]:1}")
  case $how in
    verbs) _heracles_options '' "$word" && COMPREPLY+=("${found[@]}") ;;
    words) COMPREPLY=("${found[@]}") ;;
    commands) mapfile -t COMPREPLY < <(compgen -c -- "$word") ;;
    files) compopt -o default ;;
  esac
  [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[=/] ]] && compopt -o nospace
}

# What shtab offers behind a verb, or as the first word.
_heracles_options() {
  COMP_WORDS=(heracles ${1:+"$1"} "$2")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _shtab_heracles
}

complete -F _heracles heracles
