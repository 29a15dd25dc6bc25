<?php

declare(strict_types=1);

namespace Cartwright\Bench\Profiles;

use Akaunting\Money\Money;
use Cartwright\Bench\Goods;
use Cartwright\Config\CartSettings;
use Cartwright\Money\CartMoney;
use Cartwright\Native\Abi;
use Cartwright\Native\ItemChange;
use Cartwright\Native\ItemUpdate;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NewCondition;
use Cartwright\Native\NewItem;
use Cartwright\Storage\CartIdentity;
use Cartwright\Storage\ItemAddition;
use Cartwright\Storage\ResidentCart;
use Cartwright\Storage\ConditionAddition;
use Closure;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;
use MasyukAI\Cart\Models\CartItem;
use MasyukAI\Cart\Storage\DatabaseStorage;

/**
 * The database driver: a row that is read and written through Laravel.
 */
final class DatabaseProfile extends Profile
{
    private DatabaseStorage $storage;

    private ?NativeCart $native = null;
    private ?CartIdentity $identity = null;

    protected function begin(bool $cold): void
    {
        $this->storage ??= $this->shop->place->storage($this->identifier);

        if ($cold) {
            $this->native = null;
            $this->make();
            $this->load();
        } elseif ($this->native === null) {
            $this->native = Library::instance()->newCart();
            $stored = $this->storage->read($this->identifier, 'default');
            $this->native->load($stored->items, $stored->conditions);
            $this->native->content('default', 'USD');
            $this->identity = $stored->identity;
        }
    }

    protected function end(bool $cold): void
    {
        if ($cold) {
            $this->part('native: free the cart', function (): void {
                $this->native = null;
            });
        }
    }

    private function make(): void
    {
        $this->part('make the Cart, its storage, its resident cart', function (): void {
            $cart = $this->shop->cart($this->identifier);
            new ResidentCart($this->storage, $this->identifier, $cart->instance());
        });
        $this->part('native: make a cart', function (): void {
            $this->native = Library::instance()->newCart();
        });
    }

    private function load(): void
    {
        $stored = $this->part(
            'storage: SELECT the row',
            fn (): object => $this->storage->read($this->identifier, 'default'),
        );
        $this->part(
            'native: hold the text',
            fn () => $this->native->hold($stored->items, $stored->conditions, $stored->metadata),
        );
        $this->identity = $stored->identity;
    }

    protected function add(bool $cold): void
    {
        $addition = new ItemAddition(...[...$this->newItem(), [], null]);
        $new = $this->part('arguments: attributes to JSON', static fn (): NewItem => $addition->forEngine());
        $change = $this->change(fn (): ItemChange => $this->native->add($new));
        $item = $this->part('objects: CartItem', static fn (): CartItem => $addition->added($change));
        $this->tellOfItem($item, ItemAdded::class);
    }

    protected function update(bool $cold): void
    {
        $id = $this->changed();
        $by = $this->step();
        $update = $this->part('arguments: ItemUpdate', static fn (): ItemUpdate => new ItemUpdate(
            Abi::QUANTITY_BY,
            $by,
            null,
            null,
            null,
        ));
        $change = $this->change(fn (): ItemChange => $this->native->update($id, $update));
        $item = $this->part('objects: CartItem', static fn (): CartItem => CartItem::fromStored($change->item));
        $this->tellOfItem($item, ItemUpdated::class);
    }

    protected function remove(bool $cold): void
    {
        $stored = $this->change(fn (): ?array => $this->native->remove(Goods::id($this->items + 1)));
        $item = $this->part('objects: CartItem', static fn (): CartItem => CartItem::fromStored($stored));
        $this->tellOfItem($item, ItemRemoved::class);
    }

    protected function addCondition(bool $cold): void
    {
        $coupon = $this->coupon();
        $addition = $this->part(
            'arguments: the condition as text',
            static fn (): NewCondition => ConditionAddition::forEngine($coupon),
        );
        $this->change(fn () => $this->native->addCondition($addition));
        $this->tellOfCondition($coupon);
    }

    protected function total(bool $cold): void
    {
        $currency = $this->part('settings: currency', static fn (): string => CartMoney::currency());
        $cold || $this->checkIdentity();
        $amount = $this->part(
            'native: the total',
            fn (): int|float => $this->native->sum(Abi::SUM_TOTAL, $currency),
        );
        $this->part('objects: Money', static fn (): Money => Money::{$currency}($amount));
    }

    protected function content(bool $cold): void
    {
        $currency = $this->part('settings: currency', static fn (): string => CartMoney::currency());
        $cold || $this->checkIdentity();
        $begun = hrtime(true);
        $content = $this->native->content('default', $currency);
        $took = hrtime(true) - $begun;
        // The array is made inside the call; how long that takes is known from making it once more.
        $text = serialize($content);
        unset($content);
        $begun = hrtime(true);
        $content = unserialize($text, ['allowed_classes' => false]);
        $array = hrtime(true) - $begun;
        $this->samples->add('native: the text of the content', max(0, $took - $array));
        $this->samples->add('objects: the array of the content', $array);
        $this->part('objects: freeing that array', static function () use (&$content): void {
            $content = null;
        });
    }

    private function checkIdentity(): void
    {
        $this->part(
            'storage: SELECT the version',
            fn (): object => $this->storage->read($this->identifier, 'default', $this->identity),
        );
    }

    /**
     * @template T
     *
     * @param Closure(): T $operation
     *
     * @return T
     */
    private function change(Closure $operation): mixed
    {
        $this->part('settings: limits and switches', function (): void {
            $settings = CartSettings::current();
            $settings->limits->applyTo($this->native);
            $settings->switches->applyTo($this->native);
        });
        $this->part('settings: does it always queue', fn (): bool => $this->storage->alwaysQueues());
        $this->part('storage: is a transaction open', fn (): bool => $this->storage->inHostTransaction());
        $result = $this->part('native: the operation', $operation);
        $this->part('native: is something pending', fn (): bool => $this->native->isPending());
        $columns = $this->part('native: text of the column', fn (): array => $this->native->pendingColumns());
        $this->identity = $this->part(
            'storage: UPDATE the row',
            fn (): CartIdentity => $this->storage->commit($this->identifier, 'default', $this->identity, $columns),
        );
        $this->part('native: committed', fn () => $this->native->committed());

        return $result;
    }
}
