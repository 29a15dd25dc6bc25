/* What the C programs of this folder check with. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>

static int checks;
static int failures;

/* Says which check failed and goes on with the next one. */
#define CHECK(what)                                                        \
    do {                                                                   \
        checks++;                                                          \
        if (!(what)) {                                                     \
            failures++;                                                    \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
        }                                                                  \
    } while (0)

/* The last line and the exit code of a program. */
static int summary(void)
{
    printf("%d checks, %d failed\n", checks, failures);
    return failures == 0 ? 0 : 1;
}

#endif
