<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support\AnyStorage;

use Cartwright\Merge\MergeConflict;
use Cartwright\Merge\MergeDecision;
use Cartwright\Merge\MergeResult;
use Cartwright\Merge\MergeStrategy;
use Cartwright\Storage\CartMerge;
use Closure;
use InvalidArgumentException;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * A visitor's cart is taken into that of our customer.
 *
 * @mixin CartOnAnyStorage
 */
trait MergeTests
{
    /**
     * @return array<string, array{MergeStrategy, int}>
     */
    public static function strategies(): array
    {
        return [
            'add_quantities' => [MergeStrategy::AddQuantities, 5],
            'keep_highest_quantity' => [MergeStrategy::KeepHighestQuantity, 3],
            'keep_user_cart' => [MergeStrategy::KeepUserCart, 2],
            'replace_with_guest' => [MergeStrategy::ReplaceWithGuest, 3],
        ];
    }

    #[Test]
    #[DataProvider('strategies')]
    public function theStrategySaysWhatBecomesOfAnItemInBothCarts(MergeStrategy $strategy, int $quantity): void
    {
        $this->cart->add('lamp', 'Lamp', 100, 2, ['of' => 'customer']);
        $guest = $this->guest();
        $guest->add('lamp', 'Cheap lamp', 50, 3, ['of' => 'guest']);
        $guest->add('bulb', 'Bulb', 10, 4);

        $result = $this->mergeGuest($strategy);

        $this->assertSame(['lamp', 'bulb'], $this->again()->getItems()->keys()->all());
        $lamp = $this->cart->get('lamp');
        $this->assertSame(
            ['Lamp', 100.0, $quantity, ['of' => 'customer']],
            [$lamp->name, $lamp->price, $lamp->quantity, $lamp->attributes->all()],
        );
        $this->assertTrue($result->merged);
        $this->assertFalse($result->moved);
        $this->assertSame(['customer', 'guest', 'default'], [$result->target, $result->source, $result->instance]);
        $this->assertSame([$strategy->value, $quantity + 4], [$result->strategy, $result->quantity]);
        $this->assertTrue($result->hadConflicts());
        $this->assertSame(
            ['lamp', 2, 3, $quantity, false],
            [
                $result->conflicts[0]->id, $result->conflicts[0]->target->quantity,
                $result->conflicts[0]->source->quantity, $result->conflicts[0]->quantity,
                $result->conflicts[0]->limited,
            ],
        );
        $this->assertFalse($guest->storage()->has('guest', 'default'), 'The source is still there.');
        $this->assertTrue($guest->isEmpty());
    }

    #[Test]
    public function theNameOfAStrategyThatNobodyKnowsAddsQuantities(): void
    {
        $this->assertSame(MergeStrategy::AddQuantities, MergeStrategy::named('nobody'));
        $this->assertSame(MergeStrategy::KeepUserCart, MergeStrategy::named('keep_user_cart'));
    }

    #[Test]
    public function withoutItemsOfTheSourceNothingHappens(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $guest = $this->guest();

        $this->assertFalse($this->mergeGuest()->merged);
        $guest->setMetadata('note', 'x')->addDiscount('SALE', '1');
        $this->assertFalse($this->mergeGuest()->merged);

        $this->assertSame('x', $guest->getMetadata('note'));
        $this->assertTotal(100.0);
    }

    #[Test]
    public function aTargetWithoutItemsBecomesWhatTheSourceIs(): void
    {
        $this->cart->addDiscount('OLD', '1')->setMetadata('old', 1);
        $guest = $this->guest();
        $guest->add('lamp', 'Lamp', 100, 2);
        $guest->addDiscount('SALE', '10%')->setMetadata('note', 'x');

        $result = $this->mergeGuest();

        $this->assertSame([true, true, 2], [$result->merged, $result->moved, $result->quantity]);
        $this->assertSame(['SALE'], $this->again()->getConditions()->keys()->all());
        $this->assertSame('x', $this->cart->getMetadata('note'));
        $this->assertFalse($this->cart->hasMetadata('old'));
        $this->assertTotal(180.0);
    }

    #[Test]
    public function conditionsAndMetadataAreUnitedAndTheTargetsWin(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->addDiscount('SALE', '10%')->setMetadata('note', 'customer');
        $guest = $this->guest();
        $guest->add('bulb', 'Bulb', 100);
        $guest->addDiscount('SALE', '50%')->addFee('Card', '1');
        $guest->setMetadata('note', 'guest')->setMetadata('source', 'mail');

        $this->mergeGuest();

        $this->assertSame(['SALE', 'Card'], $this->again()->getConditions()->keys()->all());
        $this->assertSame(['customer', 'mail'], [$this->cart->getMetadata('note'), $this->cart->getMetadata('source')]);
        $this->assertTotal(181.0);
    }

    #[Test]
    public function quantitiesStopAtTheLimitButNotBelowWhatTheTargetHad(): void
    {
        $this->cart->add('lamp', 'Lamp', 100, 8);
        $this->cart->add('rug', 'Rug', 100, 20);
        $guest = $this->guest();
        $guest->add('lamp', 'Lamp', 100, 8);
        $guest->add('rug', 'Rug', 100, 1);
        $guest->add('bulb', 'Bulb', 100, 30);
        config(['cart.limits.max_item_quantity' => 10]);

        $result = $this->mergeGuest();

        $this->assertSame(
            ['lamp' => 10, 'rug' => 20, 'bulb' => 10],
            $this->again()->getItems()->map->quantity->all(),
        );
        $this->assertEqualsCanonicalizing(['lamp', 'rug', 'bulb'], $result->limited);
    }

    #[Test]
    public function tooManyItemsRefuseTheMergeAndLeaveBothCarts(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $guest = $this->guest();
        $guest->add('bulb', 'Bulb', 10);
        config(['cart.limits.max_items' => 1]);

        try {
            $this->mergeGuest();
            $this->fail('Nothing was thrown.');
        } catch (InvalidArgumentException $refusal) {
            $this->assertSame('Cart cannot contain more than 1 items', $refusal->getMessage());
        }

        $this->assertTotal(100.0);
        $this->assertSame(1, $guest->count());
    }

    #[Test]
    public function somebodyMayDecideAboutEachItemThatIsInBoth(): void
    {
        foreach (['a', 'b', 'c', 'd', 'e'] as $id) {
            $this->cart->add($id, 'Customer', 100, 2);
            $this->guest()->add($id, 'Guest', 50, 3);
        }

        $this->guest()->add('f', 'Guest', 50, 1);
        $asked = [];
        $result = $this->mergeGuest(
            MergeStrategy::KeepUserCart,
            static function (MergeConflict $conflict) use (&$asked): ?MergeDecision {
                $asked[$conflict->id] = [$conflict->target->name, $conflict->source->name, $conflict->quantity];

                return match ($conflict->id) {
                    'a' => MergeDecision::by(MergeStrategy::AddQuantities),
                    'b' => MergeDecision::quantity(7),
                    'c' => MergeDecision::quantity(0),
                    'd' => MergeDecision::takeSource(),
                    default => null,
                };
            },
        );

        $this->assertSame(array_fill_keys(['a', 'b', 'c', 'd', 'e'], ['Customer', 'Guest', 2]), $asked);
        $this->assertSame('custom', $result->strategy);
        $this->assertSame(
            ['a' => 'Customer 5', 'b' => 'Customer 7', 'd' => 'Guest 3', 'e' => 'Customer 2', 'f' => 'Guest 1'],
            $this->again()->getItems()->map(static fn ($item) => "{$item->name} {$item->quantity}")->all(),
        );
        $this->assertSame([5, 7, null, 3, 2], array_column($result->conflicts, 'quantity'));
    }

    #[Test]
    public function aDecisionThatBreaksARuleRefusesTheMerge(): void
    {
        $this->cart->add('lamp', 'Lamp', 100, 2);
        $this->guest()->add('lamp', 'Lamp', 100, 3);
        $tooMany = static fn (): MergeDecision => MergeDecision::quantity(10001);

        $this->assertRefused(
            InvalidCartItemException::class,
            'Cart item quantity cannot exceed 10000',
            fn () => $this->mergeGuest(decide: $tooMany),
        );
        $this->assertSame([2, 3], [$this->again()->count(), $this->guest()->count()]);
    }

    #[Test]
    public function aCartIsNotTakenIntoItself(): void
    {
        $this->cart->add('lamp', 'Lamp', 100, 2);

        $result = CartMerge::merge($this->cart->storage(), 'customer', 'customer');

        $this->assertFalse($result->merged);
        $this->assertSame(2, $this->again()->count());
    }

    #[Test]
    public function rulesLookAtWhatIsTogetherThen(): void
    {
        $this->cart->registerDynamicCondition(
            self::condition('BULK', '-10%', rules: [['min_quantity' => 3]]),
        );
        $this->cart->add('lamp', 'Lamp', 100, 2);
        $this->guest()->add('lamp', 'Lamp', 100, 1);

        $this->mergeGuest();

        $this->assertTotal(270.0);
    }

    #[Test]
    public function rulesOfTheSourceLookAtWhatTheTargetBroughtAlong(): void
    {
        $this->cart->add('lamp', 'Lamp', 100, attributes: ['size' => 'L']);
        $this->cart->setMetadata('tier', 'gold');
        $this->guest()->add('bulb', 'Bulb', 100);
        $this->guest()->registerDynamicCondition(self::condition('GOLD', '-10%', rules: [
            ['metadata' => ['key' => 'tier', 'equals' => 'gold']],
            ['item' => ['attribute' => 'size', 'equals' => 'L']],
        ]));

        $this->mergeGuest();

        $this->assertTotal(180.0);
    }

    #[Test]
    public function onlyTheInstanceThatIsNamedIsMerged(): void
    {
        $this->guest()->setInstance('wishlist')->add('lamp', 'Lamp', 100);
        $this->guest()->add('bulb', 'Bulb', 10);

        CartMerge::merge($this->cart->storage(), 'customer', 'guest', 'wishlist');

        $this->assertSame(1, $this->cart->setInstance('wishlist')->count());
        $this->assertTrue($this->cart->isEmpty());
        $this->assertSame(1, $this->guest()->count());
    }

    protected function guest(): Cart
    {
        return new Cart($this->cart->storage(), 'guest');
    }

    protected function mergeGuest(
        MergeStrategy $strategy = MergeStrategy::AddQuantities,
        ?Closure $decide = null,
    ): MergeResult {
        return CartMerge::merge($this->cart->storage(), 'customer', 'guest', 'default', $strategy, $decide);
    }
}
