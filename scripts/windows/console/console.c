/* billkey.com: what a shell finds under the name billkey before billkey.exe. Shells wait for a program of the console, but
   not for one with a window; so this one starts billkey.exe with the same words, waits for it and ends with its exit code.
   Files and pipes are handed on. The console is not: billkey.exe joins it by itself. */
#include <windows.h>
#include <wchar.h>

/* handed makes a file or pipe inheritable; of a console, nothing is handed on. */
static HANDLE handed(DWORD number)
{
    HANDLE h = GetStdHandle(number);
    DWORD mode;
    if (h == NULL || h == INVALID_HANDLE_VALUE || GetConsoleMode(h, &mode))
        return NULL;
    SetHandleInformation(h, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    return h;
}

/* Ctrl+C reaches billkey.exe as well, which ends as it sees fit. */
static BOOL WINAPI stay(DWORD event) { return event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT; }

static int failed(const char *what)
{
    DWORD n;
    WriteFile(GetStdHandle(STD_ERROR_HANDLE), what, (DWORD)strlen(what), &n, NULL);
    return 1;
}

int wmain(void)
{
    static wchar_t program[32768];
    STARTUPINFOW start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION child;
    DWORD code = 1, n = GetModuleFileNameW(NULL, program, 32768);

    if (n < 4 || n >= 32768)
        return failed("billkey: where is this program?\r\n");
    wcscpy(program + n - 4, L".exe");
    start.hStdInput = handed(STD_INPUT_HANDLE);
    start.hStdOutput = handed(STD_OUTPUT_HANDLE);
    start.hStdError = handed(STD_ERROR_HANDLE);
    SetConsoleCtrlHandler(stay, TRUE);
    SetEnvironmentVariableW(L"BILLKEY_SHELL_WAITS", L"1");
    if (!CreateProcessW(program, GetCommandLineW(), NULL, NULL, TRUE, 0, NULL, NULL, &start, &child))
        return failed("billkey: billkey.exe is not beside this program, or does not start.\r\n");
    WaitForSingleObject(child.hProcess, INFINITE);
    GetExitCodeProcess(child.hProcess, &code);
    return (int)code;
}
