<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Testing\CartFake;
use Cartwright\Tests\Support\LaravelTestCase;
use Closure;
use Illuminate\Support\Facades\Event;
use MasyukAI\Cart\CartManager;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartMerged;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Facades\Cart;
use MasyukAI\Cart\Services\CartMigrationService;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\ExpectationFailedException;

final class CartFakeTest extends LaravelTestCase
{
    #[Test]
    public function aFakeTakesThePlaceOfTheManager(): void
    {
        $fake = Cart::fake();

        $this->assertSame($fake, $this->app->make('cart'));
        $this->assertSame($fake, $this->app->make(CartManager::class));
        Cart::add('a', 'A', 10);
        $this->assertSame(0, $this->app->make('db')->table('carts')->count());
    }

    #[Test]
    public function theApplicationsListenersHearOfIt(): void
    {
        $heard = [];
        $this->app->make('events')->listen(ItemAdded::class, static function () use (&$heard): void {
            $heard[] = 'listener';
        });
        Cart::fake();
        Cart::add('a', 'A', 10);
        $this->assertSame(['listener'], $heard);

        Event::fake();
        Cart::add('b', 'B', 10);
        Event::assertDispatched(ItemAdded::class);
    }

    /**
     * @param Closure(): mixed $happens
     * @param Closure(CartFake): mixed $assertion that holds then, and does not hold otherwise
     */
    #[Test]
    #[DataProvider('assertions')]
    public function anAssertionHoldsWhenItHappenedAndFailsWhenNot(Closure $happens, Closure $assertion, string $failure): void
    {
        $fake = Cart::fake();
        $this->assertFailure($failure, fn () => $assertion($fake));

        $happens();

        $this->assertSame($fake, $assertion($fake));
    }

    public static function assertions(): array
    {
        $add = static fn () => Cart::add('a', 'A', 10, 2);

        return [
            'an item was added' => [$add, static fn (CartFake $cart) => $cart->assertItemAdded('a'), 'The item [a] was not added.'],
            'so many of it' => [$add, static fn (CartFake $cart) => $cart->assertItemAdded('a', 2), 'was not added'],
            'as it was expected' => [
                $add,
                static fn (CartFake $cart) => $cart->assertItemAdded('a', static fn (ItemAdded $event): bool => $event->item->name === 'A'),
                'was not added',
            ],
            'an item was updated' => [
                static fn () => [$add(), Cart::update('a', ['quantity' => 1])],
                static fn (CartFake $cart) => $cart->assertItemUpdated('a', 3),
                'The item [a] was not updated as expected.',
            ],
            'an item was removed' => [
                static fn () => [$add(), Cart::remove('a')],
                static fn (CartFake $cart) => $cart->assertItemRemoved('a'),
                'The item [a] was not removed.',
            ],
            'an item is there' => [$add, static fn (CartFake $cart) => $cart->assertHasItem('a', 2), 'The item [a] is not in the cart.'],
            'the total' => [$add, static fn (CartFake $cart) => $cart->assertTotal(20), 'The total of the cart'],
            'the subtotal' => [$add, static fn (CartFake $cart) => $cart->assertSubtotal(20), 'The subtotal of the cart'],
            'a condition was applied' => [
                static fn () => Cart::addCondition(new CartCondition('SALE', 'discount', 'total', '-10%')),
                static fn (CartFake $cart) => $cart->assertConditionApplied('SALE'),
                'The condition [SALE] was not applied.',
            ],
            'a condition was applied to an item' => [
                static fn () => [$add(), Cart::addItemCondition('a', new CartCondition('SALE', 'discount', 'item', '-10%'))],
                static fn (CartFake $cart) => $cart->assertConditionApplied('SALE'),
                'The condition [SALE] was not applied.',
            ],
            'metadata' => [
                static fn () => Cart::setMetadata('note', 'ring twice'),
                static fn (CartFake $cart) => $cart->assertMetadata('note', 'ring twice'),
                'The metadata [note] of the cart',
            ],
            'the cart was cleared' => [
                static fn () => Cart::clear(),
                static fn (CartFake $cart) => $cart->assertCleared('default'),
                'The cart was not cleared.',
            ],
            'carts were merged' => [
                static function (): void {
                    Cart::getCartInstance('default', 'guest')->add('a', 'A', 10, 2);
                    app(CartMigrationService::class)->migrateGuestCartToUser(7, 'default', 'guest');
                },
                static fn (CartFake $cart) => $cart->assertMerged(
                    static fn (CartMerged $event): bool => $event->totalItemsMerged === 2
                        && $event->targetCart->count() === 2,
                ),
                'No carts were merged as expected.',
            ],
        ];
    }

    /**
     * @param Closure(): mixed $happens
     * @param Closure(CartFake): mixed $assertion that holds before, and does not hold then
     */
    #[Test]
    #[DataProvider('denials')]
    public function aDenialHoldsUntilItHappens(Closure $happens, Closure $assertion, string $failure): void
    {
        $fake = Cart::fake();
        $this->assertSame($fake, $assertion($fake));

        $happens();

        $this->assertFailure($failure, fn () => $assertion($fake));
    }

    public static function denials(): array
    {
        $add = static fn () => Cart::add('a', 'A', 10, 2);

        return [
            [$add, static fn (CartFake $cart) => $cart->assertNothingAdded(), 'Items were added: a'],
            [$add, static fn (CartFake $cart) => $cart->assertItemNotAdded('a'), 'The item [a] was added.'],
            [$add, static fn (CartFake $cart) => $cart->assertMissingItem('a'), 'The item [a] is in the cart.'],
            [$add, static fn (CartFake $cart) => $cart->assertEmpty(), 'The cart is not empty.'],
            [
                static fn () => [$add(), Cart::remove('a')],
                static fn (CartFake $cart) => $cart->assertNothingRemoved(),
                'Items were removed.',
            ],
            [
                static fn () => Cart::addCondition(new CartCondition('SALE', 'discount', 'total', '-10%')),
                static fn (CartFake $cart) => $cart->assertConditionNotApplied('SALE'),
                'The condition [SALE] was applied.',
            ],
            [static fn () => Cart::clear(), static fn (CartFake $cart) => $cart->assertNotCleared(), 'The cart was cleared.'],
            [
                static function (): void {
                    Cart::getCartInstance('default', 'guest')->add('a', 'A', 10);
                    app(CartMigrationService::class)->migrateGuestCartToUser(7, 'default', 'guest');
                },
                static fn (CartFake $cart) => $cart->assertNothingMerged(),
                'Carts were merged.',
            ],
        ];
    }

    #[Test]
    public function aWrongQuantityIsSaidWithTheRightOne(): void
    {
        $fake = Cart::fake();
        Cart::add('a', 'A', 10, 2);
        Cart::add('a', 'A', 10);

        $this->assertFailure('The item [a] was not added up to 5, but to 2, 3.', fn () => $fake->assertItemAdded('a', 5));
    }

    #[Test]
    public function theFacadeAsksTheFake(): void
    {
        Cart::fake();
        Cart::add('a', 'A', 10);

        Cart::assertItemAdded('a')->assertTotal(10);
    }

    #[Test]
    public function itWorksWithoutUsersAndSessions(): void
    {
        $this->app->instance('auth', null);
        $this->app->instance('session', new class () {
            public function getId(): string
            {
                return '';
            }
        });
        $fake = Cart::fake();

        Cart::add('a', 'A', 10);

        $fake->assertHasItem('a');
    }

    #[Test]
    public function aSwapOfFakedCartsMovesOne(): void
    {
        Cart::fake();
        Cart::getCartInstance('default', 'old')->add('a', 'A', 10);

        $this->assertTrue(Cart::swap('old', 'new'));
        $this->assertSame(1, Cart::getCartInstance('default', 'new')->count());
        $this->assertSame(['default'], Cart::storage()->getInstances('new'));
    }

    private function assertFailure(string $message, Closure $assertion): void
    {
        try {
            $assertion();
        } catch (ExpectationFailedException $failure) {
            $this->assertStringContainsString($message, $failure->getMessage());

            return;
        }

        $this->fail("The assertion holds; expected: {$message}");
    }
}
