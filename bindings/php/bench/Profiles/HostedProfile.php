<?php

declare(strict_types=1);

namespace Cartwright\Bench\Profiles;

use Akaunting\Money\Money;
use Cartwright\Bench\Goods;
use Cartwright\Money\CartMoney;
use Cartwright\Native\Abi;
use Cartwright\Native\ItemUpdate;
use Cartwright\Native\Library;
use Cartwright\Native\NewCondition;
use Cartwright\Storage\Hosted\ConditionArrays;
use Cartwright\Storage\Hosted\ItemArrays;
use Cartwright\Storage\Hosted\Primer;
use Cartwright\Storage\HostedCart;
use Cartwright\Storage\ItemAddition;
use Closure;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;
use MasyukAI\Cart\Models\CartItem;

/**
 * Where PHP keeps the values: the session and the cache. A cold change is told to the engine with the line that it
 * concerns, a cold total with all of them.
 */
final class HostedProfile extends Profile
{
    private ?HostedCart $held = null;

    protected function begin(bool $cold): void
    {
        if ($cold) {
            $this->held = $this->part('make the Cart, its storage, its held cart', function (): HostedCart {
                $this->shop->cart($this->identifier);

                return $this->newHeld();
            });
        } elseif ($this->held === null) {
            $this->held = $this->newHeld();
            $this->held->content('default', 'USD');
        }
    }

    protected function end(bool $cold): void
    {
        if ($cold) {
            $this->part('free them', function (): void {
                $this->held = null;
            });
        }
    }

    protected function add(bool $cold): void
    {
        $addition = new ItemAddition(...[...$this->newItem(), [], null]);
        $new = $this->part('arguments: attributes to JSON', static fn (): object => $addition->forEngine());
        $line = $this->part('arguments: the array that is kept', static fn (): array => $addition->line());
        $this->take($cold, []);
        $change = $this->part('native: the operation', fn (): object => $this->native($cold)->add($new));
        $this->keep(static function (ItemArrays $items) use ($line, $change): void {
            $items->put(['price' => $change->price, 'quantity' => $change->quantity] + $line);
        });
        $item = $this->part('objects: CartItem', static fn (): CartItem => $addition->added($change));
        $this->tellOfItem($item, ItemAdded::class);
    }

    protected function update(bool $cold): void
    {
        $id = $this->changed();
        $update = new ItemUpdate(Abi::QUANTITY_BY, $this->step(), null, null, null);
        $this->take($cold, [$id]);
        $change = $this->part(
            'native: the operation',
            fn (): object => $this->native($cold)->update($id, $update, withItem: false),
        );
        $this->keep(static function (ItemArrays $items) use ($id, $change): void {
            $items->put(['quantity' => $change->quantity] + $items->kept[$id]);
        });
        $stored = $this->inside(fn (): array => $this->items->one($id));
        $item = $this->part('objects: CartItem', static fn (): CartItem => CartItem::fromStored($stored));
        $this->tellOfItem($item, ItemUpdated::class);
    }

    protected function remove(bool $cold): void
    {
        $id = Goods::id($this->items + 1);
        $this->take($cold, [$id]);
        $stored = $this->inside(fn (): array => $this->items->one($id));
        $this->part('native: the operation', fn () => $this->native($cold)->drop($id));
        $this->keep(static fn (ItemArrays $items) => $items->remove($id));
        $item = $this->part('objects: CartItem', static fn (): CartItem => CartItem::fromStored($stored));
        $this->tellOfItem($item, ItemRemoved::class);
    }

    protected function addCondition(bool $cold): void
    {
        $coupon = $this->coupon();
        $addition = new NewCondition(
            $coupon->getName(),
            $coupon->getType(),
            $coupon->getTarget(),
            $coupon->getValue(),
            null,
            0,
            null,
        );

        if ($cold) {
            $this->part('storage: are there rules, and the conditions', $this->in(function (): void {
                $this->conditions = ConditionArrays::byName($this->together('conditions')[1]
                    ?? $this->storedRules() ?? $this->storage->getConditions($this->identifier, $this->instance));
            }));
        } else {
            $this->look();
        }

        if (! $cold) {
            $this->settings(false);
            $this->part('native: the operation', fn () => $this->native(false)->addCondition($addition));
        }

        $this->part('arguments: the array that is kept', $this->in(function () use ($coupon): void {
            $this->conditions[$coupon->getName()] = ConditionArrays::of($coupon);
        }));
        $this->part('storage: put', $this->in(fn () => $this->store(false, true)));
        $this->tellOfCondition($coupon);
    }

    protected function total(bool $cold): void
    {
        $currency = $this->part('settings: currency', static fn (): string => CartMoney::currency());
        $this->look();
        $this->settings(false);
        $amount = $this->part('native: the total', fn () => $this->native(false)->sum(Abi::SUM_TOTAL, $currency));
        $this->part('objects: Money', static fn (): Money => Money::{$currency}($amount));
    }

    protected function content(bool $cold): void
    {
        $currency = $this->part('settings: currency', static fn (): string => CartMoney::currency());
        $this->look();
        $this->settings(false);
        $this->part('objects: the items as they are shown', $this->in(fn (): array => $this->items->shown()));
        $this->part('native: the sums', function () use ($currency): void {
            $native = $this->native(false);
            $native->sum(Abi::SUM_SUBTOTAL, $currency);
            $native->sum(Abi::SUM_TOTAL, $currency);
            $native->quantity();
            $native->itemCount();
        });
    }

    private function newHeld(): HostedCart
    {
        return new HostedCart($this->shop->place->storage($this->identifier), $this->identifier, 'default');
    }

    /**
     * What comes before a change of items.
     *
     * @param list<string> $ids of those that it concerns
     */
    private function take(bool $cold, array $ids): void
    {
        if (! $cold) {
            $this->look();
            $this->settings(false);

            return;
        }

        $this->part('storage: are there rules, and the items', $this->in(function (): void {
            $this->items = ItemArrays::of($this->together('items')[0]
                ?? $this->storedRules() ?? $this->storage->getItems($this->identifier, $this->instance));
        }));
        $this->settings(true);
        $this->part('native: the line is told', $this->in(function () use ($ids): void {
            $known = array_intersect_key($this->items->kept, array_flip($ids));

            if ($known !== []) {
                Primer::prime(self::$scratch, $known, [], null);
            }
        }));
    }

    private function look(): void
    {
        $this->part('storage: is it what was seen; else it is told', $this->in(fn () => $this->refresh()));
    }

    private function settings(bool $cold): void
    {
        $this->part('settings: limits and switches', $this->in(fn () => $this->prepared(
            $cold ? self::$scratch ??= Library::instance()->newCart() : $this->cart(),
        )));
    }

    private function keep(Closure $edit): void
    {
        $this->part('arguments: the array that is kept', $this->in(fn () => $edit($this->items)));
        $this->part('storage: put', $this->in(fn () => $this->store(true, false)));
    }

    private function native(bool $cold): object
    {
        return $this->inside($cold ? fn (): object => self::$scratch : fn (): object => $this->cart());
    }

    /**
     * What only the held cart itself can do.
     */
    private function in(Closure $work): Closure
    {
        return Closure::bind($work, $this->held, HostedCart::class);
    }

    private function inside(Closure $work): mixed
    {
        return $this->in($work)();
    }
}
