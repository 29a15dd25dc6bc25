<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\SqliteShop;
use Cartwright\Tests\TestCase;
use Illuminate\Database\Events\QueryExecuted;
use Illuminate\Database\QueryException;
use JsonSerializable;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use PDOException;
use PHPUnit\Framework\Attributes\Test;
use TypeError;

/**
 * Code of the application that runs in the middle of a call: it may read the cart, change it, and throw.
 */
final class ListenersTest extends TestCase
{
    private SqliteShop $shop;
    private Cart $cart;

    protected function setUp(): void
    {
        parent::setUp();
        $this->shop = new SqliteShop($this->app);
        $this->cart = $this->shop->cart();
    }

    #[Test]
    public function anAttributeThatReadsTheCartWhileItIsEncodedLosesNothing(): void
    {
        $nosy = new class ($this->cart) implements JsonSerializable {
            public function __construct(private readonly Cart $cart)
            {
            }

            public function jsonSerialize(): mixed
            {
                return $this->cart->count();
            }
        };

        $this->cart->add([
            ['id' => 'a', 'name' => 'A', 'price' => 1],
            ['id' => 'b', 'name' => 'B', 'price' => 1, 'attributes' => ['seen' => $nosy]],
        ]);

        $this->assertSame(['a', 'b'], array_map(strval(...), array_keys($this->shop->cart()->content()['items'])));
    }

    #[Test]
    public function aListenerThatThrowsWhatLooksLikeABusyDatabaseDoesNotDoubleTheChange(): void
    {
        $this->cart->add('a', 'A', 1);
        $this->app->make('events')->listen(QueryExecuted::class, static function (QueryExecuted $query): void {
            if (str_starts_with($query->sql, 'update')) {
                $busy = new PDOException('SQLSTATE[HY000]: General error: 5 database is locked');
                $busy->errorInfo = ['HY000', 5, 'database is locked'];

                throw new QueryException('default', 'insert into logs values (1)', [], $busy);
            }
        });

        try {
            $this->cart->add('a', 'A', 1);
            $this->fail('The listener threw.');
        } catch (QueryException $failure) {
            $this->assertStringContainsString('logs', $failure->getSql());
        }

        $this->assertSame(2, $this->shop->cart()->count());
        $this->assertSame(2, $this->cart->count());
    }

    #[Test]
    public function aListenerThatThrowsDoesNotUndoTheCommit(): void
    {
        $this->app->make('events')->listen(
            'MasyukAI\Cart\Events\ItemAdded',
            static fn () => throw new \LogicException('no'),
        );

        try {
            $this->cart->add('a', 'A', 1);
            $this->fail('The listener threw.');
        } catch (\LogicException $failure) {
            $this->assertSame('no', $failure->getMessage());
        }

        $this->assertSame(1, $this->cart->count());
    }

    #[Test]
    public function aListenerMayChangeTheSameCart(): void
    {
        $events = $this->app->make('events');
        $cart = $this->cart;
        $events->listen('MasyukAI\Cart\Events\ItemAdded', static function ($event) use ($cart): void {
            if ($event->item->id === 'a') {
                $cart->add('gift', 'Gift', 0);
            }
        });

        $cart->add('a', 'A', 1);
        $cart->add('b', 'B', 1);

        $this->assertSame(['a', 'gift', 'b'], array_keys($this->shop->cart()->content()['items']));
    }

    #[Test]
    public function whatIsPretendedIsNotBelievedAfterwards(): void
    {
        $this->cart->add('a', 'A', 1);
        $this->shop->database->pretend(fn () => $this->cart->add('b', 'B', 1));
        $this->shop->cart()->add('c', 'C', 1);

        $this->assertSame(['a', 'c'], array_keys($this->cart->content()['items']));
        $this->cart->add('d', 'D', 1);
        $this->assertSame(['a', 'c', 'd'], array_keys($this->shop->cart()->content()['items']));
    }

    #[Test]
    public function aRowThatCannotBeReadLeavesThoseBeforeItInTheCart(): void
    {
        set_error_handler(static fn (int $level, string $message) => throw new \ErrorException($message, 0, $level));

        try {
            $this->cart->add([['id' => 'a', 'name' => 'A', 'price' => 1], ['name' => 'without an id', 'price' => 1]]);
            $this->fail('The second row has no id.');
        } catch (\ErrorException) {
            $this->assertSame(['a'], array_keys($this->shop->cart()->content()['items']));
        } finally {
            restore_error_handler();
        }

        $this->assertSame(['CartCreated', 'ItemAdded'], $this->shop->events);
    }

    #[Test]
    public function aConditionThatCannotBeStoredLeavesThoseBeforeItWithTheirEvents(): void
    {
        $good = new CartCondition('good', 'tax', 'total', '5%');
        $bad = new CartCondition('bad', 'tax', 'total', '5%', ['x' => "\xff"]);

        try {
            $this->cart->addCondition([$good, $bad]);
            $this->fail('The second cannot be stored.');
        } catch (\InvalidArgumentException) {
            $this->assertSame(['good'], array_keys($this->shop->cart()->content()['conditions']));
        }

        $this->assertSame(['CartConditionAdded'], $this->shop->events);
    }

    #[Test]
    public function attributesThatCannotBeStoredAreRefusedAfterWhatAddItselfChecks(): void
    {
        $this->assertRefused(
            InvalidCartItemException::class,
            'Cart item ID is required',
            fn () => $this->cart->add('', 'A', 1, 1, ["\xff"]),
        );
        $this->assertRefused(
            InvalidCartItemException::class,
            'Cannot validate item attributes data size: Malformed UTF-8 characters, possibly incorrectly encoded',
            fn () => $this->cart->add('a', 'A', 1, 1, ["\xff"]),
        );
    }

    #[Test]
    public function whatIsNotThereIsNotUpdatedWhateverTheDataAre(): void
    {
        $this->assertNull($this->cart->update('a', ['quantity' => 'x']));
        $this->assertNull($this->cart->update("\xff", ['quantity' => 1]));
        $this->assertNull($this->cart->remove("caf\xe9"));
        $this->assertFalse($this->cart->has("caf\xe9"));
        $this->assertFalse($this->cart->removeCondition("\xff"));
        $this->cart->add('a', 'A', 1);
        $this->expectException(TypeError::class);
        $this->cart->update('a', ['quantity' => 'x']);
    }

    #[Test]
    public function sumsDoNotDependOnHowPhpPrintsFloats(): void
    {
        $this->cart->add('a', 'A', 1234567.89);
        $usual = ini_set('serialize_precision', '5');

        try {
            $this->assertSame(1234567.89, $this->cart->getItems()->subtotal());
        } finally {
            ini_set('serialize_precision', (string) $usual);
        }
    }
}
