/** The supported shells. */
export type Shell = "bash" | "zsh" | "fish" | "powershell";

/**
 * For each shell, the script that completes `factorio-lock`. It runs `factorio-lock complete -- WORDS…`, and offers files
 * if that prints nothing.
 */
export const COMPLETION_SCRIPTS: Readonly<Record<Shell, readonly string[]>> = {
  bash: [
    "# factorio-lock: completion for bash",
    "_factorio_lock() {",
    "  local IFS=$'\\n' word=\"${COMP_WORDS[COMP_CWORD]}\"",
    '  COMPREPLY=($(factorio-lock complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))',
    "  local at",
    '  for at in "${!COMPREPLY[@]}"; do COMPREPLY[$at]=$(printf %q "${COMPREPLY[$at]}"); done',
    '  [ ${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- "$word"))',
    "}",
    "complete -o filenames -F _factorio_lock factorio-lock",
  ],
  zsh: [
    "# factorio-lock: completion for zsh",
    "_factorio_lock() {",
    "  local -a found",
    '  found=("${(@f)$(factorio-lock complete -- "${words[@]:1:$((CURRENT-1))}" 2>/dev/null)}")',
    '  if [[ ${#found} -gt 0 && -n "${found[1]}" ]]; then compadd -a found; else _files; fi',
    "}",
    "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }",
    "compdef _factorio_lock factorio-lock",
  ],
  fish: [
    "# factorio-lock: completion for fish",
    "function __factorio_lock_complete",
    "  set -l words (commandline -opc) (commandline -ct)",
    "  factorio-lock complete -- $words[2..-1] 2>/dev/null",
    "end",
    "complete -c factorio-lock -a '(__factorio_lock_complete)'",
  ],
  powershell: [
    "# factorio-lock: completion for PowerShell",
    "Register-ArgumentCompleter -Native -CommandName factorio-lock -ScriptBlock {",
    "  param($wordToComplete, $commandAst, $cursorPosition)",
    "  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })",
    "  if ($wordToComplete -eq '') { $words += '' }",
    "  factorio-lock complete -- @words 2>$null | ForEach-Object {",
    "    $text = if ($_ -match '\\s') { \"'$_'\" } else { $_ }",
    "    [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)",
    "  }",
    "}",
  ],
};
