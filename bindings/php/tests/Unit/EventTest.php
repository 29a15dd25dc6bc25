<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Collections\CartConditionCollection;
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
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * What the events tell of a cart of 70.00 with one item of 35.00.
 */
final class EventTest extends TestCase
{
    private const TIMESTAMP = ['timestamp' => '2026-11-20T23:43:33.070924Z'];

    private const CART = [
        'instance' => 'default',
        'items_count' => 1,
        'total_quantity' => 2,
        'subtotal' => 70.0,
        'total' => 77.0,
    ];

    private Cart $cart;
    private CartItem $item;
    private CartCondition $sale;

    protected function setUp(): void
    {
        parent::setUp();

        Carbon::setTestNow('2026-11-20 23:43:33.070924');

        $this->sale = new CartCondition('sale', 'discount', 'subtotal', '-30%');
        $this->item = new CartItem('a', 'Shirt', 35.0, 2);
        $this->cart = $this->cart('user-1');
    }

    #[Test]
    #[DataProvider('aboutACart')]
    public function aCreatedOrClearedCartIsNamed(string $event): void
    {
        $this->assertSame(
            ['identifier' => 'user-1', 'instance_name' => 'default'] + self::TIMESTAMP,
            (new $event($this->cart))->toArray(),
        );
    }

    public static function aboutACart(): array
    {
        return [[CartCreated::class], [CartCleared::class]];
    }

    #[Test]
    public function anUpdatedCartTellsItsTotals(): void
    {
        $told = [
            'identifier' => 'user-1',
            'instance_name' => 'default',
            'reason' => null,
            'items_count' => 1,
            'total_quantity' => 2,
            'subtotal' => 70.0,
            'total' => 77.0,
            'conditions_count' => 1,
        ] + self::TIMESTAMP;

        $this->assertSame($told, (new CartUpdated($this->cart))->toArray());
        $this->assertSame(
            [...$told, 'reason' => 'refresh'],
            (new CartUpdated($this->cart, 'refresh'))->toArray(),
        );
    }

    #[Test]
    public function aMergeTellsBothCarts(): void
    {
        $cart = static fn (string $identifier): array => [
            'identifier' => $identifier,
            'instance_name' => 'default',
            'items_count' => 1,
            'total' => 77.0,
        ];

        $this->assertSame(
            [
                'target_cart' => $cart('user-1'),
                'source_cart' => $cart('guest'),
                'merge_details' => ['strategy' => 'add_quantities', 'items_merged' => 3, 'had_conflicts' => true],
            ] + self::TIMESTAMP,
            (new CartMerged($this->cart, $this->cart('guest'), 3, 'add_quantities', true))->toArray(),
        );
    }

    #[Test]
    #[DataProvider('aboutAnItem')]
    public function anItemIsTold(string $event): void
    {
        $this->assertSame(
            [
                'item_id' => 'a',
                'item_name' => 'Shirt',
                'quantity' => 2,
                'price' => 35.0,
                'identifier' => 'user-1',
                'instance_name' => 'default',
            ] + self::TIMESTAMP,
            (new $event($this->item, $this->cart))->toArray(),
        );
    }

    public static function aboutAnItem(): array
    {
        return [[ItemAdded::class], [ItemUpdated::class], [ItemRemoved::class]];
    }

    #[Test]
    public function anAddedConditionTellsItsImpactOnTheSubtotalThatAlreadyHasIt(): void
    {
        $this->assertSame(
            ['condition' => $this->toldSale(), 'cart' => self::CART, 'impact' => -21.0] + self::TIMESTAMP,
            (new CartConditionAdded($this->sale, $this->cart))->toArray(),
        );
    }

    #[Test]
    public function aRemovedConditionTellsWhatIsNoLongerSaved(): void
    {
        $this->assertSame(
            [
                'condition' => $this->toldSale(),
                'cart' => self::CART,
                'impact' => -21.0,
                'lost_savings' => 21.0,
                'reason' => null,
            ] + self::TIMESTAMP,
            (new CartConditionRemoved($this->sale, $this->cart))->toArray(),
        );
        $this->assertSame(
            'expired',
            (new CartConditionRemoved($this->sale, $this->cart, 'expired'))->toArray()['reason'],
        );
    }

    #[Test]
    public function aRemovedChargeHadSavedNothing(): void
    {
        $fee = new CartCondition('fee', 'fee', 'subtotal', '+10%');

        $this->assertSame(7.0, (new CartConditionRemoved($fee, $this->cart))->getConditionImpact());
        $this->assertSame(0.0, (new CartConditionRemoved($fee, $this->cart))->getLostSavings());
    }

    #[Test]
    public function aConditionOnAnItemTellsTheItem(): void
    {
        $item = ['id' => 'a', 'name' => 'Shirt', 'quantity' => 2, 'subtotal' => 70.0];

        $this->assertSame(
            [
                'condition' => $this->toldSale(),
                'item' => $item,
                'cart' => self::CART,
                'impact' => -21.0,
            ] + self::TIMESTAMP,
            (new ItemConditionAdded($this->sale, $this->cart, 'a'))->toArray(),
        );
        $this->assertSame(
            [
                'condition' => $this->toldSale(),
                'item' => $item,
                'cart' => self::CART,
                'impact' => -21.0,
                'lost_savings' => 21.0,
                'reason' => 'expired',
            ] + self::TIMESTAMP,
            (new ItemConditionRemoved($this->sale, $this->cart, 'a', 'expired'))->toArray(),
        );
    }

    #[Test]
    public function ofAnItemThatIsGoneNothingIsTold(): void
    {
        $told = (new ItemConditionRemoved($this->sale, $this->cart, 'gone'))->toArray();

        $this->assertSame(['id' => 'gone', 'name' => null, 'quantity' => null, 'subtotal' => null], $told['item']);
        $this->assertSame(0.0, $told['impact']);
        $this->assertSame(0.0, $told['lost_savings']);
    }

    #[Test]
    public function metadataIsToldWithItsCart(): void
    {
        $cart = ['identifier' => 'user-1', 'instance' => 'default', 'items_count' => 1, 'total' => 77.0];
        $timestamp = ['timestamp' => '2026-11-20T23:43:33+00:00'];

        $this->assertSame(
            ['key' => 'note', 'value' => ['x' => 1], 'cart' => $cart] + $timestamp,
            (new MetadataAdded('note', ['x' => 1], $this->cart))->toArray(),
        );
        $this->assertSame(
            ['key' => 'note', 'cart' => $cart] + $timestamp,
            (new MetadataRemoved('note', $this->cart))->toArray(),
        );
    }

    #[Test]
    public function whatAnEventWasMadeOfIsPublicAndReadOnly(): void
    {
        $event = new ItemConditionRemoved($this->sale, $this->cart, 'a', 'expired');

        $this->assertSame(
            [$this->sale, $this->cart, 'a', 'expired'],
            [$event->condition, $event->cart, $event->itemId, $event->reason],
        );
        $this->expectExceptionMessage('Cannot modify readonly property');

        $event->itemId = 'b';
    }

    private function cart(string $identifier): Cart
    {
        $cart = $this->createStub(Cart::class);
        $cart->method('getIdentifier')->willReturn($identifier);
        $cart->method('instance')->willReturn('default');
        $cart->method('countItems')->willReturn(1);
        $cart->method('getTotalQuantity')->willReturn(2);
        $cart->method('getRawSubtotal')->willReturn(70.0);
        $cart->method('getRawTotal')->willReturn(77.0);
        $cart->method('getConditions')->willReturn(CartConditionCollection::fromArray([$this->sale]));
        $cart->method('get')->willReturnCallback(fn (string|int $id): ?CartItem => $id === 'a' ? $this->item : null);

        return $cart;
    }

    private function toldSale(): array
    {
        return ['name' => 'sale', 'type' => 'discount', 'value' => '-30%', 'target' => 'subtotal'];
    }
}
