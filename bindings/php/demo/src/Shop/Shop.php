<?php

declare(strict_types=1);

namespace Cartwright\Demo\Shop;

use Cartwright\Demo\Watch\EventLog;
use Cartwright\Demo\Watch\StatementLog;
use Cartwright\Demo\Watch\WatchedConnector;
use Illuminate\Contracts\Console\Kernel;
use Illuminate\Foundation\Application;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Facades\Cart as CurrentCart;
use Tests\Support\Place;

/**
 * The example of examples/laravel-shop, in this process: what the shop's own people do, such as a job or a telephone
 * order. Buyers come over HTTP.
 */
final class Shop
{
    /** Bob sets a price on the walk; Ann may when the shop is served afterwards, with a cart that can be read. */
    public const SETTINGS = ['SHOP_GRANTED' => 'bob@example.com:changePrices,ann@example.com:changePrices'];

    private const EXAMPLE = __DIR__ . '/../../../../../examples/laravel-shop';

    private function __construct(private readonly Application $app)
    {
    }

    /**
     * Starts the application as an artisan command does.
     */
    public static function open(Place $place, ?StatementLog $statements = null, ?EventLog $events = null): self
    {
        foreach ($place->environment() as $name => $value) {
            putenv("{$name}={$value}");
        }

        $app = self::application($statements, $events);
        $app->make(Kernel::class)->bootstrap();
        // The framework's own handler would print a failure in its way; here a failure is told.
        restore_error_handler();
        restore_exception_handler();
        $statements?->take();

        return new self($app);
    }

    /**
     * The application, with somebody who watches.
     */
    public static function application(?StatementLog $statements = null, ?EventLog $events = null): Application
    {
        $app = require self::EXAMPLE . '/bootstrap/app.php';
        $events?->listenTo($app->make('events'));

        if ($statements !== null) {
            $app->instance('db.connector.sqlite', new WatchedConnector($statements));
        }

        return $app;
    }

    /**
     * Whether a path is that of a file which the server sends itself.
     */
    public static function isFile(string $path): bool
    {
        return is_file(self::EXAMPLE . "/public{$path}");
    }

    /**
     * The cart of a customer: a new object, as each request has one.
     */
    public function cart(string $customer): Cart
    {
        return CurrentCart::getCartInstance('default', $customer);
    }

    /**
     * The cart's row as it is in the database.
     */
    public function row(string $customer): ?object
    {
        return $this->app->make('db')->table('carts')->where('identifier', $customer)->first();
    }

    /**
     * Of the cart that was stored last, which is a guest's.
     */
    public function lastRow(): ?object
    {
        return $this->app->make('db')->table('carts')->orderByDesc('created_at')->first();
    }

    public function journalHas(string $about): bool
    {
        return $this->app->make('db')->table('cart_journal')->where('about', 'like', "%{$about}%")->exists();
    }

    public function laravel(): string
    {
        return $this->app->version();
    }

    public function sqlite(): string
    {
        $database = $this->app->make('db');

        return $database->scalar('select sqlite_version()')
            . ', journal mode ' . $database->scalar('pragma journal_mode');
    }
}
