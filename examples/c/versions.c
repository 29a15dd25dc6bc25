/*
 * A price is changed while pages are cached, and nobody reads the old one after the COMMIT: not while the change is on its way to
 * the other readers, nor when its writer dies before he has told them. Build and run it with the Makefile beside it.
 *
 * What readers are told by is said in calls of JSON; docs/versions.md has them. The store is in memory, on a clock that is moved by
 * hand, so that nobody waits here. A shop opens {"store":"sqlite:/var/lib/shop/versions.sqlite"}, which its processes share, or
 * {"store":"redis://cache.example"}.
 */
#include <cartwright.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOKEN_LENGTH 32
#define MINUTE (60 * 1000)

/*
 * The shop's own database: a price, and how often products were changed. A real one has the version in a table, and raises it in the
 * transaction that changes the price.
 */
static struct {
    int price;
    int version;
} database = {40, 1};

#define VERSION_FORMAT "0000000000005eed.%d"

static cw_versions *shop;
static char answer[1024];

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

/* Does a call; what comes of it is in `answer`. Texts have a length and no zero at their end. A real program has a parser. */
static void say(const char *call)
{
    cw_error *error = NULL;
    char *text = NULL;
    size_t length = 0;
    int32_t status = cw_versions_call(shop, call, strlen(call), CW_FORMAT_JSON, &text, &length, &error);

    must(call, status, error);
    snprintf(answer, sizeof answer, "%.*s", (int)length, text);
    cw_text_free(text, length);
}

/* The part of the answer that begins with a member, up to its last brace. */
static const char *part(const char *member)
{
    char *from = strstr(answer, member);

    if (from == NULL) {
        fprintf(stderr, "%s is missing in %s\n", member, answer);
        exit(EXIT_FAILURE);
    }
    from[strlen(from) - 1] = '\0';
    return from;
}

/* What a reader captures before he loads anything: an object of versions, which he hands to the cache. */
static void capture(char *captured, size_t size)
{
    char call[1024];

    say("{\"op\":\"look\",\"types\":[\"products\"]}");
    if (strstr(answer, "\"questions\":[]") == NULL) {
        /* SELECT counter FROM shop_data_version …: nobody has published what the store could answer with. */
        printf("  the database is asked\n");
        snprintf(call, sizeof call, "{\"op\":\"answer\",\"told\":[{\"settled\":\"" VERSION_FORMAT "\"}],%s}", database.version,
                 part("\"seen\":"));
        say(call);
        snprintf(captured, size, "%s", answer);
        return;
    }
    /* {"captured":{…},"questions":[],"seen":…} */
    *strstr(answer, ",\"questions\":[]") = '\0';
    snprintf(captured, size, "%s", answer + strlen("{\"captured\":"));
}

/* Reads the page of the lamp. */
static void visit(const char *who)
{
    char captured[512], page[32];
    char *value = NULL, *permit = NULL;
    size_t value_length = 0, permit_length = 0;
    cw_error *error = NULL;
    int32_t found = 0, kept = 0, status;

    capture(captured, sizeof captured);
    status = cw_versions_lookup(shop, "lamp", 4, captured, strlen(captured), 0, &found, &value, &value_length, &permit,
                                &permit_length, &error);
    must("lookup", status, error);
    switch (found) {
    case CW_FOUND_FRESH:
    case CW_FOUND_STALE:
        printf("  %s: %.*s, found\n", who, (int)value_length, value);
        break;
    case CW_FOUND_LOAD:
        snprintf(page, sizeof page, "%d", database.price);
        status = cw_versions_keep(shop, permit, permit_length, page, strlen(page), MINUTE, MINUTE, &kept, &error);
        must("keep", status, error);
        printf("  %s: %s, loaded%s\n", who, page, kept ? " and kept" : "");
        break;
    default: /* A change is on its way. Where others load (CW_FOUND_WAIT), one looks again after a pause. */
        printf("  %s: %d, past the cache\n", who, database.price);
    }
    cw_text_free(value, value_length);
    cw_text_free(permit, permit_length);
}

/* Announces a change, makes it, and sees to its mark before the COMMIT. */
static void change_price(int price, char token[TOKEN_LENGTH + 1])
{
    char call[128];

    say("{\"op\":\"begin\",\"types\":[\"products\"]}");
    snprintf(token, TOKEN_LENGTH + 1, "%s", part("\"change\":\"") + strlen("\"change\":\""));
    /* BEGIN; UPDATE products …; UPDATE shop_data_version SET counter = counter + 1 …; */
    visit("somebody, before the COMMIT");
    snprintf(call, sizeof call, "{\"op\":\"confirm\",\"change\":\"%s\"}", token);
    say(call); /* if it is refused: ROLLBACK; */
    database.price = price;
    database.version++;
    printf("  COMMIT\n");
}

static void publish(const char *token)
{
    char call[256];

    snprintf(call, sizeof call,
             "{\"op\":\"publish\",\"change\":\"%s\",\"versions\":{\"products\":\"" VERSION_FORMAT "\"}}", token,
             database.version);
    say(call);
    printf("  published: %s\n", strstr(answer, "\"raised\"") != NULL ? "raised" : answer);
}

int main(void)
{
    static const char settings[] = "{\"store\":\"memory\",\"clock\":\"manual\"}";
    char change[TOKEN_LENGTH + 1];
    cw_error *error = NULL;
    int32_t status;

    status = cw_versions_open(settings, strlen(settings), &shop, &error);
    must("open", status, error);

    printf("The page of the lamp\n");
    visit("ada");
    visit("ben");

    printf("Its price becomes 35\n");
    change_price(35, change);
    visit("ada");
    publish(change);
    visit("ben");
    visit("cy");

    printf("It becomes 30, and the writer dies before he has told anybody\n");
    change_price(30, change);
    visit("ada");
    status = cw_versions_advance(shop, 30 * 1000, &error);
    must("advance", status, error);
    printf("Its mark has ended\n");
    visit("ben");
    visit("cy");

    cw_versions_free(shop);
    return EXIT_SUCCESS;
}
