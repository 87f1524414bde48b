# Three instances on 3000, 3001 and 3002 over one database and one Redis. Others: ./start-multi.ps1 --ports 4000,4001
node (Join-Path $PSScriptRoot 'scripts/start-multi.js') @args
exit $LASTEXITCODE
