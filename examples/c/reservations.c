/*
 * The last lamp is sold once: held while its buyer pays, refused to everybody else at once, and back on the shelf when the time to
 * pay is over. Build and run it with the Makefile beside it.
 *
 * All is said in calls of JSON; docs/reservations.md has them. The store is in memory, on a clock that is moved by hand, so that
 * nobody waits here. A shop opens {"store":"sqlite:/var/lib/shop/shop.sqlite"}, which its processes share.
 */
#include <cartwright.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOKEN_LENGTH 32
#define LAMP "\"lines\":[{\"key\":\"shop/item/lamp\",\"quantity\":1}]"

/* Ends the program unless the call did what it should. The error says what to do, and is freed like everything else. */
static void must(const char *what, int32_t status, cw_error *error)
{
    const char *message = "no message";
    size_t length = strlen(message);

    if (status == CW_OK) {
        return;
    }
    cw_error_message(error, &message, &length);
    fprintf(stderr, "%s: status %d: %.*s\n", what, (int)status, (int)length, message);
    cw_error_free(error);
    exit(EXIT_FAILURE);
}

/* Does a call. Prints what was answered, or why not; keeps the token of a grant for whoever wants it. */
static int32_t say(cw_reservations *shop, const char *what, const char *call, char *token)
{
    cw_error *error = NULL;
    const char *message, *found;
    char *text = NULL, answer[512];
    size_t length;
    int32_t status = cw_reservations_call(shop, call, strlen(call), CW_FORMAT_JSON, &text, &length, &error);

    if (status != CW_OK) {
        cw_error_message(error, &message, &length);
        printf("%s: status %d: %.*s\n", what, (int)status, (int)length, message);
        cw_error_free(error);
        return status;
    }
    /* Texts have a length and no zero at their end. A real program has a parser. */
    snprintf(answer, sizeof answer, "%.*s", (int)length, text);
    cw_text_free(text, length);
    found = strstr(answer, "\"token\":\"");
    if (token != NULL && found != NULL) {
        memcpy(token, found + strlen("\"token\":\""), TOKEN_LENGTH);
        token[TOKEN_LENGTH] = '\0';
    }
    printf("%s: %s\n", what, strstr(answer, "\"late\":true") != NULL    ? "done, late"
                             : strstr(answer, "\"again\":true") != NULL ? "done, as was said before"
                                                                        : "done");
    return status;
}

/* The same for one order of the attempt that has this token. */
static int32_t say_of(cw_reservations *shop, const char *what, const char *op, const char *order, const char *token)
{
    char call[256];

    snprintf(call, sizeof call, "{\"op\":\"%s\",\"order\":\"%s\",\"token\":\"%s\"}", op, order, token);
    return say(shop, what, call, NULL);
}

static void later(cw_reservations *shop, int64_t milliseconds)
{
    cw_error *error = NULL;
    int32_t status = cw_reservations_advance(shop, milliseconds, &error);

    must("advance", status, error);
}

int main(void)
{
    static const char settings[] = "{\"store\":\"memory\",\"clock\":\"manual\"}";
    const int64_t half_an_hour = 30 * 60 * 1000;
    char ada[TOKEN_LENGTH + 1] = "", ben[TOKEN_LENGTH + 1] = "", cy[TOKEN_LENGTH + 1] = "";
    cw_error *error = NULL;
    cw_reservations *shop;
    int32_t status;

    status = cw_reservations_open(settings, strlen(settings), &shop, &error);
    must("open", status, error);
    say(shop, "one lamp on the shelf", "{\"op\":\"set_stock\",\"key\":\"shop/item/lamp\",\"on_hand\":1}", NULL);

    say(shop, "ada reserves", "{\"op\":\"reserve\",\"order\":1,\"owner\":\"ada\"," LAMP "}", ada);
    say(shop, "ben reserves", "{\"op\":\"reserve\",\"order\":2,\"owner\":\"ben\"," LAMP "}", NULL);
    later(shop, half_an_hour);
    say(shop, "ben reserves when ada's time is over", "{\"op\":\"reserve\",\"order\":3,\"owner\":\"ben\"," LAMP "}", ben);
    say_of(shop, "ada pays too late", "commit", "1", ada);
    say_of(shop, "ada tries with ben's order", "commit", "3", ada);

    say_of(shop, "ben pays", "commit", "3", ben);
    say_of(shop, "the payment is told again", "commit", "3", ben);
    say_of(shop, "ben cancels", "release", "3", ben);

    say(shop, "another lamp comes in", "{\"op\":\"adjust_stock\",\"key\":\"shop/item/lamp\",\"by\":1}", NULL);
    say(shop, "cy reserves", "{\"op\":\"reserve\",\"order\":4,\"owner\":\"cy\"," LAMP "}", cy);
    later(shop, half_an_hour);
    say_of(shop, "cy pays late, and it is still there", "commit", "4", cy);

    cw_reservations_free(shop);
    return EXIT_SUCCESS;
}
