<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Akaunting\Money\Money;
use Cartwright\Config\CartLimits;
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
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;
use MasyukAI\Cart\Models\CartItem;
use MasyukAI\Cart\Storage\DatabaseStorage;

/**
 * Does by hand, part by part, what an operation of Cart does, with the same objects and calls, and takes the time of
 * each part. What the whole takes beyond their sum is the way between them: methods, closures, small objects.
 */
final class Profile
{
    private readonly DatabaseStorage $storage;
    private readonly Cart $cart;

    private ?NativeCart $native = null;
    private ?CartIdentity $identity = null;
    private int $round = 0;

    /** Where the parts of the operation go that is done at the moment. */
    private Samples $samples;

    /**
     * @param string $identifier of a cart of so many items that nobody else uses
     */
    public function __construct(
        private readonly Shop $shop,
        private readonly string $identifier,
        private readonly int $items,
    ) {
        $this->samples = new Samples();
        $this->storage = new DatabaseStorage($shop->connection);
        $this->cart = new Cart($this->storage, $identifier, $shop->events);
    }

    /**
     * All operations once, in the order in which the bench does them: what comes before an operation, a commit for one,
     * decides how cold the processor is. The parts of one of them are taken down.
     */
    public function run(string $operation, bool $cold, Samples $samples): void
    {
        $this->round++;

        foreach (Shopper::OPERATIONS as $each) {
            $this->samples = $each === $operation ? $samples : new Samples();
            $this->operate($each, $cold);
        }
    }

    /**
     * Once, in a cart that is dropped after it or in one that was used before.
     */
    private function operate(string $operation, bool $cold): void
    {
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

        match ($operation) {
            'add' => $this->add(),
            'update' => $this->update(),
            'remove' => $this->remove(),
            'addCondition' => $this->addCondition(),
            'total' => $this->total($cold),
            'content' => $this->content($cold),
        };

        if ($cold) {
            $this->part('native: free the cart', function (): void {
                $this->native = null;
            });
        }
    }

    private function make(): void
    {
        $this->part('make the Cart, its storage, its resident cart', function (): void {
            $storage = new DatabaseStorage($this->shop->connection);
            $cart = new Cart($storage, $this->identifier, $this->shop->events);
            new ResidentCart($storage, $this->identifier, $cart->instance());
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
            'native: load the text',
            fn () => $this->native->load($stored->items, $stored->conditions, $stored->metadata),
        );
        $this->identity = $stored->identity;
    }

    private function add(): void
    {
        $row = Goods::item($this->items + 1);
        $addition = new ItemAddition(...[...$row, [], null]);
        $new = $this->part('arguments: attributes to JSON', static fn (): NewItem => $addition->forEngine());
        $change = $this->change(fn (): ItemChange => $this->native->add($new));
        $item = $this->part('objects: CartItem', static fn (): CartItem => $addition->added($change));
        $this->dispatch(new ItemAdded($item, $this->cart));
    }

    private function update(): void
    {
        $id = Goods::id(1 + intdiv($this->items, 3));
        $by = $this->round % 2 === 0 ? -1 : 1;
        $update = $this->part('arguments: ItemUpdate', static fn (): ItemUpdate => new ItemUpdate(
            Abi::QUANTITY_BY,
            $by,
            null,
            null,
            null,
        ));
        $change = $this->change(fn (): ItemChange => $this->native->update($id, $update));
        $item = $this->part('objects: CartItem, twice', static function () use ($change): CartItem {
            $stored = CartItem::fromStored($change->item);

            return CartItem::fromChecked(
                $stored->id,
                $stored->name,
                $stored->price,
                $stored->quantity,
                $stored->attributes->all(),
                $stored->conditions,
                $stored->associatedModel,
            );
        });
        $this->dispatch(new ItemUpdated($item, $this->cart));
    }

    private function remove(): void
    {
        $stored = $this->change(fn (): ?array => $this->native->remove(Goods::id($this->items + 1)));
        $item = $this->part('objects: CartItem', static fn (): CartItem => CartItem::fromStored($stored));
        $this->dispatch(new ItemRemoved($item, $this->cart));
    }

    private function addCondition(): void
    {
        $coupon = new CartCondition(...Goods::COUPONS[$this->round % 2]);
        $addition = $this->part(
            'arguments: the condition as text',
            static fn (): NewCondition => ConditionAddition::forEngine($coupon),
        );
        $this->change(fn () => $this->native->addCondition($addition));
        $this->dispatch(new CartConditionAdded($coupon, $this->cart));
    }

    private function total(bool $cold): void
    {
        $currency = $this->part('settings: currency', static fn (): string => CartMoney::currency());
        $cold || $this->checkIdentity();
        $amount = $this->part(
            'native: the total',
            fn (): int|float => $this->native->sum(Abi::SUM_TOTAL, $currency),
        );
        $this->part('objects: Money', static fn (): Money => Money::{$currency}($amount));
    }

    private function content(bool $cold): void
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

    private function dispatch(object $event): void
    {
        $this->part('events and their listeners', fn () => $this->shop->events->dispatch($event));
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
        $this->part('settings: limits', function (): void {
            $limits = CartLimits::current();
            $this->native->setLimits(
                $limits->maxItems,
                $limits->maxDataSizeBytes,
                $limits->maxItemQuantity,
                $limits->maxStringLength,
            );
        });
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

    private function part(string $name, Closure $work): mixed
    {
        return $this->samples->time($name, $work);
    }
}
