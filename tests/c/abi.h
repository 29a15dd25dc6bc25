/* What the programs share that get it wrong on purpose: bad texts, calls that have to be refused, calls that are done. */
#ifndef ABI_H
#define ABI_H

#include "cartwright.h"
#include "check.h"

#include <stdint.h>
#include <string.h>

#define TEXT(literal) (literal), sizeof(literal) - 1
#define NOTHING NULL, 0
#define NOT_UTF8 TEXT("Gr\xf6\xdf" "e")

/* Lengths that a caller gets by subtracting too much. A library that reads before it looks crashes on them. */
#define TOO_LONG "USD", SIZE_MAX
#define JUST_TOO_LONG "USD", (size_t)PTRDIFF_MAX + 1

/* What stands in a place before a call, to see that a refused call leaves it there. Never followed. */
static char mark;
#define MARKED_TEXT (&mark)
#define MARKED_LENGTH ((size_t)4711)

/* A call, made with a place for its error and without one, is refused with this status and an error that says so. The
 * call names the place `error`. */
#define REFUSED(expected, call)                                                                               \
    do {                                                                                                      \
        cw_error *written = NULL, **error = &written;                                                         \
        CHECK((call) == (expected));                                                                          \
        check_error(written, (expected));                                                                     \
        error = NULL;                                                                                         \
        CHECK((call) == (expected));                                                                          \
    } while (0)

/* A call that is done, and leaves the place of the error as it was. */
#define DONE(call)                                                                                            \
    do {                                                                                                      \
        cw_error *written = (cw_error *)(void *)&mark, **error = &written;                                    \
        CHECK((call) == CW_OK);                                                                               \
        CHECK(written == (cw_error *)(void *)&mark);                                                          \
    } while (0)

static void check_error(cw_error *error, int32_t status)
{
    const char *message = NULL, *detail = NULL;
    size_t message_length = 0, detail_length = 0;

    CHECK(error != NULL);
    CHECK(cw_error_status(error) == status);
    CHECK(cw_error_message(error, &message, &message_length) == CW_OK);
    CHECK(cw_error_detail(error, &detail, &detail_length) == CW_OK);
    CHECK(message_length > 10);
    CHECK(detail_length >= 2 && detail[0] == '{' && detail[detail_length - 1] == '}');
    cw_error_free(error);
}

#endif
