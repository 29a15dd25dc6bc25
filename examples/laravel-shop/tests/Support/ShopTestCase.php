<?php

declare(strict_types=1);

namespace Tests\Support;

use PDO;
use PHPUnit\Framework\TestCase;

/**
 * A shop behind a server with several workers. One for the tests of a class, because each brings its own visitors;
 * customers with accounts begin with empty carts.
 */
abstract class ShopTestCase extends TestCase
{
    private static ?Place $place = null;

    private static ?Server $server = null;

    /**
     * @return array<string, string> environment variables
     */
    protected static function settings(): array
    {
        return [];
    }

    public static function setUpBeforeClass(): void
    {
        self::$place = Place::open(sys_get_temp_dir() . '/cartwright-shop-' . bin2hex(random_bytes(6)), static::settings());
        self::$server = Server::start(self::$place);
    }

    protected function setUp(): void
    {
        foreach (['carts', 'orders', 'checkout_orders', 'cart_journal'] as $table) {
            $this->database()->exec("delete from {$table}");
        }
    }

    public static function tearDownAfterClass(): void
    {
        self::$server?->stop();
        self::$place?->remove();
    }

    protected function browser(string $device = 'Laptop'): Browser
    {
        return new Browser((string) self::$server?->host, $device);
    }

    protected function logIn(Browser $browser, string $who = 'ann', string $password = 'secret'): Page
    {
        return $browser->submit('POST', '/login', ['email' => "{$who}@example.com", 'password' => $password]);
    }

    protected function add(Browser $browser, string $product, int $quantity = 1): Page
    {
        return $browser->submit('POST', '/cart', ['product' => $product, 'quantity' => $quantity]);
    }

    /**
     * What is in the cart is ordered and held; the page at which it is paid for, if it is.
     */
    protected function order(Browser $browser): Page
    {
        return $browser->submit('POST', '/checkout', ['name' => 'Ann', 'address' => 'Rue 1']);
    }

    protected function pay(Browser $browser, Page $page, string $card = 'good'): Page
    {
        return $browser->submit('POST', $page->action('/pay/'), ['card' => $card]);
    }

    /**
     * The shop's database, as somebody else sees it.
     */
    protected function database(): PDO
    {
        return new PDO('sqlite:' . self::$place?->storage . '/shop.sqlite', options: [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_TIMEOUT => 20,
        ]);
    }

    /**
     * @return list<string> what the shop's journal has of an event
     */
    protected function told(string $event): array
    {
        $rows = $this->database()->prepare('select about from cart_journal where event = ? order by id');
        $rows->execute([$event]);

        return $rows->fetchAll(PDO::FETCH_COLUMN);
    }

    /**
     * @return array<string, int>
     */
    protected static function quantities(Browser $browser): array
    {
        return array_column($browser->cart()['items'], 'quantity', 'id');
    }
}
