# What the repository has: ids, people, statuses, rules.
functions[_heard_fixed]=$functions[_heard]
_heard() {
    local -a found
    found=("${(@f)$(heard completions zsh -- "${(@Q)words[2,CURRENT-1]}" "=${(Q)PREFIX}" 2>/dev/null)}")
    if [[ -n $found[1] ]]; then
        compadd -a found
    else
        _heard_fixed "$@"
    fi
}

