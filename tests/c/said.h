/* What the programs share that say their calls in JSON: what came out is in `answer`, with tokens that the next call hands back. */
#ifndef SAID_H
#define SAID_H

#include "cartwright.h"
#include "check.h"

#include <string.h>

static char answer[8192];

/* Keeps what a call has answered; of a refusal its sentence and its detail. Answers with its status. */
static inline int32_t answered(int32_t status, char *text, size_t length, cw_error *error)
{
    const char *message = "", *detail = "";
    size_t message_length = 0, detail_length = 0;

    if (status == CW_OK) {
        CHECK(length < sizeof answer);
        snprintf(answer, sizeof answer, "%.*s", (int)length, text);
        cw_text_free(text, length);
        return status;
    }
    CHECK(cw_error_message(error, &message, &message_length) == CW_OK);
    CHECK(cw_error_detail(error, &detail, &detail_length) == CW_OK);
    snprintf(answer, sizeof answer, "%.*s %.*s", (int)message_length, message, (int)detail_length, detail);
    cw_error_free(error);
    return status;
}

/* A call with a token in the place of %s. */
static inline const char *with(const char *call, const char *token)
{
    static char whole[512];

    CHECK(snprintf(whole, sizeof whole, call, token) < (int)sizeof whole);
    return whole;
}

/* Keeps a token that the answer has under this name. */
static inline void keep(char token[33], const char *name)
{
    char member[32];
    const char *at;

    snprintf(member, sizeof member, "\"%s\":\"", name);
    at = strstr(answer, member);
    CHECK(at != NULL && strlen(at) > strlen(member) + 32);
    snprintf(token, 33, "%s", at == NULL ? "00000000000000000000000000000000" : at + strlen(member));
}

#endif
