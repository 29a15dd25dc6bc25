<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\TestDatabase;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\CartCreated;
use MasyukAI\Cart\Events\CartUpdated;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Listeners\DispatchCartUpdated;
use MasyukAI\Cart\Storage\DatabaseStorage;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * Which events a cart on the database sends, in which order, and that they follow the commit.
 */
final class CartEventsTest extends DatabaseTestCase
{
    /** @var list<string> */
    private array $events = [];

    private Cart $cart;

    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    #[Test]
    #[DataProvider('databases')]
    public function eachCallSendsTheContractsEventsInTheContractsOrder(TestDatabase $on): void
    {
        $this->open($on);

        // A listener to everything sees CartUpdated before the event that it follows.
        $this->assertEvents(['CartCreated', 'CartUpdated', 'ItemAdded'], fn () => $this->cart->add('a', 'A', 10));
        $this->assertEvents(['CartUpdated', 'ItemAdded'], fn () => $this->cart->add('a', 'A', 10));
        $this->assertEvents(['CartUpdated', 'ItemUpdated'], fn () => $this->cart->update('a', ['quantity' => 1]));
        $this->assertEvents(['CartUpdated', 'ItemUpdated'], fn () => $this->cart->update('a', []));
        $this->assertEvents(['CartUpdated', 'ItemRemoved'], fn () => $this->cart->update('a', ['quantity' => -9]));
        $this->assertEvents(
            ['CartCreated', 'CartUpdated', 'ItemAdded', 'CartUpdated', 'ItemAdded'],
            fn () => $this->cart->add([
                ['id' => 'b', 'name' => 'B', 'price' => 1],
                ['id' => 'c', 'name' => 'C', 'price' => 1],
            ]),
        );
        $this->assertEvents(['CartUpdated', 'ItemRemoved'], fn () => $this->cart->remove('b'));
        $this->assertEvents(
            ['CartUpdated', 'CartConditionAdded', 'CartUpdated', 'CartConditionAdded'],
            fn () => $this->cart->addCondition([self::condition('ONE'), self::condition('TWO')]),
        );
        $this->assertEvents(
            ['CartUpdated', 'CartConditionAdded'],
            fn () => $this->cart->addCondition(self::condition('ONE')),
        );
        $this->assertEvents(['CartUpdated', 'CartConditionRemoved'], fn () => $this->cart->removeCondition('ONE'));
        $this->assertEvents([], fn () => $this->cart->removeCondition('ONE'));
        $this->assertEvents([], fn () => $this->cart->remove('nothing'));
        $this->assertEvents([], fn () => $this->cart->update('nothing', ['quantity' => 1]));
        $this->assertEvents([], fn () => $this->cart->content());
        $this->assertEvents(['CartCleared'], fn () => $this->cart->clear());
        $this->assertEvents(['CartCleared'], fn () => $this->cart->clear());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aConflictSendsTheEventsOnce(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->content();
        $this->silentRival()->add('pear', 'Pear', 10);

        // The cart was not created by us after all.
        $this->assertEvents(['CartUpdated', 'ItemAdded'], fn () => $this->cart->add('a', 'A', 10));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aListenerFindsTheChangeCommitted(TestDatabase $on): void
    {
        $this->open($on);
        $seen = [];
        $this->app->make('events')->listen(ItemAdded::class, function (ItemAdded $event) use (&$seen): void {
            $seen[] = [$event->item->quantity, $this->stored(), $event->cart->countItems()];
        });

        $this->cart->add('a', 'A', 10, 2);

        $this->assertSame([[2, ['a' => 2], 1]], $seen);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aListenerThatThrowsDoesNotUndoTheChange(TestDatabase $on): void
    {
        $this->open($on);
        $this->app->make('events')->listen(ItemAdded::class, static function (): void {
            throw new RuntimeException('the mail server is down');
        });

        $add = fn () => $this->cart->add('a', 'A', 10);
        $this->assertRefused(RuntimeException::class, 'the mail server is down', $add);

        $this->assertSame(['a' => 1], $this->stored());
        $this->assertSame(['a' => 1], self::quantities($this->cart));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aListenerMayChangeTheCartItself(TestDatabase $on): void
    {
        $this->open($on);
        $this->app->make('events')->listen(ItemAdded::class, static function (ItemAdded $event): void {
            if ($event->item->id === 'a' && ! $event->cart->has('gift')) {
                $event->cart->add('gift', 'Gift', 0);
            }
        });

        $this->cart->add('a', 'A', 10);
        $this->cart->add('a', 'A', 10);

        $this->assertHolds(['a' => 2, 'gift' => 1], $this->stored());
        $this->assertHolds(['a' => 2, 'gift' => 1], self::quantities($this->cart));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aChangeThatIsRefusedSendsNothing(TestDatabase $on): void
    {
        $this->open($on);

        $this->assertEvents([], function (): void {
            $this->assertRefused(
                InvalidCartItemException::class,
                'Cart item name is required',
                fn () => $this->cart->add('a', '', 10),
            );
        });
    }

    #[Test]
    public function aBadRowIsThrownAfterTheEventsOfThoseBeforeIt(): void
    {
        $this->open(TestDatabase::SqliteWal);

        $this->assertEvents(['CartCreated', 'CartUpdated', 'ItemAdded'], function (): void {
            $this->assertRefused(
                InvalidCartItemException::class,
                'Cart item name is required',
                fn () => $this->cart->add([
                    ['id' => 'a', 'name' => 'A', 'price' => 1],
                    ['id' => 'b', 'name' => '', 'price' => 1],
                ]),
            );
        });
    }

    #[Test]
    public function theEventsOfARetriedTransactionAreSentByEachAttempt(): void
    {
        // A listener that must not act twice listens after the commit, as it had to with the original.
        $this->open(TestDatabase::SqliteWal);
        $attempts = 0;

        $this->assertEvents(
            ['CartCreated', 'CartUpdated', 'ItemAdded', 'CartCreated', 'CartUpdated', 'ItemAdded'],
            fn () => $this->database->transaction(function () use (&$attempts): void {
                $this->cart->add('a', 'A', 1);

                if (++$attempts === 1) {
                    throw new RuntimeException('database is locked');
                }
            }, 3),
        );
        $this->assertSame(['a' => 1], $this->stored());
    }

    #[Test]
    public function eventsThatAreSwitchedOffAreNotSentAndACartWithoutADispatcherWorks(): void
    {
        $this->open(TestDatabase::SqliteWal);
        $storage = new DatabaseStorage($this->database);

        $this->assertEvents([], function () use ($storage): void {
            (new Cart($storage, 'customer', $this->app->make('events'), eventsEnabled: false))->add('a', 'A', 1);
            (new Cart($storage, 'customer'))->add('a', 'A', 1);
        });
        $this->assertSame(['a' => 2], $this->stored());
    }

    #[Test]
    public function theEventsCarryWhatHasHappened(): void
    {
        $this->open(TestDatabase::SqliteWal);
        $sent = [];
        $events = [
            CartCreated::class, ItemAdded::class, ItemUpdated::class, ItemRemoved::class, CartConditionAdded::class,
        ];

        foreach ($events as $event) {
            $this->app->make('events')->listen($event, function (object $event) use (&$sent): void {
                $sent[class_basename($event)] = $event;
            });
        }

        $this->cart->add('a', 'A', '1,000.50', 2);
        $this->cart->addCondition(self::condition('ONE'));
        $this->cart->update('a', ['quantity' => 1]);
        $this->cart->remove('a');

        $this->assertSame($this->cart, $sent['CartCreated']->cart);
        $this->assertSame([2, 1000.5], [$sent['ItemAdded']->item->quantity, $sent['ItemAdded']->item->price]);
        $this->assertSame(3, $sent['ItemUpdated']->item->quantity);
        $this->assertSame(3, $sent['ItemRemoved']->item->quantity);
        $this->assertSame('ONE', $sent['CartConditionAdded']->condition->getName());
    }

    #[Test]
    public function aCartUpdatedTellsTheTotalsOfTheTimeItIsAsked(): void
    {
        $this->open(TestDatabase::SqliteWal);
        $updated = null;
        $this->app->make('events')->listen(CartUpdated::class, function (CartUpdated $event) use (&$updated): void {
            $updated = $event;
        });
        $this->cart->add('a', 'A', 10);
        $this->silentRival()->add('a', 'A', 10);

        $this->assertSame(2, $updated->toArray()['total_quantity']);
        $this->assertSame(20.0, $updated->toArray()['total']);
    }

    private function open(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->app->make('events')->subscribe(DispatchCartUpdated::class);
        $this->app->make('events')->listen('MasyukAI\Cart\Events\*', function (string $event): void {
            $this->events[] = class_basename($event);
        });
        $this->cart = $this->cart();
    }

    private function silentRival(): Cart
    {
        return new Cart(new DatabaseStorage($this->connection('rival')), 'customer');
    }

    /**
     * @param list<string> $expected
     */
    private function assertEvents(array $expected, callable $call): void
    {
        $this->events = [];
        $call();
        $this->assertSame($expected, $this->events);
    }

    private static function condition(string $name): CartCondition
    {
        return new CartCondition($name, 'discount', 'subtotal', '-10%');
    }
}
