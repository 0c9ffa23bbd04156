/* Starts MUS Desktop: loads python\python311.dll beside this program and runs python\boot.py in this very process.
 *
 * Compiled twice: as "MUS Desktop.exe" for the window, and with CONSOLE defined as "mus-desktop.exe" for commands. Both
 * leave the standard handles alone, because a subprocess of the program talks over the pipes that it inherits.
 */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

#define LONGEST_PATH 32768
#define FOUR_OPTIONS 4

typedef int (*run_python)(int count, wchar_t **arguments);

int _dowildcard = 0; /* a * in an argument is passed on, not replaced by the names of files */

static int fail(const wchar_t *reason)
{
    static wchar_t text[1024];
    DWORD error = GetLastError();
    _snwprintf(text, 1023,
               L"MUS Desktop kan ikke starte: %ls (fejl %lu). Installér programmet igen. Dine data er ikke rørt.\n",
               reason, error);
#ifdef CONSOLE
    HANDLE output = GetStdHandle(STD_ERROR_HANDLE);
    DWORD written;
    if (!WriteConsoleW(output, text, (DWORD)wcslen(text), &written, NULL)) {
        static char narrow[4096]; /* the output is a file or a pipe */
        int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, narrow, sizeof narrow, NULL, NULL);
        WriteFile(output, narrow, (DWORD)(length > 0 ? length - 1 : 0), &written, NULL);
    }
#else
    MessageBoxW(NULL, text, L"MUS Desktop", MB_OK | MB_ICONERROR | MB_SETFOREGROUND);
#endif
    return 1;
}

int wmain(int argc, wchar_t **argv)
{
    static wchar_t program[LONGEST_PATH], library[LONGEST_PATH], boot[LONGEST_PATH];

    /* No library is loaded from the current folder, nor from a folder on PATH. */
    SetDllDirectoryW(L"");
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32 | LOAD_LIBRARY_SEARCH_USER_DIRS);

    DWORD length = GetModuleFileNameW(NULL, program, LONGEST_PATH);
    if (length == 0 || length > LONGEST_PATH - 32)
        return fail(L"stien til programmet er for lang");
    wchar_t *name = wcsrchr(program, L'\\');
    if (!name)
        return fail(L"programmets mappe blev ikke fundet");
    int folder = (int)(name - program);
    _snwprintf(library, LONGEST_PATH, L"%.*ls\\python\\python311.dll", folder, program);
    _snwprintf(boot, LONGEST_PATH, L"%.*ls\\python\\boot.py", folder, program);

    HMODULE python = LoadLibraryExW(library, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    if (!python)
        return fail(L"filen python311.dll mangler eller kan ikke læses");
    run_python run = (run_python)(void *)GetProcAddress(python, "Py_Main");
    if (!run)
        return fail(L"filen python311.dll er ikke den rigtige");

    /* -I: no environment variables, no folders of the user's. -B: write no compiled files. */
    wchar_t **arguments = calloc((size_t)argc + FOUR_OPTIONS, sizeof *arguments);
    if (!arguments)
        return fail(L"der er ikke hukommelse nok");
    int count = 0;
    arguments[count++] = program;
    arguments[count++] = L"-I";
    arguments[count++] = L"-B";
    arguments[count++] = boot;
    for (int i = 1; i < argc; i++)
        arguments[count++] = argv[i];
    return run(count, arguments);
}
