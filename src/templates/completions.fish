
# What the repository has: ids, people, statuses, rules.
function __heard_has_values
    set -l words (commandline -opc)
    set -g __heard_values (heard completions fish -- $words[2..-1] "="(commandline -ct | string unescape) 2>/dev/null)
    test -n "$__heard_values"
end
complete -c heard -n __heard_has_values -f -a '(printf "%s\n" $__heard_values)'
