<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support\AnyStorage;

use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * What a cart does, wherever it is kept. For each storage there is a class that says how it is made.
 */
abstract class CartOnAnyStorage extends TestCase
{
    use ConditionTests;
    use DynamicConditionTests;
    use ItemTests;
    use MergeTests;
    use MetadataTests;
    use ShippingTests;
    use StoredRuleTests;

    protected Cart $cart;

    /** @var list<object> the events that were fired, without CartUpdated, which follows from others */
    private array $events = [];

    /**
     * The storage of the application, on which nothing is kept yet. Called once for each test.
     */
    abstract protected function makeStorage(): StorageInterface;

    protected function setUp(): void
    {
        parent::setUp();

        $this->cart = new Cart($this->makeStorage(), 'customer', $this->app->make('events'));
        $this->app->make('events')->listen('MasyukAI\Cart\Events\*', function (string $name, array $event): void {
            $this->events[] = $event[0];
        });
    }

    /**
     * The same cart in another object, which holds nothing yet.
     */
    protected function again(): Cart
    {
        return new Cart($this->cart->storage(), 'customer', $this->app->make('events'));
    }

    protected static function condition(
        string $name,
        string|float $value = '-10%',
        string $target = 'subtotal',
        string $type = 'discount',
        ?array $rules = null,
    ): CartCondition {
        return new CartCondition($name, $type, $target, $value, rules: $rules);
    }

    /**
     * @param list<string> $expected the events' names
     *
     * @return list<object> the events
     */
    protected function assertEvents(array $expected, callable $call): array
    {
        $this->events = [];
        $call();
        $this->assertSame($expected, array_map(class_basename(...), $this->events));

        return $this->events;
    }

    protected function assertTotal(float $expected): void
    {
        $this->assertSame($expected, $this->cart->total()->getAmount());
        $this->assertSame($expected, $this->again()->total()->getAmount());
    }
}
