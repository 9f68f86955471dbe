
    # What the repository has: ids, people, statuses, rules.
    $typed = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    $word = '=' + $wordToComplete.Trim([char[]]"'`"")
    $found = @(heard completions powershell -- $typed $word 2>$null)
    if ($found.Count -gt 0) {
        return $found | ForEach-Object {
            $text = $_
            # A quotation mark of any kind ends a text in single ones, unless it stands there twice.
            if ($text -match '[^\w.-]') { $text = "'" + ($text -replace "['\u2018-\u201b]", '$0$0') + "'" }
            [CompletionResult]::new($text, $_, [CompletionResultType]::ParameterValue, $_)
        }
    }
