/* shell.exe PROGRAM ARGUMENTS...: starts a program as a shell in a console does, without handing on any stream, and writes to
   its own standard output what the console shows at the end, then the exit code. With SHELL_INTERRUPTS set, Ctrl+C is pressed
   as soon as the console shows that word. */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

enum { COLUMNS = 200, LINES = 60 };

static HANDLE screen;
static wchar_t shown[LINES * (COLUMNS + 1) + 1];

/* look reads what the console shows. */
static void look(void)
{
    wchar_t *to = shown;
    for (short y = 0; y < LINES; y++) {
        wchar_t line[COLUMNS];
        DWORD n = 0;
        if (!ReadConsoleOutputCharacterW(screen, line, COLUMNS, (COORD){0, y}, &n))
            break;
        while (n > 0 && line[n - 1] == L' ')
            n--;
        wmemcpy(to, line, n);
        to += n;
        *to++ = L'\n';
    }
    *to = 0;
}

static BOOL WINAPI stay(DWORD event) { return event == CTRL_C_EVENT; }

int wmain(int argc, wchar_t **argv)
{
    static wchar_t line[4096];
    static char text[sizeof shown * 2];
    wchar_t word[100] = L"";
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION child;
    DWORD code = 0, n;
    HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);

    for (int i = 1; i < argc; i++) {
        wcscat(line, i > 1 ? L" \"" : L"\"");
        wcscat(line, argv[i]);
        wcscat(line, L"\"");
    }
    GetEnvironmentVariableW(L"SHELL_INTERRUPTS", word, 100);
    FreeConsole();
    AllocConsole();
    screen = CreateFileW(L"CONOUT$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    SetConsoleScreenBufferSize(screen, (COORD){COLUMNS, LINES});
    SetStdHandle(STD_INPUT_HANDLE, NULL);
    SetStdHandle(STD_OUTPUT_HANDLE, NULL);
    SetStdHandle(STD_ERROR_HANDLE, NULL);
    SetConsoleCtrlHandler(stay, TRUE);
    if (!CreateProcessW(argv[1], line, NULL, NULL, FALSE, 0, NULL, NULL, &start, &child))
        return 125;
    while (WaitForSingleObject(child.hProcess, 100) == WAIT_TIMEOUT) {
        look();
        if (*word && wcsstr(shown, word)) {
            GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
            *word = 0;
        }
    }
    GetExitCodeProcess(child.hProcess, &code);
    look();
    n = WideCharToMultiByte(CP_UTF8, 0, shown, -1, text, sizeof text, NULL, NULL);
    WriteFile(out, text, n ? n - 1 : 0, &n, NULL);
    n = sprintf(text, "exit %lu\n", code);
    WriteFile(out, text, n, &n, NULL);
    return 0;
}
