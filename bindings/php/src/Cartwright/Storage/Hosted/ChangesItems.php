<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

use Cartwright\Native\Abi;
use Cartwright\Native\ConditionChange;
use Cartwright\Native\ItemChange;
use Cartwright\Native\ItemUpdate;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\ItemAddition;
use Cartwright\Storage\ItemEdit;
use Cartwright\Storage\ItemsChanged;
use Closure;
use Illuminate\Support\Collection;
use Throwable;

/**
 * Changes of the items of a cart whose values are PHP's.
 *
 * @internal
 */
trait ChangesItems
{
    abstract private function change(string $part, Closure $change, ?array $alone = null): mixed;

    /**
     * @return list<ConditionChange>
     */
    abstract private function byRules(NativeCart $cart): array;

    public function add(ItemAddition ...$additions): ItemsChanged
    {
        $new = [];
        $refusal = null;

        // Before the cart is read: this runs the application's code, which may ask this very cart.
        foreach ($additions as $addition) {
            try {
                $new[] = [$addition->forEngine(), $addition->line()];
            } catch (Throwable $refusal) {
                break;
            }
        }

        if ($new === []) {
            return new ItemsChanged(refusal: $refusal);
        }

        return $this->change('items', function (NativeCart $cart) use ($new, $refusal): ItemsChanged {
            $changes = [];

            foreach ($new as [$item, $line]) {
                // The engine may know of no more than this line.
                $first = $this->items->kept === [];

                try {
                    $changes[] = $change = $cart->add($item)->asFirst($first);
                } catch (Throwable $refusal) {
                    if ($changes === []) {
                        throw $refusal;
                    }

                    break;
                }

                $line['price'] = $change->price;
                $line['quantity'] = $change->quantity;
                $this->items->put($line);
            }

            return new ItemsChanged($changes, $refusal, $this->byRules($cart));
        }, alone: array_map(static fn (array $one): string => (string) $one[1]['id'], $new));
    }

    public function update(string $id, ItemEdit $edit): ItemsChanged
    {
        $update = $edit->forEngine();

        return $this->change('items', function (NativeCart $cart) use ($id, $edit, $update): ItemsChanged {
            // PHP has the item itself; only a name is trimmed by the engine.
            $change = $cart->update(EngineName::of($id), $update, withItem: $update->name !== null);

            if ($change->kind === Abi::CHANGE_NOTHING) {
                return new ItemsChanged();
            }

            if ($change->kind === Abi::CHANGE_ITEM_REMOVED) {
                $item = $this->items->one($id);
                $this->items->remove($id);
            } else {
                $this->items->put(self::edited($this->items->kept[$id], $edit, $update, $change));
                $item = $this->items->one($id);
            }

            return new ItemsChanged([
                new ItemChange($change->kind, $change->first, $change->quantity, $change->price, $item),
            ], byRules: $this->byRules($cart));
        }, alone: [$id]);
    }

    public function remove(string $id): ItemsChanged
    {
        return $this->change('items', function (NativeCart $cart) use ($id): ItemsChanged {
            $item = $this->items->one($id);

            if ($item === null) {
                return new ItemsChanged();
            }

            $cart->drop(EngineName::of($id));
            $this->items->remove($id);

            return new ItemsChanged(
                [new ItemChange(Abi::CHANGE_ITEM_REMOVED, false, $item['quantity'], $item['price'], $item)],
                byRules: $this->byRules($cart),
            );
        }, alone: [$id]);
    }

    /**
     * @param array<string, mixed> $item
     *
     * @return array<string, mixed>
     */
    private static function edited(array $item, ItemEdit $edit, ItemUpdate $update, ItemChange $change): array
    {
        $item['quantity'] = $change->quantity;

        if ($update->name !== null) {
            $item['name'] = $change->item['name'];
        }

        if ($update->price !== null) {
            $item['price'] = $change->price;
        }

        if ($edit->attributes !== null) {
            $item['attributes'] = (new Collection($edit->attributes))->toArray();
        }

        return $item;
    }
}
