<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\ConditionValue;
use Cartwright\Native\ItemAmounts;
use FFI;
use FFI\CData;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;

/**
 * Prices, items and conditions as values, without a cart.
 *
 * @internal
 */
trait Values
{
    private readonly CData $amounts;

    private readonly CData $amountsAt;

    private readonly CData $effect;

    private readonly CData $effectAt;

    private function makeValuePlaces(): void
    {
        $this->amounts = $this->ffi->new('cw_item_amounts');
        $this->amountsAt = FFI::addr($this->amounts);
        $this->effect = $this->ffi->new('cw_condition_effect');
        $this->effectAt = FFI::addr($this->effect);
    }

    public function parsePrice(string $text): int|float
    {
        $this->expectOk($this->ffi->cw_price_parse($text, strlen($text), $this->numberAt, $this->error));

        return $this->readNumber($this->number);
    }

    /**
     * @throws InvalidCartItemException
     */
    public function checkItem(
        string $id,
        string $name,
        int|float $price,
        int $quantity,
        int $maxQuantity,
        int $maxStringLength,
    ): void {
        [$kind, $whole, $real] = self::number($price);
        $this->expectOk($this->ffi->cw_item_check(
            $id,
            strlen($id),
            $name,
            strlen($name),
            $kind,
            $whole,
            $real,
            $quantity,
            $maxQuantity,
            $maxStringLength,
            $this->error,
        ));
    }

    /**
     * @param list<string|float> $conditionValues in the order of the conditions
     */
    public function itemAmounts(int|float $price, int $quantity, array $conditionValues): ItemAmounts
    {
        [$kind, $whole, $real] = self::number($price);
        $values = $conditionValues === [] ? null : self::json($conditionValues);
        $this->expectOk($this->ffi->cw_item_amounts_of(
            $kind,
            $whole,
            $real,
            $quantity,
            $values,
            strlen($values ?? ''),
            $this->amountsAt,
            $this->error,
        ));

        $amounts = $this->amounts;

        return new ItemAmounts(
            $this->readNumber($amounts->price),
            $this->readNumber($amounts->subtotal),
            $this->readNumber($amounts->subtotal_without_conditions),
            $this->readNumber($amounts->discount),
        );
    }

    /**
     * @throws InvalidCartConditionException
     */
    public function checkCondition(string $name, string $type, string $target, string|float $value): ConditionValue
    {
        [$kind, $real, $text] = self::conditionValue($value);
        $this->expectOk($this->ffi->cw_condition_check(
            $name,
            strlen($name),
            $type,
            strlen($type),
            $target,
            strlen($target),
            $kind,
            $real,
            $text,
            strlen($text ?? ''),
            $this->effectAt,
            $this->error,
        ));

        $effect = $this->effect;

        return new ConditionValue(
            chr($effect->operator_sign),
            $effect->number,
            $effect->is_discount === 1,
            $effect->is_charge === 1,
            $effect->is_percentage === 1,
        );
    }

    /**
     * The amount with the condition on it, at least 0, not rounded.
     */
    public function applyCondition(string|float $value, float $base): float
    {
        return $this->conditionOn($value, $base)[0];
    }

    /**
     * What the condition adds to the amount; negative for what it takes off.
     */
    public function conditionEffect(string|float $value, float $base): float
    {
        return $this->conditionOn($value, $base)[1];
    }

    /**
     * @return array{float, float}
     */
    private function conditionOn(string|float $value, float $base): array
    {
        [$kind, $real, $text] = self::conditionValue($value);
        $this->expectOk($this->ffi->cw_condition_apply(
            $kind,
            $real,
            $text,
            strlen($text ?? ''),
            $base,
            $this->firstFloat,
            $this->secondFloat,
            $this->error,
        ));

        return [$this->floats[0], $this->floats[1]];
    }
}
