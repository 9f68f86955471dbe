
# What the repository has: ids, people, statuses, rules.
_heard_values() {
    local -a words=()
    local word value lead= quote= last
    for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        last=$((${#words[@]} - 1))
        # Bash parts words at an `@`.
        if [ "$last" -ge 0 ] && [ "${words[last]}" = @ ]; then
            words[last]=@$word
        else
            words+=("$word")
        fi
    done
    last=$((${#words[@]} - 1))
    [ "$last" -ge 0 ] || return 1
    word=${words[last]}
    case $word in
        [\"\']*) quote=1 word=${word:1} ;;
        *) word=${word//\\/} ;;
    esac
    # What stands before the part that bash completes is not completed.
    case ${COMP_WORDS[COMP_CWORD]} in
        @?*) ;;
        *) case $word in @*) lead=@ ;; esac ;;
    esac
    words[last]="=$word"
    COMPREPLY=()
    while IFS= read -r value; do
        value=${value#"$lead"}
        [ -n "$quote" ] || printf -v value %q "$value"
        COMPREPLY+=("$value")
    done < <(heard completions bash -- "${words[@]}" 2>/dev/null)
    [ ${#COMPREPLY[@]} -gt 0 ]
}

_heard_or_values() {
    _heard_values || _heard "$@"
}

