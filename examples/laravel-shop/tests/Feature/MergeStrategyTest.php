<?php

declare(strict_types=1);

namespace Tests\Feature;

use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\TestCase;
use Tests\Support\Browser;
use Tests\Support\Place;
use Tests\Support\Server;

/**
 * What becomes of a product that is in both carts, by the setting of the shop.
 */
final class MergeStrategyTest extends TestCase
{
    #[Test]
    #[DataProvider('strategies')]
    public function theSettingSaysWhatBecomesOfWhatIsInBothCarts(string $strategy, int $quantity): void
    {
        $place = Place::open(
            sys_get_temp_dir() . '/cartwright-shop-' . bin2hex(random_bytes(6)),
            ['CART_MERGE_STRATEGY' => $strategy],
        );
        $server = Server::start($place, 2);

        try {
            $tablet = new Browser($server->host, 'Tablet');
            $tablet->submit('POST', '/login', ['email' => 'ann@example.com', 'password' => 'secret']);
            $tablet->submit('POST', '/cart', ['product' => 'cups', 'quantity' => 4]);

            $laptop = new Browser($server->host);
            $laptop->submit('POST', '/cart', ['product' => 'cups', 'quantity' => 3]);
            $laptop->submit('POST', '/cart', ['product' => 'tamper']);
            $laptop->submit('POST', '/login', ['email' => 'ann@example.com', 'password' => 'secret']);

            $this->assertSame(
                ['cups' => $quantity, 'tamper' => 1],
                array_column($laptop->cart()['items'], 'quantity', 'id'),
            );
        } finally {
            $server->stop();
            $place->remove();
        }
    }

    /**
     * @return array<string, array{string, int}>
     */
    public static function strategies(): array
    {
        return [
            'both' => ['add_quantities', 7],
            'the higher one' => ['keep_highest_quantity', 4],
            "the customer's" => ['keep_user_cart', 4],
            "the guest's" => ['replace_with_guest', 3],
        ];
    }
}
