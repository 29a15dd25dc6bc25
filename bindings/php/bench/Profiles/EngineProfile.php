<?php

declare(strict_types=1);

namespace Cartwright\Bench\Profiles;

use Akaunting\Money\Money;
use Cartwright\Bench\Goods;
use Cartwright\Money\CartMoney;
use Cartwright\Native\Abi;
use Cartwright\Native\ItemUpdate;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\ConditionAddition;
use Cartwright\Storage\ItemAddition;
use Cartwright\Storage\NativeBoundCart;
use Cartwright\Storage\NativeStorage;
use Closure;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;
use MasyukAI\Cart\Models\CartItem;

/**
 * Where the engine itself reads and writes: the drivers `sqlite`, `native-database` and `redis`. A change is stored before
 * its call returns, so the commit is in it.
 */
final class EngineProfile extends Profile
{
    private ?NativeBoundCart $held = null;

    protected function begin(bool $cold): void
    {
        if ($cold) {
            $this->held = $this->part('make the Cart, its storage, its held cart', function (): NativeBoundCart {
                $this->shop->cart($this->identifier);

                return $this->newHeld();
            });
        } elseif ($this->held === null) {
            $this->held = $this->newHeld();
            $this->held->content('default', 'USD');
            $this->inside(fn () => $this->prepareRules($this->cart()));
        }

        $this->part('settings, and the engine for them', $this->in(fn (): NativeCart => $this->cart()));
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
        $this->rules();
        $change = $this->part('native: the operation and its commit', fn (): object => $this->native()->add($new));
        $this->byRules();
        $item = $this->part('objects: CartItem', static fn (): CartItem => $addition->added($change));
        $this->tellOfItem($item, ItemAdded::class);
    }

    protected function update(bool $cold): void
    {
        $update = new ItemUpdate(Abi::QUANTITY_BY, $this->step(), null, null, null);
        $this->rules();
        $change = $this->part(
            'native: the operation and its commit',
            fn (): object => $this->native()->update($this->changed(), $update),
        );
        $this->byRules();
        $item = $this->part('objects: CartItem', static fn (): CartItem => CartItem::fromStored($change->item));
        $this->tellOfItem($item, ItemUpdated::class);
    }

    protected function remove(bool $cold): void
    {
        $this->rules();
        $stored = $this->part(
            'native: the operation and its commit',
            fn (): ?array => $this->native()->remove(Goods::id($this->items + 1)),
        );
        $this->byRules();
        $item = $this->part('objects: CartItem', static fn (): CartItem => CartItem::fromStored($stored));
        $this->tellOfItem($item, ItemRemoved::class);
    }

    protected function addCondition(bool $cold): void
    {
        $coupon = $this->coupon();
        $addition = $this->part(
            'arguments: the condition as text',
            static fn (): object => ConditionAddition::forEngine($coupon),
        );
        $this->part('native: the operation and its commit', fn () => $this->native()->addCondition($addition));
        $this->tellOfCondition($coupon);
    }

    protected function total(bool $cold): void
    {
        $currency = $this->part('settings: currency', static fn (): string => CartMoney::currency());
        $amount = $this->part(
            'native: is it what is stored, and the total',
            fn () => $this->native()->sum(Abi::SUM_TOTAL, $currency),
        );
        $this->part('objects: Money', static fn (): Money => Money::{$currency}($amount));
    }

    protected function content(bool $cold): void
    {
        $currency = $this->part('settings: currency', static fn (): string => CartMoney::currency());
        $content = $this->part(
            'native: is it what is stored, and the content',
            fn (): array => $this->native()->content('default', $currency),
        );
        $this->part('objects: freeing that array', static function () use (&$content): void {
            $content = null;
        });
    }

    private function newHeld(): NativeBoundCart
    {
        /** @var NativeStorage $storage */
        $storage = $this->shop->place->storage($this->identifier);

        return new NativeBoundCart($storage, $this->identifier, 'default');
    }

    private function rules(): void
    {
        $this->part('native: are there rules', $this->in(fn () => $this->prepareRules($this->cart)));
    }

    private function byRules(): void
    {
        $this->part('native: what rules did', $this->in(fn (): array => $this->byRules($this->cart)));
    }

    private function native(): NativeCart
    {
        return $this->inside(fn (): NativeCart => $this->cart);
    }

    /**
     * What only the held cart itself can do.
     */
    private function in(Closure $work): Closure
    {
        return Closure::bind($work, $this->held, NativeBoundCart::class);
    }

    private function inside(Closure $work): mixed
    {
        return $this->in($work)();
    }
}
