<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\TestDatabase;
use MasyukAI\Cart\Cart;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * What a cart is as a row of the database, beside what it does on any storage (CartOnAnyStorage).
 */
final class CartInARowTest extends DatabaseTestCase
{
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
    public function aCallIsOneVersionOfTheRowAndWhoOnlyReadsMakesNone(TestDatabase $on): void
    {
        $this->open($on);
        $this->assertTrue($this->cart->isEmpty());
        $this->assertSame([], $this->cart->content()['items']);
        $this->assertNull($this->row());

        $this->cart->add([['id' => 'a', 'name' => 'A', 'price' => 1], ['id' => 'b', 'name' => 'B', 'price' => 2]]);
        $this->assertSame(1, (int) $this->row()->version);

        $this->cart->remove('a');
        $this->cart->remove('b');
        $this->assertSame(3, (int) $this->row()->version);
        $this->assertNull($this->row()->items);
    }

    #[Test]
    #[DataProvider('databases')]
    public function identifiersThatLookAlikeAreDifferentCarts(TestDatabase $on): void
    {
        $this->open($on);
        // On MariaDB two texts that differ in case only are equal, as they were for the original.
        $identifiers = ["o'brien", 'o"brien', 'a.b', 'a%', 'a_', "a\\'b", 'ünï', '1', '01', '1e0'];

        foreach ($identifiers as $at => $identifier) {
            $this->cart(identifier: $identifier)->add("item-{$at}", 'Item', 1);
        }

        foreach ($identifiers as $at => $identifier) {
            $this->assertSame(["item-{$at}" => 1], $this->stored($identifier), $identifier);
        }
    }

    private function open(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->cart = $this->cart();
    }
}
