<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartCleared;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\CartConditionRemoved;
use MasyukAI\Cart\Events\CartCreated;
use MasyukAI\Cart\Events\CartMerged;
use MasyukAI\Cart\Events\CartUpdated;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemConditionAdded;
use MasyukAI\Cart\Events\ItemConditionRemoved;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;
use MasyukAI\Cart\Events\MetadataAdded;
use MasyukAI\Cart\Events\MetadataRemoved;
use MasyukAI\Cart\Listeners\DispatchCartUpdated;
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class DispatchCartUpdatedTest extends TestCase
{
    /** @var list<CartUpdated> */
    private array $updates = [];

    protected function setUp(): void
    {
        parent::setUp();

        $this->app->make('events')->subscribe(DispatchCartUpdated::class);
        $this->app->make('events')->listen(CartUpdated::class, function (CartUpdated $event): void {
            $this->updates[] = $event;
        });
    }

    #[Test]
    #[DataProvider('changes')]
    public function aChangeIsFollowedByOneUpdate(callable $event): void
    {
        $cart = $this->createStub(Cart::class);

        event($event($cart, $this->createStub(Cart::class)));

        $this->assertCount(1, $this->updates);
        $this->assertSame($cart, $this->updates[0]->cart);
        $this->assertNull($this->updates[0]->reason);
    }

    public static function changes(): array
    {
        $item = static fn (): CartItem => new CartItem('a', 'Item', 1, 1);
        $condition = static fn (): CartCondition => new CartCondition('a', 'fee', 'total', '1');

        return [
            'an item added' => [fn (Cart $cart) => new ItemAdded($item(), $cart)],
            'an item updated' => [fn (Cart $cart) => new ItemUpdated($item(), $cart)],
            'an item removed' => [fn (Cart $cart) => new ItemRemoved($item(), $cart)],
            'a condition added' => [fn (Cart $cart) => new CartConditionAdded($condition(), $cart)],
            'a condition removed' => [fn (Cart $cart) => new CartConditionRemoved($condition(), $cart)],
            'a condition put on an item' => [fn (Cart $cart) => new ItemConditionAdded($condition(), $cart, 'a')],
            'a condition taken off an item' => [fn (Cart $cart) => new ItemConditionRemoved($condition(), $cart, 'a')],
            'metadata added' => [fn (Cart $cart) => new MetadataAdded('a', 1, $cart)],
            'metadata removed' => [fn (Cart $cart) => new MetadataRemoved('a', $cart)],
            'a merge: the target' => [fn (Cart $cart, Cart $source) => new CartMerged($cart, $source, 1, 'any')],
        ];
    }

    #[Test]
    public function aCreatedOrClearedCartIsNotUpdated(): void
    {
        event(new CartCreated($this->createStub(Cart::class)));
        event(new CartCleared($this->createStub(Cart::class)));

        $this->assertSame([], $this->updates);
    }

    #[Test]
    public function theUpdateIsSeenBeforeTheChangeByAListenerToEverything(): void
    {
        $seen = [];
        $this->app->make('events')->listen('*', function (string $event) use (&$seen): void {
            $seen[] = $event;
        });

        event(new ItemRemoved(new CartItem('a', 'Item', 1, 1), $this->createStub(Cart::class)));

        $this->assertSame([CartUpdated::class, ItemRemoved::class], $seen);
    }
}
