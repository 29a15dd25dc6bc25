<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

use Cartwright\Config\CartSettings;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Closure;

/**
 * Changes of a cart that the engine does not hold, where they need no more than a part of it: the engine is told of that
 * part, and of nothing else. So who puts one item into a cart of 1000, or a condition on it, does not hand over the 1000.
 *
 * @internal
 */
trait ChangesPart
{
    /** Holds nothing between two changes. */
    private static ?NativeCart $scratch = null;

    abstract private function prepared(NativeCart $cart): NativeCart;

    abstract private function store(bool $items, bool $conditions): void;

    /**
     * @template T
     *
     * @param Closure(NativeCart): T $change
     * @param list<string> $ids of the items that it needs to know of
     * @param array<array-key, mixed>|null $items as they are kept, if somebody has looked
     *
     * @return T
     */
    private function changeItemsAlone(Closure $change, array $ids, ?array $items): mixed
    {
        $this->forget();
        $this->rules = null;
        $this->conditions = [];
        $this->items = ItemArrays::of($items ?? $this->storage->getItems($this->identifier, $this->instance));
        $before = $this->items->kept;
        $known = [];

        foreach ($ids as $id) {
            if (isset($before[$id])) {
                $known[$id] = $before[$id];
            }
        }

        $result = $this->onScratch($change, $known);
        $this->store($this->items->kept !== $before, false);

        return $result;
    }

    /**
     * What is put on or taken off by name needs no other condition. A CartCondition was checked by the engine when it was
     * made; if the shop is strict, there is more to be said to it.
     *
     * @template T
     *
     * @param Closure(?NativeCart): T $change
     * @param array<array-key, mixed>|null $conditions as they are kept, if somebody has looked
     *
     * @return T
     */
    private function changeConditionsAlone(Closure $change, ?array $conditions): mixed
    {
        $this->forget();
        $this->rules = null;
        $this->conditions = ConditionArrays::byName(
            $conditions ?? $this->storage->getConditions($this->identifier, $this->instance),
        );
        $before = $this->conditions;
        $result = CartSettings::current()->switches->strictParsing ? $this->onScratch($change, []) : $change(null);
        $this->store(false, $this->conditions !== $before);

        return $result;
    }

    /**
     * @template T
     *
     * @param Closure(NativeCart): T $change
     * @param array<array-key, array<string, mixed>> $items
     *
     * @return T
     */
    private function onScratch(Closure $change, array $items): mixed
    {
        $cart = $this->prepared(self::$scratch ??= Library::instance()->newCart());

        try {
            if ($items !== []) {
                Primer::prime($cart, $items, [], null);
            }

            return $change($cart);
        } finally {
            $cart->forget();
        }
    }
}
