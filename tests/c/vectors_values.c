/* Players of the files about single values: prices, conditions, money, items. */
#include "vectors.h"

void play_price(struct json input, struct json expect)
{
    const struct text text = text_of(json_member(input, "text"));
    cw_error *error = NULL;
    cw_number price;
    const int32_t status = cw_price_parse(PAIR(text), &price, &error);

    only(input, "text");
    only(expect, "int float");
    if (same_outcome("the price", status, error, json_member(expect, "error"))) {
        same_number("the price", price, expect);
    }
}

/* The operator is one character. */
static struct text operator_of(const cw_condition_effect *effect, char *place)
{
    struct text text;

    *place = (char)effect->operator_sign;
    text.bytes = place;
    text.length = 1;
    return text;
}

void play_condition_value(struct json input, struct json expect)
{
    const struct given value = value_of(json_member(input, "value"));
    const struct json refusal = json_member(expect, "error"), applied = json_member(expect, "applied_to_100");
    cw_condition_effect effect;
    cw_error *error = NULL;
    double result, difference;
    char sign;
    int32_t status;

    only(input, "value");
    only(expect, "operator number applied_to_100 is_discount is_charge is_percentage error");
    status = cw_condition_check(LITERAL("name"), LITERAL("type"), LITERAL("subtotal"), value.kind, value.real,
                                PAIR(value.text), &effect, &error);
    if (json_kind(refusal) != JSON_MISSING) {
        struct text message = {NULL, 0};

        if (status != CW_INVALID_CONDITION) {
            wrong("the status is %d, expected %d", (int)status, CW_INVALID_CONDITION);
        }
        cw_error_message(error, &message.bytes, &message.length);
        same_text("the message", message, refusal);
        cw_error_free(error);
        return;
    }
    if (!same_outcome("the check", status, error, refusal)) {
        return;
    }
    same_text("the operator", operator_of(&effect, &sign), json_member(expect, "operator"));
    same_real("the number", effect.number, real_of(json_member(expect, "number")));
    same_truth("is_discount", effect.is_discount, json_member(expect, "is_discount"));
    same_truth("is_charge", effect.is_charge, json_member(expect, "is_charge"));
    same_truth("is_percentage", effect.is_percentage, json_member(expect, "is_percentage"));
    if (json_kind(applied) != JSON_NULL) { /* it has an end within 28 digits */
        status = cw_condition_apply(value.kind, value.real, PAIR(value.text), 100, &result, &difference, &error);
        if (same_outcome("100 with it", status, error, refusal)) {
            same_real("100 with it", result, real_of(applied));
        }
    }
}

void play_money_rounding(struct json input, struct json expect)
{
    const struct given number = number_of(json_member(input, "number"));
    const struct text currency = text_of(json_member(input, "currency"));
    cw_error *error = NULL;
    cw_number amount;
    const int32_t status = cw_money_round(NUMBER(number), PAIR(currency), &amount, &error);

    only(input, "number currency");
    only(expect, "int float error");
    if (same_outcome("the money", status, error, json_member(expect, "error"))) {
        same_number("the amount", amount, expect);
    }
}

void play_item_amounts(struct json input, struct json expect)
{
    const struct given price = number_of(json_member(input, "price"));
    struct json_each values = json_each(json_member(input, "condition_values"));
    struct writing list = {NULL, 0, 0};
    struct text condition_values;
    cw_item_amounts amounts;
    cw_error *error = NULL;
    int32_t status;

    only(input, "price quantity condition_values");
    only(expect, "price subtotal subtotal_without_conditions discount error");
    PUT(&list, "[");
    while (json_next(&values)) {
        if (list.length > 1) {
            PUT(&list, ",");
        }
        put_value(&list, values.value);
    }
    PUT(&list, "]");
    condition_values = written(&list);
    status = cw_item_amounts_of(NUMBER(price), json_whole(json_member(input, "quantity")), PAIR(condition_values),
                                &amounts, &error);
    if (same_outcome("the item", status, error, json_member(expect, "error"))) {
        same_number("the price", amounts.price, json_member(expect, "price"));
        same_number("the subtotal", amounts.subtotal, json_member(expect, "subtotal"));
        same_number("without conditions", amounts.subtotal_without_conditions,
                    json_member(expect, "subtotal_without_conditions"));
        same_number("the discount", amounts.discount, json_member(expect, "discount"));
    }
}
