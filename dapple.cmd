@echo off
rem Starts the dapple command; builds it on first use. After an update run: mvn -Plauncher package
rem   DAPPLE_JAVA_OPTS   more options for Java, for example -Xmx8g
rem   DAPPLE_THREADS     threads of the engine (default: all processors; for prepare 1, on each of several clips)
setlocal
set "HOME_DIR=%~dp0"
if not exist "%HOME_DIR%cli\target\dapple\lib" (
    echo dapple: building, this takes a minute the first time ... 1>&2
    pushd "%HOME_DIR%"
    call mvn -q -Plauncher package
    if errorlevel 1 (
        popd
        exit /b 1
    )
    popd
)
if "%DAPPLE_THREADS%"=="" if "%1"=="prepare" set "DAPPLE_THREADS=1"
if "%DAPPLE_THREADS%"=="" set "DAPPLE_THREADS=%NUMBER_OF_PROCESSORS%"
set "OPT_OUT_TRACKING=true"
set "JAVA=java"
if not "%JAVA_HOME%"=="" set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -Dai.djl.pytorch.num_threads=%DAPPLE_THREADS% -Ddapple.terminal=true -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC %DAPPLE_JAVA_OPTS% ^
    -cp "%HOME_DIR%cli\target\*;%HOME_DIR%cli\target\dapple\lib\*" org.dapple.cli.Dapple %*
exit /b %ERRORLEVEL%
