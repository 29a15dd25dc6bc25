/*
 * A price is changed while pages are cached: whoever reads after the COMMIT sees the new one. The database is a number here, and the
 * clock is moved by hand, so nobody waits.
 */
#include "abi.h"
#include "said.h"

#include <stdlib.h>

#define LIFE "0000000000005eed"

static cw_versions *shop;

static int32_t said(const char *call)
{
    cw_error *error = NULL;
    char *text = NULL;
    size_t length = 0;
    int32_t status = cw_versions_call(shop, call, strlen(call), CW_FORMAT_JSON, &text, &length, &error);

    return answered(status, text, length, error);
}

/* What a reader captures who finds that nothing is to be asked of the database. */
static const char *captured(void)
{
    const char *at;

    CHECK(said("{\"op\":\"look\",\"types\":[\"products\"]}") == CW_OK);
    at = strstr(answer, "\"captured\":{");
    return at == NULL ? "" : at;
}

static void the_first_reader_asks_the_database(void)
{
    char call[512];
    char *end;
    char *seen;

    CHECK(strcmp(captured(), "") == 0);
    CHECK(strstr(answer, "{\"asked\":\"settled\",\"type\":\"products\"}") != NULL);
    seen = strstr(answer, "\"seen\":\"");
    CHECK(seen != NULL);
    if (seen == NULL) {
        return;
    }
    end = strrchr(answer, '}');
    CHECK(end != NULL);
    snprintf(call, sizeof call, "{\"op\":\"answer\",\"told\":[{\"settled\":\"" LIFE ".1\"}],%.*s}", (int)(end - seen), seen);
    CHECK(said(call) == CW_OK);
    CHECK(strcmp(answer, "{\"bypass\":null,\"versions\":{\"products\":\"" LIFE ".1\"}}") == 0);
    CHECK(strstr(captured(), LIFE ".1") != NULL);
}

static int32_t found;
static char value[64];
static char permit[33];

static void look_up(const char *versions, int64_t waited)
{
    char *text = NULL;
    char *given = NULL;
    size_t length = 0;
    size_t given_length = 0;

    DONE(cw_versions_lookup(shop, TEXT("product.7"), versions, strlen(versions), waited, &found, &text, &length, &given,
                            &given_length, error));
    CHECK(length < sizeof value && (given == NULL || given_length == 32));
    memcpy(value, text == NULL ? "" : text, length);
    value[length] = '\0';
    if (given != NULL) {
        memcpy(permit, given, 32);
    }
    permit[given == NULL ? 0 : 32] = '\0';
    cw_text_free(text, length);
    cw_text_free(given, given_length);
}

#define BEFORE "{\"versions\":{\"products\":\"" LIFE ".1\"},\"bypass\":null}"
#define AFTER "{\"versions\":{\"products\":\"" LIFE ".2\"},\"bypass\":null}"

static void one_loads_a_page_and_all_find_it(void)
{
    int32_t kept = 0;

    look_up(BEFORE, 0);
    CHECK(found == CW_FOUND_LOAD && strlen(permit) == 32);
    DONE(cw_versions_keep(shop, permit, 32, TEXT("4000"), 60000, 120000, &kept, error));
    CHECK(kept == 1);
    DONE(cw_versions_keep(shop, permit, 32, TEXT("4000"), 60000, 120000, &kept, error));
    CHECK(kept == 0);
    look_up(BEFORE, 0);
    CHECK(found == CW_FOUND_FRESH && strcmp(value, "4000") == 0);
    REFUSED(CW_INVALID_VERSIONS, cw_versions_keep(shop, permit, 32, TEXT("4000"), 0, 0, &kept, error));
    REFUSED(CW_INVALID_ARGUMENT, cw_versions_keep(shop, permit, 32, TEXT("4000"), -1, 1, &kept, error));
}

static void a_change_is_pending_until_it_is_published(void)
{
    char change[33];

    CHECK(said("{\"op\":\"begin\",\"types\":[\"products\"]}") == CW_OK);
    keep(change, "change");
    /* UPDATE products …; UPDATE shop_data_version SET counter = counter + 1 …; */
    CHECK(said(with("{\"op\":\"confirm\",\"change\":\"%s\"}", change)) == CW_OK);
    /* COMMIT; */
    CHECK(strstr(captured(), "\"bypass\":\"pending\"") != NULL);
    CHECK(said(with("{\"op\":\"publish\",\"change\":\"%s\",\"versions\":{\"products\":\"" LIFE ".2\"}}", change)) == CW_OK);
    CHECK(strstr(answer, "\"raised\"") != NULL);
    CHECK(strstr(captured(), LIFE ".2") != NULL);

    look_up(AFTER, 0);
    CHECK(found == CW_FOUND_LOAD && value[0] == '\0');
    CHECK(said(with("{\"op\":\"land\",\"flight\":\"%s\"}", permit)) == CW_OK);
    CHECK(said(with("{\"op\":\"confirm\",\"change\":\"%s\"}", change)) == CW_VERSIONS_FORGOTTEN);
}

static void a_writer_that_never_comes_back_is_looked_up_when_its_lease_is_over(void)
{
    CHECK(said("{\"op\":\"begin\",\"types\":[\"products\"]}") == CW_OK);
    DONE(cw_versions_advance(shop, 30000, error));
    CHECK(strcmp(captured(), "") == 0);
    CHECK(strstr(answer, "\"settled\"") != NULL);
    REFUSED(CW_INVALID_ARGUMENT, cw_versions_advance(shop, -1, error));
}

static void a_change_without_a_mark_is_refused(void)
{
    cw_versions *nowhere = NULL;
    char *text = NULL;
    size_t length = 0;

    DONE(cw_versions_open(TEXT("{\"store\":\"sqlite:/nowhere/versions.sqlite\"}"), &nowhere, error));
    REFUSED(CW_CHANGE_UNMARKED, cw_versions_call(nowhere, TEXT("{\"op\":\"begin\",\"types\":[\"products\"]}"), CW_FORMAT_JSON,
                                                 &text, &length, error));
    cw_versions_free(nowhere);
}

int main(void)
{
    DONE(cw_versions_open(TEXT("{\"store\":\"memory\",\"clock\":\"manual\"}"), &shop, error));
    the_first_reader_asks_the_database();
    one_loads_a_page_and_all_find_it();
    a_change_is_pending_until_it_is_published();
    a_writer_that_never_comes_back_is_looked_up_when_its_lease_is_over();
    a_change_without_a_mark_is_refused();
    cw_versions_free(shop);
    return summary();
}
