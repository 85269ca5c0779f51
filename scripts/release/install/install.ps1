# Installs factorio-lock for this user: downloads the file for this machine, checks it against the published list of
# SHA-256, and puts it into a folder of programs. No administrator is needed.
#
#   irm @REPOSITORY@/releases/latest/download/install.ps1 | iex
#
# $env:FACTORIO_LOCK_VERSION       a version instead of the newest
# $env:FACTORIO_LOCK_INSTALL_DIR   a folder instead of %LOCALAPPDATA%\Programs\factorio-lock
# $env:FACTORIO_LOCK_DOWNLOAD      an address instead of the releases' own, such as a mirror's
# $env:FACTORIO_LOCK_NO_PATH       anything, to leave your Path as it is
& {
    $ErrorActionPreference = 'Stop'
    # Windows PowerShell 5.1 shows a progress that makes downloads ten times slower, and may not offer TLS 1.2.
    $ProgressPreference = 'SilentlyContinue'
    [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12

    $base = if ($env:FACTORIO_LOCK_DOWNLOAD) { $env:FACTORIO_LOCK_DOWNLOAD }
    elseif ($env:FACTORIO_LOCK_VERSION) { "@REPOSITORY@/releases/download/v$($env:FACTORIO_LOCK_VERSION)" }
    else { '@REPOSITORY@/releases/latest/download' }
    $folder = if ($env:FACTORIO_LOCK_INSTALL_DIR) { $env:FACTORIO_LOCK_INSTALL_DIR }
    else { Join-Path $env:LOCALAPPDATA 'Programs\factorio-lock' }
    $work = Join-Path ([IO.Path]::GetTempPath()) ("factorio-lock-" + [Guid]::NewGuid())
    New-Item -ItemType Directory -Path $work | Out-Null
    try {
        $sums = Join-Path $work 'SHA256SUMS'
        Invoke-WebRequest -UseBasicParsing -Uri "$base/SHA256SUMS" -OutFile $sums
        $line = Get-Content $sums | Where-Object { $_ -match '^[0-9a-f]{64}  factorio-lock-[0-9A-Za-z.+-]+-windows-x64\.zip$' } | Select-Object -First 1
        if (-not $line) { throw 'That release has no file for Windows.' }
        $wanted, $file = $line -split '  ', 2
        $archive = Join-Path $work $file
        Invoke-WebRequest -UseBasicParsing -Uri "$base/$file" -OutFile $archive
        if ((Get-FileHash -Algorithm SHA256 $archive).Hash.ToLower() -ne $wanted) {
            throw "$file does not match the published SHA-256: nothing was installed. Run this again; if it happens again, do not use that file, and report it."
        }
        Expand-Archive -Path $archive -DestinationPath $work
        $program = Join-Path $work (($file -replace '\.zip$', '') + '\factorio-lock.exe')
        # A program that does not run here must not replace one that does.
        $version = & $program --version
        if ($LASTEXITCODE -ne 0) { throw 'The program does not run on this system: it needs a 64-bit Windows 10 or newer.' }
        New-Item -ItemType Directory -Force -Path $folder | Out-Null
        $place = Join-Path $folder 'factorio-lock.exe'
        # A program that is running cannot be replaced, but it can be renamed.
        if (Test-Path $place) { Move-Item -Force $place "$place.old" }
        try { Copy-Item $program $place }
        catch {
            if (Test-Path "$place.old") { Move-Item -Force "$place.old" $place }
            throw
        }
        Remove-Item -Force -ErrorAction SilentlyContinue "$place.old"
        Write-Host "factorio-lock $version is installed: $place"
        # Through the registry, because the usual function would replace variables such as %USERPROFILE% by their values.
        $key = [Microsoft.Win32.Registry]::CurrentUser.OpenSubKey('Environment', $true)
        try {
            $path = $key.GetValue('Path', '', [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames)
            if (-not $env:FACTORIO_LOCK_NO_PATH -and ($path -split ';') -notcontains $folder) {
                $key.SetValue('Path', ((@($path -split ';') + $folder) | Where-Object { $_ }) -join ';', [Microsoft.Win32.RegistryValueKind]::ExpandString)
                # Windows notifies running programs only of a change made in this way.
                [Environment]::SetEnvironmentVariable('FACTORIO_LOCK_PATH_CHANGED', '1', 'User')
                [Environment]::SetEnvironmentVariable('FACTORIO_LOCK_PATH_CHANGED', $null, 'User')
                Write-Host 'It was added to your Path: open a new window, and `factorio-lock --help` works there.'
            }
        }
        finally { $key.Close() }
    }
    finally {
        Remove-Item -Recurse -Force $work
    }
}
