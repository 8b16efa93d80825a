@echo off
rem The words of the Makefile for Windows: make run, make test, make setup, make check, make bench, make shots.
setlocal
cd /d "%~dp0"
where py >nul 2>nul
if %errorlevel%==0 (
  py -3 installer\prepare.py %*
) else (
  python installer\prepare.py %*
)
exit /b %errorlevel%
