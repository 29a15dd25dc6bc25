<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Native\NativeCart;

/**
 * Gives the engine a cart line by line: what it computes with, and what stored rules look at if there are some. All else
 * stays PHP's, so that objects, whole floats and text that is not UTF-8 are never written as JSON.
 *
 * @internal
 */
final class Primer
{
    private const FOR_RULES = JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION;

    /**
     * @param array<array-key, array<string, mixed>> $items
     * @param array<array-key, array<string, mixed>> $conditions
     * @param ?StoredRules $asking whose rules are to be judged, if not only those that are stored
     */
    public static function prime(
        NativeCart $cart,
        array $items,
        array $conditions,
        ?StoredRules $rules,
        ?StoredRules $asking = null,
    ): void {
        $asking ??= $rules;
        $cart->prime();
        self::lines($cart, $items, $asking !== null);

        if ($conditions !== [] || $rules !== null) {
            try {
                $cart->primeConditions(ConditionArrays::forEngine($conditions), $rules?->forEngine());
            } catch (EngineRefusal $refusal) {
                throw CorruptLine::of('conditions', $refusal->getMessage(), $refusal);
            }
        }

        foreach ($asking?->metadata() ?? [] as $key => $value) {
            $cart->primeMetadata((string) $key, $value);
        }

        $cart->primed();
    }

    /**
     * Those of which no more is computed with than a price and a quantity go together, as far as they stand together.
     *
     * @param array<array-key, array<string, mixed>> $items
     */
    private static function lines(NativeCart $cart, array $items, bool $withFacts): void
    {
        $together = $ids = $prices = $quantities = [];

        foreach ($items as $item) {
            $price = $item['price'] ?? null;
            $quantity = $item['quantity'] ?? null;

            if (
                ! $withFacts && is_int($quantity) && (is_float($price) || is_int($price))
                && ($item['conditions'] ?? []) === []
            ) {
                $together[] = $item;
                $ids[] = (string) $item['id'];
                // A price that was read is a float, as in the original.
                $prices[] = (float) $price;
                $quantities[] = $quantity;

                continue;
            }

            self::together($cart, $together, $ids, $prices, $quantities);
            $together = $ids = $prices = $quantities = [];
            self::line($cart, $item, $withFacts);
        }

        self::together($cart, $together, $ids, $prices, $quantities);
    }

    /**
     * @param list<array<string, mixed>> $items
     * @param list<string> $ids
     * @param list<float> $prices
     * @param list<int> $quantities
     */
    private static function together(NativeCart $cart, array $items, array $ids, array $prices, array $quantities): void
    {
        try {
            $cart->primeLines($ids, $prices, $quantities);
        } catch (EngineRefusal) {
            // One of the ids is no text for the engine, or a line is corrupt: which one, is said line by line.
            foreach ($items as $item) {
                self::line($cart, $item, false);
            }
        }
    }

    /**
     * @param array<string, mixed> $item
     */
    private static function line(NativeCart $cart, array $item, bool $withFacts): void
    {
        $price = $item['price'] ?? null;
        $quantity = $item['quantity'] ?? null;

        if (! is_numeric($price) || ! is_int($quantity)) {
            throw CorruptLine::of("item '{$item['id']}'", is_int($quantity) ? 'it has no price' : 'it has no quantity');
        }

        $conditions = $item['conditions'] ?? [];

        try {
            $cart->primeLine(
                EngineName::of((string) $item['id']),
                (float) $price,
                $quantity,
                $conditions === [] ? null : ConditionArrays::forEngine(ConditionArrays::byName($conditions)),
                null,
                $withFacts ? self::fact($item['attributes'] ?? []) : null,
                $withFacts ? self::fact($item['associated_model'] ?? null) : null,
            );
        } catch (EngineRefusal $refusal) {
            throw CorruptLine::of("item '{$item['id']}'", $refusal->getMessage(), $refusal);
        }
    }

    private static function fact(mixed $value): ?string
    {
        return $value === null ? null : (json_encode($value, self::FOR_RULES) ?: null);
    }
}
