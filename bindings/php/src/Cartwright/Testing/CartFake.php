<?php

declare(strict_types=1);

namespace Cartwright\Testing;

use Closure;
use Illuminate\Container\Container;
use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Support\Testing\Fakes\Fake;
use MasyukAI\Cart\CartManager;
use MasyukAI\Cart\Events\CartCleared;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\CartMerged;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemConditionAdded;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;
use PHPUnit\Framework\Assert;
use RuntimeException;

/**
 * What `Cart::fake()` puts in the place of the manager: real carts, computed by the engine, kept in memory for the
 * length of a test, and asked afterwards what happened to them. Events reach the application's listeners as ever.
 */
class CartFake extends CartManager implements Fake
{
    /** Whose cart it is where there is neither a user nor a session. */
    private const NOBODY = 'somebody';

    private readonly RecordedEvents $recorded;

    public function __construct()
    {
        $this->recorded = new RecordedEvents(static fn (): Dispatcher => Container::getInstance()->make('events'));
        parent::__construct(new CartsInMemory(), $this->recorded);

        // Merges are not the event of one cart; they come from the application's dispatcher.
        $this->recorded->listen(CartMerged::class, $this->recorded->record(...));
    }

    /**
     * The item was added: so many of it, or in such a way.
     *
     * @param int|(Closure(ItemAdded): bool)|null $quantity how many of it were in the cart then, or what is true of the
     *     event
     */
    public function assertItemAdded(string|int $id, int|Closure|null $quantity = null): static
    {
        $added = $this->recorded->of(ItemAdded::class, self::ofItem($id, $quantity));
        $times = self::quantities($this->recorded->of(ItemAdded::class, self::ofItem($id)));
        Assert::assertNotEmpty($added, match (true) {
            $times === '' => "The item [{$id}] was not added.",
            is_int($quantity) => "The item [{$id}] was not added up to {$quantity}, but to {$times}.",
            default => "The item [{$id}] was added, but not as expected.",
        });

        return $this;
    }

    /**
     * The item was not added.
     */
    public function assertItemNotAdded(string|int $id): static
    {
        Assert::assertEmpty($this->recorded->of(ItemAdded::class, self::ofItem($id)), "The item [{$id}] was added.");

        return $this;
    }

    /**
     * No item was added.
     */
    public function assertNothingAdded(): static
    {
        $added = array_map(static fn (ItemAdded $event): string => $event->item->id, $this->recorded->of(ItemAdded::class));
        Assert::assertSame([], $added, 'Items were added: ' . implode(', ', $added));

        return $this;
    }

    /**
     * The item was changed: to so many of it, or in such a way.
     *
     * @param int|(Closure(ItemUpdated): bool)|null $quantity
     */
    public function assertItemUpdated(string|int $id, int|Closure|null $quantity = null): static
    {
        Assert::assertNotEmpty(
            $this->recorded->of(ItemUpdated::class, self::ofItem($id, $quantity)),
            "The item [{$id}] was not updated" . ($quantity === null ? '.' : ' as expected.'),
        );

        return $this;
    }

    /**
     * The item was taken out.
     */
    public function assertItemRemoved(string|int $id): static
    {
        Assert::assertNotEmpty(
            $this->recorded->of(ItemRemoved::class, self::ofItem($id)),
            "The item [{$id}] was not removed.",
        );

        return $this;
    }

    /**
     * No item was taken out.
     */
    public function assertNothingRemoved(): static
    {
        Assert::assertEmpty($this->recorded->of(ItemRemoved::class), 'Items were removed.');

        return $this;
    }

    /**
     * The item is in the current cart now.
     */
    public function assertHasItem(string|int $id, ?int $quantity = null): static
    {
        $item = $this->getCurrentCart()->get($id);
        Assert::assertNotNull($item, "The item [{$id}] is not in the cart.");
        $quantity === null || Assert::assertSame($quantity, $item->quantity, "The quantity of the item [{$id}]");

        return $this;
    }

    /**
     * The item is not in the current cart now.
     */
    public function assertMissingItem(string|int $id): static
    {
        Assert::assertNull($this->getCurrentCart()->get($id), "The item [{$id}] is in the cart.");

        return $this;
    }

    /**
     * The current cart has no items now.
     */
    public function assertEmpty(): static
    {
        Assert::assertTrue($this->getCurrentCart()->isEmpty(), 'The cart is not empty.');

        return $this;
    }

    /**
     * What the current cart costs now.
     *
     * @param int|float $amount in the unit of Money's getAmount()
     */
    public function assertTotal(int|float $amount): static
    {
        Assert::assertEquals($amount, $this->getCurrentCart()->total()->getAmount(), 'The total of the cart');

        return $this;
    }

    /**
     * The subtotal of the current cart now.
     */
    public function assertSubtotal(int|float $amount): static
    {
        Assert::assertEquals($amount, $this->getCurrentCart()->subtotal()->getAmount(), 'The subtotal of the cart');

        return $this;
    }

    /**
     * The condition was put on the cart, or on an item of it.
     *
     * @param (Closure(CartConditionAdded|ItemConditionAdded): bool)|null $filter
     */
    public function assertConditionApplied(string $name, ?Closure $filter = null): static
    {
        Assert::assertNotEmpty(
            $this->conditions($name, $filter),
            "The condition [{$name}] was not applied" . ($filter === null ? '.' : ' as expected.'),
        );

        return $this;
    }

    /**
     * The condition was put neither on the cart nor on an item.
     */
    public function assertConditionNotApplied(string $name): static
    {
        Assert::assertEmpty($this->conditions($name), "The condition [{$name}] was applied.");

        return $this;
    }

    /**
     * The value is stored with the current cart now.
     */
    public function assertMetadata(string $key, mixed $value): static
    {
        Assert::assertSame($value, $this->getCurrentCart()->getMetadata($key), "The metadata [{$key}] of the cart");

        return $this;
    }

    /**
     * A cart was cleared, or that of this instance.
     */
    public function assertCleared(?string $instance = null): static
    {
        $of = static fn (CartCleared $event): bool => $instance === null || $event->cart->instance() === $instance;
        Assert::assertNotEmpty($this->recorded->of(CartCleared::class, $of), 'The cart was not cleared.');

        return $this;
    }

    /**
     * No cart was cleared.
     */
    public function assertNotCleared(): static
    {
        Assert::assertEmpty($this->recorded->of(CartCleared::class), 'The cart was cleared.');

        return $this;
    }

    /**
     * A cart was taken into another, in such a way.
     *
     * @param (Closure(CartMerged): bool)|null $filter
     */
    public function assertMerged(?Closure $filter = null): static
    {
        Assert::assertNotEmpty(
            $this->recorded->of(CartMerged::class, $filter),
            'No carts were merged' . ($filter === null ? '.' : ' as expected.'),
        );

        return $this;
    }

    /**
     * No cart was taken into another.
     */
    public function assertNothingMerged(): static
    {
        Assert::assertEmpty($this->recorded->of(CartMerged::class), 'Carts were merged.');

        return $this;
    }

    protected function resolveIdentifier(?string $identifier): string
    {
        try {
            return parent::resolveIdentifier($identifier);
        } catch (RuntimeException) {
            return self::NOBODY;
        }
    }

    /**
     * @return list<CartConditionAdded|ItemConditionAdded>
     */
    private function conditions(string $name, ?Closure $filter = null): array
    {
        $named = static fn (object $event): bool => $event->condition->getName() === $name
            && ($filter === null || $filter($event));

        return [
            ...$this->recorded->of(CartConditionAdded::class, $named),
            ...$this->recorded->of(ItemConditionAdded::class, $named),
        ];
    }

    private static function ofItem(string|int $id, int|Closure|null $expected = null): Closure
    {
        return static fn (object $event): bool => $event->item->id === (string) $id && match (true) {
            $expected === null => true,
            is_int($expected) => $event->item->quantity === $expected,
            default => $expected($event),
        };
    }

    /**
     * @param list<ItemAdded> $events
     */
    private static function quantities(array $events): string
    {
        return implode(', ', array_map(static fn (ItemAdded $event): int => $event->item->quantity, $events));
    }
}
