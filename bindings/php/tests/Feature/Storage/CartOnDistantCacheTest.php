<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Tests\Support\AnyStorage\CartOnAnyStorage;
use Cartwright\Tests\Support\DistantStore;
use Illuminate\Cache\Repository;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Storage\CacheStorage;
use MasyukAI\Cart\Storage\StorageInterface;
use PHPUnit\Framework\Attributes\Test;

/**
 * A cache over a network is asked once for all that a call needs to know, and once to put what it changed.
 */
final class CartOnDistantCacheTest extends CartOnAnyStorage
{
    use WithoutItemLimit;

    private const TEN_YEARS = 10 * 365 * 86400;

    private DistantStore $store;

    protected function makeStorage(): StorageInterface
    {
        $this->store = new DistantStore();

        return new CacheStorage(new Repository($this->store), ttl: self::TEN_YEARS);
    }

    #[Test]
    public function aCallAsksOnceAndPutsOnce(): void
    {
        $cart = new Cart($this->makeStorage(), 'customer');
        $cart->add('lamp', 'Lamp', 100);
        $calls = [
            'add' => [fn () => $cart->add('bulb', 'Bulb', 5), ['many', 'put']],
            'update' => [fn () => $cart->update('bulb', ['quantity' => 1]), ['many', 'put']],
            'remove' => [fn () => $cart->remove('bulb'), ['many', 'put']],
            'addCondition' => [
                fn () => $cart->addCondition(new CartCondition('VAT', 'tax', 'subtotal', '10%')),
                ['many', 'put'],
            ],
            'total' => [fn () => $cart->total(), ['many']],
            'content' => [fn () => $cart->content(), ['many']],
        ];

        foreach ($calls as $name => [$call, $expected]) {
            $this->store->asked = [];
            $call();
            $this->assertSame($expected, $this->store->asked, $name);
        }

        $this->assertSame(110.0, $cart->getRawTotal());
    }
}
