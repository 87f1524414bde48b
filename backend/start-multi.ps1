# The same as in the root, for who stands here.
& (Join-Path $PSScriptRoot '../start-multi.ps1') @args
exit $LASTEXITCODE
