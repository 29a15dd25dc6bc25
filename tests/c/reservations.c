/*
 * The last lamp is sold once: two buyers, one of whom is told at once; a payment that is told twice; a lease that runs out. On a
 * clock that is moved by hand, so nobody waits.
 */
#include "abi.h"
#include "said.h"

#include <stdlib.h>

static cw_reservations *shop;

static int32_t said(const char *call)
{
    cw_error *error = NULL;
    char *text = NULL;
    size_t length = 0;
    int32_t status = cw_reservations_call(shop, call, strlen(call), CW_FORMAT_JSON, &text, &length, &error);

    return answered(status, text, length, error);
}

#define LAMP "\"lines\":[{\"vendor\":\"shop\",\"kind\":\"item\",\"sku\":\"lamp\",\"quantity\":1}]"

static void the_last_unit_is_sold_once(void)
{
    char ada[33];

    CHECK(said("{\"op\":\"set_stock\",\"key\":\"shop/item/lamp\",\"on_hand\":1}") == CW_OK);
    CHECK(said("{\"op\":\"reserve\",\"order\":\"order-1\",\"owner\":\"ada\"," LAMP "}") == CW_OK);
    keep(ada, "token");

    CHECK(said("{\"op\":\"reserve\",\"order\":\"order-2\",\"owner\":\"ben\"," LAMP "}") == CW_RESERVATION_SHORT);
    CHECK(strstr(answer, "lamp") != NULL && strstr(answer, "\\\"available\\\":0") != NULL);
    CHECK(said("{\"op\":\"reserve\",\"order\":\"order-1\",\"owner\":\"ben\"," LAMP "}") == CW_RESERVATION_CONFLICT);

    CHECK(said(with("{\"op\":\"commit\",\"order\":\"order-1\",\"token\":\"%s\"}", "00000000000000000000000000000000"))
          == CW_RESERVATION_WRONG_TOKEN);
    CHECK(said(with("{\"op\":\"commit\",\"order\":\"order-9\",\"token\":\"%s\"}", ada)) == CW_RESERVATION_UNKNOWN);
    CHECK(said(with("{\"op\":\"commit\",\"order\":\"order-1\",\"token\":\"%s\"}", ada)) == CW_OK);
    CHECK(strstr(answer, "\"again\":false") != NULL);
    CHECK(said(with("{\"op\":\"commit\",\"order\":\"order-1\",\"token\":\"%s\"}", ada)) == CW_OK);
    CHECK(strstr(answer, "\"again\":true") != NULL);
    CHECK(said(with("{\"op\":\"release\",\"order\":\"order-1\",\"token\":\"%s\"}", ada)) == CW_RESERVATION_ENDED);

    CHECK(said("{\"op\":\"level\",\"key\":\"shop/item/lamp\"}") == CW_OK);
    CHECK(strstr(answer, "\"sold\":1") != NULL && strstr(answer, "\"on_hand\":0") != NULL);
}

static void what_nobody_pays_for_comes_back(void)
{
    char cy[33];

    CHECK(said("{\"op\":\"set_stock\",\"key\":\"shop/item/lamp\",\"on_hand\":1}") == CW_OK);
    CHECK(said("{\"op\":\"reserve\",\"order\":\"order-3\",\"owner\":\"cy\",\"ttl_ms\":60000," LAMP "}") == CW_OK);
    keep(cy, "token");
    DONE(cw_reservations_advance(shop, 59999, error));
    CHECK(said("{\"op\":\"reserve\",\"order\":\"order-4\",\"owner\":\"dee\"," LAMP "}") == CW_RESERVATION_SHORT);
    REFUSED(CW_INVALID_ARGUMENT, cw_reservations_advance(shop, -1, error));
    DONE(cw_reservations_advance(shop, 1, error));
    CHECK(said("{\"op\":\"reserve\",\"order\":\"order-4\",\"owner\":\"dee\"," LAMP "}") == CW_OK);
    CHECK(said(with("{\"op\":\"commit\",\"order\":\"order-3\",\"token\":\"%s\"}", cy)) == CW_RESERVATION_EXPIRED);
}

static void what_takes_from_people_is_confirmed_and_has_a_reason(void)
{
    CHECK(said("{\"op\":\"clear_all\",\"reason\":\"closing\"}") == CW_NOT_CONFIRMED);
    CHECK(said("{\"op\":\"clear_all\",\"confirm\":true}") == CW_INVALID_RESERVATION);
    CHECK(said("{\"op\":\"clear_all\",\"confirm\":true,\"reason\":\"closing\"}") == CW_OK);
    CHECK(strcmp(answer, "{\"cleared\":1,\"orders\":[\"order-4\"]}") == 0);
    CHECK(said("{\"op\":\"reserve\",\"order\":\"order-5\",\"owner\":\"eve\",\"ttl_ms\":-1," LAMP "}") == CW_INVALID_RESERVATION);
    CHECK(said("{\"op\":\"acquireLock\",\"itemId\":7,\"userId\":\"ada\"}") == CW_OK);
    CHECK(strcmp(answer, "true") == 0);
}

int main(void)
{
    DONE(cw_reservations_open(TEXT("{\"store\":\"memory\",\"clock\":\"manual\"}"), &shop, error));
    the_last_unit_is_sold_once();
    what_nobody_pays_for_comes_back();
    what_takes_from_people_is_confirmed_and_has_a_reason();
    cw_reservations_free(shop);
    return summary();
}
