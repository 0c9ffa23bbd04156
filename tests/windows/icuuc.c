/* A stand-in for icuuc.dll, which Windows 10 has and wine 8 has not, so that Qt can be loaded under wine. For tests only:
   it is compiled into the wine prefix and never shipped. No converter is ever found, so Qt uses its own. */
#include <stddef.h>

#define EXPORT __declspec(dllexport)
typedef int Error;
enum { FILE_ACCESS_ERROR = 4 };

static void *not_found(Error *error) {
    if (error)
        *error = FILE_ACCESS_ERROR;
    return NULL;
}

EXPORT void *ucnv_open(const char *name, Error *error) { return not_found(error); }
EXPORT void ucnv_close(void *converter) {}
EXPORT void ucnv_reset(void *converter) {}
EXPORT signed char ucnv_getMaxCharSize(void *converter) { return 4; }
EXPORT const char *ucnv_getName(void *converter, Error *error) { not_found(error); return ""; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, Error *error) { return not_found(error); }
EXPORT const char *ucnv_getAvailableName(int number) { return NULL; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void ucnv_getToUCallBack(void *converter, void **action, const void **context) {}
EXPORT void ucnv_getFromUCallBack(void *converter, void **action, const void **context) {}
EXPORT void ucnv_setToUCallBack(void *converter, void *new_action, const void *new_context, void **action,
                                const void **context, Error *error) {}
EXPORT void ucnv_setFromUCallBack(void *converter, void *new_action, const void *new_context, void **action,
                                  const void **context, Error *error) {}
EXPORT void ucnv_cbToUWriteUChars(void *arguments, const void *source, int length, int offset, Error *error) {}
EXPORT void ucnv_cbFromUWriteUChars(void *arguments, const void **source, const void *limit, int offset, Error *error) {}
EXPORT void ucnv_toUnicode(void *converter, void **target, const void *target_limit, const char **source,
                           const char *source_limit, int *offsets, signed char flush, Error *error) { not_found(error); }
EXPORT void ucnv_fromUnicode(void *converter, char **target, const char *target_limit, const void **source,
                             const void *source_limit, int *offsets, signed char flush, Error *error) { not_found(error); }
EXPORT int ucnv_toUCountPending(void *converter, Error *error) { return 0; }
EXPORT int ucnv_fromUCountPending(void *converter, Error *error) { return 0; }
