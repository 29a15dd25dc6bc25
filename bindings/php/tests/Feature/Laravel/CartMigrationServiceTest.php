<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Exceptions\CartTooLargeException;
use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Auth\GenericUser;
use Illuminate\Support\Facades\Auth;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartMerged;
use MasyukAI\Cart\Facades\Cart;
use MasyukAI\Cart\Services\CartMigrationService;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use ReflectionMethod;

final class CartMigrationServiceTest extends LaravelTestCase
{
    private CartMigrationService $service;

    /** @var list<CartMerged> */
    private array $merged = [];

    protected function setUp(): void
    {
        parent::setUp();
        $this->service = $this->app->make(CartMigrationService::class);
        $this->app->make('events')->listen(CartMerged::class, function (CartMerged $event): void {
            $this->merged[] = $event;
        });
    }

    #[Test]
    public function anIdentifierIsTheUsersElseTheSessions(): void
    {
        $current = $this->app->make('session')->getId();

        $this->assertSame('7', $this->service->getIdentifier(7, 'session'));
        $this->assertSame('session', $this->service->getIdentifier(0, 'session'));
        $this->assertSame($current, $this->service->getIdentifier());
        $this->assertSame($current, $this->service->getIdentifier(null, ''));
        $this->assertSame('session', $this->service->getGuestIdentifier('session'));
        $this->assertSame('7', $this->service->getUserIdentifier(7));
        $this->assertSame($current, $this->service->getCurrentIdentifier());
        Auth::setUser(new GenericUser(['id' => 7]));
        $this->assertSame('7', $this->service->getCurrentIdentifier());
    }

    #[Test]
    public function aGuestWithoutItemsHasNothingToTakeAlong(): void
    {
        $this->cart('guest')->addCondition(new CartCondition('SALE', 'discount', 'total', '-10%'));

        $this->assertFalse($this->service->migrateGuestCartToUser(7, 'default', 'guest'));
        $this->assertSame([], $this->merged);
    }

    #[Test]
    public function whoHasNoItemsGetsTheCartOfTheGuest(): void
    {
        $this->cart('guest')->add('a', 'A', 10, 3);

        $this->assertTrue($this->service->migrateGuestCartToUser(7, 'default', 'guest'));

        $this->assertSame(['a' => 3], $this->quantities('7'));
        $this->assertSame([], $this->quantities('guest'));
        $this->assertMerged(3, false);
    }

    #[Test]
    public function theItemsOfBothAreInTheUsersCart(): void
    {
        $this->cart('7')->add('u', 'U', 10);
        $this->cart('7')->addCondition(new CartCondition('SALE', 'discount', 'total', '-10%'));
        $this->cart('guest')->add('g', 'G', 10, 2);
        $this->cart('guest')->addCondition(new CartCondition('SALE', 'discount', 'total', '-20%'));
        $this->cart('guest')->addCondition(new CartCondition('TAX', 'tax', 'total', '5%'));

        $this->assertTrue($this->service->migrateGuestCartToUser('7', 'default', 'guest'));

        $this->assertSame(['u' => 1, 'g' => 2], $this->quantities('7'));
        $this->assertSame([], $this->quantities('guest'));
        $conditions = $this->cart('7')->getConditions();
        $this->assertSame(['SALE' => '-10%', 'TAX' => '5%'], $conditions->map->getValue()->all());
        $this->assertMerged(3, false);
    }

    #[Test]
    #[DataProvider('strategies')]
    public function anItemOfBothHasTheQuantityOfTheStrategy(string $strategy, int $quantity): void
    {
        config(['cart.migration.merge_strategy' => $strategy]);
        $this->cart('7')->add('a', 'Mine', 10, 2);
        $this->cart('guest')->add('a', 'Theirs', 20, 5);

        $this->service->migrateGuestCartToUser(7, 'default', 'guest');

        $this->assertSame(['a' => $quantity], $this->quantities('7'));
        $this->assertSame('Mine', $this->cart('7')->get('a')->name);
        $this->assertMerged($quantity, true, $strategy);
    }

    public static function strategies(): array
    {
        return [
            ['add_quantities', 7], ['keep_highest_quantity', 5], ['keep_user_cart', 2], ['replace_with_guest', 5],
        ];
    }

    #[Test]
    public function aMergedQuantityStopsAtTheLimit(): void
    {
        $this->cart('7')->add('a', 'A', 10, 6);
        $this->cart('guest')->add('a', 'A', 10, 6);
        config(['cart.limits.max_item_quantity' => 10]);

        $this->service->migrateGuestCartToUser(7, 'default', 'guest');

        $this->assertSame(['a' => 10], $this->quantities('7'));
    }

    #[Test]
    public function aQuantityDoesNotFallBelowWhatTheUserHadAlready(): void
    {
        $this->cart('7')->add('a', 'A', 10, 6);
        $this->cart('guest')->add('a', 'A', 10, 6);
        config(['cart.limits.max_item_quantity' => 4]);

        $this->service->migrateGuestCartToUser(7, 'default', 'guest');

        $this->assertSame(['a' => 6], $this->quantities('7'));
    }

    #[Test]
    public function tooManyItemsLeaveBothCartsAsTheyWere(): void
    {
        $this->cart('7')->add('a', 'A', 10);
        $this->cart('guest')->add('b', 'B', 10);
        config(['cart.limits.max_items' => 1]);

        $this->assertRefused(
            CartTooLargeException::class,
            'Cart cannot contain more than 1 items',
            fn () => $this->service->migrateGuestCartToUser(7, 'default', 'guest'),
        );
        $this->assertSame([['a' => 1], ['b' => 1]], [$this->quantities('7'), $this->quantities('guest')]);
    }

    #[Test]
    public function whoKeptHisIdentifierKeepsHisCart(): void
    {
        $this->cart('7')->add('a', 'A', 10);

        $this->assertFalse($this->service->migrateGuestCartToUser(7, 'default', '7'));
        $this->assertSame(['a' => 1], $this->quantities('7'));
    }

    #[Test]
    public function theCustomerIsToldWhatHappened(): void
    {
        $user = new GenericUser(['id' => 7]);
        $none = $this->service->migrateGuestCartForUser($user, 'default', 'guest');
        $this->cart('guest')->add('a', 'A', 10, 3);
        $some = $this->service->migrateGuestCartForUser((object) ['id' => 7], 'default', 'guest');

        $this->assertSame([false, 0, 'No items to migrate'], [$none->success, $none->itemsMerged, $none->message]);
        $this->assertSame(
            [true, 1, 'Cart migration completed successfully'],
            [$some->success, $some->itemsMerged, $some->message],
        );
        $this->assertTrue($some->conflicts->isEmpty());
    }

    #[Test]
    public function aSwapMovesTheCart(): void
    {
        $this->cart('guest')->add('a', 'A', 10);

        $this->assertTrue($this->service->swapGuestCartToUser(7, 'default', 'guest'));
        $this->assertSame(['a' => 1], $this->quantities('7'));
        $this->assertFalse($this->service->swapGuestCartToUser(7, 'default', 'guest'));
    }

    #[Test]
    public function whatTestsReachByReflectionIsThere(): void
    {
        $call = fn (string $method, mixed ...$arguments): mixed
            => (new ReflectionMethod($this->service, $method))->invoke($this->service, ...$arguments);

        $this->assertSame(7, $call('resolveQuantityConflict', 2, 5, 'add_quantities'));
        $this->assertSame(7, $call('resolveQuantityConflict', 2, 5, 'no such strategy'));
        $this->assertSame(
            ['u' => ['id' => 'u', 'quantity' => 3], 'g' => ['id' => 'g', 'quantity' => 1]],
            $call(
                'mergeItemsArray',
                ['u' => ['id' => 'u', 'quantity' => 2], 'g' => ['id' => 'g', 'quantity' => 1]],
                ['u' => ['id' => 'u', 'quantity' => 1]],
            ),
        );
        $this->assertSame(
            ['x' => ['value' => 'mine'], 'y' => ['value' => 'theirs']],
            $call('mergeConditionsData', ['x' => ['value' => 'theirs'], 'y' => ['value' => 'theirs']], ['x' => ['value' => 'mine']]),
        );
    }

    private function assertMerged(int $quantity, bool $hadConflicts, string $strategy = 'add_quantities'): void
    {
        $this->assertCount(1, $this->merged);
        $event = $this->merged[0];

        $this->assertSame(['7', 'guest'], [$event->targetCart->getIdentifier(), $event->sourceCart->getIdentifier()]);
        $this->assertSame(
            [$quantity, $strategy, $hadConflicts],
            [$event->totalItemsMerged, $event->mergeStrategy, $event->hadConflicts],
        );
    }

    private function cart(string $identifier): \MasyukAI\Cart\Cart
    {
        return Cart::getCartInstance('default', $identifier);
    }

    /**
     * @return array<string, int>
     */
    private function quantities(string $identifier): array
    {
        return $this->cart($identifier)->getItems()->map->quantity->all();
    }
}
